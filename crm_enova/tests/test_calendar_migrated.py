import importlib.util
from datetime import datetime

from odoo import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import file_path

from .test_calendar_entry import CalendarCase

SCRIPTS = "crm_enova/migrations/19.0.1.2.0"


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestCalendarMigrated(CalendarCase):
    """A living database: whole days as they were stored, entries that are there."""

    def _migrate(self, moment):
        self.env.flush_all()
        path = file_path(f"{SCRIPTS}/{moment}-calendar.py")
        spec = importlib.util.spec_from_file_location(f"{moment}_calendar", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, None)
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def _whole_day(self, **values):
        day = {"all_day": True, "date_start": "2026-05-04 12:00:00"}
        return self._visit(**{**day, "date_stop": False, **values})

    def _as_before(self, activity, start, stop):
        """Store whole days by the hours of the assignee's clock, as they were."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE enova_activity SET date_start = %s, date_stop = %s, date = %s,"
            " calendar_start = NULL, calendar_stop = NULL WHERE id = %s",
            [start, stop, start, activity.id],
        )
        self.env.invalidate_all()

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
        self._migrate("pre")
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
        self.env.cr.execute(
            "UPDATE enova_activity SET calendar_start = NULL, calendar_stop = NULL"
        )
        self._migrate("pre")
        self.assertEqual(tasks.read(names), expected)

    def test_series_of_whole_days(self):
        visit = self._whole_day()
        windows = self.env["enova.activity.repeat"].with_user(self.user_own)
        windows.create(
            {"activity_id": visit.id, "mon": True, "count": 2}
        ).action_confirm()
        series = visit.recurrence_id.sudo()
        series.write({"hour": 7, "tz": "Europe/Warsaw", "duration": 36})
        self._migrate("pre")
        self.assertEqual((series.hour, series.tz, series.duration), (12, "UTC", 24))

    def test_whoever_was_written_to_is_invited(self):
        people = [Command.set((self.contact + self.contractor).ids)]
        entry = self._entry(self._visit(attendee_ids=people))
        entry.message_notify(partner_ids=self.contractor.ids, body="x", subject="x")
        entry.attendee_ids.sudo()._as_system().enova_uninvited = False
        self._migrate("post")
        silent = entry.attendee_ids.filtered("enova_uninvited").partner_id
        self.assertEqual(silent, self.contact + self.user_own.partner_id)
