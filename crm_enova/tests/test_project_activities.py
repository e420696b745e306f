from datetime import date, datetime

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestActivityOfProject(ProjectCase):
    def test_inherits_contractor_responsible_and_deadline(self):
        project = self._project(
            user_id=self.user_own.id,
            contact_id=self.contact.id,
            date_deadline="2099-04-30",
        )
        activities = self.env["enova.activity"].with_user(self.user_all)
        created = activities.create(
            [
                {"name": "a", "project_id": project.id},
                {
                    "name": "b",
                    "project_id": project.id,
                    "user_id": self.user_all.id,
                    "date_deadline": "2099-01-05",
                },
                {"name": "c", "project_id": project.id, "date_start": datetime.now()},
            ]
        )
        self.assertEqual(created.partner_id, self.contractor)
        self.assertEqual(created[0].contact_id, self.contact)
        self.assertEqual(created.mapped("user_id.login"), ["crm_own", "crm_all"])
        self.assertEqual(created[0].date_deadline, date(2099, 4, 30))
        self.assertEqual(created[1].date_deadline, date(2099, 1, 5))
        self.assertFalse(created[2].date_deadline)

    def test_what_a_project_lacks_hides_no_proposal(self):
        definition = self.type_task.copy(
            {"name": "W pięć dni", "deadline_proposed": True, "deadline_delay": 5}
        )
        project = self._project(date_deadline=False)
        activities = self.env["enova.activity"].with_user(self.user_all)
        values = {"name": "a", "type_id": definition.id, "project_id": project.id}
        task = activities.create(values)
        self.assertEqual(
            task.date_deadline, definition._proposed_deadline(self.company)
        )
        self.assertTrue(task.date_deadline)
        self.assertEqual(task.user_id, self.user_all, "the project is nobody's")
        self.assertEqual(task.partner_id, self.contractor)
        empty = activities.create({**values, "date_deadline": False})
        self.assertFalse(empty.date_deadline, "who leaves it empty wants it so")

    def test_a_follow_up_stays_in_the_project(self):
        project = self._project(campaign_id=self._campaign().id)
        task = self._activity(
            name="a", project_id=project.id, user_id=self.user_own.id
        ).with_user(self.user_own)
        followup = task._create_followup()
        self.assertEqual(followup.project_id, project)
        self.assertEqual(followup.campaign_id, project.campaign_id)

    def test_a_follow_up_stays_in_a_project_that_one_may_not_read(self):
        """The task that it follows shows the project to its assignee."""
        project = self._project(partner_id=self.other_contractor.id)
        task = self._activity(
            name="a", project_id=project.id, user_id=self.user_own.id
        ).with_user(self.user_own)
        self.assertFalse(project.with_user(self.user_own).has_access("read"))
        self.assertEqual(task._create_followup().sudo().project_id, project)

    def test_a_series_stays_in_the_project(self):
        project = self._project()
        task = self._activity(
            name="a",
            project_id=project.id,
            user_id=self.user_own.id,
            date_start="2099-03-23 09:00:00",
        )
        wizards = self.env["enova.activity.repeat"].with_user(self.user_own)
        form = Form(wizards.with_context(active_id=task.id))
        form.count = 3
        form.save().action_confirm()
        self.env.invalidate_all()
        occurrences = task.recurrence_id.activity_ids
        self.assertEqual(len(occurrences), 3)
        self.assertEqual(occurrences.project_id, project)
        self.assertTrue(all(occurrences.mapped("project_id")))

    def test_the_form_shows_what_it_takes_over(self):
        project = self._project(user_id=self.user_own.id, date_deadline="2099-04-30")
        form = Form(
            self.env["enova.activity"]
            .with_user(self.user_all)
            .with_context(default_kind="task")
        )
        form.name = "Zadzwoń"
        form.project_id = project
        self.assertEqual(form.partner_id, self.contractor)
        self.assertEqual(form.user_id, self.user_own)
        self.assertEqual(form.date_deadline, date(2099, 4, 30))

    def test_another_contractors_are_refused_by_name(self):
        project = self._project()
        task = self._activity(name="Obce", partner_id=self.other_contractor.id)
        with self.assertRaisesRegex(ValidationError, "Obce"), self.env.cr.savepoint():
            task.project_id = project
        self.assertFalse(task.project_id)

    def test_one_of_nobody_gets_the_contractor(self):
        project = self._project()
        task = self._activity(name="Niczyje")
        task.project_id = project
        self.assertEqual(task.partner_id, self.contractor)

    def test_into_a_project_by_the_action(self):
        project = self._project()
        mine = self._activity(partner_id=self.contact.id)
        foreign = self._activity(name="Obce", partner_id=self.other_contractor.id)
        both = mine | foreign
        wizards = self.env["enova.activity.into.project"].with_user(self.user_all)
        wizards = wizards.with_context(
            active_model="enova.activity", active_ids=both.ids
        )
        wizard = wizards.create({"project_id": project.id})
        self.assertEqual(wizard.activity_count, 2)
        with self.assertRaisesRegex(UserError, "Obce"), self.env.cr.savepoint():
            wizard.action_confirm()
        self.assertFalse(both.project_id)
        wizard.activity_ids = [Command.set(mine.ids)]
        self.assertEqual(wizard.commercial_partner_id, self.contractor)
        wizard.action_confirm()
        self.assertEqual(mine.project_id, project)

    def test_campaign_of_the_project(self):
        campaign, other = self._campaign(), self._campaign(title="Lato")
        project = self._project(campaign_id=campaign.id)
        task = self._activity(project_id=project.id)
        self.assertEqual(task.campaign_id, campaign)
        wizard = (
            self.env["enova.project.into.campaign"]
            .with_user(self.user_all)
            .with_context(active_model="enova.project", active_ids=project.ids)
            .create({"campaign_id": other.id})
        )
        self.assertEqual((wizard.project_count, wizard.other_count), (1, 1))
        wizard.action_confirm()
        self.assertEqual(task.campaign_id, other)
        # the contractor is a member there, without anybody's entering it
        self.assertEqual(other.member_ids.partner_id, self.contractor)

    def test_no_context_puts_a_task_into_a_foreign_campaign(self):
        campaign = self._campaign()
        activities = self.env["enova.activity"]
        task = activities.with_context(
            default_campaign_id=campaign.campaign_id.id
        ).create({"name": "x"})
        self.assertFalse(task.campaign_id)
