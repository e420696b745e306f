from freezegun import freeze_time
from lxml import etree

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestHead(CrmEnovaCase):
    """Below the name stands who answers, whom to ask for, what they agreed to."""

    def _head(self, partner=None):
        return (partner or self.contractor).with_env(self.env).enova_head()

    def _consent(self, partner, channel, state="given"):
        purpose = self.env["enova.consent.purpose"].sudo().search([], limit=1)
        return (
            self.env["enova.consent"]
            .sudo()
            .create(
                {
                    "partner_id": partner.id,
                    "purpose_id": purpose.id,
                    "channel": channel,
                    "state": state,
                }
            )
        )

    @users("crm_own")
    def test_caretaker(self):
        head = self._head()
        self.assertEqual(head["caretaker"], {"id": self.user_own.id, "name": "Crm Own"})
        self.assertFalse(head["substitute"], "they are there themselves")

    @users("crm_own")
    def test_substitute(self):
        self.env["enova.caretaker"].sudo().create(
            {
                "partner_id": self.contractor.id,
                "user_id": self.user_all.id,
                "role": "deputy",
            }
        )
        self.assertFalse(self._head()["substitute"])
        self.user_own.sudo().write(
            {"out_of_office_from": "2026-06-10", "out_of_office_to": "2026-06-12"}
        )
        self.env.invalidate_all()
        head = self._head()
        self.assertEqual(head["caretaker"]["id"], self.user_own.id)
        self.assertEqual(
            head["substitute"], {"id": self.user_all.id, "name": "Crm All"}
        )

    @users("crm_own")
    def test_person_spoken_with_last(self):
        others = self.env["res.partner"].sudo()
        first = others.create({"name": "Adam", "parent_id": self.contractor.id})
        self.assertEqual(self._head()["person"]["id"], first.id, "the first by name")
        self.env["enova.activity"].create(
            {
                "name": "Spoke",
                "partner_id": self.contractor.id,
                "contact_id": self.contact.id,
                "type_id": self.type_call.id,
            }
        )
        person = self._head()["person"]
        self.assertEqual(person["id"], self.contact.id)
        self.assertEqual(person["name"], self.contact.name)
        self.contact.sudo().active = False
        self.assertEqual(self._head()["person"]["id"], first.id)

    @users("crm_own")
    def test_of_a_person(self):
        head = self._head(self.contact)
        self.assertEqual(head["company"]["id"], self.contractor.id)
        self.assertEqual(head["person"]["id"], self.contact.id)
        self.assertEqual(head["caretaker"]["id"], self.user_own.id)

    @users("crm_own")
    def test_consents(self):
        self._consent(self.contractor, "email")
        self._consent(self.contractor, "phone")
        self._consent(self.contractor, "phone", "withdrawn")
        told = {c["channel"]: c["state"] for c in self._head()["consents"]}
        self.assertEqual(told, {"email": "given", "phone": "withdrawn"})

    @users("crm_own")
    def test_not_theirs(self):
        # what a manager has set before the user of the test comes
        settings = self.env(user=SUPERUSER_ID)["res.config.settings"]
        settings.create({"restrict_contractors": True}).execute()
        with self.assertRaises(AccessError):
            self._head(self.other_contractor)

    def test_form(self):
        """Who works with the CRM gets its form; others get what core gives them."""
        form = self.env.ref("crm_enova.res_partner_view_form_contractor")
        partners = self.env["res.partner"]
        for role, expected in (
            ("own", form.id),
            ("manager", form.id),
            ("outsider", False),
        ):
            user = self.crm_users[role]
            with self.subTest(role=role):
                self.assertEqual(partners.with_user(user).get_formview_id(), expected)

    def test_everything_of_core_is_on_it(self):
        """A field, a page and a button that an addon puts on core's form are here."""
        self.env["ir.ui.view"].create(
            {
                "name": "another addon",
                "model": "res.partner",
                "inherit_id": self.env.ref("base.view_partner_form").id,
                "arch": """
                <data>
                    <div name="button_box" position="inside">
                        <button name="open_commercial_entity" type="object"
                            string="Theirs"/>
                    </div>
                    <field name="vat" position="after"><field name="barcode"/></field>
                    <notebook position="inside">
                        <page name="theirs" string="Theirs"/>
                    </notebook>
                </data>""",
            }
        )
        arch = self._form_arch()
        self.assertTrue(arch.xpath("//button[@name='open_commercial_entity']"))
        self.assertTrue(
            arch.xpath("//page[@name='enova_data']//field[@name='barcode']")
        )
        self.assertTrue(arch.xpath("//notebook/page[@name='theirs']"))

    def test_history_before_addresses(self):
        arch = self._form_arch()
        pages = [page.get("name") for page in arch.xpath("/form/sheet/notebook/page")]
        self.assertEqual(pages[:2], ["enova_crm", "enova_data"])
        self.assertTrue(arch.xpath("//page[@name='enova_data']//field[@name='street']"))
        self.assertFalse(arch.xpath("/form/sheet/group"))

    def _form_arch(self):
        view = self.env.ref("crm_enova.res_partner_view_form_contractor")
        partners = self.env["res.partner"].with_user(self.user_manager)
        return etree.fromstring(partners.get_view(view.id, "form")["arch"])
