"""A zip archive that is sent while it is made: no more than a piece is in memory."""

import re
import zipfile
from pathlib import PurePosixPath

PIECE = 1 << 18
# What no file system and no header takes; slashes would lead to other folders.
UNSAFE = re.compile(
    r'[\x00-\x1f\x7f<>:"/\\|?*'
    r"\u200b-\u200f\u202a-\u202e\u2066-\u2069]+"
)
LONGEST = 150


def clean_name(name):
    """Return a name of a file or folder that is safe on any disk.

    :param str name: as somebody has typed it
    :return: str, not empty, without parts of a path and control characters
    """
    name = UNSAFE.sub("_", name or "").strip(" .") or "_"
    if len(name) <= LONGEST:
        return name
    suffix = PurePosixPath(name).suffix[:10]
    return name[: LONGEST - len(suffix)].rstrip(" .") + suffix


def distinct_names(paths):
    """Return the paths with a number where one comes again, whatever its case.

    :param paths: iterable of str
    :return: list of str
    """
    taken, named = set(), []
    for path in paths:
        candidate, number = path, 1
        pure = PurePosixPath(path)
        while candidate.lower() in taken:
            number += 1
            candidate = str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}"))
        taken.add(candidate.lower())
        named.append(candidate)
    return named


class _Pipe:
    """A file that is only written, and read by pieces in between."""

    def __init__(self):
        self._pieces = []

    def write(self, data):
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self):
        """Nothing to flush."""

    def take(self):
        """Return what has been written since."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def zip_stream(entries):
    """Yield the pieces of a zip archive.

    :param entries: iterable of pairs of a path within the archive, and of an iterable
        of bytes
    :return: iterator of bytes
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, pieces in entries:
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    if data := pipe.take():
                        yield data
    yield pipe.take()
