"""Run the tests with pytest, in fresh copies of the database with the addon.

All of them run in two processes where the machine has two cores, each in its own
database and with its own port; a choice of them in one.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from devtools import databases, node, parallel, split, system
from devtools.console import StepFailed, say
from devtools.erp import foreground, ready
from devtools.paths import ROOT, database_name, log_file, state_dir

PLACES = ("crm_enova/tests", "tests")
MOST_PROCESSES = 2


def run(arguments, count=None):
    """Run pytest with these arguments; return its exit code.

    :param arguments: pytest's; without any all tests run
    :param count: how many processes; by default one for a choice of tests
    :return: int
    """
    erp = ready(system.BROWSER, system.GETTEXT)
    _need_browser_client(erp)
    if count is None:
        cores = len(os.sched_getaffinity(0))
        count = 1 if arguments else min(MOST_PROCESSES, cores)
    if count < 2:
        return _one(erp, arguments)
    options, places = _sorted_out(arguments)
    files = split.test_files(places or PLACES)
    orders = split.orders(files, split.known_durations(), count)
    return _several(erp, options, [order for order in orders if order])


def _one(erp, arguments):
    database = databases.fresh(erp, database_name("test"))
    result = _result(1)
    result.unlink(missing_ok=True)
    options = [*arguments, *_places(arguments)]
    command = _command(erp, database, state_dir() / "pytest", result, options)
    say(f"… pytest in database {database}")
    code = foreground(command, _env(erp))
    if not arguments and result.exists():
        split.remember_durations(json.loads(result.read_text())["durations"])
    return code


def _several(erp, options, orders):
    processes = []
    claims = state_dir() / "claims"
    shutil.rmtree(claims, ignore_errors=True)
    claims.mkdir()
    options = [f"--enova-claims={claims}", *options]
    for number, files in enumerate(orders, 1):
        name = database_name("test" if number == 1 else f"test{number}")
        database = databases.fresh(erp, name)
        log, result = log_file(f"test-{number}"), _result(number)
        cache = state_dir() / f"pytest-{number}"
        command = _command(erp, database, cache, result, [*options, *files])
        say(f"… pytest {number} in database {database}; log: {log}")
        processes.append((number, command, _env(erp), log, result))
    processes = [parallel.Process(*process) for process in processes]
    code = parallel.run(processes)
    _remember(processes)
    return code


def _remember(processes):
    """Keep durations for the next division, and failures for ``--lf``."""
    durations, failed = {}, {}
    for process in processes:
        durations |= process.durations
        failed |= process.failed
    split.remember_durations(durations)
    cache = state_dir() / "pytest" / "v" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "lastfailed").write_text(json.dumps(failed, indent=2))


def _command(erp, database, cache, result, options):
    return [
        *(erp.python, "-m", "pytest", "-p", "devtools.pytest_plugin"),
        *("-o", f"cache_dir={cache}", f"--enova-result={result}"),
        *(f"--odoo-database={database}", f"--odoo-config={erp.env['ODOO_RC']}"),
        *("--odoo-http", *options),
    ]


def _env(erp):
    return erp.env | {
        # What a crash of the machine would lose here is worth nothing.
        "PGOPTIONS": "-c synchronous_commit=off",
        # What looks in the browser at contrast and names.
        "CRM_ENOVA_AXE": str(node.packages() / "node_modules/axe-core/axe.min.js"),
    }


def _result(number):
    return state_dir() / f"test-result-{number}.json"


def _places(arguments):
    """Return the folders to test, unless the arguments name some themselves."""
    return [] if _sorted_out(arguments)[1] else _existing(PLACES)


def _sorted_out(arguments):
    """Return (options, places) of pytest's arguments."""
    places = [word for word in arguments if word[:1] != "-" and _existing([word])]
    return [word for word in arguments if word not in places], places


def _existing(words):
    found = []
    for word in words:
        path = word.partition("::")[0]
        if Path(path).parts and (ROOT / path).exists():
            found.append(word)
    return found


def _need_browser_client(erp):
    """Fail now where the ERP would skip its browser tests without a word."""
    check = [str(erp.python), "-c", "import websocket"]
    if subprocess.run(check, env=os.environ | erp.env, capture_output=True).returncode:
        raise StepFailed(
            "browser tests",
            "add websocket-client to requirements/test.txt",
            reason="Python cannot talk to Chromium",
        )
