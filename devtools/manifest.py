"""What the developer command needs to know of the addon."""

import ast
import hashlib

from devtools.console import StepFailed
from devtools.paths import ADDON_DIR

MANIFEST = "__manifest__.py"
# These change nothing that a fresh installation stores in a database.
NOT_STORED = {"tests", "migrations", "__pycache__"}


def manifest(folder=ADDON_DIR):
    """Return the manifest of the addon in a folder as a dict.

    :param Path folder: of the addon
    :return: dict
    :raises StepFailed: when there is none
    """
    path = folder / MANIFEST
    if not path.exists():
        raise StepFailed("read the addon", "complete the checkout", reason=f"no {path}")
    return ast.literal_eval(path.read_text())


def dependencies(folder=ADDON_DIR):
    """Return the names of the addons that the manifest depends on.

    :param Path folder: of the addon
    :return: sorted list of str
    """
    return sorted(manifest(folder)["depends"])


def closure(names, places):
    """Return the names of addons and of all that they need, sorted.

    :param names: of addons
    :param places: folders of addons
    :return: sorted list of str
    """
    found, waiting = set(), set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        folders = [place / name for place in places]
        folders = [folder for folder in folders if (folder / MANIFEST).exists()]
        needed = manifest(folders[0]).get("depends", ["base"]) if folders else []
        waiting |= set(needed) - found
    return sorted(found)


def addon_hash():
    """Return a hash of all addon files that decide what a database holds.

    :return: str of 12 digits
    """
    digest = hashlib.sha256()
    for path in sorted(ADDON_DIR.rglob("*")):
        parts = path.relative_to(ADDON_DIR).parts
        if path.is_file() and not NOT_STORED & set(parts):
            digest.update("/".join(parts).encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
