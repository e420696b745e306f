from datetime import datetime

from odoo.tests import Form, tagged

from .test_reminder import ReminderCase


@tagged("post_install", "-at_install")
class TestReminderMoment(ReminderCase):
    """When it rings, on the clock of the assignee."""

    def test_before_the_start(self):
        self.assertEqual(self._task().reminder_at, datetime(2026, 5, 4, 9, 45))
        self.assertFalse(self._task(reminder=False).reminder_at)
        self.assertEqual(self._task(reminder="0").reminder_at, datetime(2026, 5, 4, 10))

    def test_before_the_morning_of_the_deadline(self):
        task = self._task(date_start=False, date_deadline="2026-05-04", reminder="1440")
        self.assertEqual(task.reminder_at, datetime(2026, 5, 3, 7))  # nine in Warsaw

    def test_a_day_before_is_the_same_hour_across_summer_time(self):
        """Sunday 29 March and 25 October 2026: the clocks change at night."""
        for start, expected in (
            ("2026-03-29 08:00:00", datetime(2026, 3, 28, 9)),  # ten on both days
            ("2026-10-25 09:00:00", datetime(2026, 10, 24, 8)),
        ):
            with self.subTest(start=start):
                task = self._task(date_start=start, reminder="1440")
                self.assertEqual(task.reminder_at, expected)

    def test_minutes_are_minutes_across_summer_time(self):
        task = self._task(date_start="2026-03-29 01:30:00", reminder="60")
        self.assertEqual(task.reminder_at, datetime(2026, 3, 29, 0, 30))

    def test_zone_of_the_assignee(self):
        self.user_all.tz = "America/New_York"
        task = self._task(
            date_start=False,
            date_deadline="2026-05-04",
            reminder="0",
            user_id=self.user_all.id,
        )
        self.assertEqual(task.reminder_at, datetime(2026, 5, 4, 13))
        task.user_id = self.user_own
        self.assertEqual(task.reminder_at, datetime(2026, 5, 4, 7))

    def test_nothing_to_count_from(self):
        self.assertFalse(self._task(date_start=False).reminder_at)

    def test_definition_proposes(self):
        self.type_task.reminder = "60"
        task = self._activity(date_start="2026-05-04 10:00:00")
        self.assertEqual(task.reminder_at, datetime(2026, 5, 4, 9))
        silent = self._activity(date_start="2026-05-04 10:00:00", reminder=False)
        self.assertFalse(silent.reminder_at)
        form = Form(self.env["enova.activity"].with_user(self.user_own))
        form.type_id = self.type_task
        self.assertEqual(form.reminder, "60")

    def test_a_moment_of_ones_own(self):
        task = self._task()
        task.reminder_at = "2026-05-01 06:00:00"
        self.assertEqual(task.reminder_at, datetime(2026, 5, 1, 6))
        task.date_start = "2026-05-05 10:00:00"
        self.assertEqual(task.reminder_at, datetime(2026, 5, 5, 9, 45))
