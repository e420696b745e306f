from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .issue_common import IssueCase


@tagged("post_install", "-at_install")
class TestIssue(IssueCase):
    """Parts of a service order leave the stock by one internal issue (RW)."""

    def test_one_click_uses_up_the_orders_own_parts(self):
        order = self._service_order((self.pump, 2), (self.seal, 3))
        parts = order.move_ids
        [issue] = self._issue(order)
        self.assertEqual(issue.move_ids, parts, "no second moves")
        self.assertEqual(issue.state, "done")
        self.assertTrue(issue.date_done)
        self.assertEqual(parts.mapped("state"), ["done", "done"])
        self.assertEqual(self._held(self.pump), 48)
        self.assertEqual(self._held(self.seal), 47)
        self.assertEqual(issue.service_order_id, order)
        self.assertEqual(issue.partner_id, self.contractor)
        self.assertEqual(issue.enova_contractor_id, self.contractor)
        self.assertEqual(issue.picking_type_id, self.issue_type)
        self.assertRegex(issue.name, r"/RW/\d+$")
        self.assertEqual(parts.mapped("reference"), [issue.name] * 2)
        self.assertEqual(issue.location_dest_id.usage, "production")

    def test_draft_order_is_confirmed_by_it(self):
        order = self._service_order(confirm=False)
        self._issue(order)
        self.assertEqual(order.state, "confirmed")
        self.assertEqual(order.move_ids.state, "done")

    def test_only_added_parts(self):
        order = self._service_order()
        order.move_ids = [
            Command.create(
                {
                    "product_id": self.seal.id,
                    "product_uom_qty": 1,
                    "repair_line_type": kind,
                }
            )
            for kind in ("remove", "recycle")
        ]
        [issue] = self._issue(order)
        self.assertEqual(issue.move_ids.product_id, self.pump)
        others = order.move_ids - issue.move_ids
        self.assertEqual(len(others), 2)
        self.assertNotIn("done", others.mapped("state"))

    def test_no_part_belongs_to_the_client(self):
        [issue] = self._issue(self._service_order())
        self.assertFalse(issue.owner_id)
        self.assertFalse(issue.move_line_ids.owner_id)
        self.assertFalse(issue.move_ids.restrict_partner_id)

    def test_goods_of_the_client_are_not_used_up(self):
        rare = self._part("Rare", 10, 1)
        self._stock(rare, 1, owner_id=self.contractor)
        order = self._service_order((rare, 1))
        with self.assertRaisesRegex(UserError, "belong to Młyn"):
            self._issue(order)
        self.assertEqual(self._held(rare), 1)

    def test_second_click_finds_nothing_left(self):
        order = self._service_order()
        self._issue(order)
        with self.assertRaisesRegex(UserError, "Nothing is left to issue"):
            self._issue(order)
        self.assertEqual(len(order.issue_ids), 1)
        self.assertEqual(self._held(self.pump), 48)

    def test_second_click_on_what_waits_makes_no_second_document(self):
        rare = self._part("Rare", 10, 1)
        order = self._service_order((rare, 1))
        [issue] = self._issue(order)
        self.assertEqual(issue.state, "confirmed")
        self.assertEqual(self._issue(order), issue)
        self._stock(rare, 1)
        issue.action_assign()
        self.assertEqual(self._issue(order), issue)
        self.assertEqual(issue.state, "done")

    def test_parts_that_are_added_later_come_on_a_second_issue(self):
        order = self._service_order()
        [first] = self._issue(order)
        order.move_ids = [
            Command.create(
                {
                    "product_id": self.seal.id,
                    "product_uom_qty": 4,
                    "repair_line_type": "add",
                }
            )
        ]
        both = self._issue(order)
        self.assertEqual(len(both), 2)
        self.assertEqual((both - first).move_ids.product_id, self.seal)

    def test_tasks_of_the_order_are_those_of_the_issue(self):
        task = self._activity(partner_id=self.contractor.id)
        order = self._service_order(enova_activity_ids=[Command.link(task.id)])
        [issue] = self._issue(order)
        self.assertEqual(issue.enova_activity_ids, task)
        self.assertEqual(task.picking_ids, issue)

    def test_many_orders_at_once(self):
        orders = self.env["repair.order"].browse()
        for _number in range(5):
            orders |= self._service_order((self.pump, 1), (self.seal, 1))
        action = orders.with_user(self.keeper).action_issue_parts()
        self.assertEqual(action["res_model"], "stock.picking")
        self.assertEqual(len(orders.issue_ids), 5)
        self.assertEqual(set(orders.issue_ids.mapped("state")), {"done"})
        for order in orders:
            self.assertEqual(order.issue_ids.move_ids, order.move_ids)

    def test_cancelled_order_issues_nothing(self):
        order = self._service_order()
        order.action_repair_cancel()
        with self.assertRaisesRegex(UserError, "Reopen it"):
            self._issue(order)

    def test_warehouse_without_the_operation_type(self):
        self.warehouse.enova_issue_type_id = False
        order = self._service_order()
        with self.assertRaisesRegex(UserError, "no operation type for"):
            self._issue(order)
        self.assertEqual(self._held(self.pump), 50)

    def test_figures_of_the_order(self):
        order = self._service_order()
        self.assertEqual((order.issue_count, order.parts_issued), (0, False))
        self.assertTrue(order.parts_to_issue)
        self._issue(order)
        self.assertEqual((order.issue_count, order.parts_issued), (1, True))
        self.assertFalse(order.parts_to_issue)

    def test_order_is_shown_from_the_issue_and_back(self):
        order = self._service_order()
        [issue] = self._issue(order)
        action = order.with_user(self.keeper).action_open_issues()
        self.assertEqual(action["res_id"], issue.id)
        action = issue.with_user(self.keeper).action_open_service_order()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (order._name, order.id)
        )

    def test_parts_of_a_device_are_shown_less_what_came_back(self):
        device = self._device()
        order = self._service_order((self.pump, 3), device_id=device.id)
        waiting = self._service_order(device_id=device.id)
        [issue] = self._issue(order)
        self._return(issue, 1)
        action = device.with_user(self.technician).action_open_parts()
        moves = self.env[action["res_model"]].with_user(self.technician)
        parts = moves.search(action["domain"])
        self.assertEqual(parts.ids, order.move_ids.ids)
        self.assertEqual(parts.enova_net_quantity, 2)
        self.assertEqual(waiting.move_ids.state, "assigned")

    def test_order_with_used_parts_cannot_be_deleted(self):
        order = self._service_order()
        self._issue(order)
        with self.assertRaisesRegex(UserError, "have been issued"):
            order.unlink()

    def test_bad_places(self):
        order = self._service_order()
        for place in (-3, "x", True, [1], 2**40):
            with self.subTest(place=place), self.assertRaises(UserError):
                self._issue(order, location_id=place)
        with self.assertRaisesRegex(UserError, "inside the stock"):
            self._issue(order, location_id=order.location_dest_id.id)


