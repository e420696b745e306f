"""What becomes of a reservation when its task goes, or its meeting comes back."""

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .resource_common import ResourceCase, at
from .test_reservation_meeting import MeetingCase


@tagged("post_install", "-at_install")
class TestTaskDeleted(ResourceCase):
    """A task that is deleted needs nothing any more; what was used stays history."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_van = cls._resource(name="Van 2")
        cls.task = cls._activity(
            name="Przegląd",
            user_id=cls.user_all.id,
            partner_id=cls.contractor.id,
            date_start=at(0),
            date_stop=at(2),
        )

    def _delete(self, task=None):
        (task or self.task).with_user(self.user_manager).unlink()
        self.env.invalidate_all()

    def test_what_is_booked_is_free_again(self):
        booked = self._book(0, 2, activity_id=self.task.id)
        other = self._book(4, 5)
        self._delete()
        self.assertEqual(booked.state, "cancelled")
        self.assertFalse(booked.activity_id)
        self.assertEqual(other.state, "confirmed")
        self.assertEqual(self._book(0, 2).state, "confirmed")

    def test_what_is_asked_for_is_asked_for_no_more(self):
        self.van.approval_required = True
        asked = self._book(0, 2, activity_id=self.task.id)
        self.assertEqual(asked.state, "requested")
        self._delete()
        self.assertEqual(asked.state, "cancelled")

    def test_what_was_used_stays(self):
        """Its hours and its cost are true, with the task or without."""
        self.van.hourly_cost = 10
        used = self._book(0, 2, activity_id=self.task.id)
        refused = self._book(4, 5, activity_id=self.task.id)
        used.sudo().write({"state": "done"})
        refused.sudo().write({"state": "refused"})
        self._delete()
        self.assertEqual((used.state, used.cost), ("done", 20))
        self.assertEqual(refused.state, "refused")

    def test_what_was_private_stays_so(self):
        """Without its task nothing else would keep it from colleagues."""
        self.task.write({"private": True, "user_id": self.user_own.id})
        used, coming = (
            self._book(
                start,
                start + 1,
                user=self.user_own,
                name="Tajne",
                activity_id=self.task.id,
                user_id=self.user_own.id,
            )
            for start in (0, 4)
        )
        used.sudo().write({"state": "done"})
        self.task.with_user(self.user_own).sudo().unlink()
        self.env.invalidate_all()
        for one in used | coming:
            self.assertTrue(one.sudo().private)
            self.assertFalse(one.with_user(self.user_all)._filtered_access("read"))
            self.assertTrue(one.with_user(self.user_own)._filtered_access("read"))

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
                self._book(
                    task.date_start,
                    task.date_stop,
                    activity_id=task.id,
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._delete(tasks)
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[2], costs[1])


@tagged("post_install", "-at_install")
class TestMeetingBack(MeetingCase):
    """A meeting that is on again books anew what is free, and never what is taken."""

    def _all(self, resource=None):
        resource = resource or self.van
        return self.env["enova.reservation"].search([("resource_id", "=", resource.id)])

    def _off(self, **values):
        """Return a meeting that is off, and what was booked for it."""
        meeting = self._meeting(**values)
        booked = self._booked()
        meeting.active = False
        self.assertEqual(booked.state, "cancelled")
        return meeting, booked

    def test_it_is_booked_anew(self):
        meeting, booked = self._off()
        meeting.active = True
        self.assertEqual(booked.state, "cancelled", "what was cancelled stays so")
        anew = self._booked()
        self.assertEqual(len(anew), 1)
        self.assertEqual((anew.start, anew.stop), (at(0), at(1)))
        self.assertEqual(anew.calendar_event_id, meeting)

    def test_taken_meanwhile(self):
        meeting, booked = self._off()
        other = self._book(0, 2)
        with self.assertRaisesRegex(UserError, "not free"), self.env.cr.savepoint():
            meeting.active = True
        self.env.invalidate_all()
        self.assertFalse(meeting.active)
        self.assertEqual(booked.state, "cancelled")
        self.assertEqual(self._booked(), other)
        # without the resource it takes place
        meeting.write({"active": True, "enova_resource_ids": False})
        self.assertTrue(meeting.active)
        self.assertEqual(self._booked(), other)

    def test_as_somebody_who_knows_nothing_of_resources(self):
        meeting, booked = self._off(user_id=self.plain_user.id)
        other = self._book(0, 2)
        plain = meeting.with_user(self.plain_user)
        with self.assertRaisesRegex(UserError, "not free"), self.env.cr.savepoint():
            plain.active = True
        other.action_cancel()
        plain.active = True
        self.assertEqual(len(self._booked()), 1)
        self.assertEqual(booked.state, "cancelled")

    def test_what_needs_approval_is_asked_for(self):
        meeting, _booked = self._off()
        self.van.approval_required = True
        meeting.active = True
        self.assertEqual(self._booked().state, "requested")

    def test_what_somebody_cancelled_is_not_booked_again(self):
        meeting = self._meeting()
        self._booked().action_cancel()
        meeting.active = False
        meeting.active = True
        self.assertFalse(self._booked())
        self.assertEqual(len(self._all()), 1)

    def test_a_series_goes_without_what_is_taken(self):
        first = self._series()
        series = first.recurrence_id.calendar_event_ids.sorted("start")
        series.active = False
        self.assertFalse(self._booked())
        other = self._book(at(0, day=7), at(1, day=7))
        series.active = True
        booked = self._booked()
        self.assertEqual(len(booked), 4)
        self.assertIn(other, booked)
        self.assertFalse(series[1].enova_resource_ids)

    def test_what_is_over_books_nothing(self):
        meeting, booked = self._off()
        with freeze_time(at(0, day=30)):
            meeting.active = True
        self.assertTrue(meeting.active)
        self.assertFalse(self._booked())
        self.assertEqual(self._all(), booked)

    def test_the_entry_of_a_task_that_is_cancelled(self):
        """Back in the calendar it reopens nothing, and books nothing."""
        task = self._activity(
            name="Wizyta",
            type_id=self.env.ref("crm_enova.enova_activity_type_task_visit").id,
            partner_id=self.contractor.id,
            user_id=self.user_all.id,
            date_start=at(0),
            date_stop=at(1),
        )
        booked = self._book(0, 1, activity_id=task.id)
        entry = task.calendar_event_ids
        self.assertEqual(entry.enova_resource_ids, self.van)
        task.action_cancel()
        entry.with_user(self.user_all).active = True
        self.assertEqual(task.state, "cancelled")
        self.assertEqual(booked.state, "cancelled")
        self.assertFalse(self._booked())

    @mute_logger("odoo.sql_db")
    def test_nothing_is_booked_twice(self):
        """Whatever order things come in, an hour of the van is one booking."""
        meeting, _booked = self._off()
        other = self._meeting(resources=self.van)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            meeting.active = True
        other.active = False
        meeting.active = True
        with self.assertRaises(UserError), self.env.cr.savepoint():
            other.active = True
        self.env.invalidate_all()
        self.assertEqual(self._booked().calendar_event_id, meeting)
