"""What is to serve several classes of tests is not ended with the first of them."""

import subprocess

import pytest

from odoo.tests import BaseCase, common, tagged

from devtools.inside import kept_processes


@pytest.fixture
def sleepers(monkeypatch):
    """Yield two processes, the first of which is to stay."""
    monkeypatch.setattr(common, "psutil", common.psutil)
    kept_processes.use()
    started = [subprocess.Popen(["sleep", "600"]) for _number in range(2)]
    kept_processes.keep(started[0].pid)
    yield started
    for process in started:
        process.kill()
        process.wait()


def test_the_end_of_a_class_leaves_what_is_kept(sleepers):
    @tagged("standard")
    class Tests(BaseCase):
        """A class of tests of the ERP's."""

    Tests.setUpClass()
    Tests.doClassCleanups()
    staying, going = sleepers
    assert staying.poll() is None
    assert going.poll() is not None


def test_the_rest_is_as_it_was(sleepers):
    assert common.psutil.wait_procs([], timeout=1) == ([], [])
    assert common.psutil.Process(sleepers[0].pid).pid == sleepers[0].pid
