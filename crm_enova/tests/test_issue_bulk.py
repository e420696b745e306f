from datetime import datetime

from odoo.tests import tagged

from ..models.service.stock_quant import Consumption
from .issue_common import IssueCase

# the number of each document and a lock for each row of the stock; no more by one order
QUERIES_OF_AN_ORDER = 5


@tagged("post_install", "-at_install")
class TestIssueBulk(IssueCase):
    """Many orders are issued at once: the stock is the same as after one by one."""

    def _quants(self, product, *usages):
        return self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id.usage", "in", usages),
                ("location_id.company_id", "=", self.company.id),
            ]
        )

    def _check_stock(self, product, left, used, reserved=0):
        """Compare what lies on the shelf and what was used up, row by row."""
        shelf = self._quants(product, "internal").filtered(
            lambda quant: quant.location_id == self.shelf
        )
        self.assertEqual(sum(shelf.mapped("quantity")), left)
        self.assertEqual(sum(shelf.mapped("reserved_quantity")), reserved)
        gone = self._quants(product, "production", "inventory")
        self.assertEqual(sum(gone.mapped("quantity")), used)
        self.assertFalse(any(gone.mapped("reserved_quantity")))

    def test_many_orders_of_the_same_parts(self):
        orders = self.env["repair.order"]
        for quantity in (1, 2, 3):
            orders += self._service_order((self.pump, quantity), (self.seal, 4))
        self._issue(orders)
        self.assertEqual(set(orders.move_ids.mapped("state")), {"done"})
        self._check_stock(self.pump, 44, 6)
        self._check_stock(self.seal, 38, 12)
        # a place outside the stock has one row of each, whoever used it up
        self.assertEqual(len(self._quants(self.pump, "production", "inventory")), 1)
        self.assertEqual(sum(orders.move_ids.mapped("value")), 6 * 60 + 12 * 5)

    def test_one_by_one_leaves_the_same(self):
        for quantity in (1, 2, 3):
            self._issue(self._service_order((self.pump, quantity)))
        self._check_stock(self.pump, 44, 6)
        self.assertEqual(len(self._quants(self.pump, "production", "inventory")), 1)

    def test_lots_stay_apart(self):
        oil = self._part("Oil", 30, 12, tracking="lot")
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": oil.id} for name in ("L-1", "L-2")]
        )
        for lot in lots:
            self._stock(oil, 3, lot_id=lot)
        orders = self._service_order((oil, 2)) + self._service_order((oil, 4))
        self._issue(orders)
        gone = self._quants(oil, "production", "inventory")
        self.assertEqual(
            {quant.lot_id: quant.quantity for quant in gone},
            dict.fromkeys(lots, 3),
        )
        self._check_stock(oil, 0, 6)

    def test_goods_of_a_supplier_stay_apart(self):
        owner = self.env["res.partner"].create({"name": "Komis"})
        gasket = self._part("Gasket", 4, 2)
        self._stock(gasket, 2, owner_id=owner)
        self._stock(gasket, 2)
        orders = self._service_order((gasket, 2)) + self._service_order((gasket, 2))
        self._issue(orders)
        gone = self._quants(gasket, "production", "inventory")
        self.assertEqual(
            {quant.owner_id: quant.quantity for quant in gone},
            {owner: 2, owner.browse(): 2},
        )

    def test_what_has_no_stock_needs_none(self):
        grease = self._part("Grease", 9, 3, is_storable=False)
        orders = self._service_order((grease, 1)) + self._service_order((grease, 1))
        self._issue(orders)
        self.assertEqual(set(orders.move_ids.mapped("state")), {"done"})
        self.assertFalse(self._quants(grease, "internal", "production", "inventory"))

    def test_more_than_is_free_is_taken_from_who_waits(self):
        waiting = self._service_order((self.seal, 40))
        urgent = self._service_order((self.seal, 10))
        urgent.move_ids.quantity = 30
        self._issue(urgent)
        self._check_stock(self.seal, 20, 30, reserved=20)
        self.env.invalidate_all()
        self.assertEqual(waiting.move_ids.quantity, 20)

    def test_one_of_many_lacks_a_part(self):
        enough = self._service_order((self.seal, 20)) + self._service_order()
        lacking = self._service_order((self.seal, 45), (self.pump, 1))
        self._issue(enough + lacking)
        self.assertEqual(set(enough.issue_ids.mapped("state")), {"done"})
        done, waits = lacking.issue_ids.sorted("id")
        self.assertEqual(done.state, "done")
        self.assertEqual(waits.backorder_id, done)
        self.assertEqual(waits.move_ids.product_uom_qty, 15)
        self.assertEqual(sum(lacking.move_ids.mapped("product_uom_qty")), 46)
        self._check_stock(self.seal, 0, 50)

    def test_queries_of_one_order_more(self):
        def count(number):
            orders = self.env["repair.order"]
            for _number in range(number):
                orders += self._service_order((self.pump, 1), (self.seal, 1))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.action_issue_parts()
            self.env.flush_all()
            self.assertEqual(len(orders.issue_ids), number)
            return self.env.cr.sql_log_count - before

        count(1)
        more = count(12) - count(2)
        self.assertLessEqual(more, 10 * QUERIES_OF_AN_ORDER)

    def test_end_of_many_orders_issues_them_at_once(self):
        orders = self.env["repair.order"]
        for quantity in (1, 2):
            orders += self._service_order((self.pump, quantity))
        orders.action_repair_start()
        orders.action_repair_end()
        self.assertEqual(len(orders.issue_ids), 2)
        self._check_stock(self.pump, 47, 3)

    def test_cancelled_issues_of_many_orders_give_their_parts_back(self):
        orders = self._service_order() + self._service_order()
        issues = orders._issue_as_system()
        issues.action_cancel()
        self.assertFalse(orders.move_ids.picking_id)
        self.assertEqual(
            orders.move_ids.picking_type_id, orders.picking_type_id, "as before"
        )
        self._issue(orders)
        self._check_stock(self.pump, 46, 4)

    def test_one_remembers_for_all_that_follow(self):
        first = Consumption.opened(self.env)
        beside = Consumption.opened(self.env)
        self.assertIsNot(beside, first)
        first.book()
        self.assertIs(Consumption.opened(self.env), first)
        first.book()
        beside.book()
        for quantity in (1, 2):
            self._issue(self._service_order((self.pump, quantity)))
        self.assertFalse(first.is_open)
        self.assertFalse(first.used)
        self._check_stock(self.pump, 47, 3)

    def test_what_was_broken_off_is_booked_by_nobody_later(self):
        lines = self._service_order((self.pump, 7)).move_ids.move_line_ids
        broken = Consumption.opened(self.env)
        broken.use(lines, lines.location_dest_id, 7, False)
        self._issue(self._service_order((self.pump, 1)))
        self._check_stock(self.pump, 49, 1, reserved=7)

    def test_parts_have_the_moment_of_their_transfer(self):
        [issue] = self._issue(self._service_order((self.pump, 1), (self.seal, 1)))
        self.assertEqual(set(issue.move_ids.mapped("date")), {issue.date_done})
        for moment in (datetime(2026, 11, 2, 8), datetime(2026, 11, 3, 9)):
            issue.date_done = moment
            self.assertEqual(set(issue.move_ids.mapped("date")), {moment})
        # one of them was moved apart
        issue.move_ids[0].date = datetime(2026, 11, 4, 9)
        issue.move_ids.write({"date": moment})
        self.assertEqual(set(issue.move_ids.mapped("date")), {moment})
        self.assertEqual(set(issue.move_ids.move_line_ids.mapped("date")), {moment})
