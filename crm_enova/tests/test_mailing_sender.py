import email
import email.policy

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.mailing.mail_sender import MailSender, Route
from ..models.mailing.mailing_mailing_sending import FROM_PARAMETER
from .mailing_send_common import MailingSendCase

VICTIM = "victim@example.net"


def read(letter):
    """Return the message that goes over the wire."""
    return email.message_from_bytes(letter.payload, policy=email.policy.default)


class SenderMixin:
    def _letter(self, mail):
        """Return a letter as the sender prepares it."""
        route = Route(
            self.env["ir.mail_server"], self.env["mail.alias.domain"], mail.email_from
        )
        return MailSender(self.env)._prepare_letter(route, 1, mail)


@tagged("post_install", "-at_install")
class TestMailingSender(SenderMixin, MailingSendCase):
    """What an e-mail of a mail merge says of itself, and who it says it is from."""

    def test_envelope(self):
        letter = self._letter(self.mails[0])
        self.assertFalse(letter.error)
        self.assertEqual(letter.recipients, ["adresat0@example.com"])
        self.assertEqual(letter.email, "adresat0@example.com")
        message = read(letter)
        self.assertEqual(message["Message-Id"], self.mails[0].message_id)
        self.assertEqual(
            message["From"].addresses[0].addr_spec, self.user_manager.email
        )
        self.assertEqual(
            message["Reply-To"].addresses[0].addr_spec, "answers@crm.example.com"
        )

    def test_fixed_sender(self):
        self.env["ir.config_parameter"].set_param(FROM_PARAMETER, "news@example.com")
        partners = self._addressees(1, "staly")
        [mail] = self._mails_of(self._mailing(partners, email_from="ceo@bank.example"))
        sender = read(self._letter(mail))["From"].addresses[0]
        self.assertEqual(sender.addr_spec, "news@example.com")
        self.assertEqual(sender.display_name, self.user_manager.name)

    def test_nobody_elses_name(self):
        """Neither when it is queued, nor by a change between queueing and sending."""
        partners = self._addressees(1, "obcy")
        with self.assertRaisesRegex(UserError, "ceo@bank.example"):
            self._mailing(partners, email_from="ceo@bank.example")
        mailing = self.mailing
        mailing.email_from = "ceo@bank.example"
        with self.assertRaisesRegex(UserError, "ceo@bank.example"):
            mailing._action_send_mail(self.addressees.ids)

    def test_addresses_of_the_company(self):
        for address in ("firma@example.com", f"Ja <{self.user_manager.email}>"):
            self.mailing.email_from = address
            with self.subTest(address):
                self.mailing._settle_sender()
                self.assertEqual(self.mailing.email_from, address)

    def test_no_header_of_a_users_own(self):
        """A break in a name or a subject begins no header."""
        for name in ("subject", "reply_to", "email_from", "email_to", "headers"):
            [mail] = self.mails[0]
            values = {
                "subject": f"Nowe ceny\r\nBcc: {VICTIM}",
                "reply_to": f'"A\r\nBcc: {VICTIM}" <a@example.com>',
                "email_from": f'"A\nBcc: {VICTIM}" <a@example.com>',
                "email_to": f'"A\nBcc: {VICTIM}" <a@example.com>',
                "headers": repr({"X-Mine": f"1\r\nBcc: {VICTIM}"}),
            }
            with self.subTest(name):
                mail.write({name: values[name]})
                letter = self._letter(mail)
                self.assertNotIn(VICTIM, letter.recipients)
                if not letter.error:
                    message = read(letter)
                    self.assertNotIn("Bcc", message)
                    self.assertEqual(len(message.get_all("To")), 1)

    def test_unsubscribing_is_of_marketing(self):
        message = read(self._letter(self.mails[0]))
        self.assertIn("unsubscribe_oneclick", message["List-Unsubscribe"])
        self.assertEqual(message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.mailing._as_system().purpose = "contract"
        message = read(self._letter(self.mails[0]))
        self.assertNotIn("List-Unsubscribe", message)
        self.assertNotIn("List-Unsubscribe-Post", message)

    def test_what_cannot_be_built_is_an_error_of_its_addressee(self):
        self.mails[0].email_to = False
        self.mails[0].recipient_ids = False
        letter = self._letter(self.mails[0])
        self.assertTrue(letter.error)
        self.assertFalse(letter.payload)
        self.assertFalse(self._letter(self.mails[1]).error)

    def test_hint_where_answers_are_not_seen(self):
        self.assertEqual(self.mailing.answers_hint, "seen")
        self.company.alias_domain_id = False
        self.mailing.invalidate_recordset(["answers_hint"])
        self.assertEqual(self.mailing.answers_hint, "no_domain")

    def test_counts_of_the_form(self):
        self._attempt(self.mails[0], "uncertain", error="Broken off")
        self.mailing.invalidate_recordset()
        self.assertEqual(self.mailing.uncertain_count, 1)
        action = self.mailing.action_open_uncertain()
        found = self.env["enova.activity"].search(action["domain"])
        self.assertEqual(found, self.events[0])
