"""What programs answer: that somebody is away, and that an e-mail has come in."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .mailing_send_common import MailingAnswersCase
from .test_mailing_answers import BOUNCE

AWAY = {"Auto_Submitted": "auto-replied"}
VACATION = """\
From: {sender}
To: {to}
Subject: Jestem na urlopie
Message-ID: <{name}@example.com>
In-Reply-To: {message_id}
References: {message_id}
Auto-Submitted: auto-replied (vacation)

Wracam 7 grudnia.
"""


@tagged("post_install", "-at_install")
class TestMailingAutomatic(MailingAnswersCase):
    """It stands on the event of the addressee, and nobody has answered."""

    def _traces(self, event):
        return event.mailing_trace_ids.sorted("id")

    def _news(self, users):
        """Return the titles of what is new since yesterday."""
        blocks = {block["name"]: block for block in users.enova_my_day()}
        return [row["title"] for row in blocks.get("news", {}).get("rows", ())]

    def _assert_noted(self, event, count=1):
        """Assert that a note is there, and that nothing else has changed."""
        notes = self._answers(event)
        self.assertEqual(len(notes), count)
        self.assertEqual(set(notes.subtype_id), {self.env.ref("mail.mt_note")})
        self.assertEqual(set(notes.mapped("is_internal")), {True})
        self.assertFalse(notes.notification_ids, "nobody is told")
        self.assertEqual(event.mailing_state, "sent")
        self.assertEqual(self._traces(event).mapped("trace_status"), ["sent"])
        self.assertFalse(self._traces(event).reply_datetime)

    def test_each_header_that_programs_set(self):
        headers = (
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "Auto-Generated"},
            {"Auto_Submitted": "auto-replied; owner-email=a@example.com"},
            {"X_Autoreply": "yes"},
            {"X_Autorespond": "Re: Nowe ceny"},
            {"Precedence": "auto_reply"},
            {"Precedence": " Bulk "},
            {"Precedence": "junk"},
            {"Auto_Submitted": "no", "X_Autoreply": "yes"},
        )
        for number, header in enumerate(headers, 1):
            with self.subTest(**header):
                sender = self.addressees[0].email
                self._receive(sender, refers_to=self.message_ids[0], **header)
                self._assert_noted(self.events[0], number)

    def test_what_people_send(self):
        """Their programs ask others for silence, or say that it is no program's."""
        headers = (
            {"X_Auto_Response_Suppress": "All"},
            {"Auto_Submitted": "no"},
            {"Precedence": "list", "X_Autoreply": "no", "Auto_Submitted": "No (typed)"},
        )
        for place, header in enumerate(headers):
            with self.subTest(**header):
                sender = self.addressees[place].email
                self._receive(sender, refers_to=self.message_ids[place], **header)
                event = self.events[place]
                self.assertEqual(event.mailing_state, "answered")
                self.assertEqual(self._traces(event).trace_status, "reply")
                [answer] = self._answers(event)
                self.assertEqual(answer.message_type, "email")
                self.assertFalse(answer.is_internal)

    def test_whoever_is_back_answers(self):
        sender = self.addressees[0].email
        self._receive(sender, refers_to=self.message_ids[0], **AWAY)
        self._receive(sender, refers_to=self.message_ids[0])
        self.assertEqual(self.events[0].mailing_state, "answered")
        self.assertEqual(len(self._answers(self.events[0])), 2)
        self.mailing.invalidate_recordset()
        self.assertEqual(self.mailing.replied, 1)

    def test_what_was_answered_stays_answered(self):
        sender = self.addressees[0].email
        self._receive(sender, refers_to=self.message_ids[0])
        self._receive(sender, refers_to=self.message_ids[0], **AWAY)
        self.assertEqual(self.events[0].mailing_state, "answered")
        self.assertEqual(self._traces(self.events[0]).trace_status, "reply")

    def test_without_a_reference(self):
        self._receive(self.addressees[1].email, **AWAY)
        self._assert_noted(self.events[1])

    def test_what_belongs_to_no_event_is_dropped(self):
        """A contractor's program makes no event of an e-mail, as a person does."""
        for sender in (self.contractor.email, "robot@example.net"):
            with self.subTest(sender=sender):
                self.assertFalse(self._receive(sender, subject="Urlop", **AWAY))
        found = self.env["mail.message"].search_count([("subject", "=", "Urlop")])
        self.assertFalse(found)
        self.assertTrue(self._receive(self.contractor.email, subject="Urlop"))

    def test_neither_news_nor_contact(self):
        partner = self.addressees[0]
        partner.user_id = self.user_own
        partners = self.env["res.partner"].with_user(self.user_own)
        before = partners._last_contacts(partner.ids)
        self._receive(partner.email, refers_to=self.message_ids[0], **AWAY)
        self.env.flush_all()
        self.assertEqual(partners._last_contacts(partner.ids), before)
        users = self.env["res.users"].with_user(self.user_own)
        self.assertNotIn("Re: Nowe ceny", self._news(users))
        self._receive(partner.email, refers_to=self.message_ids[0])
        self.assertIn("Re: Nowe ceny", self._news(users))

    def test_a_campaign_counts_no_program(self):
        campaign = self.env["enova.campaign"].create({"title": "Jesień"})
        campaign.member_ids = [
            (0, 0, {"partner_id": partner.id}) for partner in self.addressees
        ]
        self.mailing.campaign_id = campaign.campaign_id
        self._traces(self.events).campaign_id = campaign.campaign_id
        sender = self.addressees[0].email
        self._receive(sender, refers_to=self.message_ids[0], **AWAY)
        self.env.flush_all()
        members = campaign.member_ids.sorted("partner_id")
        self.assertNotIn("answered", members.mapped("state"))
        self._receive(sender, refers_to=self.message_ids[0])
        self.env.flush_all()
        members.invalidate_recordset()
        self.assertIn("answered", members.mapped("state"))

    def test_mailings_of_the_host_count_as_before(self):
        """What has no event of ours is none of our business."""
        trace = self.env["mailing.trace"].create(
            {
                "model": "res.partner",
                "res_id": self.contractor.id,
                "email": "ktos@example.org",
                "message_id": "<host@example.com>",
                "trace_status": "sent",
            }
        )
        sender = self.addressees[0].email
        refers_to = f"<host@example.com> {self.message_ids[0]}"
        self._receive(sender, refers_to=refers_to, **AWAY)
        self.assertEqual(trace.trace_status, "reply")
        self._assert_noted(self.events[0])

    # -- at the address for what comes back --------------------------------------------

    def _return(self, sender, to="bounce@crm.example.com"):
        self.returned = getattr(self, "returned", 0) + 1
        text = VACATION.format(
            sender=sender,
            to=to,
            name=f"urlop-{self.returned}",
            message_id=self.message_ids[0],
        )
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(False, text.encode())

    def test_away_said_to_the_address_of_the_envelope(self):
        """Servers answer there: the address is right, and nobody counts a return."""
        self._return(f"Adresat <{self.addressees[0].email}>")
        event = self.events[0]
        self.assertEqual(event.mailing_state, "sent")
        self.assertEqual(self._traces(event).trace_status, "sent")
        self.assertEqual(self.addressees[0].message_bounce, 0)
        [note] = event.message_ids.filtered(lambda m: "Wracam" in (m.body or ""))
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertEqual(note.author_id, self.addressees[0])
        self.assertFalse(note.notification_ids)

    def test_what_servers_return_is_returned(self):
        """They say that they are programs, too."""
        event = self.events[0]
        senders = ("mailer-daemon@example.com", "Postmaster@example.com")
        for sender in senders:
            with self.subTest(sender=sender):
                event._mailing_moved("sent", again=True)
                self._return(sender)
                self.assertFalse(
                    event.message_ids.filtered(lambda m: "Wracam" in (m.body or ""))
                )
        report = BOUNCE.format(
            email=self.addressees[0].email, message_id=self.message_ids[0]
        )
        for sender in ("mailer-daemon", "bounces"):
            text = report.replace("MAILER-DAEMON <mailer-daemon", f"<{sender}")
            text = text.replace("<bounce-1", f"<{sender}")
            with (
                self.subTest(report_of=sender),
                mute_logger("odoo.addons.mail.models.mail_thread"),
            ):
                event._mailing_moved("sent", again=True)
                text = f"Auto-Submitted: auto-replied\n{text}"
                self.env["mail.thread"].message_process(False, text.encode())
                self.assertEqual(event.mailing_state, "bounced")

    def test_both_addresses_at_once(self):
        """One note on the event; what another alias makes of it is its own."""
        other = self.env["mail.alias"].create(
            {
                "alias_name": "kontakty",
                "alias_domain_id": self.alias_domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
                "alias_contact": "everyone",
            }
        )
        to = f"{self.alias.alias_full_name}, {other.alias_full_name}"
        sender = self.addressees[0].email
        self._receive(sender, to, refers_to=self.message_ids[0], **AWAY)
        self._assert_noted(self.events[0])
        texts = self.env["mail.message"].search(
            [("model", "=", "res.partner"), ("body", "like", "dwie palety")]
        )
        self.assertEqual(texts.mapped("message_type"), ["email"])
