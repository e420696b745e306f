from datetime import datetime

from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourColorRule(TourCase):
    def test_rule_paints_rows_cards_and_calendar(self):
        self.env["enova.color.rule"].search([]).active = False
        # beside noon of the Wednesday that the tour takes for now
        for name, hour in (("Call the mill", 14), ("Called the mill", 8)):
            self._activity(
                name=name,
                partner_id=self.contractor.id,
                user_id=self.user_manager.id,
                date_start=datetime(2035, 5, 2, hour),
            )
        action = self.env.ref("crm_enova.enova_color_rule_action")
        self.start_tour(
            f"/odoo/action-{action.id}", "enova_color_rule", login="crm_manager"
        )
        rule = self.env["enova.color.rule"].search([("name", "=", "Mill first")])
        self.assertTrue(rule.bold)
        self.assertFalse(rule.user_id)
