from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase
from .undo_common import UndoMixin


@tagged("post_install", "-at_install")
@freeze_time("2026-03-25 08:00:00")
class TestUndo(UndoMixin, CrmEnovaCase):
    """What one key has done goes back by one click, under the same person's rights."""

    def _mine(self, **values):
        values = {"user_id": self.user_own.id, "type_id": self.type_task.id, **values}
        return self._activity(**values).with_user(self.user_own)

    def _quick(self):
        """Return a definition that asks nothing when it is done."""
        self.type_task.write({"result_required": False, "followup_type_id": False})
        return self.type_task

    def test_done(self):
        self._quick()
        task = self._mine(name="Oferta")
        notice = task.action_ask_done()
        self.assertIn("Oferta", notice["params"]["message"])
        self.assertEqual(
            (task.state, task.date_done), ("done", datetime(2026, 3, 25, 8))
        )
        said = self._undo(notice)
        self.assertEqual((said["message"], said["type"]), ("Taken back.", "success"))
        self.assertEqual((task.state, task.date_done), ("planned", False))

    def test_the_flow_of_stages_does_not_bind_it(self):
        """From done no stage leads back, and yet it has been there."""
        definition = self._quick()
        definition.write(
            {
                "transition_ids": [
                    Command.create(
                        {
                            "stage_id": self.stage_planned.id,
                            "next_stage_ids": [Command.set(self.stage_done.ids)],
                        }
                    ),
                    Command.create({"stage_id": self.stage_done.id}),
                ]
            }
        )
        task = self._mine()
        notice = task.action_ask_done()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            task.action_reopen()
        self._undo(notice)
        self.assertEqual(task.stage_id, self.stage_planned)

    def test_begin_cancel_reopen(self):
        task = self._mine()
        for method, state, before in (
            ("action_start", "in_progress", "planned"),
            ("action_cancel", "cancelled", "planned"),
        ):
            with self.subTest(method=method):
                notice = getattr(task, method)()
                self.assertEqual(task.state, state)
                self._undo(notice)
                self.assertEqual(task.state, before)
        with freeze_time("2026-03-20 08:00:00"):
            task.action_done("ok")
            self.env.flush_all()
        self._undo(task.action_reopen())
        self.assertEqual((task.state, task.result), ("done", "ok"))
        self.assertEqual(task.date_done, datetime(2026, 3, 20, 8))

    def test_other_days(self):
        """Each goes to a day of its own, an hour to its hour, the entry with it."""
        late = self._mine(date_deadline="2026-03-01")
        undated = self._mine()
        visit = self._mine(
            date_start="2026-03-20 09:00:00",
            date_stop="2026-03-20 10:30:00",
            date_deadline="2026-03-22",
            calendar_entry=True,
        )
        tasks = late + undated + visit
        for method in ("action_reschedule_tomorrow", "action_reschedule_next_week"):
            with self.subTest(method=method):
                self._undo(getattr(tasks, method)())
                self.assertEqual(late.date_deadline, date(2026, 3, 1))
                self.assertFalse(undated.date_deadline)
                self.assertEqual(visit.date_start, datetime(2026, 3, 20, 9))
                self.assertEqual(visit.date_stop, datetime(2026, 3, 20, 10, 30))
                self.assertEqual(visit.date_deadline, date(2026, 3, 22))
                [entry] = visit.sudo().calendar_event_ids
                self.assertEqual(entry.start, datetime(2026, 3, 20, 9))

    def test_done_with_a_follow_up(self):
        task = self._mine(type_id=self.type_call_task.id, partner_id=self.contractor.id)
        wizards = self.env["enova.activity.done"].with_user(self.user_own)
        form = Form(wizards.with_context(default_activity_ids=task.ids))
        form.result = "Zadzwonić po niedzieli"
        form.followup = True
        form.followup_type_id = self.type_task
        notice = form.save().action_confirm()
        followup = task.child_ids
        self.assertEqual((task.state, followup.active), ("done", True))
        self._undo(notice)
        self.assertEqual((task.state, task.result), ("planned", False))
        self.assertFalse(followup.active)

    def test_reassign_says_who_was_written_to(self):
        tasks = self._mine(assigned_by_id=self.user_own.id) + self._mine(
            assigned_by_id=self.user_own.id
        )
        wizard = (
            self.env["enova.activity.reassign"]
            .with_user(self.user_own)
            .create(
                {
                    "activity_ids": [Command.set(tasks.ids)],
                    "user_ids": [Command.set(self.user_all.ids)],
                }
            )
        )
        notice = wizard.action_confirm()
        self.assertEqual(tasks.user_id, self.user_all)
        messages = self.env["mail.message"].search_count([])
        said = self._undo(notice)
        self.assertIn("Crm All", said["message"])
        self.assertEqual(said["type"], "warning")
        self.assertEqual(tasks.user_id, self.user_own)
        # nobody is told of what has not changed for them
        self.assertEqual(self.env["mail.message"].search_count([]), messages)

    def test_nothing_changed_nothing_to_take_back(self):
        task = self._mine(date_deadline="2026-03-25")
        notice = task.action_reschedule_today()
        self.assertFalse(notice["params"]["undo_id"])


