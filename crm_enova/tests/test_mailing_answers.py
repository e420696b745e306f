from odoo.tests import tagged
from odoo.tools import mute_logger

from .mailing_send_common import MailingAnswersCase

BOUNCE = """\
From: MAILER-DAEMON <mailer-daemon@example.com>
To: bounce@crm.example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-1@example.com>
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

The address is unknown.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; example.com

Final-Recipient: rfc822; {email}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 No such user

--B
Content-Type: text/rfc822-headers

Message-ID: {message_id}
To: {email}

--B--
"""


@tagged("post_install", "-at_install")
class TestMailingAnswers(MailingAnswersCase):
    """What comes back lands on the event of the addressee."""

    def test_answer_lands_on_its_event(self):
        new = self._receive(self.addressees[1].email, refers_to=self.message_ids[1])
        self.assertFalse(new)
        self.assertEqual(len(self._answers(self.events[1])), 1)
        self.assertEqual(self.events[1].mailing_state, "answered")
        self.assertEqual(self.events[0].mailing_state, "sent")

    def test_answer_of_an_assistant(self):
        """Another address, and the reference says which e-mail is meant."""
        self._receive("sekretariat@example.org", refers_to=self.message_ids[2])
        self.assertEqual(len(self._answers(self.events[2])), 1)
        self.assertEqual(self.events[2].mailing_state, "answered")

    def test_answer_without_a_reference(self):
        self._receive(f"Ja <{self.addressees[0].email}>")
        self.assertEqual(len(self._answers(self.events[0])), 1)
        self.assertEqual(self.events[0].mailing_state, "answered")

    def test_assignee_is_told(self):
        assignee = self.events[0].user_id
        assignee.notification_type = "inbox"
        self._receive(self.addressees[0].email, refers_to=self.message_ids[0])
        told = self._answers(self.events[0]).notification_ids.res_partner_id
        self.assertIn(assignee.partner_id, told)

    def test_stranger_is_dropped(self):
        new = self._receive("spam@example.net", subject="Buy")
        self.assertFalse(new)
        self.assertFalse(self.env["mail.message"].search([("subject", "=", "Buy")]))

    def test_contractor_who_answers_nothing(self):
        new = self._receive(self.contractor.email, subject="Pytanie")
        self.assertEqual(new.partner_id, self.contractor)
        self.assertEqual(new.name, "Pytanie")
        self.assertEqual(new.channel, "email")
        self.assertEqual(new.company_id, self.company)
        self.assertEqual(new.user_id, self.user_own)

    def test_person_of_a_contractor_and_no_subject(self):
        self.contact.email = "ewa@mlyn.example.com"
        new = self._receive(self.contact.email, subject="")
        self.assertEqual(new.partner_id, self.contractor)
        self.assertEqual(new.contact_id, self.contact)
        self.assertTrue(new.name)

    def test_other_aliases_are_left_alone(self):
        other = self.env["mail.alias"].create(
            {
                "alias_name": "zadania",
                "alias_domain_id": self.alias_domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("enova.activity"),
                "alias_contact": "everyone",
            }
        )
        new = self._receive(
            "ktos@example.net", to=other.alias_full_name, subject="Zlecenie"
        )
        self.assertEqual(new.name, "Zlecenie")

    def test_bounce_marks_event_and_address(self):
        text = BOUNCE.format(
            email=self.addressees[1].email, message_id=self.message_ids[1]
        )
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(False, text.encode())
        self.assertEqual(self.events[1].mailing_state, "bounced")
        self.assertEqual(self.addressees[1].message_bounce, 1)
        self.assertEqual(self.addressees[0].message_bounce, 0)
        self.assertEqual(self.events[0].mailing_state, "sent")

    def test_refused_addresses_are_counted_in_bulk(self):
        count = self.env["res.partner"]._enova_count_bounces
        emails = self.addressees.mapped("email")
        count(emails[:1])
        with self.assertQueryCount(4):
            count(emails)
            self.env.flush_all()
        self.assertEqual(self.addressees.mapped("message_bounce"), [2, 1, 1])

    def test_alias_is_made_once_and_another_name_is_respected(self):
        again = self.env["enova.activity"]._answer_alias(self.company)
        self.assertEqual(again, self.alias)
        self.assertEqual(self.alias.alias_name, "answers")
        self.env["ir.config_parameter"].set_param("crm_enova.mailing_alias", "listy")
        self.env["mail.alias"].create(
            {
                "alias_name": "listy",
                "alias_domain_id": self.alias_domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        alias = self.env["enova.activity"]._answer_alias(self.company)
        self.assertEqual(alias.alias_name, "listy-crm")
