"""Databases of this checkout, copied from templates that are made once.

A template's name carries a hash of all that went into it, so all checkouts share
it, and a change makes a new one. It is built under another name and renamed when
whole. The few of each kind that were used last are kept.
"""

import hashlib
import shutil
import subprocess
import time

from devtools.console import StepFailed, say
from devtools.manifest import addon_hash, closure, dependencies
from devtools.once import locked
from devtools.paths import ADDON, cache_dir, filestore, template_name
from devtools.postgres import query
from devtools.venvs import pins

# Raise one when its recipe below makes something else of the same input.
DEPENDENCY_RECIPE, ADDON_RECIPE = "3", "3"
KEPT = 9
DROP_AGAIN = 3  # seconds
# The first is what new users and contractors get; English is not loaded by itself.
POLISH_FIRST, ENGLISH_FIRST = "pl_PL,en_US", "en_US,pl_PL"
AGAIN = "see the log; once the cause is gone, run it again"


def dependency_template(erp, polish, demo=False, modules=None):
    """Return the template with the addon's dependencies, and two languages.

    :param erp: the ERP to build it with
    :param bool polish: make it that of a Polish company with its chart of accounts, as
        people use it; tests run on what a plain installation gives
    :param bool demo: add the ERP's own demo data to a plain one
    :param modules: names of another version's dependencies
    :return: str, name of the database
    """
    modules = (modules or dependencies()) + (["l10n_pl"] if polish else [])
    kind = "pl" if polish else "depdemo" if demo else "dep"
    # The same addons in the end are the same database, whoever names them.
    whole = closure(modules, erp.addon_folders)
    key = (DEPENDENCY_RECIPE, erp.version, *pins("host"), *whole)

    def build(name):
        _create_empty(erp, name)
        options = [f"--load-language={POLISH_FIRST if polish else ENGLISH_FIRST}"]
        options += ["--with-demo"] if demo else []
        install(erp, name, f"database core ({kind})", "base", *options)
        if polish:
            erp.script("Polish company", "company", name, log=f"company-{kind}")
        title = f"database dependencies ({kind})"
        install(erp, name, title, ",".join(modules), *options[1:])

    return template(erp, kind, key, build)


def addon_template(erp, demo):
    """Return the template with the addon; ``demo`` adds its demo data.

    :param erp: the ERP to build it with
    :param bool demo: of a Polish company, with our demo data
    :return: str, name of the database
    """
    source = dependency_template(erp, polish=demo)
    kind = "demo" if demo else "addon"

    def build(name):
        copy(erp, source, name)
        install(erp, name, f"install {ADDON} ({kind})", ADDON)
        if demo:
            erp.script("demo data", "demo", name, ADDON, "init", log="demo-data")
        erp.script("web client's files", "assets", name, log=f"assets-{kind}")

    return template(erp, kind, (ADDON_RECIPE, source, addon_hash()), build)


def template(erp, kind, parts, build):
    """Return the template of a kind and what goes into it, built unless there.

    :param erp: the ERP to build it with
    :param str kind: short name
    :param parts: texts that decide what it holds
    :param build: called with the name of a database that is not there
    :return: str, name of the database
    """
    name = template_name(kind, _hash(*parts))
    uses = cache_dir() / "templates" / kind
    with locked(cache_dir() / f"template-{kind}.lock"):
        if not exists(erp, name):
            partial = template_name(kind, "new")
            drop(erp, partial)
            build(partial)
            _rename(erp, partial, name)
        uses.mkdir(parents=True, exist_ok=True)
        (uses / name).touch()
        _prune(erp, uses)
    return name


def fresh(erp, name, demo=False):
    """Make database ``name`` anew with the addon installed; return its name.

    :param erp: the ERP to make it with
    :param str name: of the database; one that is there is dropped
    :param bool demo: with demo data
    :return: str
    """
    template = addon_template(erp, demo)
    drop(erp, name)
    copy(erp, template, name)
    return name


def exists(erp, name):
    """Tell whether a database and its filestore are there.

    :param erp: the ERP whose server has it
    :param str name: of the database
    :return: bool
    """
    found = query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'", erp.env)
    return bool(found) and filestore(name).exists()


def copy(erp, source, name):
    """Copy a database with its files.

    The files are linked, not copied: the ERP names them by their content and
    never writes into one again.

    :param erp: the ERP whose server has it
    :param str source: name of the database that is there
    :param str name: of the new one
    """
    _psql_tool(erp, "createdb", "-T", source, name)
    shutil.rmtree(filestore(name), ignore_errors=True)
    subprocess.run(["cp", "-al", filestore(source), filestore(name)], check=True)


def drop(erp, name):
    """Drop a database, whoever is connected to it, and its files.

    :param erp: the ERP whose server has it
    :param str name: of the database
    """
    command = ("dropdb", "--force", "--if-exists", name)
    try:
        _psql_tool(erp, *command)
    except StepFailed:
        # somebody may have connected between the end of the others and the drop
        time.sleep(DROP_AGAIN)
        _psql_tool(erp, *command)
    shutil.rmtree(filestore(name), ignore_errors=True)


def _rename(erp, partial, name):
    shutil.rmtree(filestore(name), ignore_errors=True)
    filestore(partial).mkdir(exist_ok=True)
    filestore(partial).rename(filestore(name))
    query(f'ALTER DATABASE "{partial}" RENAME TO "{name}"', erp.env)


def _prune(erp, uses):
    """Drop the templates of a kind that were used longest ago."""
    marks = sorted(uses.iterdir(), key=lambda mark: mark.stat().st_mtime)
    for mark in marks[:-KEPT]:
        drop(erp, mark.name)
        mark.unlink()
        say(f"✓ dropped the older template {mark.name}")


def _create_empty(erp, name):
    """Make an empty database that sorts bytewise and knows Polish letters."""
    wanted = ["-T", "template0", "-E", "UTF8", "--lc-collate=C"]
    try:
        _psql_tool(erp, "createdb", *wanted, "--lc-ctype=C.UTF-8", name)
    except StepFailed:
        # A server on another system may not have that locale.
        _psql_tool(erp, "createdb", "-T", "template0", "-E", "UTF8", name)
    query("CREATE EXTENSION IF NOT EXISTS pg_trgm", erp.env, name)


def install(erp, name, title, modules, *options):
    """Install addons into a database, as a step with its log.

    :param erp: the ERP that installs them
    :param str name: of the database
    :param str title: of the step
    :param str modules: names of addons with commas between
    :param options: further ones of the ERP's command line
    """
    log = title.translate(str.maketrans(" ()", "---")).strip("-")
    options = ("-d", name, "-i", modules, *options, "--no-http", "--stop-after-init")
    erp.run(title, *options, log=log, remedy=AGAIN)


def _hash(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]


def _psql_tool(erp, *command):
    """Run one of PostgreSQL's programs; raise its message when it fails."""
    result = subprocess.run(
        list(map(str, command)), env=erp.env, capture_output=True, text=True
    )
    if result.returncode:
        raise StepFailed(command[0], AGAIN, reason=result.stderr.strip())
