"""Set-up steps that exclude each other and are either complete or not there.

A step builds into a folder beside its goal and renames it when whole, so an
interrupted one leaves nothing that looks finished and is simply run again.
"""

import contextlib
import fcntl
import shutil
import time

from devtools.console import say


@contextlib.contextmanager
def locked(path):
    """Hold an exclusive lock on a file; say so when another process has it.

    :param Path path: of the file, which is made if missing
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"… waiting for another ./dev ({path.stem})")
            started = time.monotonic()
            fcntl.flock(handle, fcntl.LOCK_EX)
            say(f"✓ it is done ({time.monotonic() - started:.0f} s)")
        yield


def build_folder(goal, build):
    """Return a folder, made unless it is there already.

    :param Path goal: the folder
    :param build: function that fills the empty folder it gets, which then becomes the
        goal
    :return: Path
    """
    if goal.exists():
        return goal
    with locked(goal.with_name(goal.name + ".lock")):
        if goal.exists():
            return goal
        partial = goal.with_name(goal.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        build(partial)
        partial.rename(goal)
    return goal


def build_in_place(goal, build):
    """Like ``build_folder`` for what cannot be moved: a stamp says it is whole.

    :param Path goal: the folder
    :param build: function that fills the goal
    :return: Path
    """
    stamp = goal / ".complete"
    if stamp.exists():
        return goal
    with locked(goal.with_name(goal.name + ".lock")):
        if not stamp.exists():
            shutil.rmtree(goal, ignore_errors=True)
            goal.mkdir(parents=True)
            build(goal)
            stamp.touch()
    return goal
