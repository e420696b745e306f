from odoo.tests import tagged, users

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestActivityDates(CrmEnovaCase):
    @users("crm_manager")
    def test_end_follows_a_start_that_moves_past_it(self):
        """Also where a search comes before the end of the request."""
        activity = self._activity(
            date_start="2026-03-02 09:00:00", date_stop="2026-03-02 10:00:00"
        ).with_env(self.env)
        activity.date_start = "2026-03-02 16:00:00"
        found = activity.search([("date_start", ">=", "2026-03-02 15:00:00")])
        self.assertIn(activity, found)
        self.assertGreater(activity.date_stop, activity.date_start)
