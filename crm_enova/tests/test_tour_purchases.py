from datetime import timedelta

from odoo.tests import tagged

from .purchase_common import PurchaseMixin
from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourPurchases(PurchaseMixin, TourCase):
    def test_page(self):
        group = self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.user_own.group_ids += group
        rolls, grease = self._product("Rolls"), self._product("Grease")
        last = self._today() - timedelta(days=100)
        for quarter in range(4):
            self._buy(rolls, last - timedelta(days=91 * quarter))
        self._buy(grease, self._today() - timedelta(days=3))
        self._open_contractor("enova_purchases")


@tagged("post_install", "-at_install")
class TestTourPurchasesPhone(TestTourPurchases):
    browser_size = "375x667"
    touch_enabled = True
