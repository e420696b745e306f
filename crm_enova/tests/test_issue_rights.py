from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import new_user
from .issue_common import KEEPER, TECHNICIAN, IssueCase


@tagged("post_install", "-at_install")
class TestIssueRights(IssueCase):
    """The keeper needs no CRM, the technician no stock; nobody else issues anything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_technician = new_user(cls.env, "other_rw", groups=TECHNICIAN)

    def test_who_may_issue(self):
        people = {
            self.keeper: None,
            self.technician: None,
            self.other_technician: AccessError,
            self.user_all: AccessError,
            self.user_manager: AccessError,
            self.user_outsider: AccessError,
            self.user_portal: AccessError,
        }
        for user, refused in people.items():
            order = self._service_order()
            with self.subTest(user=user.login):
                if not refused:
                    self._issue(order, user)
                    self.assertEqual(len(order.issue_ids), 1)
                    continue
                with self.assertRaises(refused):
                    self._issue(order, user)
                self.assertFalse(order.issue_ids)

    def test_technician_asks_and_the_keeper_confirms(self):
        order = self._service_order()
        [issue] = self._issue(order, self.technician)
        self.assertEqual(issue.state, "assigned")
        self.assertEqual(self._held(self.pump), 50)
        issue.with_user(self.keeper).button_validate()
        self.assertEqual(order.move_ids.state, "done")

    def test_technician_uses_up_what_is_in_their_van(self):
        order = self._service_order()
        mine = order.with_user(self.technician)
        self.assertTrue(mine.has_van)
        mine.action_issue_parts_from_van()
        self.env.invalidate_all()
        self.assertEqual(order.issue_ids.state, "done")
        self.assertEqual(self._held(self.pump, self.van), 8)

    def test_van_of_somebody_else(self):
        order = self._service_order()
        self.van.enova_technician_id = self.other_technician
        self.assertFalse(order.with_user(self.technician).has_van)
        with self.assertRaisesRegex(UserError, "No van is yours"):
            order.with_user(self.technician).action_issue_parts_from_van()
        [issue] = self._issue(order, self.technician, location_id=self.van.id)
        self.assertEqual(issue.state, "assigned", "it waits for who has the van")

    def test_shelf_inside_the_van(self):
        box = self.env["stock.location"].create(
            {"name": "Box", "location_id": self.van.id, "usage": "internal"}
        )
        self._stock(self.seal, 5, box)
        order = self._service_order((self.seal, 1))
        [issue] = self._issue(order, self.technician, location_id=box.id)
        self.assertEqual(issue.state, "done")

    def test_technician_reads_issues_of_own_orders_alone(self):
        order, other = self._service_order(), self._service_order(technician_ids=False)
        [issue], [hidden] = self._issue(order), self._issue(other)
        issues = self.env["stock.picking"].with_user(self.technician)
        self.assertEqual(issues.search([]), issue)
        self.assertTrue(issues.browse(issue.id).read(["name", "state", "origin"]))
        with self.assertRaises(AccessError):
            issues.browse(hidden.id).read(["name"])
        with self.assertRaises(AccessError):
            issues.browse(issue.id).write({"origin": "x"})
        further = self._service_order()
        [waiting] = self._issue(further, self.technician)
        with self.assertRaises(AccessError):
            waiting.with_user(self.technician).button_validate()
        self.assertNotEqual(further.move_ids.state, "done")

    def test_technician_has_no_hand_in_moves_or_sales(self):
        order = self._service_order()
        for model in ("stock.move", "sale.order.line", "stock.picking"):
            records = self.env[model].with_user(self.technician)
            for operation in ("create", "write", "unlink"):
                with self.subTest(model=model, operation=operation):
                    self.assertFalse(records.has_access(operation))
        with self.assertRaises(AccessError):
            order.move_ids.with_user(self.technician).write({"product_uom_qty": 9})
        with self.assertRaises(AccessError):
            order.with_user(self.technician).action_repair_done()

    def test_technician_sees_what_is_used_less_returns(self):
        order = self._service_order()
        [issue] = self._issue(order)
        self._return(issue, 1)
        part = order.move_ids.with_user(self.technician)
        self.assertEqual(part.enova_net_quantity, 1)
        self.assertEqual(order.with_user(self.technician).issue_count, 1)

    def test_technician_who_works_with_goods_by_another_app(self):
        """Purchases, for instance, whose users keep no stock: they see all of it."""
        group = self.env["res.groups"].create({"name": "Purchases"})
        technician = self.other_technician
        part = self._service_order().move_ids[:1]
        operation = self.env["stock.picking.type"].search(
            [("code", "=", "incoming"), ("company_id", "=", self.company.id)], limit=1
        )
        receipt = self.env["stock.picking"].create({"picking_type_id": operation.id})
        for record in (part, receipt):
            foreign = record.with_user(technician)
            with self.subTest(model=record._name):
                self.assertFalse(foreign.has_access("read"))
                self.env["ir.model.access"].create(
                    {
                        "name": "Purchases",
                        "model_id": self.env["ir.model"]._get_id(record._name),
                        "group_id": group.id,
                        "perm_read": True,
                        "perm_write": True,
                    }
                )
                technician.group_ids = [Command.link(group.id)]
                self.env.invalidate_all()
                self.assertTrue(foreign.has_access("write"))
                self.assertIn(record, foreign.search([]))
                technician.group_ids = [Command.unlink(group.id)]

    def test_seller_who_is_a_technician_too_keeps_all_transfers(self):
        both = new_user(
            self.env,
            "both_rw",
            groups=f"{TECHNICIAN},sales_team.group_sale_salesman_all_leads",
        )
        [issue] = self._issue(self._service_order(technician_ids=False))
        self.assertTrue(issue.with_user(both).name)

    def test_keeper_without_the_crm_does_it_all(self):
        order = self._service_order()
        order.action_create_sale_order()
        order.sale_order_id.action_confirm()
        order.with_user(self.technician)._issue_as_system()
        issue = order.issue_ids.with_user(self.keeper)
        self.assertFalse(self.keeper.has_group("crm_enova.crm_enova_group_own"))
        self.assertEqual(issue.service_order_id, order)
        issue.button_validate()
        self.env.invalidate_all()
        self.assertEqual(order.move_ids.sale_line_id.qty_delivered, 2)
        window = self.env["stock.return.picking"].with_user(self.keeper)
        window = window.with_context(active_model=issue._name, active_id=issue.id)
        window = window.create({})
        window.product_return_moves.quantity = 1
        action = window.action_create_returns()
        back = self.env["stock.picking"].with_user(self.keeper).browse(action["res_id"])
        back.button_validate()
        self.assertEqual(back.service_order_id, order)
        action = issue.action_print_internal_issue()
        self.assertEqual(action["report_name"], "crm_enova.stock_picking_issue")

    def test_keeper_adds_to_an_issue_what_is_then_sold(self):
        order = self._service_order((self.pump, 20))
        order.action_create_sale_order()
        order.sale_order_id.action_confirm()
        order.with_user(self.technician)._issue_as_system()
        issue = order.issue_ids.with_user(self.keeper)
        self.env["stock.move"].with_user(self.keeper).create(
            {
                "picking_id": issue.id,
                "product_id": self.seal.id,
                "product_uom_qty": 2,
                "location_id": issue.location_id.id,
                "location_dest_id": issue.location_dest_id.id,
            }
        )
        line = order.move_ids.sale_line_id.filtered(
            lambda line: line.product_id == self.seal
        )
        self.assertEqual(line.product_uom_qty, 2)

    def test_other_company(self):
        order = self._service_order()
        place = self.env["stock.warehouse"].search(
            [("company_id", "=", self.other_company.id)], limit=1
        )
        place = place or self.env["stock.warehouse"].create(
            {"name": "Obcy", "code": "OBC", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            self._issue(order, location_id=place.lot_stock_id.id)
        self.assertFalse(order.issue_ids)

    def test_groups_are_what_they_say(self):
        self.assertTrue(self.keeper.has_group(KEEPER))
        self.assertFalse(self.technician.has_group(KEEPER))
