from datetime import date

from odoo.tests import Form, tagged

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCreatorWindow(ProjectCase):
    """What the window shows before anything is made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook = cls._playbook(("Zadzwoń do {contractor}", 0), ("Oferta", 2))

    def _form(self, records, **context):
        wizards = self.env["enova.creator"].with_user(self.user_all)
        return Form(
            wizards.with_context(
                active_model=records._name, active_ids=records.ids, **context
            )
        )

    def test_preview(self):
        form = self._form(self.contractor | self.other_contractor)
        self.assertIn("Say what to make", form.preview)
        self.assertFalse(form.can_create)
        form.playbook_id = self.playbook
        form.campaign_name = "Wiosna"
        form.date_start = date(2026, 3, 26)
        for words in (
            "Will be made for 1",
            "Members of the campaign Wiosna: 1",
            "Projects: 1",
            "Tasks and events: 2, 2 in each",
            "no caretaker (1): Hurtownia",
            "Przegląd 2026: Młyn",
            "Zadzwoń do Młyn",
            "03/30/2026",
        ):
            with self.subTest(words=words):
                self.assertIn(words, form.preview)
        self.assertTrue(form.can_create)
        self.assertEqual(form.project_name, "Przegląd {year}: {contractor}")
        form.project_name = "{nic}"
        self.assertIn("{nic}", form.preview)
        self.assertFalse(form.can_create)

    def test_preview_escapes_what_people_typed(self):
        self.contractor.name = "<script>x</script>"
        form = self._form(self.contractor)
        form.playbook_id = self.playbook
        self.assertNotIn("<script>", form.preview)

    def test_from_a_project(self):
        project = self._project(name="Nasz")
        form = self._form(project)
        self.assertEqual(form.audience, "projects")
        form.playbook_id = self.playbook
        self.assertIn("Tasks and events: 2", form.preview)
        self.assertIn("Nasz", form.preview)

    def test_from_a_campaign(self):
        campaign = self._campaign(audience_domain="[('city', '=', 'Lublin')]")
        form = self._form(campaign)
        self.assertEqual((form.audience, form.campaign_id), ("domain", campaign))
        form.playbook_id = self.playbook
        self.assertIn("Will be made for 1", form.preview)
        member = self.env["enova.campaign.member"]._join(campaign, self.contractor)
        form = self._form(campaign)
        self.assertEqual(form.audience, "campaign")
        form = self._form(member)
        self.assertEqual(form.campaign_id, campaign)
        self.assertEqual(form.partner_ids[:], self.contractor)

    def test_a_saved_filter(self):
        saved = self.env["ir.filters"].create(
            {
                "name": "Gdynia",
                "model_id": "res.partner",
                "domain": "[('city', '=', 'Gdynia')]",
                "user_ids": [],
            }
        )
        form = self._form(self.contractor)
        form.audience = "filter"
        form.filter_id = saved
        form.project_name = "X"
        form.assign_to = "creator"
        self.assertIn("Hurtownia", form.preview)

    def test_the_preview_of_what_is_there(self):
        self._run(
            partner_ids=self.contractor,
            playbook_id=self.playbook.id,
            campaign_name="Wiosna",
        )
        form = self._form(self.contractor)
        form.playbook_id = self.playbook
        form.campaign_name = "Wiosna"
        self.assertIn("has this project already (1)", form.preview)
        self.assertFalse(form.can_create)
