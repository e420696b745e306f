from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestProjectClose(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project = cls._project(user_id=cls.user_own.id)
        cls.done = cls._activity(project_id=cls.project.id, stage_id=cls.stage_done.id)
        cls.task = cls._activity(name="Otwarte", project_id=cls.project.id)

    def _wizard(self, **values):
        wizards = self.env["enova.project.close"].with_user(self.user_own)
        return wizards.create(
            {"project_ids": [Command.set(self.project.ids)], **values}
        )

    def test_won_and_what_is_open_is_cancelled(self):
        wizard = self._wizard(outcome="won", note="Cena")
        self.assertEqual((wizard.project_count, wizard.open_count), (1, 1))
        wizard.action_confirm()
        self.assertEqual(self.project.state, "won")
        self.assertTrue(self.project.date_closed)
        self.assertEqual(self.project.outcome_note, "Cena")
        self.assertEqual(self.task.state, "cancelled")
        self.assertEqual(self.done.state, "done")

    def test_lost_needs_a_reason(self):
        wizard = self._wizard(outcome="lost")
        self.assertTrue(wizard.reason_required)
        with self.assertRaisesRegex(UserError, "reason"), self.env.cr.savepoint():
            wizard.action_confirm()
        self.assertEqual((self.project.state, self.task.state), ("planned",) * 2)
        wizard.reason_id = self.reason
        wizard.action_confirm()
        self.assertEqual(self.project.stage_id, self.project_stage_lost)
        self.assertEqual(self.project.reason_id, self.reason)

    def test_a_drop_on_the_board_needs_the_reason_too(self):
        with self.assertRaisesRegex(ValidationError, "Say why"):
            self.project.stage_id = self.project_stage_lost

    def test_open_tasks_move_or_stay(self):
        elsewhere = self._project(name="Drugi")
        foreign = self._project(name="Obcy", partner_id=self.other_contractor.id)
        self.task.partner_id = self.contractor
        wizard = self._wizard(open_tasks="move")
        with self.assertRaisesRegex(UserError, "Otwarte"), self.env.cr.savepoint():
            wizard.action_confirm()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.target_id = foreign
        foreign.user_id = self.user_own
        wizard.target_id = foreign
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            wizard.action_confirm()
        self.assertEqual(self.project.state, "planned")
        wizard.target_id = elsewhere
        wizard.action_confirm()
        self.assertEqual(self.task.project_id, elsewhere)
        self.assertEqual(self.task.state, "planned")
        self.project.action_reopen()
        self.assertEqual(self.project.state, "in_progress")
        self.assertFalse(self.project.date_closed)
        kept = self._activity(project_id=self.project.id)
        self._wizard(open_tasks="keep").action_confirm()
        self.assertEqual(kept.state, "planned")

    def test_closed_ones_are_not_closed_again(self):
        self._wizard().action_confirm()
        with self.assertRaisesRegex(UserError, "Already closed"):
            self._wizard().action_confirm()

    def test_reopening_takes_the_reason_back(self):
        self._wizard(outcome="lost", reason_id=self.reason.id).action_confirm()
        self.project.action_reopen()
        self.assertFalse(self.project.reason_id)
        self.assertAlmostEqual(
            self.project.create_date, datetime.now(), delta=timedelta(days=1)
        )
