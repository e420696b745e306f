"""Several pytest processes: sharing the files, counted as one, ended together."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from devtools import parallel, split
from devtools.paths import ROOT
from devtools.ports import kept_port

PASSING = "def test_one():\n    pass\n\n\ndef test_two():\n    pass\n"
FAILING = "def test_wrong():\n    assert 'this' == 'that'\n"
SKIPPING = "import pytest\n\n\ndef test_not():\n    pytest.skip('no reason')\n"
BROKEN = "import nothing_of_that_name\n"
DYING = (
    "import os, signal\n\n\ndef test_end():\n    os.kill(os.getpid(), signal.SIGKILL)\n"
)
SLOW = "import time\n\n\ndef test_slow():\n    time.sleep(2)\n"
WAITING = "import time\n\n\ndef test_wait():\n    time.sleep(600)\n"
# Runs the commands whose numbers it is given, and says which processes they are.
PARENT = """
import sys
sys.path.insert(0, "tests")
from pathlib import Path
from test_dev_parallel import start
from devtools import parallel
started = [start(Path(sys.argv[1]), n) for n in (1, 2)]
print(*(process._process.pid for process in started), flush=True)
parallel.run(started)
"""


def start(folder, number, text=None, options=()):
    """Start pytest on a file of this text, or on the one that is there."""
    path = folder / f"test_{number}.py"
    if text is not None:
        path.write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "devtools.pytest_plugin"]
    command += ["-p", "no:odoo", "-p", "no:cacheprovider", "-c", os.devnull]
    command += ["--rootdir", folder, f"--enova-result={folder}/{number}.json"]
    command += [path, *options]
    env = os.environ | {"OPENERP_SERVER": "", "ODOO_RC": ""}
    log, result = folder / f"{number}.log", folder / f"{number}.json"
    return parallel.Process(number, command, env, log, result)


@pytest.mark.parametrize(
    ("texts", "code", "line"),
    [
        ((PASSING, PASSING), 0, "4 passed, 0 failed, 0 skipped in "),
        ((PASSING, FAILING), 1, "2 passed, 1 failed, 0 skipped in "),
        ((SKIPPING, PASSING), 1, "2 passed, 0 failed, 1 skipped in "),
        ((BROKEN, PASSING), 1, "2 passed, 1 failed, 0 skipped in "),
        ((PASSING, DYING), 1, "2 passed, 1 failed, 0 skipped in "),
    ],
)
def test_one_closing_line_counts_all(texts, code, line, tmp_path, capfd):
    processes = [start(tmp_path, n, text) for n, text in enumerate(texts, 1)]
    assert parallel.run(processes) == code
    shown, progress = capfd.readouterr()
    lines = shown.splitlines()
    assert lines[-1].startswith(line), shown
    closing = [line for line in lines if "passed" in line or "failed in" in line]
    assert closing == lines[-1:]
    assert progress.startswith(("1 │ ", "2 │ ")) or texts[0] == BROKEN


def test_failures_are_shown(tmp_path, capfd):
    parallel.run([start(tmp_path, 1, FAILING), start(tmp_path, 2, PASSING)])
    assert "assert 'this' == 'that'" in capfd.readouterr().out


def test_a_death_is_told(tmp_path, capfd):
    dying = start(tmp_path, 2, DYING)
    parallel.run([start(tmp_path, 1, PASSING), dying])
    shown = capfd.readouterr().out
    for words in ("process 2 died (signal SIGKILL)", str(tmp_path / "2.log")):
        assert words in shown


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interruption_ends_all(how, tmp_path):
    for number in (1, 2):
        (tmp_path / f"test_{number}.py").write_text(WAITING)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, tmp_path],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    pids = [int(word) for word in parent.stdout.readline().split()]
    for number in (1, 2):
        _wait_for(lambda n=number: "collected 1" in _text(tmp_path / f"{n}.log"))
    parent.send_signal(how)
    parent.communicate(timeout=60)
    assert parent.returncode != 0
    assert not [pid for pid in pids if os.path.exists(f"/proc/{pid}")]


def _text(path):
    return path.read_text() if path.exists() else ""


def _wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_durations_are_kept(tmp_path):
    process = start(tmp_path, 1, PASSING)
    parallel.run([process])
    assert list(process.durations) == ["test_1.py"]


def test_kept_port_is_nobody_elses():
    port = kept_port()
    assert kept_port() != port
    with socket.socket() as other, pytest.raises(OSError):
        other.bind(("127.0.0.1", port))
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
        server.listen()


def test_each_file_is_run_once(tmp_path, capfd):
    """Both processes have both files, and each takes what the other has not."""
    for number, text in enumerate((SLOW, PASSING), 1):
        (tmp_path / f"test_{number}.py").write_text(text)
    claims = tmp_path / "claims"
    claims.mkdir()
    options = [f"--enova-claims={claims}", tmp_path / "test_2.py"]
    processes = [start(tmp_path, n, None, options) for n in (1, 2)]
    assert parallel.run(processes) == 0
    assert "3 passed, 0 failed, 0 skipped in " in capfd.readouterr().out
    ran = sorted(name for process in processes for name in process.durations)
    assert ran == ["test_1.py", "test_2.py"]


def test_nothing_left_to_take_is_no_failure(tmp_path, capfd):
    claims = tmp_path / "claims"
    claims.mkdir()
    (tmp_path / "test_1.py").write_text(PASSING)
    processes = [start(tmp_path, 1, None, [f"--enova-claims={claims}"])]
    assert parallel.run(processes) == 0
    processes = [start(tmp_path, 1, None, [f"--enova-claims={claims}"])]
    assert parallel.run(processes) == 0
    assert "0 passed, 0 failed, 0 skipped in " in capfd.readouterr().out


def test_longest_first():
    files = [f"crm_enova/tests/test_{n}.py" for n in range(40)]
    durations = {name: 1 + number % 7 for number, name in enumerate(files)}
    first, second = split.orders(files, durations, 2)
    assert first == second
    assert sorted(first) == sorted(files)
    times = [durations[name] for name in first]
    assert times == sorted(times, reverse=True)


def test_order_without_durations():
    files = split.test_files(["crm_enova/tests", "tests"])
    assert "tests/test_dev_parallel.py" in files
    first, second = split.orders(files, {}, 2)
    assert sorted(first) == files
    assert second[0] == "tests/test_dev_checkout.py"


def test_a_slow_machine_guesses_more():
    """What was never timed is compared with what was, not with seconds."""
    files = ["a.py", "b.py", "c.py"]
    durations = {"a.py": 40, "b.py": 20}
    assert split.orders(files, durations, 1) == [["a.py", "c.py", "b.py"]]


def test_browsers_are_not_two_at_a_time():
    files = ["a_tour.py", "b.py", "c_tour.py", "d.py"]
    first, second = split.orders(files, dict.fromkeys(files, 4), 2)
    assert first == ["a_tour.py", "c_tour.py", "b.py", "d.py"]
    assert second == ["b.py", "d.py"]