@tagged("post_install", "-at_install")
class TestIssuePlaces(IssueCase):
    """A part on an issue follows the issue, whatever happens to the order."""

    def test_from_the_van(self):
        order = self._service_order()
        [issue] = self._issue(order, location_id=self.van.id)
        self.assertEqual(issue.location_id, self.van)
        self.assertEqual(self._held(self.pump, self.van), 8)
        self.assertEqual(self._held(self.pump), 50)
        quants = self.shelf.quant_ids.filtered(lambda q: q.product_id == self.pump)
        self.assertFalse(sum(quants.mapped("reserved_quantity")))

    def test_van_that_lacks_the_part(self):
        order = self._service_order((self.seal, 2))
        [issue] = self._issue(order, location_id=self.van.id)
        self.assertEqual(issue.state, "confirmed")
        self.assertFalse(order.move_ids.quantity)
        self.assertEqual(order.move_ids.location_id, self.van)

    def _waiting_in_van(self):
        """Return an order with a part that waits on an issue from the van."""
        order = self._service_order((self.pump, 20))
        order.with_user(self.technician).with_context()._issue_as_system(self.van.id)
        self.env.invalidate_all()
        return order, order.issue_ids

    def test_an_edit_of_the_order_leaves_the_part_in_the_van(self):
        order, issue = self._waiting_in_van()
        other = self.env["stock.location"].create(
            {"name": "Regał", "location_id": self.shelf.id, "usage": "internal"}
        )
        part = order.move_ids
        order.location_id = other
        order.write({"under_warranty": True, "schedule_date": "2030-01-01 08:00:00"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(part.location_id, self.van)
        self.assertEqual(part.location_dest_id, issue.location_dest_id)
        self.assertEqual(part.reference, issue.name)
        self.assertEqual(part.picking_type_id, self.issue_type)
        self.assertEqual(part.quantity, 10)

    def test_changed_place_of_the_issue_is_the_parts(self):
        order, issue = self._waiting_in_van()
        issue.location_id = self.shelf
        self.env.flush_all()
        self.assertEqual(order.move_ids.location_id, self.shelf)

    def test_destination_cannot_be_inside_the_stock(self):
        _order, issue = self._waiting_in_van()
        for place in (self.shelf, self.env.ref("stock.stock_location_customers")):
            with self.assertRaisesRegex(ValidationError, "outside the stock"):
                issue.location_dest_id = place

    def test_cancelled_issue_gives_the_parts_back(self):
        order, issue = self._waiting_in_van()
        part = order.move_ids
        issue.with_user(self.keeper).action_cancel()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(issue.state, "cancel")
        self.assertFalse(part.picking_id)
        self.assertFalse(part.move_line_ids.picking_id)
        self.assertNotIn(part.state, ("cancel", "draft"))
        self.assertEqual(part.location_id, self.shelf)
        self.assertEqual(part.reference, order.name)
        self.assertEqual(part.picking_type_id, order.picking_type_id)
        self.assertEqual(part.quantity, 20, "reserved on the shelf again")
        [further] = self._issue(order) - issue
        self.assertEqual(further.state, "done")

    def test_deleted_issue_deletes_no_part(self):
        order, issue = self._waiting_in_van()
        part = order.move_ids
        issue.with_user(self.keeper).unlink()
        self.assertTrue(part.exists())
        self.assertEqual(part.repair_id, order)
        self.assertNotEqual(part.state, "cancel")

    def test_part_that_is_removed_instead_leaves_the_issue(self):
        order, issue = self._waiting_in_van()
        order.move_ids.repair_line_type = "remove"
        self.assertFalse(issue.move_ids)

    def test_last_part_deleted_cancels_the_issue(self):
        order, issue = self._waiting_in_van()
        order.move_ids.unlink()
        self.assertEqual(issue.state, "cancel")

    def test_line_added_to_an_issue_is_a_part_of_the_order(self):
        order, issue = self._waiting_in_van()
        issue.with_user(self.keeper).move_ids = [
            Command.create({"product_id": self.seal.id, "product_uom_qty": 1})
        ]
        added = order.move_ids.filtered(lambda m: m.product_id == self.seal)
        self.assertEqual(added.repair_line_type, "add")
        self.assertEqual(added.picking_id, issue)
        self.assertEqual(added.picking_type_id, self.issue_type)
        self.assertEqual(added.location_id, self.van)

    def test_warehouse_stays_that_of_used_parts(self):
        order = self._service_order()
        self._issue(order)
        other = self.env["stock.warehouse"].create({"name": "Drugi", "code": "DRU"})
        with self.assertRaisesRegex(ValidationError, "were issued by"):
            order.picking_type_id = other.repair_type_id
