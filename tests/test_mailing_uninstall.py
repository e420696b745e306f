"""The addon goes while letters and e-mails wait: nothing is sent, nothing lost."""

import pytest
from conftest import complaints

from devtools import databases
from devtools.paths import ADDON

# Contractors of whom one has withdrawn, a finished mail merge, and three that wait.
QUEUE = """
partners = env["res.partner"].create([
    {"name": f"Client {n}", "is_company": True, "email": f"c{n}@example.com",
     "street": f"Long {n}", "city": "Town"}
    for n in range(4)
])
purpose = env["enova.consent.purpose"].search([("is_mailing", "=", True)], limit=1)
env["enova.consent"].create([
    {"partner_id": partner.id, "channel": channel, "purpose_id": purpose.id}
    for partner in partners[:3] for channel in ("email", "post")
])
def merge(kind, subject, **values):
    return env["mailing.mailing"].create({
        "subject": subject, "body_html": "<p>{salutation}</p>", "mailing_type": kind,
        "purpose": "marketing", "audience": "selected",
        "mailing_domain": repr([("id", "in", partners.ids)]), **values})
done = merge("letter", "Done")
done.action_put_in_queue()
done.event_ids._mailing_moved("posted")
done._finish()
merge("letter", "Printing").action_put_in_queue()
later = {"schedule_type": "scheduled", "schedule_date": "2099-01-01 08:00:00"}
merge("letter", "Letters later", **later).action_put_in_queue()
merge("mail", "E-mails later", **later).action_put_in_queue()
env.cr.commit()
"""
# What an administrator would see afterwards, and what core's own job makes of it.
SEND = """
env["mailing.mailing"].with_context(active_test=False).search([]).write(
    {"schedule_date": False})
env["mailing.mailing"]._process_mass_mailing_queue()
env.cr.commit()
"""
MAILINGS = """
    SELECT subject, mailing_type, state, active, email_from IS NOT NULL
      FROM mailing_mailing ORDER BY subject
"""


@pytest.fixture(scope="module")
def gone(outside):
    """Yield the log of the uninstall, and what is in the database afterwards."""
    template = databases.addon_template(outside.erp, demo=False)
    with outside.copy_of(template, "mailings-gone") as name:
        outside.python(name, QUEUE)
        traces = outside.sql(name, "SELECT count(*) FROM mailing_trace")
        log = outside.odoo("module", "uninstall", "-d", name, ADDON)
        outside.python(name, SEND)
        yield {
            "log": log,
            "before": traces,
            "traces": outside.sql(
                name, "SELECT count(*), count(DISTINCT trace_type) FROM mailing_trace"
            ),
            "mailings": outside.sql(name, MAILINGS),
            "mails": outside.sql(
                name, "SELECT count(*) FROM mail_mail WHERE mailing_id IS NOT NULL"
            ),
        }


def test_no_complaint(gone):
    assert not complaints(gone["log"])


def test_nothing_is_sent(gone):
    assert gone["mails"] == [["0"]]


def test_queued_letters_are_archived_and_what_was_done_stays(gone):
    assert gone["mailings"] == [
        ["Done", "mail", "done", "t", "t"],
        ["E-mails later", "mail", "draft", "t", "t"],
        ["Letters later", "mail", "draft", "f", "t"],
        ["Printing", "mail", "draft", "f", "t"],
    ]


def test_no_trace_is_lost(gone):
    assert gone["traces"] == [[gone["before"][0][0], "1"]]
