from odoo.fields import Command
from odoo.tests import tagged

from .common import new_user
from .project_common import DocumentMixin, ProjectCase


@tagged("post_install", "-at_install")
class TestProjectDocuments(DocumentMixin, ProjectCase):
    """What grows out of a document of a project is the project's, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_documents()
        cls.clerk = new_user(
            cls.env,
            login="clerk",
            groups="sales_team.group_sale_salesman_all_leads,stock.group_stock_user,"
            "account.group_account_invoice",
        )

    def _delivered(self, quantity):
        """Return the delivery of an order, of which so much has left the stock."""
        order = self._order(quantity=3)
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.quantity = quantity
        return picking

    def test_a_return_brings_the_value_back(self):
        picking = self._delivered(3)
        picking.button_validate()
        wizard = self.env["stock.return.picking"].with_user(self.clerk)
        wizard = wizard.create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        action = wizard.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        self.assertEqual(back.enova_project_id, self.project)
        back.move_ids.quantity = 1
        back.button_validate()
        self.assertEqual(back.state, "done")
        self.assertEqual(self.project.stock_cost, 120)

    def test_the_rest_of_a_delivery_costs_too(self):
        picking = self._delivered(1).with_user(self.clerk)
        picking.with_context(
            skip_backorder=True, cancel_backorder=False
        ).button_validate()
        self.assertEqual(self.project.stock_cost, 60)
        rest = self.env["stock.picking"].search([("backorder_id", "=", picking.id)])
        self.assertEqual(rest.enova_project_id, self.project)
        rest.move_ids.quantity = 2
        rest.button_validate()
        self.assertEqual(self.project.stock_cost, 180)

    def test_a_credit_note_takes_revenue_back(self):
        invoice = self._invoice(300)
        invoice.action_post()
        self.assertEqual(self.project.actual_revenue, 300)
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.clerk)
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        action = wizard.refund_moves()
        note = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(note.enova_project_id, self.project)
        note.invoice_line_ids.price_unit = 120
        note.action_post()
        self.assertEqual(self.project.actual_revenue, 180)

    def test_a_duplicate_is_nobody_s(self):
        self.assertFalse(self._invoice(300).copy().enova_project_id)
        self.assertFalse(self._order().copy().enova_project_id)

    def test_orders_of_two_projects_have_an_invoice_each(self):
        other = self._project(name="Drugi")
        orders = self._order() | self._order() | self._order(enova_project_id=other.id)
        orders.action_confirm()
        invoices = orders.with_user(self.clerk)._create_invoices()
        self.assertEqual(len(invoices), 2)
        invoices.action_post()
        self.assertEqual(self.project.actual_revenue, 400)
        self.assertEqual(other.actual_revenue, 200)

    def test_a_down_payment_is_the_project_s(self):
        order = self._order()
        order.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "fixed",
                "fixed_amount": 50,
            }
        )
        wizard.create_invoices()
        self.assertEqual(order.invoice_ids.enova_project_id, self.project)

    def test_the_quotation_of_a_service_order_is_the_project_s(self):
        campaign = self._campaign()
        self.project.campaign_id = campaign
        service = self._service_order()
        service.with_user(self.clerk).action_create_sale_order()
        order = service.sale_order_id
        self.assertEqual(order.enova_project_id, self.project)
        self.assertEqual(order.campaign_id, campaign.campaign_id)
        self.assertEqual(self.project.expected_revenue, 200)

    def test_invoices_in_another_currency(self):
        euro = self._foreign_currency()
        self._invoice(10, currency_id=euro.id).action_post()
        self.assertEqual(self.project.actual_revenue, 40)
        self._invoice(5, "out_refund", currency_id=euro.id).action_post()
        self.assertEqual(self.project.actual_revenue, 20)
        bill = {"partner_id": self.other_contractor.id, "currency_id": euro.id}
        self._invoice(3, "in_invoice", **bill).action_post()
        self._invoice(1, "in_refund", **bill).action_post()
        self.assertEqual(self.project.billed_cost, 8)
        self.assertEqual(self.project.margin, 12)


@tagged("post_install", "-at_install")
class TestProjectExpectedCost(DocumentMixin, ProjectCase):
    """What it will cost, as far as documents say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_documents()

    def test_planned_until_documents_say_more(self):
        self.assertEqual(self.project.expected_cost, 100)
        self.project.planned_cost = 150
        self.assertEqual(self.project.expected_cost, 150)

    def test_from_quotation_to_delivery(self):
        order = self._order(quantity=3)
        self.assertEqual(self.project.expected_cost, 180)
        order.order_line.product_uom_qty = 2
        self.assertEqual(self.project.expected_cost, 120)
        order.action_confirm()
        self.assertEqual(self.project.expected_cost, 120)
        picking = order.picking_ids
        picking.move_ids.quantity = 2
        picking.button_validate()
        self.assertEqual(
            (self.project.expected_cost, self.project.actual_cost), (120,) * 2
        )

    def test_what_is_cancelled_costs_nothing(self):
        order = self._order()
        order.action_confirm()
        order._action_cancel()
        self.assertEqual(self.project.expected_cost, 100)

    def test_bills_that_are_not_posted_yet(self):
        bill = self._invoice(70, "in_invoice", partner_id=self.other_contractor.id)
        self.assertEqual(
            (self.project.expected_cost, self.project.actual_cost), (70, 0)
        )
        bill.action_post()
        self.assertEqual(
            (self.project.expected_cost, self.project.actual_cost), (70, 70)
        )
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(self.project.expected_cost, 100)

    def test_parts_of_a_service_order(self):
        service = self._service_order()
        service._action_repair_confirm()
        self.assertEqual(
            (self.project.expected_cost, self.project.actual_cost), (120, 0)
        )
        # its quotation names the same parts, which leave the stock but once
        service.action_create_sale_order()
        self.assertEqual(self.project.expected_cost, 120)
        service.sale_order_id.action_confirm()
        self.assertEqual(self.project.expected_cost, 120)
