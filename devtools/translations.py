"""Export the addon's terms and merge them into its Polish translations."""

from devtools import databases
from devtools.console import say
from devtools.erp import foreground, ready
from devtools.paths import ADDON, ADDON_DIR, database_name, state_dir


def run(check):
    """Export, merge unless ``check``, list what is missing; return the exit code.

    :param bool check: change nothing
    :return: int
    """
    erp = ready()
    database = databases.fresh(erp, database_name("i18n"))
    exported = state_dir() / f"{ADDON}.pot"
    try:
        erp.run(
            "export the terms",
            *("i18n", "export", "-d", database, "-l", "pot", "-o", exported, ADDON),
            log="i18n",
            remedy="see the log",
        )
    finally:
        databases.drop(erp, database)
    folder = ADDON_DIR / "i18n"
    files = [exported, folder / f"{ADDON}.pot", folder / "pl.po"]
    command = [erp.python, "-m", "devtools.inside.terms", *files]
    code = foreground([*command, *(["--check"] if check else [])], erp.env)
    remedy = f"translate these in {ADDON}/i18n/pl.po (after ./dev i18n)"
    say(f"✗ {remedy}" if code else "✓ every term is translated")
    return code
