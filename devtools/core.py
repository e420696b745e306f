"""Run core's own test suites with the addon, and tell what fails only with it.

What failed with the addon runs again without it; what passes there runs once more
with it, alone, since some of core's tests fail now and then.
"""

import collections
import json
import re

from devtools import databases, system
from devtools.console import StepFailed, say
from devtools.erp import ready
from devtools.manifest import closure, dependencies
from devtools.paths import ADDON, database_name, state_dir

MODULES = (
    *("calendar", "contacts", "mass_mailing", "repair", "sale_stock", "utm"),
    *("resource", "stock", "sale"),
)
TEST = re.compile(r"odoo\.addons\.(?P<module>\w+)\.tests\.\w+\.(?P<path>[\w.]+)")


def run(modules):
    """Run the suites of these addons, or of the default ones; return the code.

    :param modules: names of addons of core; none means the default ones
    :return: int, 1 when a test fails because of the addon
    :raises StepFailed: when there is no such addon
    """
    modules = modules or list(MODULES)
    erp = ready(system.BROWSER)
    unknown = [name for name in modules if not _is_addon(erp, name)]
    if unknown:
        raise StepFailed("core", "name addons of core", reason=", ".join(unknown))
    without, with_addon = _templates(erp, modules)
    tags = ",".join(f"/{name}" for name in modules)
    first = _suites(erp, with_addon, tags, "with the addon")
    failed = first["failed"]
    also = _again(erp, without, failed, "without it")
    ours = {test: failed[test] for test in failed if test not in also}
    surely = _again(erp, with_addon, ours, "with it, alone")
    once = {test: why for test, why in ours.items() if test not in surely}
    _report(first, also, surely, once)
    return 1 if surely else 0


def _is_addon(erp, name):
    folders = [folder / name for folder in erp.addon_folders]
    return any((folder / "__manifest__.py").exists() for folder in folders)


def _templates(erp, modules):
    """Return the templates without and with the addon that hold these addons."""
    base = databases.dependency_template(erp, polish=False)
    extra = sorted(set(modules) - set(closure(dependencies(), erp.addon_folders)))
    if not extra:
        return base, databases.addon_template(erp, demo=False)
    names = ",".join(extra)

    def build(source, more):
        def fill(name):
            databases.copy(erp, source, name)
            databases.install(erp, name, f"install {more}", more)

        return fill

    without = databases.template(erp, "core", (base, names), build(base, names))
    addon = databases.addon_template(erp, demo=False)
    with_addon = databases.template(
        erp, "coreaddon", (addon, names), build(addon, names)
    )
    return without, with_addon


def _again(erp, template, tests, title):
    """Run tests again, alone; return {test: why} of those that fail."""
    if not tests:
        return {}
    tags = {f"/{module}:{path}" for module, path in map(_parts, tests) if module}
    found = _suites(erp, template, ",".join(sorted(tags)), title)["failed"]
    return {test: why for test, why in found.items() if test in tests}


def _suites(erp, template, tags, title):
    """Run the tests of these tags in a copy of a template; return what was seen."""
    name = database_name("core")
    result = state_dir() / "core-result.json"
    result.unlink(missing_ok=True)
    databases.drop(erp, name)
    databases.copy(erp, template, name)
    log = f"core-{title.replace(',', '').replace(' ', '-')}"
    try:
        erp.script(f"core's tests {title}", "core_suites", name, tags, result, log=log)
    finally:
        databases.drop(erp, name)
    return json.loads(result.read_text())


def _parts(test):
    """Return (module, Class.method or Class) of a test's or a set-up's name."""
    found = TEST.search(test)
    return (found["module"], found["path"]) if found else (None, test)


def _report(first, also, surely, once):
    """Print how many tests ran of each addon, and each that fails only with us."""
    ran = collections.Counter(_parts(test)[0] for test in first["started"])
    print("| addon | tests | fail without us too | fail only with us |")
    print("| --- | --- | --- | --- |")
    for module, count in sorted(ran.items()):
        both = sum(_parts(test)[0] == module for test in also)
        ours = sum(_parts(test)[0] == module for test in surely)
        print(f"| {module} | {count} | {both} | {ours} |")
    for test, why in sorted(surely.items()):
        print(f"✗ only with {ADDON}: {test}: {why}")
    for test, why in sorted(once.items()):
        say(f"! failed once, passed alone: {test}: {why}")
    print(f"{sum(ran.values())} tests of core, {len(surely)} fail only with {ADDON}")
