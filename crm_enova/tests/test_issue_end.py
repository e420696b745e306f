from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .issue_common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueEnd(IssueCase):
    """Whichever ends first, order or issue: each part is used once, by a document."""

    def _started(self, *parts, **values):
        order = self._service_order(*parts, **values)
        order.action_repair_start()
        return order

    def _waiting(self, order):
        """Return the issue that the storekeeper has to confirm."""
        order.with_user(self.technician)._issue_as_system()
        self.env.invalidate_all()
        return order.issue_ids

    def test_end_issues_what_nobody_has_issued(self):
        order = self._started((self.pump, 2), (self.seal, 1))
        order.with_user(self.keeper).action_repair_end()
        self.env.invalidate_all()
        [issue] = order.issue_ids
        self.assertEqual(order.state, "done")
        self.assertEqual((issue.state, bool(issue.date_done)), ("done", True))
        self.assertEqual(issue.move_ids, order.move_ids)
        self.assertEqual(self._held(self.pump), 48)

    def test_technician_ends_by_the_method_of_the_order(self):
        order = self._started()
        order.with_user(self.technician).action_service_end()
        self.env.invalidate_all()
        self.assertEqual(order.issue_ids.state, "done")
        self.assertEqual(self._held(self.pump), 48)

    def test_order_ends_while_its_issue_waits(self):
        order = self._started()
        issue = self._waiting(order)
        self.assertEqual(issue.state, "assigned")
        order.action_repair_end()
        self.env.invalidate_all()
        self.assertEqual((order.state, issue.state), ("done", "done"))
        self.assertTrue(issue.date_done)
        self.assertEqual(order.issue_ids, issue)
        self.assertEqual(self._held(self.pump), 48)

    def test_issue_is_confirmed_before_the_order_ends(self):
        order = self._started()
        self._issue(order)
        order.action_repair_end()
        self.assertEqual(len(order.issue_ids), 1)
        self.assertEqual(self._held(self.pump), 48)
        self.assertEqual(order.move_ids.mapped("state"), ["done"])

    def test_end_keeps_the_value_of_the_day_of_the_issue(self):
        order = self._started()
        self._issue(order)
        self.pump.standard_price = 90
        order.action_repair_end()
        self.assertEqual(order.move_ids.value, 120)
        self.assertEqual(order.parts_cost, 120)

    def test_end_uses_the_parts_that_came_after_the_first_issue(self):
        order = self._started()
        self._issue(order)
        order.move_ids = [
            Command.create(
                {
                    "product_id": self.seal.id,
                    "product_uom_qty": 3,
                    "repair_line_type": "add",
                }
            )
        ]
        order.action_repair_end()
        self.assertEqual(order.move_ids.mapped("state"), ["done", "done"])
        self.assertEqual(self._held(self.seal), 47)
        self.assertEqual(len(order.issue_ids), 2)

    def test_end_drops_what_is_not_there(self):
        rare = self._part("Rare", 1, 1)
        order = self._started((self.pump, 1), (rare, 2))
        issue = self._waiting(order)
        order.action_repair_end()
        self.env.invalidate_all()
        lost = order.move_ids.filtered(lambda m: m.product_id == rare)
        self.assertEqual(lost.state, "cancel")
        self.assertEqual(issue.state, "done")

    def test_end_uses_what_was_picked_alone(self):
        order = self._started((self.pump, 1), (self.seal, 1))
        pump, seal = order.move_ids
        pump.picked = True
        order.action_repair_end()
        self.assertEqual((pump.state, seal.state), ("done", "cancel"))
        self.assertEqual(order.issue_ids.move_ids, pump)

    def test_order_without_parts(self):
        order = self.env["repair.order"].create({"partner_id": self.contractor.id})
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(order.state, "done")
        self.assertFalse(order.issue_ids)

    def test_second_end_is_refused_in_words(self):
        order = self._started()
        order.with_user(self.technician).action_service_end()
        with self.assertRaises(UserError):
            order.with_user(self.keeper).action_repair_end()
        with self.assertRaisesRegex(UserError, "it is closed"):
            order.with_user(self.technician).action_service_end()
        self.assertEqual(self._held(self.pump), 48)

    def test_repair_of_the_companys_own_goods_is_cores(self):
        """The order is the document there, as it is without us."""
        order = self._started(product_id=self.seal.id)
        order.action_repair_end()
        self.assertFalse(order.issue_ids)
        self.assertEqual(order.move_ids.reference, order.name)

    def test_device_in_the_stock_by_a_return_has_documents(self):
        order = self._started(device_id=self._device().id)
        order.action_repair_end()
        self.assertEqual(len(order.issue_ids), 1)

    def test_many_end_at_once(self):
        orders = self._started() | self._started((self.seal, 1)) | self._started()
        self._issue(orders[0])
        orders.action_repair_end()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        for order in orders:
            self.assertEqual(len(order.issue_ids), 1)
            self.assertEqual(order.move_ids.mapped("state"), ["done"])


@tagged("post_install", "-at_install")
class TestIssueCancelled(IssueCase):
    """A cancelled order keeps what was used, and offers to return it."""

    def test_cancel_offers_the_return(self):
        order = self._service_order((self.pump, 2), (self.seal, 1))
        order.action_create_sale_order()
        pump, seal = order.move_ids
        order.with_user(self.keeper).action_issue_parts()
        rest = self.env["stock.move"].create(
            {
                "repair_id": order.id,
                "repair_line_type": "add",
                "product_id": self.seal.id,
                "product_uom_qty": 1,
            }
        )
        action = order.with_user(self.keeper).action_repair_cancel()
        self.assertEqual(action["res_model"], "stock.return.picking")
        self.assertEqual(action["context"]["active_id"], order.issue_ids.id)
        self.assertEqual(order.state, "cancel")
        self.assertEqual(
            (pump.state, seal.state, rest.state), ("done", "done", "cancel")
        )
        self.assertEqual(pump.sale_line_id.qty_delivered, 2)

    def test_return_after_the_cancellation_lowers_the_sale(self):
        order = self._service_order()
        order.action_create_sale_order()
        order.sale_order_id.action_confirm()
        [issue] = self._issue(order)
        order.action_repair_cancel()
        self._return(issue, 2)
        line = order.move_ids.sale_line_id
        self.assertEqual((line.qty_delivered, line.product_uom_qty), (0, 0))
        self.assertEqual(self._held(self.pump), 50)
        self.assertEqual(order.action_repair_cancel(), True, "nothing to offer")

    def test_cancel_takes_the_waiting_parts_off_their_issue(self):
        order = self._service_order()
        order.with_user(self.technician)._issue_as_system()
        issue = order.issue_ids
        self.assertTrue(order.action_repair_cancel())
        self.assertEqual((order.move_ids.state, issue.state), ("cancel", "cancel"))

    def test_reopened_order_uses_nothing_twice(self):
        order = self._service_order((self.pump, 2), (self._part("None", 1, 1), 1))
        self._issue(order)
        used = order.move_ids.filtered(lambda m: m.state == "done")
        rest = order.move_ids - used
        order.action_repair_cancel()
        order.action_repair_cancel_draft()
        self.assertEqual(order.state, "draft")
        self.assertEqual((used.state, rest.state), ("done", "draft"))
        self.assertEqual(self._held(self.pump), 48)
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(self._held(self.pump), 48)

    def test_client_cannot_send_the_key_that_keeps_parts(self):
        order = self._service_order()
        self._issue(order)
        with self.assertRaises(UserError):
            order.move_ids.with_context(enova_parts_kept=True)._action_cancel()
