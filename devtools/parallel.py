"""Several pytest processes at a time that look like one run.

Each has its own database, port, log and result. While they work, the lines that
say how far they are come through with the process's number; at the end what each
had to say follows, and one line that counts all.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import time

from devtools.console import say
from devtools.paths import ROOT

ENDS_WITHIN = 30  # seconds that an interrupted process has to tidy up
ENDS = (signal.SIGTERM, signal.SIGHUP)
COUNTED = ("passed", "failed", "skipped")
SECTION = re.compile(r"=+ .* =+$")
# pytest's own closing line, of which there shall be one for all
CLOSING = re.compile(r"=+ (\d+ \w+(, )?|no tests ran)+.* in [\d.]+s.*=+$")


class Process:
    """One pytest at work; ``number`` is what the user knows it by."""

    def __init__(self, number, command, env, log, result):
        self.number, self.log, self._result = number, log, result
        self.counts, self.durations, self.failed = {}, {}, {}
        self._shown = None  # lines dealt with so far, once tests have begun
        self._progressing = True
        result.unlink(missing_ok=True)
        with log.open("w") as sink:
            # A group of its own: what it starts can be ended with it.
            self._process = subprocess.Popen(
                list(map(str, command)),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=env | {"PYTHONUNBUFFERED": "1"},
                cwd=ROOT,
                process_group=0,
            )

    @property
    def running(self):
        return self._process.poll() is None

    @property
    def died(self):
        """Tell whether it ended without saying how its tests went."""
        return not self.running and "exit" not in self.counts

    @property
    def code(self):
        """Return pytest's exit code; its own word counts less than a death."""
        return self._process.returncode or self.counts.get("exit", 1)

    def read(self):
        """Take over what the plugin wrote last: counts, durations, failures."""
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self._result.read_text())
            self.counts, self.failed = found["counts"], found["failed"]
            self.durations = found["durations"]

    def follow(self):
        """Print the progress that has come since the last call."""
        lines = self._lines()
        if self._shown is None:
            starts = [n for n, line in enumerate(lines) if line.startswith("collect")]
            if not starts:
                return
            self._shown = starts[-1] + 1
        # The last line is not yet whole.
        for line in lines[self._shown : -1]:
            self._progressing = self._progressing and not SECTION.match(line)
            if not self._progressing:
                return
            if line.strip():
                say(f"{self.number} │ {line}")
            self._shown += 1

    def rest(self):
        """Return the lines that were not shown, without pytest's closing line.

        :return: list of str
        """
        rest = self._lines()[self._shown or 0 :]
        return [line for line in rest if not CLOSING.match(line)]

    def signal(self, number):
        """Send a signal to the process and all that it has started.

        :param int number: of the signal
        """
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def end(self, deadline):
        """Wait for an interrupted process; kill what outlives the deadline.

        :param float deadline: on the clock ``time.monotonic``
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0, deadline - time.monotonic()))
        self.signal(signal.SIGKILL)
        self._process.wait()

    def how_it_died(self):
        """Tell how it ended, and after which test file.

        :return: str
        """
        code = self._process.returncode
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
        last = list(self.durations)[-1:] or ["no file finished"]
        return f"process {self.number} died ({how}) after {last[0]}; log: {self.log}"

    def _lines(self):
        return self.log.read_text(errors="replace").split("\n")


def run(processes):
    """Follow processes to their end; print all; return the exit code.

    :param processes: list of :class:`Process`
    :return: int
    """
    started = time.monotonic()
    try:
        with _terminated_like_interrupted():
            while any([process.running for process in processes]):
                for process in processes:
                    process.follow()
                time.sleep(0.3)
    except KeyboardInterrupt:
        _interrupt(processes)
        raise
    for process in processes:
        process.follow()
        process.read()
        if process.died:
            process.signal(signal.SIGKILL)  # what it left behind
    return _report(processes, time.monotonic() - started)


def sum_up(counts, seconds):
    """Return the closing line for counts of several runs, as pytest words it.

    :param counts: dicts of numbers by outcome
    :param float seconds: how long they took in all
    :return: str
    """
    total = {name: sum(c.get(name, 0) for c in counts) for name in COUNTED}
    # a file that cannot be read or a broken fixture proves nothing either
    total["failed"] += sum(c.get("error", 0) + c.get("died", 0) for c in counts)
    words = ", ".join(f"{total[name]} {name}" for name in COUNTED)
    minutes, rest = divmod(round(seconds), 60)
    return f"{words} in {seconds:.2f}s ({minutes // 60}:{minutes % 60:02}:{rest:02})"


def _report(processes, seconds):
    for process in processes:
        print(f"\n{f' process {process.number} ':─^80}")
        print("\n".join(process.rest()))
    print()
    counts = []
    for process in processes:
        counts.append(process.counts | {"died": int(process.died)})
        if process.died:
            print(f"✗ {process.how_it_died()}")
    print(sum_up(counts, seconds), flush=True)
    return max((abs(process.code) and 1) for process in processes)


def _interrupt(processes):
    say("\n… ending the tests")
    for process in processes:
        process.signal(signal.SIGINT)
    deadline = time.monotonic() + ENDS_WITHIN
    for process in processes:
        process.end(deadline)


@contextlib.contextmanager
def _terminated_like_interrupted():
    """Let a signal that ends this process end those that it has started."""

    def interrupt(number, _frame):
        raise KeyboardInterrupt(signal.Signals(number).name)

    before = {number: signal.signal(number, interrupt) for number in ENDS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
