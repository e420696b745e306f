from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestServiceWork(ServiceCase):
    """Hours of the order's tasks and events, and what they cost and bring."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"enova_hour_rate": 200, "enova_hour_cost": 80})
        cls.order = cls._service_order()

    def _work(self, hours, order=None, **values):
        return self._activity(
            partner_id=self.contractor.id,
            service_order_ids=[Command.link((order or self.order).id)],
            time_spent=hours,
            **values,
        )

    def test_rates_of_the_company_are_taken_over(self):
        self.assertEqual((self.order.hour_rate, self.order.hour_cost), (200, 80))
        self.company.enova_hour_rate = 300
        self.assertEqual(self.order.hour_rate, 200)

    def test_hours_times_rates(self):
        self._work(1.5)
        self._work(0.5)
        self.env.invalidate_all()
        order = self.order.with_user(self.user_dispatcher)
        self.assertEqual(order.work_hours, 2)
        self.assertEqual((order.work_price, order.work_cost), (400, 160))
        self.assertGreaterEqual(order.service_price, 400)
        self.assertGreaterEqual(order.service_cost, 160)
        self.assertEqual(order.service_margin, order.service_price - order.service_cost)

    def test_warranty_work_costs_and_brings_nothing(self):
        self._work(2)
        self.order.under_warranty = True
        self.env.invalidate_all()
        self.assertEqual((self.order.work_price, self.order.work_cost), (0, 160))

    def test_private_hours_do_not_count_for_anybody(self):
        self._work(4, private=True, user_id=self.user_technician.id)
        self._work(1)
        self.env.invalidate_all()
        for user in (self.user_dispatcher, self.user_technician):
            with self.subTest(user=user.login):
                self.assertEqual(self.order.with_user(user).work_hours, 1)

    def test_same_sum_for_everybody(self):
        """What is invoiced does not depend on who may see the visits."""
        self._work(3, user_id=self.user_mate.id)
        self.env.invalidate_all()
        seen = self.order.with_user(self.user_technician)
        self.assertEqual(seen.work_hours, 3)

    def test_one_query_for_many_orders(self):
        orders = self.order + self._service_order() + self._service_order()
        for order in orders:
            self._work(1, order)
        self.env.flush_all()
        self.env.invalidate_all()
        orders = orders.sudo()
        orders.mapped("name")
        with self.assertQueryCount(1):
            self.assertEqual(orders.mapped("work_hours"), [1, 1, 1])

    def test_quotation_has_the_work_by_time_and_rate(self):
        self._work(1.5)
        self.env.invalidate_all()
        group = self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.user_keeper.group_ids = [Command.link(group.id)]
        self.order.with_user(self.user_keeper).action_create_sale_order()
        line = self.order.sale_order_id.order_line
        self.assertEqual((line.product_uom_qty, line.price_unit), (1.5, 200))
        self.assertIn(self.order.name, line.name)

    def test_quotation_under_warranty_costs_nothing(self):
        self._work(1.5)
        self.order.under_warranty = True
        self.env.invalidate_all()
        self.order.action_create_sale_order()
        line = self.order.sale_order_id.order_line
        self.assertEqual((line.product_uom_qty, line.price_unit), (1.5, 0))

    def test_quotation_without_work_is_cores(self):
        self.order.action_create_sale_order()
        self.assertFalse(self.order.sale_order_id.order_line)

    @mute_logger("odoo.sql_db")
    def test_rates_are_not_negative(self):
        for record, name in ((self.order, "hour_rate"), (self.order, "hour_cost")):
            with self.subTest(name=name):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    record[name] = -1
                    record.flush_recordset()

    def test_settings_write_the_company(self):
        settings = self.env["res.config.settings"].create({"enova_hour_rate": 150})
        settings.execute()
        self.assertEqual(self.company.enova_hour_rate, 150)
