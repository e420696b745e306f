from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestPrivacy(CrmEnovaCase):
    """Somebody asks what is known of them, and then to be forgotten."""

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

    def _everything_of_ours(self, partner):
        """Create a record of each model of ours that points to a partner."""
        project = self.env["enova.project"].create(
            {
                "name": "Umowa z Ewą Nowak",
                "partner_id": partner.id,
                "goal": "Przekonać Ewę",
                "description": "<p>Ewa zwleka</p>",
                "outcome_note": "Ewa odmówiła",
            }
        )
        project.message_post(body="Ewa pisze")
        campaign = self.env["enova.campaign"].create({"title": "Wiosna"})
        member = self.env["enova.campaign.member"].create(
            {"campaign_id": campaign.id, "partner_id": partner.id, "note": "Ewa"}
        )
        van = self.env["enova.resource"].create(
            {
                "name": "Van",
                "category_id": self.env.ref(
                    "crm_enova.enova_resource_category_vehicles"
                ).id,
            }
        )
        booked = self.env["enova.reservation"].create(
            {
                "resource_id": van.id,
                "partner_id": partner.id,
                "start": "2099-01-05 08:00:00",
                "stop": "2099-01-05 09:00:00",
                "name": "Do Ewy",
                "note": "Ewa prosi o 9",
            }
        )
        caretaker = self.env["enova.caretaker"].create(
            {
                "partner_id": partner.id,
                "user_id": self.user_all.id,
                "role": "deputy",
                "reason": "Ewa go lubi",
            }
        )
        return project, member, booked, caretaker

    def test_lookup_finds_every_model_of_ours(self):
        records = self._everything_of_ours(self.other_contractor)
        self.other_contractor.email = "pn@example.com"
        run = self.env["enova.creator"].create(
            {
                "partner_ids": [Command.set(self.other_contractor.ids)],
                "project_name": "P",
                "goal": "G",
            }
        )
        action = run.action_create()
        line = self.env["enova.creator.run"].browse(action["res_id"]).line_ids
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": self.other_contractor.name, "email": "pn@example.com"}
        )
        wizard.action_lookup()
        found = [(line.res_model, line.res_id) for line in wizard.line_ids]
        for record in (*records, line):
            with self.subTest(model=record._name):
                self.assertEqual(found.count((record._name, record.id)), 1)

    def test_lookup_leads_to_the_dry_run(self):
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": self.contact.name, "email": self.contact.email}
        )
        wizard.action_lookup()
        line = wizard.line_ids.filtered(lambda row: row.res_model == "res.partner")
        action = line.action_enova_anonymize()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(form.partner_id, self.contact)
        self.assertEqual(self.contact.name, "Ewa Nowak")
        form.save().action_confirm()
        self.assertIn(f"#{self.contact.id}", wizard.execution_details)
        self.assertTrue(wizard.log_id)

    def test_every_model_of_ours_forgets(self):
        project, member, booked, caretaker = self._everything_of_ours(
            self.other_contractor
        )
        messages = project.message_ids
        wizard = self._wizard(self.other_contractor)
        for line in ("Open projects: 1", "Coming reservations: 1"):
            self.assertIn(line, wizard.blockers)
        with self.assertRaisesRegex(UserError, "cannot be anonymised yet"):
            wizard.action_confirm()
        self.assertEqual(project.goal, "Przekonać Ewę")
        project._close("won")
        booked.action_cancel()
        for line in ("Project: 1", "Reservation: 1", "Member of a campaign: 1"):
            self.assertIn(line, self._wizard(self.other_contractor).changes)
        self._wizard(self.other_contractor).action_confirm()
        self.assertEqual(project.name, "Anonymised")
        texts = [project[n] for n in ("goal", "description", "outcome_note")]
        texts += [member.note, booked.name, booked.note, caretaker.reason]
        self.assertFalse([text for text in texts if text])
        self.assertFalse(messages.exists())
        # what was, stays: who was in which campaign, and how projects ended
        self.assertEqual(member.partner_id, self.other_contractor)
        self.assertEqual(project.state, "won")

    def test_company_of_a_forgotten_person_stays_as_it_was(self):
        """The ERP writes an address and a NIP of a person to their company."""
        project = self.env["enova.project"].create(
            {
                "name": "Nowa linia",
                "partner_id": self.contractor.id,
                "contact_id": self.contact.id,
                "goal": "Ewa Nowak podpisze",
            }
        )
        names = ["name", "vat", "street", "city", "phone", "email", "website"]
        self.contractor.write({"street": "Młyńska 1", "website": "https://mlyn.pl"})
        before = self.contractor.read(names)
        self._wizard().action_confirm()
        self.assertEqual(self.contractor.read(names), before)
        self.assertTrue(self.contractor.active)
        self.assertEqual(project.name, "Nowa linia")
        self.assertNotIn("Ewa", project.goal or "")

    def test_names_go_as_words_and_as_a_whole(self):
        """Nothing of a name is left, and no word that begins like one is changed."""
        firm = self.env["res.partner"].create({"name": "Jan", "is_company": True})
        person = firm.create({"name": "Jan Nowak", "parent_id": firm.id})
        project = self.env["enova.project"].create(
            {
                "name": "January: jan nowak, Janusz, Jan",
                "partner_id": self.contractor.id,
                "contact_id": person.id,
                "description": "<p>JAN NOWAK (<b>Jan</b>) &amp; January</p>",
            }
        )
        self._wizard(firm).action_confirm()
        self.assertEqual(project.name, "January: Anonymised, Janusz, Anonymised")
        self.assertNotIn("nowak", project.description.lower())
        self.assertIn("<b>Anonymised</b>", project.description)
        self.assertIn("&amp; January", project.description)

    def test_letters_and_what_they_wrote_are_forgotten(self):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "S",
                "mailing_model_id": self.env["ir.model"]._get("res.partner").id,
            }
        )
        trace = self.env["mailing.trace"].create(
            {
                "mass_mailing_id": mailing.id,
                "model": "res.partner",
                "res_id": self.contact.id,
                "email": self.contact.email,
            }
        )
        task = self._activity(partner_id=self.other_contractor.id)
        letter = task.message_post(body="Ja, Ewa", author_id=self.contact.id)
        self._wizard().action_confirm()
        self.assertFalse(trace.email)
        self.assertFalse(letter.exists())
        self.assertEqual(task.name, "Task")

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
