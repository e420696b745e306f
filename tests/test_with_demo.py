"""The ERP's own way of installing with demo data, where all the rest has its own."""

import pytest
from conftest import complaints, install

from devtools import databases
from devtools.paths import ADDON


@pytest.fixture(scope="module")
def installed(outside):
    """Yield a database and the log of the addon's installation there."""
    template = databases.dependency_template(outside.erp, polish=False, demo=True)
    with outside.copy_of(template, "withdemo") as name:
        yield name, install(outside, name, "--with-demo")


def test_no_complaint_of_ours(installed):
    _name, log = installed
    start = log.index(f"Loading module {ADDON} ")
    ours = log[start : log.index(f"Module {ADDON} loaded", start)]
    found = complaints(ours) + [c for c in complaints(log) if "enova" in c]
    assert not found, "\n".join(found)


def test_demo_data_is_there(installed, outside):
    name, _log = installed
    flag = f"SELECT demo FROM ir_module_module WHERE name = '{ADDON}'"
    assert outside.sql(name, flag) == [["t"]]
    assert outside.sql(name, "SELECT count(*) FROM ir_demo_failure") == [["0"]]
    activities = outside.sql(name, "SELECT count(*) FROM enova_activity")
    assert int(activities[0][0]) >= 300
