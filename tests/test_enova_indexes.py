"""Indexes on large tables of core: built beside others, and gone with the addon."""

import pytest
from large_indexes import NAMES, WHOLE, command, there

from devtools import databases


@pytest.fixture
def database(outside):
    source = databases.addon_template(outside.erp, demo=False)
    with outside.copy_of(source, "indexes") as name:
        yield name


def test_small_tables_have_them_from_the_start(outside, database):
    assert there(outside, database) == WHOLE
    shown = command(outside, "-d", database, "--show")
    assert [line[0] for line in shown] == NAMES
    assert all(line[2].endswith(("bytes", "kB", "MB")) for line in shown), shown


def test_told_what_is_missing(outside, database):
    assert "Name one database" in command(outside, code=1)
    source = databases.dependency_template(outside.erp, polish=False)
    with outside.copy_of(source, "indexes_without") as bare:
        assert "is not installed" in command(outside, "-d", bare, code=1)
