import importlib.util

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_path

from .test_creator_undo import UndoCase


@tagged("post_install", "-at_install")
class TestCreatorUndoKeeps(UndoCase):
    """What somebody has gone on with stays, and stops it until that is agreed to."""

    def _keep_one(self, run):
        """Assert that the first contractor's share stays as a whole, and why."""
        wizard = self._undo(run)
        self.assertTrue(wizard.has_kept)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            wizard.action_undo()
        self.assertEqual(run.state, "done")
        preview = str(wizard.preview)
        wizard.action_undo_untouched()
        self.assertEqual(self._projects().partner_id, self.contractor)
        tasks = self._projects().enova_activity_ids.filtered("playbook_line_id")
        self.assertEqual(len(tasks), 2)
        states = {line.partner_id: line.state for line in run.line_ids}
        self.assertEqual(states, {self.contractor: "made", self.second: "undone"})
        self.assertEqual(run.campaign_id.member_ids.partner_id, self.contractor)
        return preview

    def _task(self, run):
        return run.project_ids.filtered(
            lambda project: project.partner_id == self.contractor
        ).enova_activity_ids[0]

    def test_a_task_that_was_changed(self):
        run = self._made_run()
        self._task(run).with_user(self.user_own).action_start()
        said = self._keep_one(run)
        self.assertIn(f"changed since (1): {self.contractor.name}", said)

    def test_a_project_that_was_changed(self):
        run = self._made_run()
        self._task(run).project_id.goal = "Inny"
        self.assertIn("changed since (1)", self._keep_one(run))

    def test_a_conversation(self):
        run = self._made_run()
        self._task(run).message_post(body="Rozmawiałem", message_type="comment")
        self.assertIn("somebody has written", self._keep_one(run))

    def test_an_e_mail_of_the_definition(self):
        """The queue deletes what it has sent: the definition says that it was."""
        template = self.env["mail.template"].create(
            {
                "name": "x",
                "model_id": self.env["ir.model"]._get_id("enova.activity"),
                "subject": "x",
                "body_html": "x",
            }
        )
        self.type_task.mail_ids = [
            Command.create(
                {
                    "moment": "create",
                    "recipient": "contractor",
                    "template_id": template.id,
                }
            )
        ]
        self.contractor.email = "biuro@mlyn.example"
        run = self._made_run()
        queue = self.env["mail.mail"].search([("model", "=", "enova.activity")])
        queue.unlink()
        self.assertIn("been written to", self._keep_one(run))

    def test_a_file(self):
        run = self._made_run()
        task = self._task(run)
        self.env["ir.attachment"].create(
            {"name": "x.txt", "raw": b"x", "res_model": task._name, "res_id": task.id}
        )
        self.assertIn("something else belongs to it", self._keep_one(run))

    def test_a_follow_up_and_a_task_of_somebody_else(self):
        for link in ("parent_id", "project_id"):
            run = self._made_run()
            task = self._task(run)
            value = task if link == "parent_id" else task.project_id
            more = self._activity(partner_id=self.contractor.id, **{link: value.id})
            with self.subTest(link=link):
                self.assertIn("something else belongs to it", self._keep_one(run))
                self.assertTrue(more.exists())
            more.unlink()
            self._projects().enova_activity_ids.unlink()
            self._projects().unlink()

    def test_an_order_of_the_project(self):
        run = self._made_run()
        self.env["sale.order"].create(
            {
                "partner_id": self.contractor.id,
                "enova_project_id": self._task(run).project_id.id,
            }
        )
        self.assertTrue(self._keep_one(run))

    def test_windows_and_followers_are_no_change(self):
        run = self._made_run()
        task = self._task(run)
        task.message_subscribe(self.user_own.partner_id.ids)
        self.env["enova.activity.reassign"].create(
            {"activity_ids": task.ids, "user_ids": self.user_own.ids}
        )
        self.assertFalse(self._undo(run).has_kept)

    def test_names_of_what_one_may_not_read_stay_unsaid(self):
        run = self._made_run(self.user_own, partner_ids=self.contractor)
        self._task(run).action_start()
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        self.contractor.user_id = self.user_manager
        self.env.invalidate_all()
        preview = self._undo(run, self.user_own).preview
        self.assertIn("changed since (1)", preview)
        self.assertNotIn(self.contractor.name, preview)


@tagged("post_install", "-at_install")
class TestCreatorUndoOfEarlierRuns(UndoCase):
    def _migrate(self):
        path = file_path("crm_enova/migrations/19.0.1.2.0/post-creator-undo.py")
        spec = importlib.util.spec_from_file_location("post_creator_undo", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def test_the_update_says_which_run_made_them(self):
        run = self._made_run()
        tasks = run.project_ids.enova_activity_ids
        other = self._activity(project_id=run.project_ids[0].id)
        self.env.flush_all()
        self.env.cr.execute("UPDATE enova_activity SET creator_run_id = NULL")
        self._migrate()
        self.assertEqual(tasks.creator_run_id, run)
        self.assertFalse(other.creator_run_id)
        other.unlink()
        self.assertFalse(self._undo(run).has_kept)
