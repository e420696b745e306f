"""The process that draws: reads one job, draws it, and ends."""

import contextlib
import os
import signal
import sys
from os import _exit as leave_at_once

from . import messages, sheets
from .content import Pictures, Refused
from .drawing import LetterPress, picture
from .geometry import Geometry

try:
    import resource
except ImportError:  # no limits of the kind where there is no such module
    resource = None

SECONDS_OF_LETTER = 10
MEGABYTES = 1024
MOST_PAGES = 100
# What is laid out at once never needs more files than this.
MOST_FILES = 64


def main():
    """Do the job on standard input; its outcome goes to standard output.

    What is in hand is told on standard error, so that whoever waits knows the culprit
    when this process is killed.
    """
    job, blobs = messages.unpack(sys.stdin.buffer)
    output = os.fdopen(os.dup(1), "wb")
    told = os.fdopen(os.dup(2), "w", buffering=1)
    _silence()
    _limit(job.get("megabytes") or MEGABYTES)
    outcome, files = JOBS[job["kind"]](job, blobs, Watch(job, told))
    outcome["kilobytes"] = _memory_used()
    for part in messages.pack(outcome, files):
        output.write(part)
    output.flush()
    # nothing is left to tidy up, and a hostile letter has no say in it
    leave_at_once(0)


def _memory_used():
    """Return how much memory this process has held at most; 0 where nobody tells.

    Not ``getrusage``: what it says begins with the memory of the parent.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        with open("/proc/self/status") as status:
            return int(status.read().partition("VmHWM:")[2].split()[0])
    return 0


class Watch:
    """Kills this process when one letter takes too long, even inside the engine.

    Its own time counts, so that a busy machine makes no letter an error.
    """

    def __init__(self, job, told):
        self._seconds = job.get("seconds") or SECONDS_OF_LETTER
        self._told = told
        self._timed = hasattr(signal, "setitimer")
        if self._timed:
            signal.signal(signal.SIGPROF, signal.SIG_DFL)

    @contextlib.contextmanager
    def over(self, number):
        """Watch over what is done with one letter.

        :param int number: its place in the job
        """
        self._told.write(f"{number}\n")
        if self._timed:
            signal.setitimer(signal.ITIMER_PROF, self._seconds)
        try:
            yield
        finally:
            if self._timed:
                signal.setitimer(signal.ITIMER_PROF, 0)


def _silence():
    """Let nobody read what the engine says of each picture that it did not find."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _limit(megabytes):
    if resource is None:
        return
    size = megabytes * 1024 * 1024
    for name, value in (
        ("RLIMIT_AS", size),
        ("RLIMIT_CORE", 0),
        # it writes into the pipes that are open, and into no file
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NOFILE", MOST_FILES),
    ):
        limit = getattr(resource, name, None)
        if limit is not None:
            # a system that sets a lower one already is right
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (value, value))


def _prepared(job, blobs):
    names = job.get("pictures") or {}
    return Pictures({name: blobs[number] for name, number in names.items()})


def _press(job, blobs):
    return LetterPress(
        _prepared(job, blobs),
        Geometry.of(job["geometry"]),
        job.get("layout") or {},
        job.get("most_pages") or MOST_PAGES,
    )


def draw_letters(job, blobs, watch):
    """Draw letters until the file is full.

    :param dict job: see :mod:`.client`
    :param blobs: pictures and enclosures
    :param Watch watch: over each of them
    :return: pair of dict and list of one PDF file
    """
    press = _press(job, blobs)
    duplex = bool((job.get("layout") or {}).get("duplex"))
    files = _enclosures(job, blobs)
    room = job.get("room") or 0
    rows, drawn, used = [], [], 0
    for number, letter in enumerate(job["letters"]):
        with watch.over(number):
            try:
                laid = press.lay_out(letter)
                behind = files.count(letter["enclosures"], duplex) if files else 0
                if room and used and used + laid.count + behind > room:
                    break
                press.draw(letter, laid)
            except Refused as error:
                rows.append(_refused(letter, error))
                continue
        row = {"key": letter["key"], "first": press.pages - laid.count + 1}
        row |= {"count": laid.count, "missing": laid.missing}
        drawn.append(row | {"enclosures": letter.get("enclosures") or []})
        rows.append(drawn[-1])
        used += laid.count + behind
    taken = len(rows)
    document = press.finish() if drawn else b""
    if document and files:
        from .assembling import enclosed  # few letters have any, and all would wait

        document = enclosed(document, drawn, files, duplex)
    elif document and any("<img" in letter["body"] for letter in job["letters"]):
        from .assembling import shared

        document = shared(document)
    return {"letters": rows, "pages": used, "taken": taken}, [document]


def _enclosures(job, blobs):
    """Return the files that go with letters, or ``None`` when none has any."""
    if not any(letter.get("enclosures") for letter in job["letters"]):
        return None
    from .assembling import Enclosures

    for letter in job["letters"]:
        letter.setdefault("enclosures", [])
    return Enclosures(blobs)


def _refused(letter, error):
    return {"key": letter["key"], "error": error.reason, "detail": error.detail}


def count_letters(job, blobs, watch):
    """Count the pages of letters, without drawing them.

    :param dict job: see :mod:`.client`
    :param blobs: pictures and enclosures
    :param Watch watch: over each of them
    :return: pair of dict and empty list
    """
    press = _press(job, blobs)
    duplex = bool((job.get("layout") or {}).get("duplex"))
    files = _enclosures(job, blobs)
    rows = []
    for number, letter in enumerate(job["letters"]):
        with watch.over(number):
            try:
                count = press.lay_out(letter).count
                count += files.count(letter["enclosures"], duplex) if files else 0
                rows.append({"key": letter["key"], "count": count})
            except Refused as error:
                rows.append(_refused(letter, error))
    return {"letters": rows}, []


def picture_letters(job, blobs, watch):
    """Draw pages of letters as pictures.

    :param dict job: see :mod:`.client`; with ``dots`` and ``most_pictures``
    :param blobs: pictures
    :param Watch watch: over each of them
    :return: pair of dict and list of PNG files
    """
    press = _press(job, blobs)
    rows, files = [], []
    for number, letter in enumerate(job["letters"]):
        with watch.over(number):
            try:
                laid = press.lay_out(letter)
                sheets_of_letter = press.layers(letter, laid)
                shown = sheets_of_letter[: job.get("most_pictures") or 1]
                for sheet in shown:
                    files.append(picture(sheet, press.shift, job.get("dots") or 96))
            except Refused as error:
                rows.append(_refused(letter, error))
                continue
            row = {"key": letter["key"], "count": len(sheets_of_letter)}
            rows.append(row | {"missing": laid.missing})
    return {"letters": rows}, files


JOBS = {
    "letters": draw_letters,
    "count": count_letters,
    "pictures": picture_letters,
    "labels": sheets.draw_labels,
    "calibration": sheets.draw_calibration,
    "table": sheets.draw_table,
    "join": sheets.join_files,
    "extract": sheets.extract_pages,
}
