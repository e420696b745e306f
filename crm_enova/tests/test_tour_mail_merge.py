import base64
import email.message
import email.utils
import io

from pypdf import PdfReader

from odoo.tests import tagged

from .mailing_common import BODY
from .mailing_send_common import MailingSendMixin
from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourMailMerge(MailingSendMixin, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        places = [
            {"email": "b1@example.com", "street": "Długa 1", "city": "Kraków"},
            {"street": "Długa 2", "city": "Kraków"},
            {"city": "Kraków"},
        ]
        cls.breweries = cls.env["res.partner"].create(
            [
                {"name": f"Browary {number}", "is_company": True, **place}
                for number, place in enumerate(places, 1)
            ]
        )

    def _run(self):
        mailings = self.env["mailing.mailing"].search([("subject", "=", "New prices")])
        return mailings.sorted("mailing_type")

    def _told(self, mailing):
        return {
            event.partner_id.name: event.mailing_left_out or event.mailing_state
            for event in mailing.event_ids
        }

    def test_a_mixed_run(self):
        self.start_tour("/odoo/contractors", "enova_mail_merge_mixed", login="crm_all")
        letters, mails = self._run()
        self.assertEqual(letters.counterpart_id, mails)
        self.assertEqual(self._told(letters), {"Browary 2": "prepared"})
        self.assertEqual(
            self._told(mails), {"Browary 1": "prepared", "Browary 3": "no_address"}
        )

    def test_letters_from_the_list(self):
        self.start_tour("/odoo/contractors", "enova_mail_merge_letter", login="crm_all")
        self.assertEqual(
            self._told(self._run()),
            {
                "Browary 1": "prepared",
                "Browary 2": "prepared",
                "Browary 3": "no_address",
            },
        )

    def test_an_event_from_the_contractor(self):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "New prices",
                "body_html": BODY,
                "mailing_type": "letter",
                "purpose": "contract",
                "audience": "selected",
                "mailing_domain": repr([("id", "=", self.breweries[0].id)]),
            }
        )
        mailing.action_put_in_queue()
        mailing.event_ids._mailing_moved("posted")
        url = f"/odoo/contractors/{self.breweries[0].id}"
        self.start_tour(url, "enova_mail_merge_event", login="crm_all")
        again = self.env["enova.letter.file"].search([], order="id desc", limit=1)
        self.assertIn("Browary 1", again.name)
        [page] = PdfReader(io.BytesIO(base64.b64decode(again.data))).pages
        self.assertIn("we write to Browary 1", page.extract_text())

    def test_an_answer_on_the_event(self):
        self._set_up_mailing(1)
        sent = self.mails.message_id
        self._attempt(self.mails, "sent")
        message = email.message.EmailMessage()
        message["From"] = self.addressees.email
        alias = self.env["enova.activity"]._answer_alias(self.company)
        message["To"] = alias.alias_full_name
        message["Subject"] = "Re: Nowe ceny"
        message["Message-ID"] = email.utils.make_msgid()
        message["References"] = sent
        message.set_content("Dziękuję, biorę dwie palety.")
        self.env["mail.thread"].message_process(False, message.as_bytes())
        url = f"/odoo/contractors/{self.addressees.id}"
        self.start_tour(url, "enova_mail_merge_answer", login="crm_all")

    def test_a_creator_with_letters(self):
        self.start_tour(
            "/odoo/contractors", "enova_mail_merge_creator", login="crm_all"
        )
        self.assertEqual(len(self._run().event_ids), 3)
