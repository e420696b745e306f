"""Set-up steps survive an interruption and two ./dev at the same time."""

import os
import signal
import subprocess
import sys
import time

import pytest

from devtools.paths import ROOT

SLOW = """
import sys, time
from pathlib import Path
from devtools.once import {how}
goal, count, pause = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])

def build(folder):
    with count.open("a") as marks:
        marks.write("x")
    (folder / "first").write_text("1")
    time.sleep(pause)
    (folder / "second").write_text("2")

{how}(goal, build)
assert {{p.name for p in goal.iterdir()}} >= {{"first", "second"}}
"""
# The server itself stays up: others use it. Only its start is played here.
START = """
import sys, time
from pathlib import Path
from devtools import postgres
folder = Path(sys.argv[1])
started, online = folder / "count", folder / "online"

def clusters():
    return [("15", "main", "5432", "online" if online.exists() else "down")]

def start(*_arguments, **_options):
    with started.open("x") as mark:
        mark.write("x")
    time.sleep(1)
    online.touch()

postgres._clusters, postgres.run_step, postgres.answers = clusters, start, bool
postgres.ensure_server()
"""
SERVER = ("DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
WAYS = pytest.mark.parametrize("how", ["build_folder", "build_in_place"])


def start(how, folder, pause):
    """Start a build of ``folder``/goal in another process."""
    command = [sys.executable, "-c", SLOW.format(how=how)]
    command += [folder / "goal", folder / "count", str(pause)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def wait_for(path):
    deadline = time.monotonic() + 10
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


@WAYS
def test_killed_build_is_done_again(how, tmp_path):
    first = start(how, tmp_path, 60)
    wait_for(tmp_path / "count")
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    again = start(how, tmp_path, 0)
    assert again.wait(10) == 0, again.communicate()[1]
    assert (tmp_path / "count").read_text() == "xx"


@WAYS
def test_two_at_once_build_once(how, tmp_path):
    first = start(how, tmp_path, 1)
    wait_for(tmp_path / "count")
    second = start(how, tmp_path, 1)
    _out, said = second.communicate(timeout=20)
    assert (first.wait(20), second.returncode) == (0, 0), said
    assert "waiting for another ./dev" in said
    assert (tmp_path / "count").read_text() == "x"


def test_two_wait_for_one_start_of_the_server(tmp_path):
    """Whoever finds the server half started waits, and then finds it online."""
    script = tmp_path / "start.py"
    script.write_text(START)
    command = [sys.executable, script, tmp_path]
    env = {k: v for k, v in os.environ.items() if k not in SERVER}
    env |= {"PYTHONPATH": str(ROOT), "CRM_ENOVA_CACHE": str(tmp_path)}
    both = [
        subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
        for _number in range(2)
    ]
    said = [process.communicate(timeout=20)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert (tmp_path / "count").read_text() == "x"
