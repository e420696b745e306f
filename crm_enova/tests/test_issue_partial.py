from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .issue_common import IssueCase


@tagged("post_install", "-at_install")
class TestIssuePartial(IssueCase):
    """What is not there waits on a further issue, with the same line of the sale."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rare = cls._part("Rare", 30, 10)
        cls._stock(cls.rare, 3)

    def _sold(self, *parts, **values):
        """Return an order with a confirmed sale of its parts."""
        order = self._service_order(*parts, **values)
        order.action_create_sale_order()
        order.sale_order_id.action_confirm()
        return order

    def _waiting(self, order):
        """Return the issue that the storekeeper has to confirm."""
        order.with_user(self.technician)._issue_as_system()
        self.env.invalidate_all()
        return order.issue_ids.filtered(lambda issue: issue.state != "done")

    def _check_split(self, order, done, left):
        """Check what was used, and what waits, of one part of ten."""
        used = order.move_ids.filtered(lambda m: m.state == "done")
        rest = order.move_ids - used
        self.assertEqual(sum(used.mapped("quantity")), done)
        self.assertEqual(sum(rest.mapped("product_uom_qty")), left)
        self.assertEqual(rest.picking_id.state, "confirmed")
        self.assertEqual(rest.picking_id.backorder_id, used.picking_id)
        self.assertEqual(rest.picking_id.service_order_id, order)
        self.assertEqual(rest.sale_line_id, used.sale_line_id)
        self.assertEqual(rest.repair_line_type, "add")
        self.assertEqual(rest.picking_type_id, self.issue_type)
        self.assertEqual(rest.reference, rest.picking_id.name)
        self.assertEqual(self._held(self.rare), 0)

    def test_one_click(self):
        order = self._sold((self.rare, 10))
        self._issue(order)
        self._check_split(order, 3, 7)
        line = order.move_ids.sale_line_id
        self.assertEqual((line.product_uom_qty, line.qty_delivered), (10, 3))

    def test_cores_own_button(self):
        order = self._sold((self.rare, 10))
        issue = self._waiting(order)
        answer = issue.with_user(self.keeper).button_validate()
        self.env.invalidate_all()
        self.assertIs(answer, True, "no window, which would lose the rest")
        self._check_split(order, 3, 7)

    def test_operation_type_that_drops_what_is_left(self):
        for setting in ("never", "always", "ask"):
            with self.subTest(create_backorder=setting):
                self.issue_type.create_backorder = setting
                order = self._sold((self.rare, 10))
                self._waiting(order).with_user(self.keeper).button_validate()
                self.env.invalidate_all()
                self._check_split(order, 3, 7)
                self._stock(self.rare, 3)

    def test_context_that_drops_what_is_left(self):
        order = self._sold((self.rare, 10))
        issue = self._waiting(order)
        issue.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=issue.ids
        ).button_validate()
        self._check_split(order, 3, 7)

    def test_what_was_not_picked_waits(self):
        order = self._sold((self.pump, 2), (self.seal, 2))
        issue = self._waiting(order)
        pumps, seals = order.move_ids
        pumps.picked = True
        issue.with_user(self.keeper).button_validate()
        self.assertEqual(pumps.state, "done")
        self.assertEqual(seals.picking_id.backorder_id, issue)
        self.assertEqual(seals.state, "assigned")
        self.assertEqual(self._held(self.seal), 50)

    def test_less_was_taken_than_needed(self):
        order = self._sold((self.pump, 5))
        issue = self._waiting(order)
        order.move_ids.quantity = 2
        issue.with_user(self.keeper).button_validate()
        rest = order.move_ids - issue.move_ids
        self.assertEqual(issue.move_ids.quantity, 2)
        self.assertEqual(rest.product_uom_qty, 3)
        self.assertEqual(rest.quantity, 3, "reserved for the further issue")

    def test_the_rest_comes_and_is_issued(self):
        order = self._sold((self.rare, 10))
        self._issue(order)
        self._stock(self.rare, 7)
        order.issue_ids.filtered(lambda i: i.state != "done").action_assign()
        both = self._issue(order)
        self.assertEqual(set(both.mapped("state")), {"done"})
        line = order.move_ids.sale_line_id
        self.assertEqual((line.product_uom_qty, line.qty_delivered), (10, 10))
        self.assertEqual(order.parts_cost, 100)

    def test_nothing_there(self):
        order = self._sold((self._part("None", 1, 1), 1))
        [issue] = self._issue(order)
        self.assertEqual(issue.state, "confirmed")
        with self.assertRaises(UserError):
            issue.with_user(self.keeper).button_validate()
        self.assertEqual(order.issue_ids, issue)

    def test_unit_of_the_order_is_kept(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        plate = self._part("Plate", 1, 1, uom_ids=[Command.link(dozen.id)])
        self._stock(plate, 12)
        order = self._service_order(confirm=False)
        order.move_ids.unlink()
        order.move_ids = [
            Command.create(
                {
                    "product_id": plate.id,
                    "product_uom_qty": 3,
                    "product_uom": dozen.id,
                    "repair_line_type": "add",
                }
            )
        ]
        order._action_repair_confirm()
        order.action_create_sale_order()
        self._issue(order)
        used = order.move_ids.filtered(lambda m: m.state == "done")
        rest = order.move_ids - used
        self.assertEqual((used.quantity, rest.product_uom_qty), (1, 2))
        self.assertEqual(rest.product_uom, dozen)
        line = used.sale_line_id
        self.assertEqual((line.product_uom_qty, line.qty_delivered), (3, 1))

    def test_cancelling_what_is_left_orders_what_was_used(self):
        order = self._sold((self.rare, 10))
        self._issue(order)
        rest = order.move_ids.filtered(lambda m: m.state != "done")
        rest._action_cancel()
        self.assertEqual(rest.sale_line_id.product_uom_qty, 3)

    def test_changing_what_is_left_orders_the_sum(self):
        order = self._sold((self.rare, 10))
        self._issue(order)
        rest = order.move_ids.filtered(lambda m: m.state != "done")
        rest.product_uom_qty = 4
        self.assertEqual(rest.sale_line_id.product_uom_qty, 7)

    def test_lots(self):
        tracked = self._part("Oil", 10, 4, tracking="lot")
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": tracked.id})
        self._stock(tracked, 2, lot_id=lot)
        order = self._sold((tracked, 5))
        self._issue(order)
        used = order.move_ids.filtered(lambda m: m.state == "done")
        self.assertEqual(used.move_line_ids.lot_id, lot)
        self.assertEqual(
            (used.quantity, (order.move_ids - used).product_uom_qty), (2, 3)
        )

    def test_serial_numbers(self):
        tracked = self._part("Drive", 10, 4, tracking="serial")
        lots = self.env["stock.lot"].create(
            [{"name": f"S{n}", "product_id": tracked.id} for n in range(2)]
        )
        for lot in lots:
            self._stock(tracked, 1, lot_id=lot)
        order = self._sold((tracked, 3))
        self._issue(order)
        used = order.move_ids.filtered(lambda m: m.state == "done")
        self.assertEqual(used.move_line_ids.lot_id, lots)
        self.assertEqual((order.move_ids - used).product_uom_qty, 1)

    def test_serial_part_without_its_serial(self):
        tracked = self._part("Drive", 10, 4, tracking="serial")
        order = self._sold((tracked, 1))
        order.move_ids.quantity = 1
        with self.assertRaisesRegex(UserError, "Lot/Serial"):
            self._issue(order)
        self.assertNotEqual(order.move_ids.state, "done")
