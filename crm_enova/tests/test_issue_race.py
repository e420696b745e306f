from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestIssueRace(RaceCase):
    """Two people press the button at the same moment, over connections of their own."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            product = env["product.product"].create(
                {"name": "Wyścigowa pompa", "is_storable": True, "standard_price": 3}
            )
            warehouse = env["stock.warehouse"].search(
                [("company_id", "=", env.company.id)], limit=1
            )
            env["stock.quant"]._update_available_quantity(
                product, warehouse.lot_stock_id, 9
            )
            order = env["repair.order"].create(
                {
                    "partner_id": self.target_id,
                    "move_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": product.id,
                                "product_uom_qty": 2,
                                "repair_line_type": "add",
                            },
                        )
                    ],
                }
            )
            order.action_repair_start()
            self.order_id, self.product_id = order.id, product.id

    def _clean_up(self):
        """Take away what can be: used parts stay, as everywhere."""
        with self._env() as env:
            order = env["repair.order"].browse(self.order_id)
            for table, column in (
                ("stock_move_line", "product_id"),
                ("stock_move", "product_id"),
                ("stock_quant", "product_id"),
            ):
                env.cr.execute(
                    f'DELETE FROM "{table}" WHERE "{column}" = %s', [self.product_id]
                )
            env.invalidate_all()
            env.cr.execute(
                "DELETE FROM stock_picking WHERE service_order_id = %s", [order.id]
            )
            env.cr.execute("DELETE FROM repair_order WHERE id = %s", [order.id])
            env.invalidate_all()
            env["product.product"].browse(self.product_id).unlink()
        return super()._clean_up()

    def _order(self, env):
        return env["repair.order"].browse(self.order_id)

    def _issue(self, env):
        self._order(env).action_issue_parts()
        env.flush_all()

    def _end(self, env):
        self._order(env).action_repair_end()
        env.flush_all()

    def _confirm(self, env):
        self._order(env).issue_ids.button_validate()
        env.flush_all()

    def _check_used_once(self):
        with self._env() as env:
            order = self._order(env)
            self.assertEqual(len(order.issue_ids), 1)
            self.assertEqual(order.issue_ids.state, "done")
            self.assertEqual(order.move_ids.mapped("state"), ["done"])
            quants = env["stock.quant"].search(
                [
                    ("product_id", "=", self.product_id),
                    ("location_id.usage", "=", "internal"),
                ]
            )
            self.assertEqual(sum(quants.mapped("quantity")), 7)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_issue_at_once(self):
        results = self._race(self._issue, self._issue)
        errors = [error for error in results if error]
        self.assertLessEqual(len(errors), 1)
        for error in errors:
            self.assertIsInstance(error, UserError)
            self.assertIn("Nothing is left", str(error))
        self._check_used_once()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_end_at_once(self):
        results = self._race(self._end, self._end)
        [error] = [error for error in results if error]
        self.assertIsInstance(error, UserError)
        self._check_used_once()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_ends_while_another_issues(self):
        results = self._race(self._end, self._issue)
        for error in results:
            self.assertIsInstance(error, UserError | None)
        self._check_used_once()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_ends_while_the_storekeeper_confirms(self):
        with self._env() as env:
            self._order(env)._issue_as_system()
        results = self._race(self._end, self._confirm)
        for error in results:
            self.assertIsInstance(error, UserError | None)
        self._check_used_once()

    def _check_shelf(self, left):
        with self._env() as env:
            quants = env["stock.quant"].search([("product_id", "=", self.product_id)])
            shelf = quants.filtered(lambda quant: quant.location_id.usage == "internal")
            self.assertEqual(sum(shelf.mapped("quantity")), left)
            self.assertEqual(sum(shelf.mapped("reserved_quantity")), 0)
            self.assertEqual(sum((quants - shelf).mapped("quantity")), 9 - left)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_orders_take_from_one_shelf(self):
        with self._env() as env:
            further = self._order(env).copy()
            further.action_repair_start()
            further_id = further.id
            self.addCleanup(self._delete_order, further_id)

        def issue_further(env):
            env["repair.order"].browse(further_id).action_issue_parts()
            env.flush_all()

        self.assertEqual(self._race(self._issue, issue_further), [None, None])
        self._check_shelf(5)

    def _delete_order(self, order_id):
        with self._env() as env:
            moves = env["repair.order"].browse(order_id).move_ids.ids
            for table, column, ids in (
                ("stock_move_line", "move_id", moves),
                ("stock_move", "id", moves),
                ("stock_picking", "service_order_id", [order_id]),
                ("repair_order", "id", [order_id]),
            ):
                env.cr.execute(
                    f'DELETE FROM "{table}" WHERE "{column}" = ANY(%s)', [ids]
                )
