from odoo.fields import Command
from odoo.tests import tagged

from .issue_common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueReturn(IssueCase):
    """What comes back comes by a return (ZW), and lowers quantity, cost and sale."""

    def _sold(self, *parts, **values):
        order = self._service_order(*parts, **values)
        order.action_create_sale_order()
        order.sale_order_id.action_confirm()
        return order

    def test_return_has_a_number_and_a_type_of_its_own(self):
        order = self._service_order()
        [issue] = self._issue(order)
        back = self._return(issue, 1)
        self.assertEqual(back.picking_type_id, self.return_type)
        self.assertRegex(back.name, r"/ZW/\d+$")
        self.assertTrue(back.is_internal_return)
        self.assertFalse(back.is_internal_issue)
        self.assertEqual(back.service_order_id, order)
        self.assertEqual(back.location_dest_id, self.shelf)
        self.assertEqual(back.state, "done")
        self.assertFalse(back.move_ids.repair_id)
        self.assertEqual(order.issue_ids, issue)
        self.assertEqual(self._held(self.pump), 49)

    def test_return_lowers_quantity_cost_and_sale(self):
        order = self._sold()
        [issue] = self._issue(order)
        part, line = order.move_ids, order.move_ids.sale_line_id
        self.assertEqual((line.qty_delivered, order.parts_cost), (2, 120))
        self._return(issue, 1)
        self.assertEqual(part.enova_net_quantity, 1)
        self.assertEqual((line.qty_delivered, order.parts_cost), (1, 60))
        self._return(issue, 1)
        self.assertEqual((line.qty_delivered, order.parts_cost), (0, 0))
        self.assertFalse(order.parts_issued)

    def test_return_in_a_request_of_its_own(self):
        """Nobody has looked at the parts before; the sale is lowered all the same."""
        for ended in ("action_repair_end", "action_repair_cancel"):
            order = self._sold()
            order.action_repair_start()
            [issue] = self._issue(order)
            getattr(order, ended)()
            line = order.move_ids.sale_line_id
            for left in (1, 0):
                window = (
                    self.env["stock.return.picking"]
                    .with_context(active_model="stock.picking", active_id=issue.id)
                    .create({})
                )
                window.product_return_moves.quantity = 1
                back = self.env["stock.picking"].browse(
                    window.action_create_returns()["res_id"]
                )
                self.env.flush_all()
                self.env.invalidate_all()
                back.with_user(self.keeper).button_validate()
                self.env.flush_all()
                self.env.invalidate_all()
                with self.subTest(ended=ended, left=left):
                    self.assertEqual(line.qty_delivered, left)
                    if order.state == "cancel":
                        self.assertEqual(line.product_uom_qty, left)

    def test_return_of_a_return_in_a_request_of_its_own(self):
        order = self._sold()
        [issue] = self._issue(order)
        line = order.move_ids.sale_line_id
        back = self._return(issue)
        self.assertEqual(line.qty_delivered, 0)
        window = (
            self.env["stock.return.picking"]
            .with_context(active_model="stock.picking", active_id=back.id)
            .create({})
        )
        window.product_return_moves.quantity = 2
        again = self.env["stock.picking"].browse(
            window.action_create_returns()["res_id"]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        again.with_user(self.keeper).button_validate()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((again.state, line.qty_delivered), ("done", 2))

    def test_cost_comes_back_as_it_went(self):
        order = self._service_order()
        [issue] = self._issue(order)
        self.pump.standard_price = 90
        self._return(issue, 1)
        self.assertEqual(order.parts_cost, 60)

    def test_protocol_lists_what_stays_with_the_client(self):
        order = self._service_order((self.pump, 3), (self.seal, 2))
        [issue] = self._issue(order)
        self._return(issue, 1, self.pump)
        self.assertEqual(
            [(part["name"], part["quantity"]) for part in order._protocol_parts()],
            [("Pump", 2), ("Seal", 2)],
        )
        self._return(issue, 2, self.pump)
        self.assertEqual([p["name"] for p in order._protocol_parts()], ["Seal"])

    def test_return_that_shall_not_touch_the_sale(self):
        order = self._sold()
        [issue] = self._issue(order)
        window = self.env["stock.return.picking"].with_context(
            active_model="stock.picking", active_id=issue.id
        )
        window = window.create({})
        window.product_return_moves.write({"quantity": 1, "to_refund": False})
        action = window.action_create_returns()
        self.env["stock.picking"].browse(action["res_id"]).button_validate()
        self.env.invalidate_all()
        self.assertEqual(order.move_ids.sale_line_id.qty_delivered, 2)
        self.assertEqual(order.parts_cost, 60)

    def test_return_of_a_return(self):
        order = self._sold()
        [issue] = self._issue(order)
        back = self._return(issue, 2)
        again = self._return(back, 1)
        self.assertEqual(again.picking_type_id, self.issue_type)
        self.assertEqual(again.service_order_id, order)
        self.assertFalse(again.move_ids.repair_id, "no new part of the order")
        line = order.move_ids.sale_line_id
        self.assertEqual((line.qty_delivered, order.parts_cost), (1, 60))
        self.assertEqual(self._held(self.pump), 49)

    def test_into_the_van_that_it_came_from(self):
        order = self._service_order()
        [issue] = self._issue(order, location_id=self.van.id)
        self._return(issue, 1)
        self.assertEqual(self._held(self.pump, self.van), 9)

    def test_second_issue_of_the_same_line(self):
        rare = self._part("Rare", 30, 10)
        self._stock(rare, 3)
        order = self._sold((rare, 5))
        [first, _second] = self._issue(order)
        self._stock(rare, 2)
        order.issue_ids.filtered(lambda i: i.state != "done").action_assign()
        self._issue(order)
        line = order.move_ids.sale_line_id
        self.assertEqual(line.qty_delivered, 5)
        self._return(first, 1)
        self.assertEqual(line.qty_delivered, 4)
        self.assertEqual(order.parts_cost, 40)

    def test_serial_number_comes_back(self):
        tracked = self._part("Drive", 10, 4, tracking="serial")
        lot = self.env["stock.lot"].create({"name": "S9", "product_id": tracked.id})
        self._stock(tracked, 1, lot_id=lot)
        [issue] = self._issue(self._service_order((tracked, 1)))
        back = self._return(issue, 1)
        self.assertEqual(back.move_line_ids.lot_id, lot)
        self.assertEqual(self._held(tracked), 1)

    def test_offered_by_the_order(self):
        order = self._service_order()
        [issue] = self._issue(order)
        action = order.with_user(self.keeper).action_return_parts()
        self.assertEqual(action["context"]["active_ids"], issue.ids)
        order.move_ids = [
            Command.create(
                {
                    "product_id": self.seal.id,
                    "product_uom_qty": 1,
                    "repair_line_type": "add",
                }
            )
        ]
        self._issue(order)
        action = order.with_user(self.keeper).action_return_parts()
        self.assertEqual(action["res_model"], "stock.picking")

    def test_place_of_inventory_loss(self):
        """Core takes such moves for scrap, which its windows pass over."""
        loss = self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1
        )
        self.warehouse.enova_consumption_location_id = loss
        order = self._sold((self.pump, 2), (self.seal, 1))
        [issue] = self._issue(order)
        self.assertEqual(issue.location_dest_id, loss)
        self.assertEqual(issue.state, "done")
        self.assertEqual(order.parts_cost, 125)
        self._return(issue)
        self.assertEqual(self._held(self.pump), 50)
        self.assertEqual(order.parts_cost, 0)
        lines = order.move_ids.sale_line_id
        self.assertEqual(lines.mapped("qty_delivered"), [0, 0])

    def test_what_was_not_picked_for_a_place_of_inventory_loss(self):
        loss = self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1
        )
        self.warehouse.enova_consumption_location_id = loss
        order = self._service_order((self.pump, 2), (self.seal, 1))
        order.with_user(self.technician)._issue_as_system()
        pump, seal = order.move_ids
        pump.picked = True
        order.issue_ids.button_validate()
        self.assertEqual((pump.state, seal.state), ("done", "assigned"))
