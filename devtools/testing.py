"""Run the tests with pytest, in a fresh copy of the database with the addon."""

import os
import subprocess
from pathlib import Path

from devtools import databases, system
from devtools.console import StepFailed, say
from devtools.erp import foreground, ready
from devtools.paths import ROOT, database_name, state_dir

PLACES = ("crm_enova/tests", "tests")


def run(arguments):
    """Run pytest with these arguments; return its exit code."""
    erp = ready(system.BROWSER, system.GETTEXT)
    _need_browser_client(erp)
    database = databases.fresh(erp, database_name("test"))
    command = [
        *(erp.python, "-m", "pytest", "-p", "devtools.pytest_plugin"),
        *("-o", f"cache_dir={state_dir() / 'pytest'}"),
        *(f"--odoo-database={database}", f"--odoo-config={erp.env['ODOO_RC']}"),
        *("--odoo-http", *arguments, *_places(arguments)),
    ]
    # What a crash of the machine would lose here is worth nothing.
    env = erp.env | {"PGOPTIONS": "-c synchronous_commit=off"}
    say(f"… pytest in database {database}")
    return foreground(command, env)


def _places(arguments):
    """Return the folders to test, unless the arguments name some themselves."""
    words = [word.partition("::")[0] for word in arguments if word[:1] != "-"]
    if any((ROOT / word).exists() and Path(word).parts for word in words):
        return []
    return [place for place in PLACES if (ROOT / place).is_dir()]


def _need_browser_client(erp):
    """Fail now where the ERP would skip its browser tests without a word."""
    check = [str(erp.python), "-c", "import websocket"]
    if subprocess.run(check, env=os.environ | erp.env, capture_output=True).returncode:
        raise StepFailed(
            "browser tests",
            "add websocket-client to requirements/test.txt",
            reason="Python cannot talk to Chromium",
        )
