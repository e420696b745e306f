"""Indexes on large tables of core: built beside others, and gone with the addon."""

import subprocess

import pytest

from devtools import databases
from devtools.paths import ADDON, ROOT

NAMES = [
    "account_payment_enova_history_idx",
    "mail_message_enova_author_idx",
    "mail_message_enova_record_idx",
    "mail_message_enova_written_idx",
    "mailing_trace_enova_history_idx",
    "res_partner_enova_complete_name_part_idx",
    "res_partner_enova_email_part_idx",
    "res_partner_enova_vat_part_idx",
]
THERE = """
    SELECT indexrelid::regclass, indisvalid FROM pg_index
     WHERE indexrelid::regclass::text IN ({names})
     ORDER BY indexrelid::regclass::text COLLATE "C"
"""


@pytest.fixture
def database(outside):
    source = databases.addon_template(outside.erp, demo=False)
    with outside.copy_of(source, "indexes") as name:
        yield name


def command(outside, *arguments, code=0):
    """Run the administrator's command; return what it prints, line by line."""
    words = list(map(str, outside.erp.command("enova_indexes", *arguments)))
    result = subprocess.run(
        words, env=outside.erp.env, cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == code, result.stderr[-4000:]
    if code:
        return result.stderr
    return [line.split(None, 2) for line in result.stdout.splitlines()]


def there(outside, database):
    """Return the indexes that are there, and whether each can be used."""
    names = ", ".join(f"'{name}'" for name in NAMES)
    return outside.sql(database, THERE.format(names=names))


WHOLE = [[name, "t"] for name in NAMES]


def test_small_tables_have_them_from_the_start(outside, database):
    assert there(outside, database) == WHOLE
    shown = command(outside, "-d", database, "--show")
    assert [line[0] for line in shown] == NAMES
    assert all(line[2].endswith(("bytes", "kB", "MB")) for line in shown), shown


def test_dropped_and_built(outside, database):
    dropped = command(outside, "-d", database, "--drop")
    assert [line[2] for line in dropped] == ["not there"] * len(NAMES)
    assert there(outside, database) == []
    # what an interrupted building leaves behind

    statement = (
        "CREATE UNIQUE INDEX CONCURRENTLY res_partner_enova_vat_part_idx"
        " ON res_partner (autopost_bills)"
    )
    subprocess.run(["psql", "-Xqc", statement, "-d", database], env=outside.erp.env)
    assert there(outside, database) == [["res_partner_enova_vat_part_idx", "f"]]
    built = command(outside, "-d", database)
    assert [line[0] for line in built] == NAMES
    assert there(outside, database) == WHOLE
    outside.odoo("-d", database, "-u", ADDON, "--no-http", "--stop-after-init")
    assert there(outside, database) == WHOLE
    outside.odoo("module", "uninstall", "-d", database, ADDON)
    assert there(outside, database) == []


def test_told_what_is_missing(outside, database):
    assert "Name one database" in command(outside, code=1)
    source = databases.dependency_template(outside.erp, polish=False)
    with outside.copy_of(source, "indexes_without") as bare:
        assert "is not installed" in command(outside, "-d", bare, code=1)
