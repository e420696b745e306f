"""Names of files as they may stand in a header, in a zip and on a disk."""

import os.path
import re

# What no file system and no header takes: control characters, those that turn the
# direction of writing (and so hide an ending), and the signs that part paths.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_PATH = re.compile(r"[\\/]")
# Bytes that file systems take; three letters of some alphabets are nine of them.
LONGEST = 200
LONGEST_ENDING = 12
NAMELESS = "file"


def clean_name(name):
    """Return the last part of a path, without control characters, of a usable length.

    :param str name: as the client gave it
    :return: str, never empty: ``"passwd"`` for ``"../../etc/passwd"``
    """
    parts = _PATH.split(_CONTROL.sub("", str(name or "")))
    last = next((part.strip() for part in reversed(parts) if part.strip(". ")), "")
    return shortened(last) or NAMELESS


def shortened(name):
    """Return a name cut to :data:`LONGEST` bytes, with its ending.

    :param str name: without path
    :return: str
    """
    if len(name.encode()) <= LONGEST:
        return name
    stem, ending = os.path.splitext(name)
    if len(ending) > LONGEST_ENDING:
        stem, ending = name, ""
    room = LONGEST - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + ending


def unique_names(names):
    """Return names of which no two are the same, whatever the case of their letters.

    :param names: iterable of str
    :return: list of str, in the same order: ``["a.pdf", "a (2).pdf"]``
    """
    taken, found = set(), []
    numbers = {}  # the last that a name was given; all before it are taken
    for name in map(clean_name, names):
        stem, ending = os.path.splitext(name)
        number, candidate = numbers.get(name.lower(), 1), name
        while candidate.lower() in taken:
            number += 1
            candidate = f"{stem} ({number}){ending}"
        numbers[name.lower()] = number
        taken.add(candidate.lower())
        found.append(candidate)
    return found
