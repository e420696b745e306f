"""What the developer command needs to know of the addon."""

import ast
import hashlib

from devtools.console import StepFailed
from devtools.paths import ADDON_DIR

# These change nothing that is stored in a database.
NOT_STORED = {"tests", "__pycache__"}


def manifest():
    """Return the addon's manifest as a dict."""
    path = ADDON_DIR / "__manifest__.py"
    if not path.exists():
        raise StepFailed("read the addon", "complete the checkout", reason=f"no {path}")
    return ast.literal_eval(path.read_text())


def dependencies():
    """Return the names of the addons that the manifest depends on."""
    return sorted(manifest()["depends"])


def addon_hash():
    """Return a hash of all addon files that decide what a database holds."""
    digest = hashlib.sha256()
    for path in sorted(ADDON_DIR.rglob("*")):
        parts = path.relative_to(ADDON_DIR).parts
        if path.is_file() and not NOT_STORED & set(parts):
            digest.update("/".join(parts).encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
