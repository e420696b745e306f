from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged, users

from .common import CrmEnovaCase

OWN = ["email", "letter", "file", "folder", "reservation", "creator"]


@tagged("post_install", "-at_install")
class TestWritings(CrmEnovaCase):
    """From one place one writes all that one has a right to, and nothing else."""

    def _partner(self, partner=None):
        return (partner or self.contractor).with_env(self.env)

    def _names(self):
        return [writing["name"] for writing in self._partner().enova_writings()]

    def _with_group(self, *names):
        for name in names:
            self.env.user.sudo().group_ids += self.env.ref(name)

    @users("crm_own")
    def test_without_sales_and_stock(self):
        self.assertEqual(self._names(), OWN)

    @users("crm_own")
    def test_with_each_right(self):
        self._with_group("sales_team.group_sale_salesman")
        self.assertIn("quotation", self._names())
        self.assertNotIn("service", self._names())
        self._with_group("stock.group_stock_user")
        self.assertIn("service", self._names())

    @users("crm_outsider")
    def test_outsider(self):
        self.assertFalse({"quotation", "letter", "folder"} & set(self._names()))

    @users("crm_own")
    def test_not_theirs(self):
        # what a manager has set before the user of the test comes
        settings = self.env(user=SUPERUSER_ID)["res.config.settings"]
        settings.create({"restrict_contractors": True}).execute()
        hidden = self._partner(self.other_contractor)
        for method in (
            "enova_writings",
            "action_write_enova_email",
            "action_new_enova_quotation",
            "action_open_enova_creator",
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(hidden, method)()

    @users("crm_own")
    def test_every_button_opens(self):
        self._with_group("sales_team.group_sale_salesman", "stock.group_stock_user")
        for writing in self._partner().enova_writings():
            if not writing["method"]:
                continue
            with self.subTest(writing=writing["name"]):
                action = getattr(self._partner(), writing["method"])()
                self.assertEqual(action["type"], "ir.actions.act_window")
                model = self.env[action["res_model"]].with_context(**action["context"])
                form = Form(model)
                if "partner_id" in form._view["fields"]:
                    self.assertEqual(form.partner_id, self._partner())

    @users("crm_own")
    def test_email_is_sent_and_stands_in_the_history(self):
        self.contractor.sudo().email = "biuro@mlyn.example.com"
        action = self._partner().action_write_enova_email()
        self.assertEqual(action["target"], "new")
        composers = self.env["mail.compose.message"].with_context(**action["context"])
        composer = composers.create({"subject": "Price list", "body": "<p>Here</p>"})
        self.assertEqual(composer.partner_ids, self._partner())
        composer.action_send_mail()
        # sudo: to whom it went, which the sender does not read
        notices = self.env["mail.notification"].sudo()
        [notice] = notices.search([("mail_message_id.subject", "=", "Price list")])
        self.assertEqual(notice.notification_type, "email")
        self.assertEqual(notice.res_partner_id, self.contractor)
        entries = self._partner().enova_timeline(sources=["message"])["entries"]
        self.assertEqual([entry["title"] for entry in entries], ["Price list"])
        self.assertEqual(entries[0]["direction"], "out")

    @users("crm_own")
    def test_addressee(self):
        """Where the company has no e-mail, it goes to whom one asks for there."""
        self.contractor.sudo().email = False
        self.contact.sudo().email = "ewa@mlyn.example.com"
        action = self._partner().action_write_enova_email()
        self.assertEqual(action["context"]["default_partner_ids"], self.contact.ids)
        self.contact.sudo().email = False
        action = self._partner().action_write_enova_email()
        self.assertFalse(action["context"]["default_partner_ids"])
