"""What the user sees: steps with their progress, and failures with a remedy."""

import os
import subprocess
import sys
import time
from pathlib import Path

REFRESH = 1 if sys.stderr.isatty() else 15


class StepFailed(Exception):
    """A step that cannot go on: what, where its log is, and what to do."""

    def __init__(self, step, remedy, log=None, reason=None):
        super().__init__(step)
        self.step, self.remedy, self.log, self.reason = step, remedy, log, reason

    def report(self):
        """Print the failure to standard error, with the end of its log."""
        if self.log and Path(self.log).exists():
            for line in tail(self.log, 12):
                print(f"  | {line}", file=sys.stderr)
        print(f"dev: step '{self.step}' failed", end="", file=sys.stderr)
        print(f": {self.reason}" if self.reason else "", file=sys.stderr)
        if self.log:
            print(f"dev: log: {self.log}", file=sys.stderr)
        print(f"dev: remedy: {self.remedy}", file=sys.stderr)


def tail(path, count):
    """Return the last non-empty lines of a text file.

    :param path: of the file
    :param int count: how many lines at most
    :return: list of str
    """
    text = Path(path).read_text(errors="replace")
    return [line for line in text.splitlines() if line.strip()][-count:]


def say(text):
    """Print one line of progress; standard output is left to results.

    :param str text: the line
    """
    print(text, file=sys.stderr, flush=True)


def run_step(title, command, *, log, remedy, env=None, cwd=None, watch=None):
    """Run one long command, showing seconds and bytes while it works.

    :param str title: what the step is called on the screen
    :param command: words of the command line
    :param log: path of the file that its output goes to
    :param str remedy: what to do when it fails
    :param env: its environment; that of this process by default
    :param cwd: folder that it runs in
    :param watch: folder whose growth is shown
    :raises StepFailed: with the remedy when the command fails or is not there
    """
    start = time.monotonic()
    log = Path(log)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as sink:
        sink.write("$ " + " ".join(map(str, command)) + "\n")
        sink.flush()
        try:
            process = subprocess.Popen(
                list(map(str, command)),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
            )
        except OSError as error:
            raise StepFailed(title, remedy, log, str(error)) from error
        _wait(process, title, start, watch)
    if process.returncode:
        raise StepFailed(title, remedy, log, f"exit code {process.returncode}")
    say(f"✓ {title} ({time.monotonic() - start:.0f} s)")


def _wait(process, title, start, watch):
    """Wait for a step's process and print its progress now and then."""
    before = _size(watch)
    if not sys.stderr.isatty():
        say(f"… {title}")
    shown = time.monotonic()
    try:
        while process.poll() is None:
            time.sleep(0.1)
            if time.monotonic() - shown >= REFRESH:
                shown = time.monotonic()
                _show(title, shown - start, _size(watch) - before)
    except BaseException:
        # An interrupted step must not go on behind the user's back.
        process.terminate()
        process.wait()
        raise
    finally:
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _show(title, seconds, grown):
    size = f", {grown / 1e6:.0f} MB" if grown > 0 else ""
    line = f"… {title}: {seconds:.0f} s{size}"
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
    else:
        say(line)


def _size(folder):
    """Return the bytes under a folder, or 0; files may vanish meanwhile."""
    total = 0
    for path, _folders, names in os.walk(folder or os.devnull):
        for name in names:
            try:
                total += os.lstat(os.path.join(path, name)).st_size
            except OSError:
                continue
    return total
