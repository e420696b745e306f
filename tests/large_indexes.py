"""Indexes on large tables of core: which there are, and the administrator's command."""

import subprocess

from devtools.paths import ROOT

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


def rebuilt(outside, database):
    """Drop all, leave one behind as an interrupted building does, and build them.

    :return: {step: what was seen}
    """
    seen = {"dropped": command(outside, "-d", database, "--drop")}
    seen["without"] = there(outside, database)
    statement = (
        "CREATE UNIQUE INDEX CONCURRENTLY res_partner_enova_vat_part_idx"
        " ON res_partner (active)"
    )
    subprocess.run(["psql", "-Xqc", statement, "-d", database], env=outside.erp.env)
    seen["interrupted"] = there(outside, database)
    seen["built"] = command(outside, "-d", database)
    seen["whole"] = there(outside, database)
    return seen
