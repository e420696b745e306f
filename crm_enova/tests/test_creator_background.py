import json
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..wizards import enova_creator
from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCreatorBackground(ProjectCase):
    """Beyond two thousand contractors; here beyond three."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook = cls._playbook(("Zadzwoń", 0), ("Oferta", 2))
        cls.partners = cls.env["res.partner"].create(
            [
                {"name": f"K{n}", "is_company": True, "user_id": cls.user_own.id}
                for n in range(10)
            ]
        )

    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(enova_creator, "AT_ONCE", 3))
        run = "odoo.addons.crm_enova.models.project.enova_creator_run"
        self.enterContext(patch(f"{run}.BATCH", 4))
        # each batch would end its transaction, which a test does not have
        self.commits = 0
        cron = "odoo.addons.base.models.ir_cron.IrCron"

        def progress(*_args, **_values):
            self.commits += 1
            return float("inf")

        self.enterContext(patch(f"{cron}._commit_progress", side_effect=progress))

    def _begin(self, **values):
        return self._run(
            partner_ids=self.partners,
            playbook_id=self.playbook.id,
            campaign_name="Duża",
            **values,
        )

    def test_in_batches(self):
        run = self._begin()
        self.assertEqual((run.state, run.waiting_count), ("running", 10))
        self.assertFalse(run.project_ids)
        self.env["enova.creator.run"]._cron_process()
        self.env.invalidate_all()
        self.assertEqual((run.state, run.made_count, run.progress), ("done", 10, 100))
        self.assertEqual(len(run.project_ids.enova_activity_ids), 20)
        # as whoever began it
        self.assertEqual(run.project_ids.create_uid, self.user_all)
        self.assertEqual(
            run.project_ids.enova_activity_ids.assigned_by_id, self.user_all
        )
        self.assertGreaterEqual(self.commits, 3)

    def test_pause_and_resume(self):
        run = self._begin()
        run._process_batch()
        self.assertEqual(run.made_count, 4)
        run.with_user(self.user_all).action_pause()
        self.env["enova.creator.run"]._cron_process()
        self.assertEqual((run.state, run.made_count), ("paused", 4))
        run.with_user(self.user_all).action_resume()
        self.env["enova.creator.run"]._cron_process()
        self.assertEqual((run.state, run.made_count), ("done", 10))

    def test_a_plan_that_breaks_meanwhile_pauses(self):
        run = self._begin()
        run._process_batch()
        self.playbook.active = False
        self.env["enova.creator.run"]._cron_process()
        self.assertEqual((run.state, run.made_count), ("paused", 4))
        self.assertIn("archived", run.error)
        self.playbook.active = True
        run.action_resume()
        self.env["enova.creator.run"]._cron_process()
        self.assertEqual((run.state, run.made_count, run.error), ("done", 10, False))

    def test_each_assignee_is_told_once_at_the_end(self):
        before = self.env["mail.message"].search([])
        self._begin()
        self.env["enova.creator.run"]._cron_process()
        told = (self.env["mail.message"].search([]) - before).filtered(
            lambda m: m.message_type == "user_notification"
        )
        self.assertEqual(told.notified_partner_ids, self.user_own.partner_id)
        self.assertEqual(len(told), 1)
        self.assertIn("20", told.subject)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_runs_in_another_s_name(self):
        """A run acts with the rights of its user: nobody may say who that is."""
        run = self._begin()
        runs = self.env["enova.creator.run"]
        for role in ("own", "all", "manager"):
            user = self.crm_users[role]
            for attempt in (
                lambda user: runs.with_user(user).create(
                    {"name": "x", "user_id": self.env.ref("base.user_admin").id}
                ),
                lambda user: run.with_user(user).write({"user_id": user.id}),
                lambda user: run.with_user(user).write({"project_name": "x"}),
                lambda user: run.line_ids.with_user(user).write({"state": "made"}),
            ):
                with (
                    self.subTest(role=role),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    attempt(user)
        self.assertEqual((run.user_id, run.project_name), (self.user_all, False))
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            run.with_user(self.user_own).action_pause()
        self.assertEqual(run.state, "running")
        run.with_user(self.user_manager).action_pause()
        self.assertEqual(run.state, "paused")

    def _toasts(self):
        """Return what people are shown wherever they are in the ERP."""
        rows = self.env["bus.bus"].sudo().search([], order="id")
        sent = [json.loads(row.message) for row in rows]
        return [m["payload"] for m in sent if m["type"] == "simple_notification"]

    def _flush_bus(self):
        self.env.cr.precommit.run()

    def test_whoever_began_it_is_told_of_its_end(self):
        run = self._begin()
        run._process_batch()
        self.playbook.active = False
        self.env["enova.creator.run"]._cron_process()
        self._flush_bus()
        self.assertEqual(self._toasts()[-1]["title"], "Duża: Przegląd")
        self.assertIn("archived", self._toasts()[-1]["message"])
        self.playbook.active = True
        run.action_resume()
        self.env["enova.creator.run"]._cron_process()
        self._flush_bus()
        self.assertEqual(self._toasts()[-1]["message"], "Done. Made: 10, left out: 0.")
