"""The ERP's own way of installing with demo data, from nothing."""

import pytest
from conftest import complaints, install

from devtools import databases
from devtools.paths import ADDON, database_name


@pytest.fixture(scope="module")
def installed(outside):
    """Yield a new database and the log of its installation."""
    name = database_name("withdemo")
    databases.drop(outside.erp, name)
    try:
        yield name, install(outside, name, "--with-demo")
    finally:
        databases.drop(outside.erp, name)


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
