from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestPrivacy(CrmEnovaCase):
    """Somebody asks what is known of him, and then to be forgotten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact.write(
            {
                "email": "ewa@mlyn.example.com",
                "phone": "+48 601 202 303",
                "function": "Kierownik skupu",
                "comment": "<p>Lubi herbatę</p>",
            }
        )
        cls.event = cls._activity(
            type_id=cls.type_note.id,
            partner_id=cls.contractor.id,
            contact_id=cls.contact.id,
            name="Rozmowa z Ewą",
            result="Ewa prosi o rabat",
        )
        cls.event.message_post(body="Ewa dzwoniła znowu")
        cls.consent = cls.env["enova.consent"].create(
            {
                "partner_id": cls.contact.id,
                "purpose_id": cls.env.ref("crm_enova.enova_consent_purpose_service").id,
            }
        )
        cls.product = cls.env["product.product"].create({"name": "Mąka"})

    def _wizard(self, partner=None, user=None):
        wizard = self.env["enova.partner.anonymize"].with_user(
            user or self.user_manager
        )
        return wizard.create({"partner_id": (partner or self.contact).id})

    def test_lookup_of_core_finds_what_is_ours(self):
        if "privacy.lookup.wizard" not in self.env:
            self.fail("the privacy look-up of core is part of the test database")
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": self.contact.name, "email": self.contact.email}
        )
        wizard.action_lookup()
        found = {(line.res_model, line.res_id) for line in wizard.line_ids}
        for record in (self.contact, self.event, self.consent):
            self.assertIn((record._name, record.id), found)

    def test_dry_run_changes_nothing(self):
        form = Form(
            self.env["enova.partner.anonymize"]
            .with_user(self.user_manager)
            .with_context(active_id=self.contact.id)
        )
        self.assertIn("Names: 1", form.changes)
        self.assertIn("Phone", form.changes)
        self.assertFalse(form.blockers)
        self.assertEqual(self.contact.name, "Ewa Nowak")

    def test_forgotten(self):
        messages, consent = self.event.message_ids, self.consent
        self._wizard().action_confirm()
        self.assertEqual(self.contact.name, f"Anonymised {self.contact.id}")
        for name in ("email", "phone", "function", "comment"):
            self.assertFalse(self.contact[name])
        self.assertFalse(self.contact.active)
        self.assertEqual(self.event.name, "Anonymised")
        self.assertEqual(self.event.partner_id, self.contractor)
        self.assertFalse(messages.exists())
        self.assertTrue(consent.exists())  # the proof stays, of nobody by name

    def test_company_goes_with_its_people(self):
        self._wizard(self.contractor).action_confirm()
        self.assertNotIn("Ewa", self.contact.name)
        self.assertFalse(self.contractor.vat)

    def test_open_documents_forbid_it(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.contact.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        task = self._activity(contact_id=self.contact.id)
        wizard = self._wizard()
        self.assertIn("Sales Order: 1", wizard.blockers)
        self.assertIn("Open tasks: 1", wizard.blockers)
        with self.assertRaisesRegex(UserError, "cannot be anonymised yet"):
            wizard.action_confirm()
        self.assertEqual(self.contact.name, "Ewa Nowak")
        order.action_cancel()
        task.action_cancel()
        self.assertFalse(wizard._blockers())

    def test_user_forbids_it(self):
        self.assertIn(
            "Active users: 1", self._wizard(self.user_own.partner_id).blockers
        )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_managers_only(self):
        with self.assertRaises(AccessError):
            self._wizard(user=self.user_all)
        self.assertEqual(self.contact.name, "Ewa Nowak")
