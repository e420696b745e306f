from datetime import date

from odoo.exceptions import UserError
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

    def test_the_preview_counts_what_is_new_alone(self):
        campaign = self._campaign()
        self.env["enova.campaign.member"]._join(campaign, self.contractor)
        form = self._form(self.contractor)
        form.playbook_id = self.playbook
        form.campaign_id = campaign
        self.assertIn("Members of the campaign Wiosna: 0", form.preview)
        self.assertIn("Projects: 1", form.preview)

    def test_the_preview_leaves_out_tasks_that_are_there(self):
        project = self._project() | self._project(name="Drugi")
        values = {"audience": "projects", "playbook_id": self.playbook.id}
        self._run(project_ids=project, **values)
        project[0].enova_activity_ids[0].unlink()
        project |= self._project(name="Trzeci")
        form = self._form(project)
        form.playbook_id = self.playbook
        # one that is missing in the first, two in the third
        self.assertIn("Will be made for 2", form.preview)
        self.assertIn("Tasks and events: 3", form.preview)
        before = self.env["enova.activity"].search_count([])
        form.save().action_create()
        self.assertEqual(self.env["enova.activity"].search_count([]), before + 3)

    def test_without_a_day_to_start(self):
        form = self._form(self.contractor)
        form.playbook_id = self.playbook
        form.date_start = False
        self.assertIn("Choose the day", form.preview)
        self.assertFalse(form.can_create)
        form.date_start = date(2999, 12, 30)
        self.assertIn("ten years", form.preview)
        self.assertFalse(form.can_create)

    def test_from_several_campaigns(self):
        campaigns = self._campaign() | self._campaign(title="Lato")
        with self.assertRaisesRegex(UserError, "one campaign"):
            self._form(campaigns)

    def test_a_saved_filter_that_is_out_of_date(self):
        saved = self.env["ir.filters"].create(
            {
                "name": "Dawny",
                "model_id": "res.partner",
                "domain": "[('city', '=', 'Gdynia')]",
                "user_ids": [],
            }
        )
        # a field that has been there when it was saved
        self.env.cr.execute(
            "UPDATE ir_filters SET domain = %s WHERE id = %s",
            ["[('nope', '=', 1)]", saved.id],
        )
        saved.invalidate_recordset()
        form = self._form(self.contractor)
        form.audience = "filter"
        form.filter_id = saved
        form.project_name = "X"
        self.assertIn("cannot be read", form.preview)

    def test_a_filter_that_no_database_can_read(self):
        for text in (
            "[('id', 'in', [1, 'x'])]",
            "[('create_date', '>', 'x')]",
            "[('id', '=', 10**3)]",
            "-" * 20_000 + "1",
            "(" * 5000,
        ):
            with self.subTest(text=text[:30]):
                form = self._form(self.contractor)
                form.audience = "domain"
                form.partner_domain = text
                form.project_name = "X"
                self.assertIn("cannot be read", form.preview)
                self.assertFalse(form.can_create)

    def test_many_are_counted_rather_than_named(self):
        """Thousands of labels would bury the preview, and the browser."""
        partners = self.env["res.partner"].create(
            [
                {"name": f"K{n}", "is_company": True, "user_id": self.user_own.id}
                for n in range(30)
            ]
        )
        wizards = self.env["enova.creator"].with_user(self.user_all)
        twice = partners.ids + partners[:3].ids
        form = Form(wizards.with_context(active_model="res.partner", active_ids=twice))
        self.assertEqual(form.chosen_count, 30)
        self.assertFalse(form.partner_ids[:])
        form.playbook_id = self.playbook
        self.assertIn("Will be made for 30", form.preview)
        wizard = form.save()
        partners[0].sudo().unlink()
        partners[1].active = False
        action = wizard.action_create()
        run = self.env["enova.creator.run"].browse(action["res_id"])
        self.assertEqual((run.made_count, run.left_count), (28, 1))

    def test_the_trial_of_a_template(self):
        """Try or run: for one contractor, nothing being made."""
        action = self.playbook.with_user(self.user_all).action_open_creator()
        wizards = self.env[action["res_model"]].with_user(self.user_all)
        before = self.env["enova.activity"].search_count([])
        form = Form(wizards.with_context(**action["context"]))
        self.assertEqual(form.playbook_id, self.playbook)
        form.partner_ids.add(self.contractor)
        self.assertIn("Zadzwoń do Młyn", form.preview)
        self.assertEqual(self.env["enova.activity"].search_count([]), before)


@tagged("post_install", "-at_install")
class TestCreatorCompanies(ProjectCase):
    """A user of two companies makes things in one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook = cls._playbook(("Zadzwoń", 0))
        cls.user_all.company_ids += cls.other_company
        cls.foreign = cls.env["res.partner"].create(
            {
                "name": "Obcy",
                "company_id": cls.other_company.id,
                "is_company": True,
                "user_id": cls.user_all.id,
            }
        )

    def _wizard(self, **values):
        companies = (self.company | self.other_company).ids
        wizard = self._creator(playbook_id=self.playbook.id, **values)
        return wizard.with_context(allowed_company_ids=companies)

    def test_window_and_run_say_the_same(self):
        wizard = self._wizard(partner_ids=self.contractor | self.foreign)
        self.assertIn("of another company (1): Obcy", wizard.preview)
        action = wizard.action_create()
        run = self.env["enova.creator.run"].browse(action["res_id"])
        left = run.line_ids.filtered(lambda line: line.state == "left")
        self.assertEqual(left.partner_id, self.foreign)
        self.assertEqual(left.reason_label, "of another company")

    def test_a_campaign_of_another_company(self):
        campaign = self._campaign(company_id=self.other_company.id)
        wizard = self._wizard(partner_ids=self.contractor, campaign_id=campaign.id)
        with self.assertRaisesRegex(UserError, "Druga Firma"):
            wizard.action_create()
        wizards = wizard.browse().with_context(
            active_model="enova.campaign", active_ids=campaign.ids
        )
        self.assertEqual(Form(wizards).company_id, self.other_company)

    def test_projects_of_another_company(self):
        mine = self._project()
        theirs = self._project(
            name="Obcy", partner_id=self.foreign.id, company_id=self.other_company.id
        )
        wizard = self._wizard(audience="projects", project_ids=mine | theirs)
        self.assertIn("of another company (1)", wizard.preview)
        wizard.company_id = self.other_company
        self.assertIn("Will be made for 1", wizard.preview)
        wizard.action_create()
        self.assertFalse(mine.enova_activity_ids)
        self.assertEqual(theirs.enova_activity_ids.company_id, self.other_company)
