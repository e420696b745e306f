from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestReservationRepeat(ResourceCase):
    def _window(self, one, user=None, **values):
        windows = self.env["enova.reservation.repeat"].with_user(user or self.user_all)
        form = Form(windows.with_context(active_id=one.id, tz="Europe/Warsaw"))
        for name, value in values.items():
            form[name] = value
        return form

    def _series(self, one):
        return self.env["enova.reservation"].search(
            [("series_id", "=", one.id)], order="start"
        )

    def test_every_monday(self):
        one = self._book(0, 2, calendar_entry=True)
        form = self._window(one, count=4)
        self.assertTrue(form.mon)
        self.assertIn("3 more", form.preview)
        form.save().action_confirm()
        series = self._series(one)
        self.assertEqual(
            series.mapped("start"), [at(0, day=7 * week) for week in range(4)]
        )
        self.assertEqual(set(series.mapped("name")), {"Wyjazd"})
        self.assertEqual(len(series.calendar_event_id), 4, "each has its entry")

    def test_ten_o_clock_stays_ten_o_clock(self):
        """Over the change of the clocks in March 2027."""
        start = datetime(2027, 3, 22, 9)
        one = self._book(start, datetime(2027, 3, 22, 10))
        self._window(one, count=2, on_free_day="keep").save().action_confirm()
        self.assertEqual(
            self._series(one).mapped("start"), [start, datetime(2027, 3, 29, 8)]
        )

    def test_whole_days(self):
        reservations = self.env["enova.reservation"].with_context(tz="Europe/Warsaw")
        days = date(2027, 3, 27), date(2027, 3, 27)
        one = self._book(*reservations._whole_days(*days), all_day=True)
        self._window(
            one, frequency="daily", count=2, on_free_day="keep"
        ).save().action_confirm()
        second = self._series(one)[1]
        self.assertEqual(second.hours, 23, "the day on which the clocks change")

    def test_clashes_are_named_and_left_out(self):
        self._book(at(1, day=7), at(2, day=7), user=self.user_manager)
        one = self._book(0, 2)
        form = self._window(one, count=4)
        self.assertIn("taken, left out: 1", form.preview)
        form.save().action_confirm()
        self.assertEqual(
            self._series(one).mapped("start"), [at(0), at(0, day=14), at(0, day=21)]
        )

    def test_another_one_of_the_category(self):
        second = self._resource(name="Van 2")
        self._book(at(1, day=7), at(2, day=7), user=self.user_manager)
        one = self._book(0, 2)
        form = self._window(one, count=3, on_clash="other")
        self.assertIn("Van 2", form.preview)
        form.save().action_confirm()
        names = [each.resource_id.name for each in self._series(one)]
        self.assertEqual(names, ["Van 1", "Van 2", "Van 1"])
        self.assertEqual(len(second.reservation_ids), 1)

    def test_the_rest_is_cancelled_together(self):
        one = self._book(0, 2)
        self._window(one, count=4).save().action_confirm()
        series = self._series(one)
        series[2].action_cancel_series()
        self.assertEqual(
            series.mapped("state"), ["confirmed", "confirmed", "cancelled", "cancelled"]
        )

    def test_refusals(self):
        one = self._book(0, 2)
        form = self._window(one, count=1)
        self.assertIn("No day is left", form.preview)
        with self.assertRaisesRegex(UserError, "No day is left"):
            form.save().action_confirm()
        self._book(at(0, day=7), at(1, day=7), user=self.user_manager)
        window = self._window(one, count=2).save()
        with self.assertRaisesRegex(UserError, "taken on all"):
            window.action_confirm()
        window = self._window(one, count=3).save()
        one.action_cancel()
        with self.assertRaisesRegex(UserError, "not valid any more"):
            window.action_confirm()
        self.assertFalse(self._series(one))

    def test_constant_queries(self):
        def count(number):
            one = self._book(at(number), at(number + 1))
            window = self._window(one, count=number * 20).save()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            window._plan()
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertLessEqual(count(10), count(2))
