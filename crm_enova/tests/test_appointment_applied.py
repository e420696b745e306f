from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .resource_common import at
from .test_reservation_meeting import QUIET, MeetingCase


@tagged("post_install", "-at_install")
class TestAppointmentApplied(MeetingCase):
    """What the planner says happens, whoever begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls._activity(
            name="Wizyta",
            user_id=cls.user_all.id,
            partner_id=cls.contractor.id,
            date_start=at(0),
            date_stop=at(2),
            calendar_entry=True,
        )
        cls.entry = cls.task.calendar_event_ids

    def _of_task(self, start=0, stop=2, **values):
        return self._book(start, stop, activity_id=self.task.id, **values)

    def _in_calendar(self):
        return self.entry.with_user(self.user_all).with_context(**QUIET)

    def test_whoever_begins_all_of_them_move(self):
        booked = self._of_task(-1, 3)
        moves = (
            lambda: self.task.write({"date_start": at(5), "date_stop": at(8)}),
            lambda: self._in_calendar().write({"start": at(9), "stop": at(10)}),
        )
        for move, (start, stop) in zip(moves, ((5, 8), (9, 10)), strict=True):
            move()
            hours = at(start), at(stop)
            self.assertEqual((self.task.date_start, self.task.date_stop), hours)
            self.assertEqual((self.entry.start, self.entry.stop), hours)
            early, late = at(start - 1), at(stop + 1)
            self.assertEqual((booked.start, booked.stop), (early, late))

    def test_nobody_moves_where_a_resource_is_taken(self):
        booked = self._of_task()
        self._book(5, 6)
        with self.assertRaisesRegex(UserError, "not free"), self.env.cr.savepoint():
            self._in_calendar().write({"start": at(5), "stop": at(7)})
        starts = self.task.date_start, self.entry.start, booked.start
        self.assertEqual(starts, (at(0),) * 3)

    def test_archived_in_the_calendar_everything_is_free(self):
        booked = self._of_task()
        self._in_calendar().action_archive()
        self.assertEqual((self.task.state, booked.state), ("cancelled",) * 2)

    def test_what_may_not_be_cancelled_keeps_what_it_has_reserved(self):
        self.task.type_id.transition_ids = [
            Command.create(
                {
                    "stage_id": self.task.stage_id.id,
                    "next_stage_ids": [Command.set(self.stage_in_progress.ids)],
                }
            )
        ]
        booked = self._of_task()
        self._in_calendar().unlink()
        self.assertEqual(self.task.state, "planned")
        self.assertFalse(self.task.calendar_entry)
        self.assertEqual(booked.state, "confirmed")

    def test_a_name_alone_moves_nothing(self):
        booked = self._of_task()
        booked.with_user(self.user_all).start = at(-1)
        self._in_calendar().name = "Inaczej"
        self.assertEqual((self.task.name, booked.start), ("Inaczej", at(-1)))

    def test_whole_days_are_moved_and_grow_as_days(self):
        self.task.write({"all_day": True, "date_start": at(0), "date_stop": at(2)})
        booked = self._of_task(-9, 15, all_day=True)
        monday = date(2099, 1, 5)
        self.assertEqual((self.entry.allday, self.entry.start_date), (True, monday))
        tuesday, thursday = monday + timedelta(1), monday + timedelta(3)
        self._in_calendar().write({"start_date": tuesday, "stop_date": thursday})
        self.assertEqual((self.task.day_from, self.task.day_to), (tuesday, thursday))
        self.assertEqual((booked.start, booked.stop), (at(-9, day=1), at(15, day=3)))
        self.assertTrue(booked.all_day)

    def test_over_the_change_of_the_clocks(self):
        """From Saturday at ten to Sunday at ten; what began at midnight still does."""
        self.task.write(
            {
                "date_start": datetime(2030, 3, 30, 9),
                "date_stop": datetime(2030, 3, 30, 11),
            }
        )
        booked = self._of_task(datetime(2030, 3, 29, 23), datetime(2030, 3, 30, 11))
        self.task.with_user(self.user_all).action_reschedule("2030-03-31")
        self.assertEqual(self.task.date_start, datetime(2030, 3, 31, 8))
        self.assertEqual(self.entry.start, datetime(2030, 3, 31, 8))
        hours = datetime(2030, 3, 30, 23), datetime(2030, 3, 31, 10)
        self.assertEqual((booked.start, booked.stop), hours)

    def test_rescheduled_together_they_are_not_in_each_other_s_way(self):
        """Both go to Tuesday, where the one that is there takes the other hour."""
        other = self._activity(
            user_id=self.user_all.id,
            partner_id=self.contractor.id,
            date_start=at(2),
            date_stop=at(4),
        )
        booked = self._of_task()
        second = self._book(2, 4, activity_id=other.id)
        both = (self.task | other).with_user(self.user_all)
        both.action_reschedule("2099-01-06")
        self.assertEqual((booked.start, second.start), (at(0, day=1), at(2, day=1)))

    def test_a_reservation_with_an_entry_of_its_own(self):
        booked = self._book(0, 2, calendar_entry=True)
        entry = booked.calendar_event_id
        booked.with_user(self.user_all).write({"start": at(1), "stop": at(3)})
        self.assertEqual((entry.start, entry.stop), (at(1), at(3)))
        moving = entry.with_user(self.user_all).with_context(**QUIET)
        moving.write(
            {"allday": True, "start_date": "2099-01-06", "stop_date": "2099-01-07"}
        )
        self.assertTrue(booked.all_day)
        self.assertEqual((booked.start, booked.stop), (at(-9, day=1), at(15, day=2)))
        moving.write({"allday": False, "start": at(0), "stop": at(2)})
        self.assertEqual((booked.all_day, booked.start), (False, at(0)))
        with freeze_time(at(1)):
            booked.action_over()
        self.assertEqual((entry.start, entry.stop), (at(0), at(1)))
        second = self._book(3, 4, calendar_entry=True)
        second.action_cancel()
        self.assertFalse(second.calendar_event_id.active)
        third = self._book(3, 4, calendar_entry=True)
        third.calendar_event_id.unlink()
        self.assertEqual(third.state, "cancelled")

    def test_done_gives_back_what_the_meeting_has_booked_too(self):
        meeting = self._meeting(
            0,
            2,
            partner_ids=[Command.set((self.user_all.partner_id | self.contact).ids)],
        )
        [booked] = self._booked()
        action = meeting.action_enova_record()
        event = self.env["enova.activity"].browse(action["res_id"])
        with freeze_time(at(1)):
            event.with_user(self.user_all).action_done("byli")
        self.assertEqual((booked.state, booked.stop), ("done", at(1)))
        self.assertTrue(meeting.active)
