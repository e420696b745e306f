from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .resource_common import ResourceCase, at
from .undo_common import UndoMixin


@tagged("post_install", "-at_install")
class TestUndoDrag(UndoMixin, ResourceCase):
    """What the web client writes by itself, when somebody pulls a card or a bar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type_task.write({"result_required": False, "followup_type_id": False})
        cls.task = cls._activity(
            name="Przegląd",
            user_id=cls.user_own.id,
            partner_id=cls.contractor.id,
            date_start=at(0),
            date_stop=at(2),
        ).with_user(cls.user_own)

    def _drag(self, records, values, user=None, names=()):
        """Write as the client does; return the notice, or what stands for none."""
        undo = self.env["enova.undo"].with_user(user or self.user_own)
        key = undo.begin_change(records._name, records.ids, list(names))
        self.env.flush_all()
        records.with_context(enova_change=key).write(values)
        self.env.flush_all()
        notice = undo.browse(key).end_change()
        return notice and {"tag": "crm_enova.undo_notice", "params": notice}

    def test_in_the_calendar(self):
        notice = self._drag(self.task, {"date": at(5), "date_stop": at(7)})
        self.assertIn("Przegląd", notice["params"]["message"])
        self.assertEqual(self.task.date_start, at(5))
        self._undo(notice)
        self.assertEqual((self.task.date_start, self.task.date_stop), (at(0), at(2)))

    def test_into_another_column(self):
        for name, value, before in (
            ("stage_id", self.stage_in_progress, self.stage_planned),
            ("priority", "2", "0"),
        ):
            with self.subTest(column=name):
                written = value if isinstance(value, str) else value.id
                notice = self._drag(self.task, {name: written}, names=[name])
                self.assertEqual(self.task[name], value)
                self._undo(notice)
                self.assertEqual(self.task[name], before)

    def test_into_a_colleagues_column_says_who_was_written_to(self):
        self.task.sudo().assigned_by_id = self.user_own
        notice = self._drag(self.task, {"user_id": self.user_all.id})
        self.assertIn("Crm All", self._undo(notice)["message"])
        self.assertEqual(self.task.user_id, self.user_own)

    def test_nothing_changed(self):
        self.assertFalse(self._drag(self.task, {"name": self.task.name}))

    def test_a_project_on_its_board(self):
        projects = self.env["enova.project"]
        project = projects.create(
            {
                "name": "P",
                "user_id": self.user_own.id,
                "partner_id": self.contractor.id,
            }
        )
        stage = project.stage_id
        other = self.env["enova.project.stage"].search(
            [("id", "!=", stage.id), ("state", "=", "in_progress")], limit=1
        )
        project = project.with_user(self.user_own)
        notice = self._drag(project, {"stage_id": other.id}, names=["stage_id"])
        self._undo(notice)
        self.assertEqual(project.stage_id, stage)

    def test_a_reservation_on_the_board(self):
        second = self._resource(name="Van 2")
        booked = self._book(0, 1)
        values = {"start": at(3), "stop": at(5), "resource_id": second.id}
        notice = self._drag(booked, values, self.user_all)
        self.assertEqual((booked.resource_id, booked.start), (second, at(3)))
        self._undo(notice, self.user_all)
        self.assertEqual(
            (booked.resource_id, booked.start, booked.stop), (self.van, at(0), at(1))
        )

    def test_its_place_was_taken_meanwhile(self):
        booked = self._book(0, 1)
        notice = self._drag(booked, {"start": at(3), "stop": at(4)}, self.user_all)
        self._book(0, 1)
        with self.assertRaisesRegex(UserError, "not free"), self.env.cr.savepoint():
            self._undo(notice, self.user_all)
        self.assertEqual(booked.start, at(3))

    def test_what_a_closed_task_has_freed_is_booked_again(self):
        booked = self._book(0, 2, activity_id=self.task.id, user=self.user_own)
        notice = self.task.action_ask_done()
        self.assertEqual(booked.state, "cancelled")
        self._undo(notice)
        self.assertEqual((booked.state, booked.start), ("confirmed", at(0)))
        self.assertEqual(self.task.state, "planned")

    def test_reservations_follow_a_task_back(self):
        booked = self._book(-1, 2, activity_id=self.task.id, user=self.user_own)
        notice = self.task.action_reschedule("2099-01-07")
        self.assertEqual(booked.start, datetime(2099, 1, 7, 7))
        self._undo(notice)
        self.assertEqual((booked.start, booked.stop), (at(-1), at(2)))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_refused(self):
        private = self._activity(
            user_id=self.user_all.id, private=True, partner_id=self.contractor.id
        )
        undo = self.env["enova.undo"]
        for user, model, ids, error in (
            (self.user_own, "enova.activity", private.ids, AccessError),
            (self.user_portal, "enova.activity", self.task.ids, AccessError),
            (self.user_own, "res.users", self.user_own.ids, UserError),
            (self.user_own, "enova.undo.mixin", [1], UserError),
            (self.user_own, "no.such.model", [1], UserError),
        ):
            with self.subTest(user=user.login, model=model):
                with self.assertRaises(error), self.env.cr.savepoint():
                    undo.with_user(user).begin_change(model, ids)

    def test_a_field_that_does_not_go_back_is_not_kept(self):
        undo = self.env["enova.undo"].with_user(self.user_own)
        names = ["reference", "description", "create_uid", "no_such_field"]
        key = undo.begin_change("enova.activity", self.task.ids, names)
        [[_model, written, _before]] = undo.browse(key).sudo().before[:1]
        self.assertFalse(written)

    def test_what_was_deleted_meanwhile_does_not_come_back(self):
        """No drag deletes, so what is gone was deleted by somebody else."""
        undo = self.env["enova.undo"].with_user(self.user_manager)
        task = self.task.with_user(self.user_manager)
        key = undo.begin_change(task._name, task.ids)
        task.unlink()
        self.assertFalse(undo.browse(key).end_change())


@tagged("post_install", "-at_install")
class TestUndoColleague(UndoMixin, ResourceCase):
    """A colleague who changes the same in between keeps what they have changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task, cls.other = (
            cls._activity(
                name=name,
                user_id=cls.user_own.id,
                partner_id=cls.contractor.id,
                date_deadline="2099-03-20",
            ).with_user(cls.user_own)
            for name in ("Oferta", "Umowa")
        )

    def _begin(self, records, *names):
        undo = self.env["enova.undo"].with_user(self.user_own)
        self.key = undo.begin_change(records._name, records.ids, list(names))
        self.env.flush_all()

    def _colleague(self, record, **values):
        record.with_user(self.user_manager).write(values)
        self.env.flush_all()

    def _own(self, record, **values):
        record.with_context(enova_change=self.key).write(values)
        self.env.flush_all()

    def _end(self):
        undo = self.env["enova.undo"].with_user(self.user_own)
        notice = undo.browse(self.key).end_change()
        return notice and {"tag": "crm_enova.undo_notice", "params": notice}

    def test_the_user_changes_nothing_after_all(self):
        """They drop the window that the drag has opened; a colleague did the work."""
        self._begin(self.task, "priority")
        self._colleague(self.task, priority="2", date_deadline="2099-04-30")
        self.assertFalse(self._end())
        self.assertEqual(str(self.task.date_deadline), "2099-04-30")

    def test_a_colleague_was_faster(self):
        self._begin(self.task, "priority")
        self._colleague(self.task, date_deadline="2099-04-30")
        self._own(self.task, priority="1")
        self._undo(self._end())
        self.assertEqual(self.task.priority, "0")
        self.assertEqual(str(self.task.date_deadline), "2099-04-30")

    def test_both_change_the_same(self):
        """What goes back is what the colleague has set, not what was before that."""
        self._begin(self.task, "priority")
        self._colleague(self.task, priority="2")
        self._own(self.task, priority="1")
        self._undo(self._end())
        self.assertEqual(self.task.priority, "2")

    def test_a_colleague_has_the_last_word(self):
        self._begin(self.task, "priority")
        self._own(self.task, priority="1")
        self._colleague(self.task, priority="2")
        self.assertFalse(self._end())
        self.assertEqual(self.task.priority, "2")

    def test_only_what_is_the_users_own_of_several(self):
        self._begin(self.task + self.other, "priority")
        self._colleague(self.other, priority="2")
        self._own(self.task, priority="1")
        notice = self._end()
        self.assertIn("Oferta", notice["params"]["message"])
        self.assertNotIn("Umowa", notice["params"]["message"])
        self._undo(notice)
        self.assertEqual((self.task.priority, self.other.priority), ("0", "2"))

    def test_a_second_write_of_the_same_change(self):
        """The client writes twice: both go back, to what was before the first."""
        self._begin(self.task, "priority")
        self._own(self.task, priority="1")
        self._own(self.task, date_deadline="2099-05-05")
        self._undo(self._end())
        self.assertEqual(self.task.priority, "0")
        self.assertEqual(str(self.task.date_deadline), "2099-03-20")

    def test_something_else_is_written_meanwhile(self):
        self._begin(self.task, "priority")
        self._own(self.other, priority="2")
        self._colleague(self.task, date_deadline="2099-04-30")
        self._own(self.task, priority="1")
        self._undo(self._end())
        self.assertEqual((self.task.priority, self.other.priority), ("0", "2"))
        self.assertEqual(str(self.task.date_deadline), "2099-04-30")

    def test_the_key_of_somebody_else_says_nothing(self):
        self._begin(self.task, "priority")
        colleague = self.task.with_user(self.user_manager)
        for key in (self.key, -1, "x", True, [self.key], {"id": self.key}, None):
            with self.subTest(key=key):
                colleague.with_context(enova_change=key).write({"priority": "1"})
        undo = self.env["enova.undo"].browse(self.key).sudo()
        self.assertFalse(undo.is_started)
