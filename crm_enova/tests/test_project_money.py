from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import new_user
from .project_common import DocumentMixin, ProjectCase


@tagged("post_install", "-at_install")
class TestProjectMoney(DocumentMixin, ProjectCase):
    """What a project brings and costs, by real documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_documents()

    def test_expected_is_planned_until_there_is_a_quotation(self):
        self.assertEqual(self.project.expected_revenue, 5000)
        order = self._order()
        self.assertEqual(self.project.expected_revenue, 200)
        self.assertEqual(self.project.ordered_revenue, 0)
        order.action_confirm()
        self.assertEqual(self.project.ordered_revenue, 200)
        order._action_cancel()
        self.assertEqual(self.project.expected_revenue, 5000)

    def test_quotations_in_another_currency(self):
        euro = self._foreign_currency()
        pricelist = self.env["product.pricelist"].create(
            {"name": "€", "currency_id": euro.id}
        )
        order = self._order(pricelist_id=pricelist.id)
        order.order_line.price_unit = 10
        self.assertEqual(order.amount_untaxed, 20)
        self.assertEqual(self.project.expected_revenue, 80)

    def test_posted_invoices_less_credit_notes(self):
        invoice = self._invoice(300)
        self.assertEqual(self.project.actual_revenue, 0)
        invoice.action_post()
        self._invoice(100, "out_refund").action_post()
        self.assertEqual(self.project.actual_revenue, 200)
        invoice.button_draft()
        self.assertEqual(self.project.actual_revenue, -100)

    def test_bills_of_suppliers_are_costs(self):
        bill = self._invoice(70, "in_invoice", partner_id=self.other_contractor.id)
        bill.action_post()
        self.assertEqual(self.project.billed_cost, 70)
        self.assertEqual(self.project.actual_cost, 70)
        self.assertEqual(self.project.margin, -70)

    def test_order_carries_the_project_to_delivery_and_invoice(self):
        order = self._order(quantity=3)
        order.action_confirm()
        picking = order.picking_ids
        self.assertEqual(picking.enova_project_id, self.project)
        invoice = order._create_invoices()
        self.assertEqual(invoice.enova_project_id, self.project)
        picking.move_ids.quantity = 3
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(self.project.stock_cost, 180)
        self.assertEqual(self.project.picking_count, 1)

    def test_sellers_and_clerks_without_the_crm_work_as_ever(self):
        order = self._order(quantity=1)
        clerk = new_user(
            self.env,
            login="clerk",
            groups="sales_team.group_sale_salesman_all_leads,stock.group_stock_user,"
            "account.group_account_invoice",
        )
        mine = order.with_user(clerk)
        mine.action_confirm()
        picking = mine.picking_ids
        picking.move_ids.quantity = 1
        picking.button_validate()
        mine._create_invoices().action_post()
        self.env.invalidate_all()
        self.assertEqual(order.picking_ids.enova_project_id, self.project)
        self.assertEqual(order.invoice_ids.enova_project_id, self.project)
        self.assertEqual(self.project.actual_revenue, 100)
        self.assertEqual(self.project.stock_cost, 60)
        # a move without a picking gets one, in its own name
        move = self.env["stock.move"].with_user(clerk)
        move = move.create(
            {
                "product_id": self.pump.id,
                "product_uom_qty": 1,
                "location_id": self.stock.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "picking_type_id": picking.picking_type_id.id,
            }
        )
        move._action_confirm()
        self.assertTrue(move.picking_id)

    def test_parts_of_a_service_order(self):
        order = self._service_order()
        order._action_repair_confirm()
        order.action_repair_start()
        order.move_ids.quantity = 2
        order.move_ids.picked = True
        order.action_repair_end()
        self.assertEqual(order.state, "done")
        self.assertEqual(self.project.stock_cost, 120)
        self.assertEqual(self.project.service_order_count, 1)

    def test_documents_of_another_contractor_are_refused_by_name(self):
        other = self.other_contractor
        order = self._order(enova_project_id=False, partner_id=other.id)
        with self.assertRaisesRegex(ValidationError, "Północ"), self.env.cr.savepoint():
            order.enova_project_id = self.project
        self.assertFalse(order.enova_project_id)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._invoice(10, partner_id=other.id)

    def test_the_project_keeps_its_contractor(self):
        self._order()
        with self.assertRaisesRegex(ValidationError, "Młyn"), self.env.cr.savepoint():
            self.project.partner_id = self.other_contractor

    def test_buttons_open_what_they_count(self):
        self._order()
        seller = self.user_all
        seller.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        project = self.project.with_user(seller)
        self.assertEqual(project.sale_order_count, 1)
        action = project.with_context(
            enova_documents="sale_order_ids"
        ).action_open_documents()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(found), 1)
        self.assertEqual(action["context"]["default_partner_id"], self.contractor.id)
        # who may not read orders does not have the field
        names = self.project.with_user(self.user_own).fields_get()
        self.assertNotIn("sale_order_count", names)
