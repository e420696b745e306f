"""Run benchmarks, each in a fresh database, and sum them up."""

import json

from devtools import databases
from devtools.console import StepFailed, say
from devtools.erp import foreground, ready
from devtools.paths import ROOT, database_name, state_dir

FOLDER = ROOT / "benchmarks"
NOT_BENCHMARKS = {"booking_race", "harness", "list_page", "live", "__init__"}


def run(names, rest):
    """Run the named benchmarks, or all; return 1 when one breaks a limit.

    :param names: files in ``benchmarks``, with or without ending; none means all
    :param rest: further arguments of the benchmarks
    :return: the exit code
    :raises StepFailed: when there is no such benchmark
    """
    names = [name.removesuffix(".py") for name in names] or _all()
    for name in names:
        if name not in _all():
            known = ", ".join(_all()) or "none yet"
            raise StepFailed("bench", f"choose of: {known}", reason=f"no {name}")
    erp = ready()
    results = state_dir() / "benchmarks"
    results.mkdir(exist_ok=True)
    failed = [name for name in names if not _one(erp, name, rest, results)]
    say(f"\n{len(names) - len(failed)} benchmarks passed, {len(failed)} failed")
    say(f"figures: {results}")
    return 1 if failed else 0


def _all():
    found = (path.stem for path in FOLDER.glob("*.py"))
    return sorted(name for name in found if name not in NOT_BENCHMARKS)


def _one(erp, name, rest, results):
    """Run one benchmark in its own database; tell whether it passed."""
    database = databases.fresh(erp, database_name("bench"))
    target = results / f"{name}.json"
    target.unlink(missing_ok=True)
    script = FOLDER / f"{name}.py"
    command = [erp.python, script, "--database", database, "--json", target, *rest]
    say(f"… benchmark {name}")
    try:
        code = foreground(command, erp.env)
    finally:
        databases.drop(erp, database)
    if code == 0 and target.exists():
        limits = json.loads(target.read_text())["limits"]
        return all(limit["kept"] for limit in limits)
    say(f"! {name}: exit code {code}")
    return False
