from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourCalendar(TourCase):
    def test_plan_by_drag(self):
        """Drawn, named and moved; the ERP's own calendar has it at the same hour."""
        url = "/odoo/action-crm_enova.enova_activity_action"
        self.start_tour(url, "enova_calendar_drag", login="crm_all")
        [task] = self.env["enova.activity"].search([("name", "=", "Show the new pump")])
        self.assertEqual(task.partner_id, self.other_contractor)
        self.assertEqual(task.user_id, self.user_all)
        [entry] = task.calendar_event_ids
        self.assertEqual((entry.start, entry.stop), (task.date_start, task.date_stop))
        # the browser of the tests lives in UTC
        self.assertEqual((task.date_start.hour, task.date_start.minute), (13, 0))
