from datetime import datetime

from odoo import Command
from odoo.tests import freeze_time, tagged

from .migration_common import MigrationMixin
from .test_calendar_entry import CalendarCase


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestCalendarMigrated(MigrationMixin, CalendarCase):
    """A living database: whole days as they were stored, entries that are there."""

    version, before = "19.0.1.2.0", "19.0.1.1.0"

    def _whole_day(self, **values):
        day = {"all_day": True, "date_start": "2026-05-04 12:00:00"}
        return self._visit(**{**day, "date_stop": False, **values})

    def _as_before(self, activity, start, stop):
        """Store whole days by the hours of the assignee's clock, as they were."""
        self._set(
            activity,
            date_start=start,
            date_stop=stop,
            date=start,
            calendar_start=None,
            calendar_stop=None,
        )

    def test_whole_days(self):
        """Seven to seven in Auckland began on the evening before in UTC."""
        self.user_own.tz = "Pacific/Auckland"
        far, short = self._whole_day(), self._whole_day()
        near = self._whole_day(user_id=self.user_all.id)
        hours = self._visit()
        self._as_before(far, "2026-05-03 19:00:00", "2026-05-05 07:00:00")
        self._as_before(short, "2026-05-03 19:00:00", "2026-05-04 07:00:00")
        self._as_before(near, "2026-05-04 05:00:00", "2026-05-04 17:00:00")
        self._as_before(hours, self.start, self.stop)
        self._migrate("pre-calendar", before=None)
        self.assertEqual(far.date_start, datetime(2026, 5, 3, 19), "a new database")
        self._migrate("pre-calendar")
        self.assertEqual(far.date_start, datetime(2026, 5, 4, 12))
        self.assertEqual(far.date_stop, datetime(2026, 5, 5, 12))
        self.assertEqual(far.date, far.date_start)
        self.assertEqual(short.date_stop, datetime(2026, 5, 4, 12))
        self.assertEqual(near.date_start, datetime(2026, 5, 4, 12))
        self.assertEqual(near.date_stop, datetime(2026, 5, 4, 12))
        self.assertEqual((hours.date_start, hours.date_stop), (self.start, self.stop))

    def test_what_the_calendar_shows_is_what_is_computed(self):
        tasks = (
            self._visit()
            | self._whole_day()
            | self._activity(date_deadline="2026-05-04")
            | self._activity()
        )
        names = ("calendar_start", "calendar_stop")
        expected = tasks.read(names)
        self._set(tasks, calendar_start=None, calendar_stop=None)
        self._migrate("pre-calendar")
        self.assertEqual(tasks.read(names), expected)

    def test_series_of_whole_days(self):
        visit = self._whole_day()
        windows = self.env["enova.activity.repeat"].with_user(self.user_own)
        windows.create(
            {"activity_id": visit.id, "mon": True, "count": 2}
        ).action_confirm()
        series = visit.recurrence_id.sudo()
        series.write({"hour": 7, "tz": "Europe/Warsaw", "duration": 36})
        self._migrate("pre-calendar")
        self.assertEqual((series.hour, series.tz, series.duration), (12, "UTC", 24))

    def test_whoever_was_written_to_is_invited(self):
        people = [Command.set((self.contact + self.contractor).ids)]
        entry = self._entry(self._visit(attendee_ids=people))
        entry.message_notify(partner_ids=self.contractor.ids, body="x", subject="x")
        entry.attendee_ids.sudo()._as_system().enova_uninvited = False
        self._migrate("post-calendar")
        silent = entry.attendee_ids.filtered("enova_uninvited").partner_id
        self.assertEqual(silent, self.contact + self.user_own.partner_id)
