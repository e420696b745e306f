"""Scripts in forks are like processes of their own."""

import os
import signal
import time

import pytest

SLEEP = "import time\nprint('at work', flush=True)\ntime.sleep(600)\n"


def test_a_script_has_its_words_and_its_code(outside):
    code = "import sys\nprint(sys.argv[1:], input())\nprint('no', file=sys.stderr)\n"
    script = outside.forks.script(code, "a", 1)
    script.stdin.write("said\n")
    assert script.communicate() == ("['a', '1'] said\n", "no\n")
    assert script.returncode == 0


def test_one_that_fails_says_why(outside):
    script = outside.forks.script("1 / 0")
    printed, errors = script.communicate()
    assert printed == ""
    assert "ZeroDivisionError" in errors
    assert script.returncode == 1


def test_one_that_is_killed_ends(outside):
    script = outside.forks.script(SLEEP)
    assert script.stdout.readline() == "at work\n"
    os.kill(script.pid, signal.SIGKILL)
    script.communicate()
    assert script.returncode == -9


def test_one_that_lasts_is_not_waited_for(outside):
    script = outside.forks.script(SLEEP)
    with pytest.raises(TimeoutError):
        script.communicate(timeout=0.5)
    os.kill(script.pid, signal.SIGKILL)


def test_two_at_once_do_not_meet(outside):
    """Each has modules of its own."""
    keep = "import base64, sys\nbase64.kept = sys.argv[1]\nprint('kept', flush=True)\n"
    keep += "input()\nprint(base64.kept)\n"
    first, second = (outside.forks.script(keep, name) for name in ("first", "second"))
    for script in (first, second):
        assert script.stdout.readline() == "kept\n"
    for script, name in ((first, "first"), (second, "second")):
        script.stdin.write("\n")
        assert script.communicate()[0] == f"{name}\n"
    third = outside.forks.script("import base64\nprint(hasattr(base64, 'kept'))\n")
    assert third.communicate()[0] == "False\n"


def test_one_that_was_ended_is_started_again(outside):
    outside.forks.script("pass").communicate()
    outside.forks._process.terminate()
    outside.forks._process.wait()
    assert outside.forks.script("print(1)").communicate() == ("1\n", "")


def test_no_dead_are_left(outside):
    script = outside.forks.script("print()")
    script.communicate()
    deadline = time.monotonic() + 10
    while os.path.exists(f"/proc/{script.pid}"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
