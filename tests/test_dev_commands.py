"""./dev says what it does, and what to do when it cannot."""

import os
import subprocess
import sys

import pytest

from devtools.console import StepFailed, run_step
from devtools.paths import ROOT

COMMANDS = (
    "run",
    "test",
    "lint",
    "readme",
    "bench",
    "core",
    "odoo",
    "db",
    "i18n",
    "shot",
)


def dev(*arguments, **settings):
    """Run ./dev; return the finished process."""
    return subprocess.run(
        [ROOT / "dev", *arguments],
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )


def test_help_names_every_command():
    result = dev("--help")
    assert result.returncode == 0
    for command in COMMANDS:
        assert f"\n    {command} " in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command):
    result = dev(command, "--help")
    assert result.returncode == 0
    assert f"./dev {command}" in result.stdout


def test_unknown_option():
    result = dev("run", "--sideways")
    assert result.returncode == 2
    assert "--sideways" in result.stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"ODOO_SRC": "/nowhere"}, ("ODOO_SRC", "no Odoo in /nowhere")),
        ({"DATABASE_URL": "mysql://x"}, ("PostgreSQL", "scheme 'mysql'")),
        (
            {"DATABASE_URL": "postgres://who:secret@127.0.0.1:1/x"},
            ("PostgreSQL", "no answer", "127.0.0.1"),
        ),
    ],
)
def test_failure_names_step_and_remedy(settings, words):
    result = dev("db", "never_made", **settings)
    assert result.returncode == 1
    assert "remedy:" in result.stderr
    assert "secret" not in result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


def test_failed_step_shows_its_log(tmp_path, capsys):
    log = tmp_path / "step.log"
    command = ["sh", "-c", "echo the disk is full; exit 3"]
    with pytest.raises(StepFailed) as failure:
        run_step("unpack", command, log=log, remedy="make room")
    failure.value.report()
    text = capsys.readouterr().err
    for word in ("unpack", "exit code 3", "the disk is full", str(log), "make room"):
        assert word in text


def test_missing_program_is_a_failed_step(tmp_path):
    with pytest.raises(StepFailed, match="fly"):
        run_step("fly", ["no-such-program"], log=tmp_path / "log", remedy="walk")


def test_skipped_test_fails_the_run(tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "devtools.pytest_plugin"]
        + ["-p", "no:pytest-odoo", "-p", "no:odoo", "-p", "no:cacheprovider"]
        + ["--rootdir", tmp_path, "-c", os.devnull, _skipping(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"OPENERP_SERVER": "", "ODOO_RC": ""},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1, result.stdout + result.stderr
    assert "skipped, so this run fails" in result.stdout
    assert "no browser here" in result.stdout
    assert result.stdout.splitlines()[-1].strip("= ").startswith("1 passed, 1 skipped")


def _skipping(folder):
    path = folder / "test_it.py"
    path.write_text(
        "import unittest\n\n\nclass TestIt(unittest.TestCase):\n"
        "    def test_skipped(self):\n        self.skipTest('no browser here')\n\n"
        "    def test_passed(self):\n        pass\n"
    )
    return path
