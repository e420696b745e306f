"""A task that is put away before it is done holds nothing any more."""

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .migration_common import MigrationMixin
from .resource_common import ResourceCase, at
from .undo_common import UndoMixin


class ArchivedCase(ResourceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls._activity(
            name="Przegląd",
            user_id=cls.user_all.id,
            assigned_by_id=cls.user_all.id,
            partner_id=cls.contractor.id,
            date_start=at(0),
            date_stop=at(2),
        )

    def _archive(self, tasks=None):
        (tasks or self.task).with_user(self.user_all).action_archive()
        self.env.flush_all()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestTaskArchived(UndoMixin, ArchivedCase):
    def test_what_is_booked_is_free_for_others(self):
        booked = self._book(0, 2, activity_id=self.task.id)
        other = self._book(4, 5)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._book(0, 2)
        self._archive()
        self.assertEqual(booked.state, "cancelled")
        self.assertEqual(booked.activity_id, self.task, "the history says what for")
        self.assertEqual(other.state, "confirmed")
        self.assertEqual(self._book(0, 2).state, "confirmed")

    def test_what_is_asked_for_is_asked_for_no_more(self):
        self.van.approval_required = True
        asked = self._book(0, 2, activity_id=self.task.id)
        self._archive()
        self.assertEqual(asked.state, "cancelled")

    def test_what_was_used_or_refused_stays(self):
        self.van.hourly_cost = 10
        used = self._book(0, 2, activity_id=self.task.id)
        refused = self._book(4, 5, activity_id=self.task.id)
        used.sudo().write({"state": "done"})
        refused.sudo().write({"state": "refused"})
        self._archive()
        self.assertEqual((used.state, used.cost), ("done", 20))
        self.assertEqual(refused.state, "refused")

    def test_what_is_done_is_put_away_as_it_is(self):
        """Tidying up the history touches no hour that somebody has used."""
        self.type_task.result_required = False
        booked = self._book(0, 2, activity_id=self.task.id)
        with freeze_time(at(1)):
            self.task.with_user(self.user_all).action_done()
            self.assertEqual((booked.state, booked.stop), ("done", at(1)))
        self._archive()
        self.assertEqual((booked.state, booked.stop), ("done", at(1)))

    def test_back_again_it_reserves_nothing_by_itself(self):
        """Somebody else may have it by now: whoever wants it reserves it again."""
        booked = self._book(0, 2, activity_id=self.task.id)
        self._archive()
        other = self._book(0, 2)
        self.task.with_user(self.user_all).action_unarchive()
        self.env.flush_all()
        self.assertTrue(self.task.active)
        self.assertEqual((booked.state, other.state), ("cancelled", "confirmed"))
        self.assertEqual(self.task.reservation_count, 0)

    def test_the_entry_in_the_calendar_comes_and_goes(self):
        visit = self._activity(
            name="Wizyta",
            type_id=self.env.ref("crm_enova.enova_activity_type_task_visit").id,
            partner_id=self.contractor.id,
            user_id=self.user_all.id,
            date_start=at(0),
            date_stop=at(1),
        )
        entry = visit.calendar_event_ids
        booked = self._book(0, 1, activity_id=visit.id)
        self.assertEqual(entry.enova_resource_ids, self.van)
        self._archive(visit)
        self.assertFalse(entry.active)
        self.assertFalse(entry.enova_resource_ids)
        self.assertEqual((visit.state, booked.state), ("planned", "cancelled"))
        visit.with_user(self.user_all).action_unarchive()
        self.env.invalidate_all()
        self.assertTrue(entry.active)
        self.assertEqual(visit.state, "planned")

    def test_a_follow_up_that_is_taken_back(self):
        """Undo archives what it has made; what that had reserved is free, too."""
        self.type_task.write({"result_required": False, "followup_type_id": False})
        undo = self.env["enova.undo"].with_user(self.user_all)
        key = undo.begin_change("enova.activity", self.task.ids, ["active"])
        booked = self._book(0, 2, activity_id=self.task.id)
        self.task.with_user(self.user_all).with_context(enova_change=key).active = False
        self.env.flush_all()
        self.assertEqual(booked.state, "cancelled")
        notice = undo.browse(key).end_change()
        self._undo({"tag": "crm_enova.undo_notice", "params": notice}, self.user_all)
        self.assertTrue(self.task.active)

    def test_many_cost_as_much_as_a_few(self):
        costs = []
        for count in (3, 3, 60):
            tasks = self.env["enova.activity"].create(
                [
                    {
                        "name": f"Task {number}",
                        "type_id": self.type_task.id,
                        "user_id": self.user_all.id,
                        "date_start": at(number, day=count),
                        "date_stop": at(number + 1, day=count),
                    }
                    for number in range(count)
                ]
            )
            for task in tasks:
                hours = task.date_start, task.date_stop
                self._book(*hours, activity_id=task.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._archive(tasks)
            costs.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(tasks.reservation_ids.mapped("state")), {"cancelled"})
        self.assertLessEqual(costs[2], costs[1] + 2)


@tagged("post_install", "-at_install")
class TestArchivedMigrated(MigrationMixin, ArchivedCase):
    """A living database: tasks were put away, and what they held was taken."""

    version, before = "19.0.1.3.0", "19.0.1.2.0"

    def test_what_archived_tasks_hold_is_free(self):
        kept = self._activity(
            name="Jest", user_id=self.user_all.id, date_start=at(4), date_stop=at(5)
        )
        held = self._book(0, 2, activity_id=self.task.id)
        others = self._book(4, 5, activity_id=kept.id) | self._book(6, 7)
        over = self._book(8, 9, activity_id=self.task.id)
        self._set(self.task, active=False)
        self._set(over, start="2020-01-01 08:00:00", stop="2020-01-01 09:00:00")
        self._migrate("post-archived-tasks", before=None)
        self.assertEqual(held.state, "confirmed", "a new database")
        self._migrate("post-archived-tasks")
        self.assertEqual(held.state, "cancelled")
        self.assertEqual(set(others.mapped("state")), {"confirmed"})
        self.assertEqual(over.state, "confirmed", "what was used is history")
