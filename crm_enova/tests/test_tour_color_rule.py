from datetime import datetime

from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourColorRule(TourCase):
    def test_rule_paints_rows_cards_and_calendar(self):
        self.env["enova.color.rule"].search([]).active = False
        self._activity(
            name="Call the mill",
            partner_id=self.contractor.id,
            user_id=self.user_manager.id,
            date_start=datetime.now().replace(hour=12, minute=0, microsecond=0),
        )
        action = self.env.ref("crm_enova.enova_color_rule_action")
        self.start_tour(
            f"/odoo/action-{action.id}", "enova_color_rule", login="crm_manager"
        )
        rule = self.env["enova.color.rule"].search([("name", "=", "Mill first")])
        self.assertTrue(rule.bold)
        self.assertFalse(rule.user_id)
