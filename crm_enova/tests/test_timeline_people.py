from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.timeline.people_sources import MeetingSource

from .test_timeline import NINE, TimelineCase

LOGGER = "odoo.addons.crm_enova.models.timeline.page"


@tagged("post_install", "-at_install")
class TestTimelinePeople(TimelineCase):
    """Payments, meetings, consents and caretakers, of the company and its people."""

    def setUp(self):
        super().setUp()
        # what is already there when the user of the test comes
        self.system = self.env(user=SUPERUSER_ID)

    def _entries(self, *sources, partner=None):
        pages = self._pages(50, list(sources), partner)
        return [entry for page in pages for entry in page]

    def _payment(self, **values):
        journal = self.system["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        ) or self.system["account.journal"].create(
            {"name": "Bank", "code": "BNK9", "type": "bank"}
        )
        return self.system["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.contractor.id,
                "amount": 1234.5,
                "date": NINE.date(),
                "journal_id": journal.id,
                **values,
            }
        )

    def _meeting(self, **values):
        return self.system["calendar.event"].create(
            {
                "name": "Price talks",
                "start": NINE,
                "stop": NINE + timedelta(hours=1),
                "partner_ids": [Command.set(self.contact.ids)],
                "user_id": self.user_own.id,
                **values,
            }
        )

    # -- payments ------------------------------------------------------------------

    def test_payments_received_and_made(self):
        received = self._payment(memo="Invoice 7")
        made = self._payment(payment_type="outbound", partner_id=self.contact.id)
        (received + made).write({"state": "paid"})
        entries = {entry["id"]: entry for entry in self._entries("payment")}
        self.assertEqual(set(entries), {received.id, made.id})
        self.assertEqual(entries[received.id]["direction"], "in")
        self.assertEqual(entries[made.id]["direction"], "out")
        self.assertEqual(entries[received.id]["date"], "2026-03-02")
        self.assertEqual(entries[received.id]["result"], "Invoice 7")
        self.assertIn("1,234.50", entries[received.id]["amount"])

    def test_a_draft_payment_has_not_happened(self):
        self._payment()
        self.assertEqual(self._entries("payment"), [])

    @users("crm_all")
    def test_payments_are_for_those_who_read_accounting(self):
        self._payment().state = "paid"
        page = self.contractor.with_env(self.env).enova_timeline()
        self.assertNotIn("payment", [s["name"] for s in page["sources"]])
        self.assertEqual(self._entries("payment"), [])
        self.assertEqual(page["failed"], [])

    # -- meetings ------------------------------------------------------------------

    @users("crm_own")
    def test_a_meeting_with_a_person_of_the_company(self):
        meeting = self._meeting(location="Żywiec")
        other = self._meeting(partner_ids=[Command.set(self.other_contractor.ids)])
        self.assertTrue(other)
        [entry] = self._entries("meeting")
        self.assertEqual((entry["model"], entry["id"]), (meeting._name, meeting.id))
        self.assertEqual(entry["title"], "Price talks")
        self.assertEqual(entry["result"], "Żywiec")
        self.assertEqual(entry["date"], "2026-03-02T09:00:00Z")

    @users("crm_own")
    def test_a_whole_day_is_a_day(self):
        self._meeting(allday=True, start_date="2026-03-02", stop_date="2026-03-03")
        [entry] = self._entries("meeting")
        self.assertEqual(entry["date"], "2026-03-02")

    @users("crm_own")
    def test_the_meeting_of_a_task_shows_with_the_task(self):
        meeting = self._meeting()
        meeting.enova_activity_id = self._events(1, user_id=self.user_own.id)
        self.assertEqual(self._entries("meeting"), [])
        self.assertEqual(len(self._entries("activity")), 1)

    @users("crm_all")
    def test_a_private_meeting_of_others_tells_no_subject(self):
        self._meeting(privacy="private", location="A secret place")
        told = str(self._entries("meeting"))
        self.assertNotIn("Price talks", told)
        self.assertNotIn("secret place", told)

    # -- consents and caretakers ---------------------------------------------------

    @users("crm_all")
    def test_consents_given_and_withdrawn(self):
        ledger = self.system["enova.consent"]
        for state, day in (("given", 1), ("withdrawn", 2)):
            ledger.create(
                {
                    "partner_id": self.contact.id,
                    "state": state,
                    "date": datetime(2026, 3, day, 8),
                    "source": "By telephone",
                }
            )
        entries = self._entries("consent")
        self.assertEqual([e["state"] for e in entries], ["withdrawn", "given"])
        self.assertEqual(entries[0]["state_label"], "Withdrawn")
        self.assertEqual(entries[0]["contact"], self.contact.name)
        self.assertEqual(entries[0]["result"], "By telephone")

    @users("crm_all")
    def test_caretakers_since_when(self):
        self.system["enova.caretaker"].create(
            {
                "partner_id": self.other_contractor.id,
                "user_id": self.user_own.id,
                "role": "deputy",
                "date_from": "2026-03-02",
                "reason": "Leave",
            }
        )
        entries = self._entries("caretaker", partner=self.other_contractor)
        [entry] = [e for e in entries if e["date"] == "2026-03-02"]
        self.assertIn(self.user_own.name, entry["title"])
        self.assertEqual(entry["result"], "Leave")

    # -- all together --------------------------------------------------------------

    def test_one_a_page_is_the_same_as_all_at_once(self):
        self._payment().state = "paid"
        self._meeting()
        self._meeting(name="Second", start=NINE, partner_ids=self.contractor.ids)
        self.system["enova.consent"].create(
            {"partner_id": self.contact.id, "date": datetime(2026, 3, 2, 12)}
        )
        self._events(2, date_start=datetime(2026, 3, 2, 12))
        whole = self._keys(self._pages(100))
        self.assertEqual(self._keys(self._pages(1)), whole)
        self.assertEqual(len(whole), len(set(whole)))
        kinds = {source for source, _id in whole}
        self.assertLessEqual({"payment", "meeting", "consent", "activity"}, kinds)

    def test_an_archived_person_is_still_of_the_company(self):
        meeting = self._meeting()
        self.contact.active = False
        self.assertEqual([e["id"] for e in self._entries("meeting")], meeting.ids)

    def test_limit_is_bounded(self):
        self._events(3)
        self.assertEqual(len(self._pages(-5)[0]), 1)
        self.assertEqual(len(self._pages(10**9)[0]), 3)

    @mute_logger(LOGGER)
    def test_what_cannot_be_read_is_said_and_the_rest_stands(self):
        events = self._events(2)
        self._meeting()
        for method in ("newest", "entries"):
            with (
                self.subTest(method),
                patch.object(MeetingSource, method, side_effect=ValueError("broken")),
            ):
                page = self.contractor.enova_timeline(sources=["activity", "meeting"])
                self.assertEqual(page["failed"], ["Meetings"])
                shown = {entry["id"] for entry in page["entries"]}
                self.assertEqual(shown, set(events.ids))
        page = self.contractor.enova_timeline(sources=["activity", "meeting"])
        self.assertEqual((len(page["entries"]), page["failed"]), (3, []))

    @users("crm_outsider")
    def test_whoever_has_no_part_in_the_crm_sees_none_of_it(self):
        self._meeting(partner_ids=self.contact.ids)
        page = self.contractor.with_env(self.env).enova_timeline()
        found = (page["entries"], page["sources"], page["failed"])
        self.assertEqual(found, ([], [], []))
