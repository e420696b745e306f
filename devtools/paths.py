"""Where the developer command keeps what it makes.

The cache holds what every checkout can share: downloads, the unpacked ERP,
virtual environments, template databases' files. A checkout's state holds what
belongs to it alone: configuration, logs, process id, port. Nothing is written
into the checkout itself, and the names of its databases carry its key.
"""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = "crm_enova"
ADDON_DIR = ROOT / ADDON


def cache_dir():
    """Return the cache shared by all checkouts of this user.

    :return: Path
    """
    chosen = os.environ.get("CRM_ENOVA_CACHE")
    if chosen:
        return Path(chosen).expanduser().resolve()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser().resolve() / ADDON


def checkout_key(root=ROOT):
    """Return the short key that sets one checkout's databases and state apart.

    A second cache of the same checkout has databases of its own too: a database
    is of no use without the filestore that lies in its cache.

    :param Path root: of the checkout
    :return: str
    """
    return _key(root, cache_dir())


def state_dir():
    """Return the folder of what belongs to this checkout alone, made if missing.

    :return: Path
    """
    folder = cache_dir() / "checkouts" / checkout_key()
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "checkout"
    if not note.exists():
        note.write_text(f"{ROOT}\n")
    return folder


def log_file(step):
    """Return the log file of a step of this checkout.

    :param str step: short name
    :return: Path
    """
    folder = state_dir() / "logs"
    folder.mkdir(exist_ok=True)
    return folder / f"{step}.log"


def filestore(database):
    """Return the folder in which the ERP keeps a database's files.

    :param str database: name
    :return: Path
    """
    return data_dir() / "filestore" / database


def data_dir():
    """Return the folder that the ERP keeps files in, by name of database.

    :return: Path
    """
    return cache_dir() / "data"


def database_name(purpose):
    """Return this checkout's database name for a purpose, such as ``run``.

    :param str purpose: short name
    :return: str
    """
    return f"enova_{checkout_key()}_{purpose}"


def template_name(kind, key):
    """Return the name of a template database, which all checkouts share.

    :param str kind: of template
    :param str key: hash of what it holds
    :return: str
    """
    return f"enova_t{_key(cache_dir())}_{kind}_{key}"


def _key(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:8]
