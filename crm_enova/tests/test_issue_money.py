from odoo.fields import Command
from odoo.tests import tagged

from .common import new_user
from .issue_common import IssueCase

CLERK = (
    "sales_team.group_sale_salesman_all_leads,stock.group_stock_user,"
    "account.group_account_invoice"
)


@tagged("post_install", "-at_install")
class TestIssueMoney(IssueCase):
    """Cost, price, quotation and invoice of a service order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_user(cls.env, "clerk_rw", groups=CLERK)
        journals = cls.env["account.journal"]
        journal = [("type", "=", "sale"), ("company_id", "=", cls.company.id)]
        if not journals.search(journal, limit=1):
            journals.create({"name": "Sprzedaż", "code": "SPR", "type": "sale"})

    def _worked(self, hours=2, rate=150, **values):
        """Return an order on which somebody has worked."""
        event = self._activity(
            name="Wizyta",
            type_id=self.type_call.id,
            partner_id=self.contractor.id,
            time_spent=hours,
        )
        return self._service_order(
            (self.pump, 2),
            (self.seal, 3),
            hour_rate=rate,
            hour_cost=40,
            enova_activity_ids=[Command.link(event.id)],
            **values,
        )

    def test_cost_is_what_was_used(self):
        order = self._worked()
        self.assertEqual(order.parts_cost, 0)
        self._issue(order)
        self.assertEqual(order.parts_cost, 135)
        self.assertEqual(order.service_cost, 215)

    def test_price_without_a_quotation(self):
        order = self._worked()
        self.assertEqual(order.parts_price, 224)
        self.assertEqual(order.service_price, 524)
        order.under_warranty = True
        self.assertEqual((order.parts_price, order.service_price), (0, 0))
        self.assertEqual(order.service_margin, -80)

    def test_price_of_the_quotation(self):
        order = self._worked()
        order.action_create_sale_order()
        parts = order.move_ids.sale_line_id
        parts.filtered(lambda line: line.product_id == self.pump).price_unit = 90
        self.assertEqual(order.parts_price, 204)

    def test_quotation_sells_parts_and_hours(self):
        order = self._worked()
        order.with_user(self.clerk).action_create_sale_order()
        sale = order.sale_order_id
        self.assertEqual(sale.service_order_id, order)
        work = sale.order_line.filtered("enova_service_order_id")
        self.assertEqual((work.product_uom_qty, work.price_unit), (2, 150))
        self.assertEqual(work.product_id, self.company.enova_work_product_id)
        self.assertEqual(sale.amount_untaxed, 524)
        self.assertEqual((sale.order_line - work).move_ids, order.move_ids)

    def test_quotations_of_two_customers_at_once(self):
        """Core reads all orders as one, and fails."""
        orders = self._service_order() | self._service_order(
            partner_id=self.other_contractor.id
        )
        orders.action_create_sale_order()
        self.assertEqual(
            orders.sale_order_id.partner_id, self.contractor | self.other_contractor
        )
        for order in orders:
            self.assertEqual(order.sale_order_id.service_order_id, order)

    def test_warranty_parts_and_work_at_zero(self):
        order = self._worked(under_warranty=True)
        order.action_create_sale_order()
        lines = order.sale_order_id.order_line
        self.assertEqual(len(lines), 3)
        self.assertEqual(set(lines.mapped("price_unit")), {0})
        order.sale_order_id.action_confirm()
        self._issue(order)
        self.assertEqual(order.sale_order_id.amount_total, 0)

    def test_warranty_that_is_granted_later(self):
        order = self._worked()
        order.action_create_sale_order()
        order.under_warranty = True
        self.assertEqual(order.sale_order_id.amount_untaxed, 0)
        order.under_warranty = False
        self.assertEqual(order.sale_order_id.amount_untaxed, 524)

    def test_part_that_is_split_under_warranty_stays_at_zero(self):
        rare = self._part("Rare", 30, 10)
        self._stock(rare, 1)
        order = self._service_order((rare, 3), under_warranty=True)
        order.action_create_sale_order()
        order.sale_order_id.action_confirm()
        self._issue(order)
        self.assertEqual(order.sale_order_id.amount_total, 0)

    def test_invoice_in_one_go(self):
        order = self._worked()
        self._issue(order)
        action = order.with_user(self.clerk).action_create_invoice()
        invoice = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(invoice.service_order_id, order)
        self.assertEqual(invoice.partner_id, self.contractor)
        self.assertEqual(invoice.amount_untaxed, 524)
        self.assertEqual(order.sale_order_id.state, "sale")

    def test_invoice_after_a_return(self):
        self.pump.invoice_policy = self.seal.invoice_policy = "delivery"
        order = self._worked()
        [issue] = self._issue(order)
        self._return(issue, 1, self.pump)
        action = order.with_user(self.clerk).action_create_invoice()
        invoice = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(invoice.amount_untaxed, 424)

    def test_hours_that_came_after_the_quotation(self):
        order = self._worked()
        order.action_create_sale_order()
        order.enova_activity_ids.time_spent = 3
        order.with_user(self.clerk).action_create_invoice()
        self.assertEqual(order.sale_order_id.amount_untaxed, 674)

    def test_invoice_of_several_orders_names_none(self):
        orders = self._service_order() | self._service_order()
        orders.action_create_sale_order()
        sales = orders.sale_order_id
        sales.action_confirm()
        invoice = sales._create_invoices()
        self.assertEqual(len(invoice), 1)
        self.assertFalse(invoice.service_order_id)

    def test_quotation_in_another_currency(self):
        euro = self._foreign_currency()
        pricelist = self.env["product.pricelist"].create(
            {"name": "€", "currency_id": euro.id}
        )
        self.contractor.property_product_pricelist = pricelist
        order = self._worked()
        order.action_create_sale_order()
        work = order.sale_order_id.order_line.filtered("enova_service_order_id")
        self.assertEqual(work.price_unit, 37.5)
        self.assertEqual(order.parts_price, 224)

    def test_work_product_is_made_once(self):
        for _number in range(2):
            self._worked().action_create_sale_order()
        products = self.env["product.product"].search([("name", "=", "Service work")])
        self.assertEqual(len(products), 1)

    def test_entries_only_where_core_makes_them(self):
        [issue] = self._issue(self._service_order())
        self.assertFalse(issue.move_ids.account_move_id)

    def test_sums_of_many_orders_take_few_queries(self):
        orders = self.env["repair.order"].browse()
        for _number in range(9):
            orders |= self._worked()
        orders.action_issue_parts()
        counts = []
        for part in (orders[:2], orders[:2], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            part.mapped("service_margin")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
