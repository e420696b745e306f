"""Where the developer command keeps what it makes.

The cache holds what every checkout can share (downloads, the unpacked ERP,
virtual environments). A checkout's state holds what belongs to it alone
(configuration, filestores, logs, process ids, ports). Nothing is written into
the checkout itself.
"""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = "crm_enova"
ADDON_DIR = ROOT / ADDON


def cache_dir():
    """Return the cache shared by all checkouts of this user."""
    chosen = os.environ.get("CRM_ENOVA_CACHE")
    if chosen:
        return Path(chosen).expanduser().resolve()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser().resolve() / ADDON


def checkout_key(root=ROOT):
    """Return the short key that sets one checkout's databases and state apart.

    A second cache of the same checkout has databases of its own too: a database
    is of no use without the filestore that lies in its cache.
    """
    return hashlib.sha256(f"{root}\0{cache_dir()}".encode()).hexdigest()[:8]


def state_dir():
    """Return the folder of what belongs to this checkout alone, made if missing."""
    folder = cache_dir() / "checkouts" / checkout_key()
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "checkout"
    if not note.exists():
        note.write_text(f"{ROOT}\n")
    return folder


def log_file(step):
    """Return the log file of a step of this checkout."""
    folder = state_dir() / "logs"
    folder.mkdir(exist_ok=True)
    return folder / f"{step}.log"


def filestore(database):
    """Return the folder in which the ERP keeps a database's files."""
    return state_dir() / "data" / "filestore" / database


def database_name(purpose):
    """Return this checkout's database name for a purpose, such as ``run``."""
    return f"enova_{checkout_key()}_{purpose}"
