from datetime import date, timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestSeriesRace(RaceCase):
    """Two workers plan one open series on, over two real connections."""

    def setUp(self):
        super().setUp()
        today = date.today()
        with self._env() as env:
            series = env["enova.activity.recurrence"].create(
                {
                    "frequency": "monthly",
                    "end_type": "open",
                    "date_first": today,
                    "horizon_date": today,
                    "on_free_day": "keep",
                    "tz": "Europe/Warsaw",
                    "hour": 10,
                    "duration": 1,
                    "company_id": env.company.id,
                }
            )
            first = env["enova.activity"].create(
                {
                    "name": "Wyścig",
                    "partner_id": self.target_id,
                    **series._day_vals(today, today),
                }
            )
            self.series_id, self.first_id = series.id, first.id
        # after the activities, which the parent removes
        self._cleanups.insert(0, (self._remove_series, (), {}))

    def _remove_series(self):
        with self._env() as env:
            env["enova.activity.recurrence"].browse(self.series_id).unlink()

    def _extend(self, env):
        series = env["enova.activity.recurrence"].browse(self.series_id)
        for one in series.try_lock_for_update():
            one._extend_safely()
        env.flush_all()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_each_day_once(self):
        results = self._race(self._extend, self._extend)
        self.assertEqual(results, [None, None])
        with self._env() as env:
            series = env["enova.activity.recurrence"].browse(self.series_id)
            days = series.activity_ids.mapped("recurrence_date")
            self.assertEqual(len(days), len(set(days)))
            self.assertIn(len(days), (12, 13))
            self.assertGreater(series.horizon_date, date.today() + timedelta(days=360))
