from datetime import date, datetime

from odoo.tests import freeze_time, tagged

from .test_calendar_entry import CalendarCase


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestDeadlinesShown(CalendarCase):
    """What has nothing but a deadline stands in the calendar, on that day."""

    def _task(self, **values):
        prepared = {"user_id": self.user_own.id, "date_deadline": "2026-05-04"}
        return self._activity(**{**prepared, **values}).with_user(self.user_own)

    def _shown(self, first, last):
        """Return what the calendar of the web client would ask for, as a set."""
        activities = self.env["enova.activity"].with_user(self.user_own)
        return set(
            activities.search(
                [
                    ("calendar_start", "<=", f"{last} 21:59:59"),
                    ("calendar_stop", ">=", f"{first} 22:00:00"),
                ]
            ).ids
        )

    def test_on_the_day_of_the_deadline(self):
        task = self._task()
        self.assertTrue(task.all_day)
        self.assertIn(task.id, self._shown("2026-05-03", "2026-05-04"))
        self.assertIn(task.id, self._shown("2026-04-26", "2026-05-31"))
        self.assertNotIn(task.id, self._shown("2026-05-10", "2026-05-17"))
        task.date_deadline = "2026-05-12"
        self.assertIn(task.id, self._shown("2026-05-10", "2026-05-17"))
        task.date_deadline = False
        self.assertFalse(task.calendar_start or task.calendar_stop)

    def test_what_has_a_start_stands_there(self):
        task = self._task(date_start=self.start, date_stop=self.stop)
        self.assertEqual(
            (task.calendar_start, task.calendar_stop), (self.start, self.stop)
        )

    def test_dragged_the_deadline_moves(self):
        task = self._task()
        task.write(
            {
                "all_day": True,
                "calendar_start": "2026-05-07",
                "calendar_stop": "2026-05-07",
            }
        )
        self.assertEqual(task.date_deadline, date(2026, 5, 7))
        self.assertFalse(task.date_start or task.calendar_event_ids)
        self.assertIn(task.id, self._shown("2026-05-06", "2026-05-07"))

    def test_dragged_to_an_hour_it_gets_a_start(self):
        """Before its deadline that is a plan; after it the deadline comes along."""
        for day, deadline in ((1, 4), (4, 4), (6, 6)):
            with self.subTest(day=day):
                task = self._task()
                task.write(
                    {
                        "all_day": False,
                        "calendar_start": f"2026-05-0{day} 08:00:00",
                        "calendar_stop": f"2026-05-0{day} 09:00:00",
                    }
                )
                self.assertEqual(task.date_start, datetime(2026, 5, day, 8))
                self.assertEqual(task.date_stop, datetime(2026, 5, day, 9))
                self.assertEqual(task.date_deadline, date(2026, 5, deadline))
                self.assertFalse(task.all_day)

    def test_created_by_what_a_calendar_says(self):
        values = {"name": "Targi", "type_id": self.type_task.id}
        activities = self.env["enova.activity"].with_user(self.user_own)
        hours, days = activities.create(
            [
                {
                    **values,
                    "calendar_start": "2026-05-04 08:00:00",
                    "calendar_stop": "2026-05-04 10:00:00",
                    "all_day": False,
                },
                {
                    **values,
                    "calendar_start": "2026-05-04",
                    "calendar_stop": "2026-05-05",
                    "all_day": True,
                },
            ]
        )
        self.assertEqual(hours.date_stop, datetime(2026, 5, 4, 10))
        self.assertEqual(
            (days.day_from, days.day_to), (date(2026, 5, 4), date(2026, 5, 5))
        )

    def test_in_bulk_as_one_by_one(self):
        """The values that bulk creation fills in are those of the computes."""
        for values in (
            {"date_deadline": "2026-05-04"},
            {"date_start": "2026-05-04 08:00:00"},
            {"date_start": "2026-05-04 08:00:00", "date_stop": "2026-05-05 08:00:00"},
            {"date_start": "2026-05-04 12:00:00", "all_day": True},
            {},
        ):
            with self.subTest(values=values):
                task = self._activity(**values)
                names = ("calendar_start", "calendar_stop", "date_stop", "date_due")
                filled = [task[name] for name in names]
                for name in names:
                    self.env.add_to_compute(task._fields[name], task)
                self.assertEqual([task[name] for name in names], filled)

    def test_rights(self):
        """Nobody's calendar shows, or moves, what they may not see."""
        foreign = self._activity(
            partner_id=self.other_contractor.id, date_deadline="2026-05-04"
        )
        private = self._task(private=True)
        self.assertNotIn(foreign.id, self._shown("2026-05-03", "2026-05-04"))
        self.assertIn(private.id, self._shown("2026-05-03", "2026-05-04"))
        seen = self.env["enova.activity"].with_user(self.user_manager)
        self.assertNotIn(private.id, seen.search([("calendar_start", "!=", False)]).ids)
