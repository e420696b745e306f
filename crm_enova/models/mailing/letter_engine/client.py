"""Has letters drawn by workers, from the ERP's own process.

A letter is a dict of what JSON can hold::

    {
        "key": 7,                          # whose it is; comes back with its pages
        "subject": "New prices",
        "salutation": "Dear Mr Nowak,",
        "body": "<p>…</p>",                # sanitised HTML
        "closing": "<p>Yours …</p>",       # the signature, HTML
        "address": ["Młyn sp. z o.o.", "ul. Polna 1", "20-001 Lublin"],
        "sender": "Firma · ul. Leśna 2 · 00-001 Warszawa",
        "info": [["Date", "26.11.2026"], ["Our reference", "L/12"]],
        "enclosures": [0, 1],              # numbers among the files of the job
        "enclosure_names": ["Statement"],  # listed below the signature
    }
"""

import concurrent.futures
import importlib.util
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from . import messages

FOLDER = Path(__file__).parent
PACKAGES = ("plutoprint", "lxml", "PIL", "pypdf")
NEEDED = "plutoprint"
# However long a job is, a worker does not live for ever.
SECONDS_OF_WORKER = 600
MEGABYTES = 1024
# Of a machine that does other things, too.
MOST_WORKERS = 4
# So many that die in one batch are no accident: it is the text that all share.
MOST_CULPRITS = 3
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "HOME", "FONTCONFIG_PATH", "SYSTEMROOT")


class EngineMissing(Exception):
    """The package that draws is not installed."""


class EngineFailed(Exception):
    """A worker has died, or has done what no worker does."""


class TooManyCulprits(EngineFailed):
    """So many letters cannot be drawn that something is wrong with their text."""


@dataclass
class Drawn:
    """What came of a job.

    ``letters`` are dicts of ``key`` and either ``first`` (page, from 1), ``count``
    (pages, enclosures included) and ``missing`` (pictures that nobody handed over), or
    ``error`` and ``detail``. ``taken`` letters were dealt with before the file was
    full.
    """

    letters: list = field(default_factory=list)
    files: list = field(default_factory=list)
    pages: int = 0
    taken: int = 0
    # of memory that the worker has used at most; 0 where the system does not tell
    kilobytes: int = 0

    @property
    def file(self):
        """The PDF file, empty when nothing was drawn."""
        return self.files[0] if self.files else b""

    @property
    def errors(self):
        """The letters that were not drawn."""
        return [letter for letter in self.letters if "error" in letter]


def is_installed():
    """Tell whether letters can be drawn here.

    :return: bool
    """
    return importlib.util.find_spec(NEEDED) is not None


def run(job, blobs=(), seconds=SECONDS_OF_WORKER):
    """Have one job done by one worker.

    :param dict job: ``kind`` and what that kind takes, see :mod:`.worker`
    :param blobs: list of bytes that belong to it
    :param int seconds: how long it may take
    :return: Drawn
    :raises EngineMissing: when the package that draws is not installed
    :raises EngineFailed: when the worker dies; its ``args[0]`` is the number of the
        letter in hand, or ``None``
    """
    if not is_installed():
        raise EngineMissing
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", str(FOLDER), json.dumps(_paths())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        close_fds=True,
    )
    sent = b"".join(messages.pack(job, blobs))
    try:
        output, told = process.communicate(sent, timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        _output, told = process.communicate()
        raise EngineFailed(_last(told), "time") from None
    if process.returncode:
        raise EngineFailed(_last(told), process.returncode)
    return _outcome(output)


def _outcome(output):
    try:
        document, files = messages.unpack(io.BytesIO(output))
        return Drawn(
            letters=document.get("letters") or [],
            files=files,
            pages=document.get("pages") or 0,
            taken=document.get("taken") or 0,
            kilobytes=document.get("kilobytes") or 0,
        )
    except (ValueError, KeyError, AttributeError) as error:
        raise EngineFailed(None, str(error)) from None


def draw(job, blobs=()):
    """Draw letters, whatever some of them do to the worker.

    Those that kill it are left out, and told as errors of theirs.

    :param dict job: of the kind ``letters``, ``count`` or ``pictures``
    :param blobs: list of bytes that belong to it
    :return: Drawn
    :raises EngineFailed: when it is not a letter that kills the worker
    """
    waiting = list(job["letters"])
    culprits = []
    while True:
        try:
            drawn = run({**job, "letters": waiting}, blobs)
        except EngineFailed as failure:
            culprit = _culprit(job, blobs, waiting, failure)
            waiting.remove(culprit)
            culprits.append({"key": culprit["key"], "error": "killed", "detail": None})
            if len(culprits) >= MOST_CULPRITS and len(job["letters"]) > MOST_CULPRITS:
                raise TooManyCulprits(culprits) from None
            continue
        drawn.letters += culprits
        drawn.taken += len(culprits)
        return drawn


def _culprit(job, blobs, letters, failure):
    """Return the letter that has killed a worker, by itself, too."""
    number = failure.args[0]
    suspects = list(letters)
    if number is not None and number < len(suspects):
        suspects.insert(0, suspects.pop(number))
    for suspect in suspects:
        try:
            run({**job, "letters": [suspect]}, blobs)
        except EngineFailed:
            return suspect
    raise failure


def default_workers():
    """Return how many workers this machine has room for.

    :return: int
    """
    return min(os.cpu_count() or 1, MOST_WORKERS)


def draw_all(job, batches, blobs=(), workers=None):
    """Draw several batches at the same time.

    :param dict job: what they share
    :param batches: list of lists of letters
    :param blobs: list of bytes that belong to it
    :param int workers: how many at once; by default as the machine has processors
    :return: list of Drawn, in the order of the batches
    """
    return list(draw_each(job, batches, blobs, workers))


def draw_each(job, batches, blobs=(), workers=None):
    """Yield what comes of each batch while others are drawn.

    Whoever stops listening lets those go that nobody has begun.

    :param dict job: what they share
    :param batches: list of lists of letters
    :param blobs: list of bytes that belong to it
    :param int workers: how many at once; by default as the machine has processors
    :return: iterator of Drawn, in the order of the batches
    """
    workers = min(workers or default_workers(), len(batches) or 1)
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        tasks = [pool.submit(draw, {**job, "letters": part}, blobs) for part in batches]
        try:
            for task in tasks:
                yield task.result()
        finally:
            for task in tasks:
                task.cancel()


def join(files):
    """Join PDF files.

    :param files: list of bytes
    :return: bytes
    """
    if len(files) == 1:
        return files[0]
    return run({"kind": "join", "megabytes": 4 * MEGABYTES}, files).file


def _paths():
    """Return the folders in which a worker finds what draws, ours first."""
    folders = [str(FOLDER.parent)]
    for name in PACKAGES:
        found = importlib.util.find_spec(name)
        if found and found.origin:
            folder = str(Path(found.origin).parents[1])
            if folder not in folders:
                folders.append(folder)
    return folders


def _environment():
    """Return what a worker may know of the server: no password is among it."""
    return {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}


def _last(told):
    """Return the number of the letter that was in hand at last."""
    lines = told.decode(errors="replace").split()
    return int(lines[-1]) if lines and lines[-1].isdigit() else None
