from datetime import date, datetime

from odoo.tests import freeze_time, tagged

from .test_series import SeriesCase


@tagged("post_install", "-at_install")
class TestOpenSeries(SeriesCase):
    """Without end: planned a year ahead, and on when the time comes."""

    def _extend(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("crm_enova.enova_activity_recurrence_cron_extend")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_goes_on(self):
        with freeze_time("2026-03-20 08:00:00"):
            tasks = self._repeat(end_type="open", frequency="monthly")
            self.assertEqual(len(tasks), 13)
            self._extend()
            self.assertEqual(len(self._series()), 13)
        tasks[-1].location = "Hala 5"
        tasks[3].action_cancel()
        with freeze_time("2026-11-20 08:00:00"):
            self._extend()
            longer = self._series()
            self.assertEqual(len(longer), 20)
            self.assertEqual(longer[-1].location, "Hala 5")
            self.assertEqual(longer[-1].date_start, datetime(2027, 10, 25, 8))
            self._extend()
            self.assertEqual(len(self._series()), 20)

    def test_what_was_deleted_does_not_come_back(self):
        with freeze_time("2026-03-20 08:00:00"):
            tasks = self._repeat(end_type="open", frequency="monthly")
            tasks[5].unlink()
        with freeze_time("2026-11-20 08:00:00"):
            self._extend()
            days = self._series().mapped("recurrence_date")
            self.assertNotIn(date(2026, 8, 23), days)

    def test_assignee_who_has_left(self):
        with freeze_time("2026-03-20 08:00:00"):
            self.first.write(
                {"user_id": self.user_all.id, "assigned_by_id": self.user_own.id}
            )
            self._repeat(end_type="open", frequency="monthly")
        self.user_all.active = False
        with freeze_time("2026-12-20 08:00:00"):
            self._extend()
            self.assertEqual(self._series()[-1].user_id, self.user_own)

    def test_ended_is_not_planned_on(self):
        with freeze_time("2026-03-20 08:00:00"):
            tasks = self._repeat(end_type="open", frequency="monthly")
            form = self._form(tasks[2])
            form.mode = "stop"
            form.save().action_confirm()
        with freeze_time("2026-11-20 08:00:00"):
            self._extend()
            self.assertEqual(len(self._series()), 13)