@tagged("post_install", "-at_install")
@freeze_time("2026-03-25 08:00:00")
class TestUndoRefused(UndoMixin, CrmEnovaCase):
    """It is no way around anybody's rights, nor over anybody's work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type_task.write({"result_required": False, "followup_type_id": False})
        cls.task = cls._activity(
            name="Oferta", user_id=cls.user_own.id, date_deadline="2026-03-20"
        ).with_user(cls.user_own)

    def _refused(self, notice, words, user=None):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            self._undo(notice, user)

    def test_changed_since(self):
        notice = self.task.action_reschedule_tomorrow()
        self.task.with_user(self.user_manager).date_deadline = "2026-04-30"
        self._refused(notice, r"(?s)Oferta.*Deadline.*Crm Manager")
        self.assertEqual(self.task.date_deadline, date(2026, 4, 30))

    def test_another_field_is_no_obstacle(self):
        notice = self.task.action_reschedule_tomorrow()
        self.task.with_user(self.user_manager).name = "Oferta na rolki"
        self._undo(notice)
        self.assertEqual(self.task.date_deadline, date(2026, 3, 20))
        self.assertEqual(self.task.name, "Oferta na rolki")

    def test_deleted_since(self):
        notice = self.task.action_ask_done()
        self.task.with_user(self.user_manager).unlink()
        self._refused(notice, "deleted")

    def test_once(self):
        notice = self.task.action_ask_done()
        self._undo(notice)
        self._refused(notice, "too late")
        self.assertEqual(self.task.state, "planned")

    def test_too_late(self):
        notice = self.task.action_ask_done()
        self.env.flush_all()
        with freeze_time("2027-03-25 08:11:00"):
            self._refused(notice, "too late")
        self.assertEqual(self.task.state, "done")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_elses(self):
        notice = self.task.action_ask_done()
        for user in (self.user_manager, self.user_all, self.user_portal):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._undo(notice, user)
        self.assertEqual(self.task.state, "done")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_was_given_away_is_not_theirs_any_more(self):
        self.task.sudo().assigned_by_id = self.user_all
        wizards = self.env["enova.activity.reassign"].with_user(self.user_own)
        wizard = wizards.create(
            {
                "activity_ids": [Command.set(self.task.ids)],
                "user_ids": [Command.set(self.user_all.ids)],
            }
        )
        notice = wizard.action_confirm()
        self.assertFalse(self.task._filtered_access("read"))
        self._refused(notice, "not yours to change")
        self.assertEqual(self.task.sudo().user_id, self.user_all)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_no_client_says_what_was_there(self):
        notice = self.task.action_ask_done()
        undo = self.env["enova.undo"].with_user(self.user_own)
        own = undo.browse(notice["params"]["undo_id"])
        forged = [{"model": "enova.activity", "rows": []}]
        for call in (
            lambda: undo.create({"parts": forged}),
            lambda: own.write({"parts": forged}),
            lambda: own.read(["parts"]),
            lambda: own.unlink(),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                call()
        self.assertNotIn("parts", own.fields_get())

    def test_one_refusal_leaves_all_as_they_are(self):
        other = self._activity(user_id=self.user_own.id).with_user(self.user_own)
        notice = (self.task + other).action_ask_done()
        other.with_user(self.user_manager).action_reopen()
        self._refused(notice, "changed since")
        self.assertEqual(self.task.state, "done")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-25 08:00:00")
class TestUndoBulk(UndoMixin, CrmEnovaCase):
    """A thousand at once go back at once."""

    def _tasks(self, count):
        tasks = self.env["enova.activity"].create(
            [
                {
                    "name": str(i),
                    "type_id": self.type_task.id,
                    "user_id": self.user_own.id,
                    "date_start": f"2026-03-{1 + i % 20:02} 09:00:00"
                    if i % 2
                    else False,
                    "date_deadline": f"2026-02-{1 + i % 20:02}",
                }
                for i in range(count)
            ]
        )
        return tasks.with_user(self.user_own)

    def _cost(self, count, method):
        """Return what doing and taking back cost."""
        tasks = self._tasks(count)
        held = tasks.mapped(lambda t: (t.state, t.date_start, t.date_deadline))
        self._queries(lambda: None)
        notice, done = self._queries(getattr(tasks, method))
        _said, back = self._queries(lambda: self._undo(notice))
        self.assertEqual(
            held, tasks.mapped(lambda t: (t.state, t.date_start, t.date_deadline))
        )
        return done, back

    def test_constant_queries(self):
        self.type_task.write({"result_required": False, "followup_type_id": False})
        self._cost(2, "action_ask_done")
        for method, most in (
            ("action_ask_done", 60),
            ("action_reschedule_tomorrow", 80),
        ):
            with self.subTest(method=method):
                done_few, back_few = self._cost(40, method)
                done_many, back_many = self._cost(1000, method)
                # the ORM cuts updates into statements of a hundred rows
                statements = 1000 // 100
                self.assertLessEqual(done_many, done_few + statements)
                self.assertLessEqual(back_many, back_few + 2 * statements)
                self.assertLessEqual(back_many, most)
