"""Run benchmarks, each in a fresh database, and sum them up.

Those of ``SEEDED`` run on one large database that is kept, which ``seed`` fills.
"""

import argparse
import contextlib
import json

from devtools import bench_table, databases
from devtools.console import StepFailed, say
from devtools.erp import foreground, ready
from devtools.manifest import addon_hash
from devtools.paths import ADDON, ROOT, database_name, state_dir

FOLDER = ROOT / "benchmarks"
SEED, SEEDED = "seed", {"load", "scale", "workday"}
NOT_BENCHMARKS = {
    *("booking_race", "filling", "harness", "list_page", "live", "load_client"),
    *("seed_rows", SEED, "__init__"),
}
ACTIVITIES, PARTNERS = 200_000, 20_000


def run(names, rest):
    """Run the named benchmarks, or all; return 1 when one breaks a limit.

    :param names: files in ``benchmarks``, with or without ending; none means all
    :param rest: further arguments of the benchmarks
    :return: the exit code
    :raises StepFailed: when there is no such benchmark
    """
    names = [name.removesuffix(".py") for name in names] or _all()
    if names == [SEED]:
        return seed(rest)
    if names == ["table"]:
        return bench_table.write()
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


def seed(rest):
    """Fill the large database anew, or drop it.

    :param rest: words after ``./dev bench seed``
    :return: the exit code
    """
    parser = argparse.ArgumentParser(prog="./dev bench seed", allow_abbrev=False)
    for name, default in (("activities", ACTIVITIES), ("partners", PARTNERS)):
        parser.add_argument(f"--{name}", type=_at_least_100, default=default)
    parser.add_argument("--drop", action="store_true", help="only drop the database")
    options = parser.parse_args(rest)
    erp = ready()
    if options.drop:
        databases.drop(erp, database_name("scale"))
        return 0
    return _fill(erp, options.activities, options.partners)


def _at_least_100(text):
    """Return a number of rows, enough for the skew to mean anything."""
    number = int(text)
    if number < 100:
        raise argparse.ArgumentTypeError(f"{number} is too few: 100 at least")
    return number


def _fill(erp, activities, partners):
    """Make the large database; remember of which addon it is."""
    name = database_name("scale")
    mark = state_dir() / "seed.json"
    mark.unlink(missing_ok=True)
    databases.fresh(erp, name)
    command = [erp.python, FOLDER / f"{SEED}.py", "--database", name]
    command += ["--set", f"activities={activities}", "--set", f"partners={partners}"]
    code = foreground(command, erp.env)
    if code == 0:
        mark.write_text(json.dumps({"addon": addon_hash()}))
    return code


def _seeded(erp):
    """Return the large database, filled if it is not, and of this checkout's addon."""
    name, mark = database_name("scale"), state_dir() / "seed.json"
    if not (mark.exists() and databases.exists(erp, name)):
        if _fill(erp, ACTIVITIES, PARTNERS):
            raise StepFailed("fill the large database", "see what it says above")
    elif json.loads(mark.read_text())["addon"] != addon_hash():
        options = ("-d", name, "-u", ADDON, "--no-http", "--stop-after-init")
        remedy = "see the log; ./dev bench seed makes the database anew"
        erp.run(f"update {ADDON}", *options, log="seed-update", remedy=remedy)
        mark.write_text(json.dumps({"addon": addon_hash()}))
    return name


@contextlib.contextmanager
def _database(erp, name):
    """Yield the database of a benchmark; all but the large one are dropped."""
    if name in SEEDED:
        yield _seeded(erp)
        return
    database = databases.fresh(erp, database_name("bench"))
    try:
        yield database
    finally:
        databases.drop(erp, database)


def _all():
    found = (path.stem for path in FOLDER.glob("*.py"))
    return sorted(name for name in found if name not in NOT_BENCHMARKS)


def _one(erp, name, rest, results):
    """Run one benchmark in its database; tell whether it passed."""
    target = results / f"{name}.json"
    target.unlink(missing_ok=True)
    script = FOLDER / f"{name}.py"
    with _database(erp, name) as database:
        command = [erp.python, script, "--database", database, "--json", target]
        say(f"… benchmark {name}")
        code = foreground([*command, *rest], erp.env)
    if code == 0 and target.exists():
        limits = json.loads(target.read_text())["limits"]
        return all(limit["kept"] for limit in limits)
    say(f"! {name}: exit code {code}")
    return False
