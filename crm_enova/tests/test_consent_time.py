from odoo import fields
from odoo.tests import Form, freeze_time, tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestConsentTime(MailingCase):
    """Consents that run out, and what somebody says while letters wait."""

    def _until(self, partner, day, channel="post"):
        """Enter a consent of the first of June with its last day."""
        with freeze_time("2026-06-01 08:00:00"):
            return self.env["enova.consent"].create(
                {
                    "partner_id": partner.id,
                    "channel": channel,
                    "purpose_id": self.purpose.id,
                    "valid_until": day,
                }
            )

    @freeze_time("2026-06-30 22:30:00")
    def test_the_last_day_is_that_of_whoever_asks(self):
        """Half past midnight in Warsaw is the evening before in America."""
        line = self._until(self.mill, "2026-06-30")
        for zone, is_current in (("Europe/Warsaw", False), ("America/New_York", True)):
            there = line.with_context(tz=zone)
            there.invalidate_recordset()
            mailing = self._mailing(self.mill, purpose="marketing")
            reasons = self._reasons(mailing.with_context(tz=zone))
            with self.subTest(zone):
                self.assertEqual(there.is_current, is_current)
                expected = "" if is_current else "no_consent"
                self.assertEqual(reasons["Młyn Nowy"], ("letter", expected))

    def test_those_in_force_and_the_others(self):
        self._until(self.mill, "2026-06-30")
        old = self._consent(self.mill, "email")
        new = self._consent(self.mill, "email", "withdrawn")
        lines = self.env["enova.consent"].search([("partner_id", "=", self.mill.id)])
        with freeze_time("2026-07-01 12:00:00"):
            for domain, expected in (
                ([("is_current", "=", True)], new),
                ([("is_current", "=", False)], lines - new),
                (["|", ("is_current", "=", True), ("is_current", "=", False)], lines),
                ([("is_current", "!=", False)], new),
            ):
                found = lines.search([("id", "in", lines.ids), *domain])
                with self.subTest(domain):
                    self.assertEqual(found, expected)
        self.assertNotIn(old, lines.filtered("is_current"))

    def test_it_runs_out_while_letters_wait(self):
        """Who has said yes for a time gets nothing that is printed after it."""
        self._until(self.mill, "2026-06-30")
        self._until(self.brewery, False)
        with freeze_time("2026-06-29 12:00:00"):
            mailing = self._mailing(purpose="marketing")
            self._queue(mailing)
            self.assertEqual(self._told(mailing)["Młyn Nowy"], "prepared")
        with freeze_time("2026-07-01 12:00:00"):
            left = mailing._recheck_audience()
        self.assertEqual(left.partner_id, self.mill)
        self.assertEqual(self._told(mailing)["Młyn Nowy"], "no_consent")
        self.assertEqual(self._told(mailing)["Browar & Syn"], "prepared")
        self.assertEqual(left.sudo().mailing_trace_ids.trace_status, "cancel")

    def test_a_newer_line_that_has_run_out_hides_the_older(self):
        """What was said last counts, and that is over."""
        self._consent(self.mill, "post")
        self._until(self.mill, "2026-06-30")
        with freeze_time("2026-07-01 12:00:00"):
            reasons = self._reasons(self._mailing(self.mill, purpose="marketing"))
        self.assertEqual(reasons["Młyn Nowy"][1], "no_consent")

    def test_merged_with_somebody_who_has_refused(self):
        """While their letters wait: neither half gets one."""
        twin = self._addressee("Druga karta")
        self._consent(self.mill | twin, "post")
        mailing = self._mailing(self.mill | twin | self.brewery, purpose="contract")
        marketing = self._mailing(self.mill | twin, purpose="marketing")
        self._queue(mailing)
        self._queue(marketing)
        self._consent(twin, "post", "withdrawn")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.mill | twin).ids, self.mill)
        (mailing | marketing)._recheck_audience()
        states = self._events(marketing).mapped("mailing_left_out")
        self.assertEqual(sorted(states), ["duplicate", "no_consent"])
        told = self._events(mailing).mapped("mailing_state")
        self.assertEqual(sorted(told), ["left_out", "prepared", "prepared"])

    def test_an_archived_purpose_is_proposed_no_more(self):
        mailings = self.env["mailing.mailing"]
        self.assertEqual(mailings._default_consent_purpose_id(), self.purpose)
        other = self.purpose.copy({"name": "Newsletter", "sequence": 1})
        self.purpose.active = False
        self.assertEqual(mailings._default_consent_purpose_id(), other)
        # what was agreed to before is still known by its name
        line = self._consent(self.mill, "post")
        self.assertEqual(
            line.display_name, f"{self.purpose.name} · Post · Given", "in words"
        )

    def test_the_form_enters_now_and_of_whom_it_was_opened(self):
        ledger = self.env["enova.consent"].with_user(self.user_all)
        with freeze_time("2026-06-30 22:30:00"):
            with Form(ledger.with_context(default_partner_id=self.mill.id)) as form:
                form.channel = "post"
                form.state = "withdrawn"
                form.source = "Telefon"
            line = form.record
        self.assertEqual(line.partner_id, self.mill)
        self.assertEqual(line.date, fields.Datetime.to_datetime("2026-06-30 22:30:00"))
        self.assertEqual(line.purpose_id, self.purpose)
