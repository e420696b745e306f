from datetime import datetime, time, timedelta

from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourMyDay(TourCase):
    # of the browser: what is due today is so where the user is
    browser_zone = "Europe/Warsaw"

    def test_my_day_from_the_keyboard(self):
        today = self._today()
        own = self.user_own.id
        made = {
            name: self._activity(
                name=name,
                user_id=own,
                partner_id=self.contractor.id,
                date_deadline=today + timedelta(days=days),
            )
            for name, days in (("Late", -3), ("Now", 0), ("Later", 9))
        }
        # the row names the contractor beside it, and the hour beside the day
        made["Later"].name = f"Later – {self.contractor.name}"
        start = datetime.combine(today, time(11, 30))
        made["Now"].write({"date_start": start, "all_day": False})
        self._activity(name="Nobody's", partner_id=self.contractor.id)
        self._activity(
            name="For a colleague", user_id=self.user_all.id, assigned_by_id=own
        )
        self.start_tour("/odoo/enova-my-tasks", "enova_my_day", login="crm_own")
        self.env.invalidate_all()
        self.assertEqual(made["Late"].date_deadline, today + timedelta(days=1))
        self.assertEqual(made["Later"].date_deadline, today)
        self.assertEqual(made["Now"].state, "done")
