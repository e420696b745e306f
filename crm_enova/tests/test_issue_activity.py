from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import new_user
from .issue_common import TECHNICIAN, IssueCase


@tagged("post_install", "-at_install")
class TestIssueOfTask(IssueCase):
    """Goods that a task or event takes, without a service order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = new_user(
            cls.env,
            "service_rw",
            groups=f"{TECHNICIAN},crm_enova.crm_enova_group_own",
        )
        cls.task = cls._activity(
            name="Montaż", partner_id=cls.contractor.id, user_id=cls.service.id
        )

    def _window(self, user, *lines, place=None):
        window = self.env["enova.issue"].with_user(user)
        return window.create(
            {
                "activity_id": self.task.id,
                "location_id": (place or self.shelf).id,
                "line_ids": [
                    Command.create({"product_id": product.id, "quantity": quantity})
                    for product, quantity in lines
                ],
            }
        )

    def test_window_from_the_task(self):
        action = self.task.with_user(self.service).action_issue_goods()
        form = Form(
            self.env["enova.issue"]
            .with_user(self.service)
            .with_context(**action["context"])
        )
        self.assertEqual(form.location_id, self.shelf)
        with form.line_ids.new() as line:
            line.product_id = self.pump
            self.assertEqual(line.available, 50)
            line.quantity = 3
        form.save().action_issue()
        issue = self.task.picking_ids
        self.assertEqual(issue.picking_type_id, self.issue_type)
        self.assertEqual(issue.state, "assigned")
        self.assertEqual(issue.enova_contractor_id, self.contractor)
        self.assertEqual(issue.origin, self.task.reference)
        issue.with_user(self.keeper).button_validate()
        self.assertEqual(self._held(self.pump), 47)

    def test_own_van_is_proposed_and_used_at_once(self):
        self.van.enova_technician_id = self.service
        form = Form(
            self.env["enova.issue"]
            .with_user(self.service)
            .with_context(default_activity_id=self.task.id)
        )
        self.assertEqual(form.location_id, self.van)
        self._window(self.service, (self.pump, 1), place=self.van).action_issue()
        self.assertEqual(self.task.picking_ids.state, "done")
        self.assertEqual(self._held(self.pump, self.van), 9)

    def test_nothing_chosen(self):
        for lines in ((), ((self.pump, 0),), ((self.pump, -2),)):
            with self.subTest(lines=lines), self.assertRaisesRegex(UserError, "Choose"):
                self._window(self.service, *lines).action_issue()
        self.assertFalse(self.task.picking_ids)

    def test_place_without_a_warehouse(self):
        place = self.env["stock.location"].create(
            {"name": "Nigdzie", "usage": "internal", "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "choose a place in a warehouse"):
            self._window(self.service, (self.pump, 1), place=place).action_issue()

    def test_crm_alone_issues_nothing(self):
        self.task.user_id = self.user_all
        with self.assertRaises(AccessError):
            self._window(self.user_all, (self.pump, 1)).action_issue()
        self.assertFalse(self.task.picking_ids)

    def test_task_that_one_may_not_change(self):
        private = self._activity(
            name="Tajne",
            private=True,
            user_id=self.user_all.id,
            assigned_by_id=self.user_all.id,
        )
        with self.assertRaises(AccessError):
            private.with_user(self.service).action_issue_goods()

    def test_return_of_goods_of_a_task(self):
        issue = self.task._issue_goods(
            self.shelf, [{"product_id": self.pump.id, "product_uom_qty": 2}]
        )
        issue.button_validate()
        back = self._return(issue, 1)
        self.assertEqual(back.picking_type_id, self.return_type)
        self.assertFalse(back.service_order_id)
        self.assertEqual(issue.move_ids.enova_net_quantity, 1)

    def test_partly_there_is_asked_by_core(self):
        """No part of an order is at stake, so core's window does its work."""
        rare = self._part("Rare", 1, 1)
        self._stock(rare, 1)
        issue = self.task._issue_goods(
            self.shelf, [{"product_id": rare.id, "product_uom_qty": 2}]
        )
        answer = issue.with_user(self.keeper).button_validate()
        self.assertEqual(answer["res_model"], "stock.backorder.confirmation")
