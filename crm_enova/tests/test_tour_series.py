from datetime import date, datetime

from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourSeries(TourCase):
    def test_a_series_with_one_moved(self):
        values = {"user_id": self.user_own.id, "partner_id": self.contractor.id}
        # Saturday, Sunday of Easter, and a Sunday after it: a rule of whole weeks
        task = self._activity(
            name="Inspection", date_start=datetime(2099, 4, 5, 9), **values
        )
        self._activity(
            name="Stocktaking",
            date_start=datetime(2099, 4, 20, 7),
            date_stop=datetime(2099, 4, 20, 12),
            **values,
        )
        url = f"/odoo/enova-activities/{task.id}"
        self.start_tour(url, "enova_series", login="crm_own")
        self.env.invalidate_all()
        tasks = task.recurrence_id.activity_ids.sorted("recurrence_date")
        self.assertEqual(
            [str(one.recurrence_date) for one in tasks],
            ["2099-04-05", "2099-04-12", "2099-04-19"],
        )
        # Sundays are free, and Easter Monday, the thirteenth, too
        self.assertEqual(
            [one.date_start.day for one in tasks],
            [6, 14, 20],
        )
        self.assertEqual(
            [one.date_deadline for one in tasks], [False, date(2099, 12, 31), False]
        )
