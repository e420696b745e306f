from odoo.tests import Form, freeze_time, tagged

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestProjectBoard(ProjectCase):
    """A card that is dropped where projects end asks what the window asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project = cls._project(user_id=cls.user_own.id)

    def _drop(self, stage):
        return self.project.with_user(self.user_own).action_ask_stage(stage.id)

    def test_lost_asks_for_the_reason(self):
        action = self._drop(self.project_stage_lost)
        self.assertEqual(action["res_model"], "enova.project.close")
        wizards = self.env["enova.project.close"].with_user(self.user_own)
        form = Form(wizards.with_context(**action["context"]))
        self.assertEqual(form.outcome, "lost")
        form.reason_id = self.reason
        form.save().action_confirm()
        self.assertEqual(self.project.stage_id, self.project_stage_lost)

    def test_won_asks_what_becomes_of_open_tasks(self):
        self.assertFalse(self._drop(self.project_stage_won))
        task = self._activity(project_id=self.project.id)
        self.assertTrue(self._drop(self.project_stage_won))
        task.action_done()
        self.assertFalse(self._drop(self.project_stage_won))

    def test_nothing_is_asked_while_it_goes_on(self):
        self._activity(project_id=self.project.id)
        self.assertFalse(self._drop(self.project_stage_in_progress))

    def test_the_stage_that_it_was_dropped_on(self):
        second = self.project_stage_lost.copy({"name": "Za drogo", "sequence": 99})
        action = self._drop(second)
        wizards = self.env["enova.project.close"].with_user(self.user_own)
        wizard = wizards.with_context(**action["context"]).create(
            {"reason_id": self.reason.id}
        )
        wizard.action_confirm()
        self.assertEqual(self.project.stage_id, second)

    def test_back_on_the_board_it_has_no_reason(self):
        self.project._close("lost", self.reason)
        self.project.stage_id = self.project_stage_planned
        self.assertFalse(self.project.reason_id)
        self.assertFalse(self.project.date_closed)


@tagged("post_install", "-at_install")
class TestProjectForm(ProjectCase):
    def test_tasks_stand_on_the_form(self):
        project = self._project(user_id=self.user_own.id, contact_id=self.contact.id)
        self._activity(project_id=project.id, private=True, user_id=self.user_own.id)
        self._activity(project_id=project.id)
        for user, seen in ((self.user_own, 2), (self.user_manager, 1)):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                form = Form(project.with_user(user))
                self.assertEqual(len(form.enova_activity_ids), seen)
        with form.enova_activity_ids.new() as line:
            line.name = "Zadzwoń"
            self.assertEqual(line.partner_id, self.contractor)
        form.save()
        task = project.enova_activity_ids.filtered(lambda a: a.name == "Zadzwoń")
        self.assertEqual(task.user_id, self.user_own)
        self.assertEqual(task.contact_id, self.contact)

    def test_a_date_as_the_goal(self):
        values = {"measure": "date", "date_deadline": "2026-03-10"}
        for moment, share in (
            ("2026-03-10 22:30:00", 100),  # still the same day in Warsaw
            ("2026-03-10 23:30:00", 0),
        ):
            with freeze_time(moment), self.subTest(moment=moment):
                project = self._project(date_start="2026-03-01", **values)
                self.assertEqual(project.goal_share, 0)
                project._close("won")
                self.assertEqual(project.goal_share, share)
        late = self._project(measure="date", date_deadline=False)
        late._close("won")
        self.assertEqual(late.goal_share, 100)

    def test_revenue_as_the_goal(self):
        project = self._project(measure="revenue", target=1000)
        line = {"name": "x", "price_unit": 250, "tax_ids": False}
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contractor.id,
                "enova_project_id": project.id,
                "invoice_line_ids": [(0, 0, line)],
            }
        )
        self.assertEqual(project.reached, 0)
        invoice.action_post()
        self.assertEqual((project.reached, project.goal_share), (250, 25))
        # whoever may not read what it brought sees how far it is
        self.env.invalidate_all()
        self.assertEqual(project.with_user(self.user_own).goal_share, 25)

    def test_own_fields_in_list_and_search(self):
        self.project_sale.properties_definition = [
            {"name": "a1", "type": "char", "string": "Hala"}
        ]
        project = self._project(type_id=self.project_sale.id, properties={"a1": "B2"})
        projects = self.env["enova.project"].with_user(self.user_all)
        self.assertEqual(projects.search([("properties.a1", "=", "B2")]), project)
        for view in ("list", "search", "kanban"):
            arch = projects.get_view(view_type=view)["arch"]
            with self.subTest(view=view):
                self.assertIn('name="properties"', arch)
