"""./dev says what it does, and what to do when it cannot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import cli
from devtools.console import StepFailed, run_step
from devtools.erp import ready
from devtools.paths import ROOT, cache_dir

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
    ("words", "told"),
    [
        ((), "COMMAND"),
        (("sideways",), "'sideways'"),
        (("run", "--port", "x"), "'x'"),
        (("run", "--port", "0"), "no port 0: 1 to 65535"),
        (("run", "--port", "65536"), "no port 65536"),
        (("run", "--port=-1"), "no port -1"),
        (("run", "--workers", "-1"), "not -1 workers: 0 to 64"),
        (("run", "--workers=65"), "not 65 workers"),
        (("run", "--workers", "two"), "'two'"),
        (("run", "--stop", "now"), "unknown: now"),
        (("run", "--fre"), "unknown: --fre"),
        (("test", "--processes", "two"), "'two'"),
        (("db",), "name"),
        (("i18n", "--check", "x"), "unknown: x"),
        (("shot", "/odoo"), "file"),
        (("shot", "/odoo", "x.png", "--width", "wide"), "'wide'"),
        (("core", "--all"), "unknown: --all"),
    ],
)
def test_odd_words_are_refused_before_anything_is_set_up(
    words, told, tmp_path, monkeypatch, capsys
):
    """A new cache stays empty: nothing was downloaded or built for a mistake."""
    monkeypatch.setenv("CRM_ENOVA_CACHE", str(tmp_path))
    with pytest.raises(SystemExit) as refused:
        cli.main(words)
    assert refused.value.code == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["lint", "bench"])
def test_what_there_is_is_named_instead(command):
    result = dev(command, "sideways")
    assert result.returncode == 1
    assert "no sideways" in result.stderr
    assert "remedy: choose of: " in result.stderr


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


def test_what_is_compiled_is_kept_beside_the_checkout(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    erp = ready()
    code = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"
    said = subprocess.check_output([erp.python, "-c", code], env=erp.env, text=True)
    assert said.split() == ["False", str(cache_dir() / "pycache")]


def test_python_is_the_distributions_where_it_has_one():
    """Whatever else comes first in the PATH: that is compiled for speed."""
    needed = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
    distributions = Path("/usr/bin/python3")
    has_one = distributions.exists() and not subprocess.call(
        [distributions, "-c", needed], stderr=subprocess.DEVNULL
    )
    code = "import sys; print(sys.base_prefix)"
    prefix = subprocess.check_output([ready().python, "-c", code], text=True).strip()
    assert (prefix == "/usr") == has_one


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
