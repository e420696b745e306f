from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import new_user
from .project_common import DocumentMixin, ProjectCase

PEOPLE = {
    "seller": "sales_team.group_sale_salesman_all_leads",
    "accountant": "account.group_account_invoice",
    "storekeeper": "stock.group_stock_user",
    "mailer": "mass_mailing.group_mass_mailing_user",
}


@tagged("post_install", "-at_install")
class TestBystanderDocuments(DocumentMixin, ProjectCase):
    """Who works with documents, and has no right of the CRM, works as without it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_documents()
        cls.people = {
            name: new_user(cls.env, f"bystander_{name}", groups=group)
            for name, group in PEOPLE.items()
        }

    def _as(self, name, record):
        return record.with_user(self.people[name])

    def _order_of(self, name, **values):
        line = {"product_id": self.pump.id, "product_uom_qty": 2}
        return self._as(name, self.env["sale.order"]).create(
            {
                "partner_id": self.contractor.id,
                "order_line": [Command.create(line)],
                **values,
            }
        )

    def test_a_seller_sells(self):
        """Creates, changes, confirms, copies, invoices and cancels orders."""
        order = self._order_of("seller")
        order.write({"client_order_ref": "x", "order_line": [Command.clear()]})
        order.write(
            {"order_line": [Command.create({"product_id": self.pump.id})]},
        )
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order._create_invoices().move_type, "out_invoice")
        other = order.copy()
        other.action_cancel()
        self.assertEqual(other.state, "cancel")

    def test_a_seller_sells_in_a_project(self):
        """An order that somebody has put into a project is sold, and costs there."""
        campaign = self._campaign()
        self.project.campaign_id = campaign
        order = self._as("seller", self._order())
        order.write({"partner_id": self.contractor.id})
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual(invoice.sudo().enova_project_id, self.project)
        delivery = order.picking_ids
        self.assertEqual(delivery.sudo().enova_project_id, self.project)
        self.assertEqual(self.project.ordered_revenue, 200)
        order.action_lock()
        self.assertEqual(order.campaign_id, campaign.campaign_id)

    def test_a_form_of_a_seller(self):
        """The form of an order opens, and is saved."""
        form = Form(self._as("seller", self.env["sale.order"]))
        form.partner_id = self.contractor
        with form.order_line.new() as line:
            line.product_id = self.pump
        self.assertEqual(form.save().amount_untaxed, 100)
        with Form(self._as("seller", self._order())) as form:
            form.client_order_ref = "y"

    def test_an_accountant_invoices(self):
        """Creates, posts, reverses, copies and deletes invoices, of projects, too."""
        for invoice in (self._invoice(100), self._invoice(50, enova_project_id=False)):
            invoice = self._as("accountant", invoice)
            invoice.write({"ref": "x"})
            invoice.action_post()
            credit = invoice._reverse_moves([{"date": "2026-03-03"}])
            self.assertEqual(credit.move_type, "out_refund")
            self.assertEqual(
                credit.sudo().enova_project_id, invoice.sudo().enova_project_id
            )
            copy = invoice.copy()
            copy.unlink()
        line = {"name": "x", "price_unit": 10, "tax_ids": [Command.clear()]}
        bill = self._as("accountant", self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": self.other_contractor.id,
                "invoice_date": "2026-03-02",
                "invoice_line_ids": [Command.create(line)],
            }
        )
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_a_storekeeper_delivers(self):
        """Validates in part, gets a backorder, and takes goods back."""
        order = self._order(quantity=4)
        order.action_confirm()
        delivery = self._as("storekeeper", order.picking_ids)
        delivery.move_ids.write({"quantity": 1, "picked": True})
        delivery.with_context(skip_backorder=True).button_validate()
        self.assertEqual(delivery.state, "done")
        backorder = delivery.backorder_ids
        self.assertEqual(backorder.sudo().enova_project_id, self.project)
        wizard = self._as("storekeeper", self.env["stock.return.picking"])
        wizard = wizard.with_context(
            active_id=delivery.id, active_ids=delivery.ids, active_model=delivery._name
        ).create({})
        wizard.product_return_moves.quantity = 1
        action = wizard.action_create_returns()
        returned = delivery.browse(action["res_id"])
        self.assertEqual(returned.sudo().enova_project_id, self.project)

    def test_a_storekeeper_moves_goods(self):
        """Creates, confirms, copies, cancels and validates a transfer."""
        warehouse = self.stock.warehouse_id
        picking = self._as("storekeeper", self.env["stock.picking"]).create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": self.contractor.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.pump.id,
                            "product_uom_qty": 1,
                            "location_id": self.stock.id,
                            "location_dest_id": self.env.ref(
                                "stock.stock_location_customers"
                            ).id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        copy = picking.copy()
        copy.action_cancel()
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_a_mechanic_repairs(self):
        """Creates, confirms, starts and ends a service order, and cancels another."""
        orders = self._as("storekeeper", self.env["repair.order"])
        order = orders.create(
            {"product_id": self.pump.id, "partner_id": self.contractor.id}
        )
        order._action_repair_confirm()
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(order.state, "done")
        copy = order.copy()
        copy.action_repair_cancel()
        self.assertEqual(copy.state, "cancel")
        with Form(orders) as form:
            form.partner_id = self.contractor

    def test_a_mechanic_charges_in_a_project(self):
        """The quotation of a service order is the project's."""
        order = self._service_order()
        user = self.people["storekeeper"]
        user.group_ids |= self.env.ref(PEOPLE["seller"])
        order.with_user(user).action_create_sale_order()
        self.assertEqual(order.sale_order_id.enova_project_id, self.project)

    def test_nobody_follows_what_they_may_not_read(self):
        """A document that claims to come from another's takes nothing from it."""
        hidden = self._invoice(100, company_id=self.company.id)
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env["ir.model"]._get_id("account.move"),
                "domain_force": f"[('id', '!=', {hidden.id})]",
                "groups": [Command.link(self.env.ref("base.group_user").id)],
            }
        )
        # the other groups' rules would let them read it after all
        rules = self.env["ir.rule"].search([("model_id.model", "=", "account.move")])
        rules.filtered(
            lambda rule: rule.groups and rule.name != "Hidden"
        ).active = False
        moves = self._as("accountant", self.env["account.move"])
        self.assertFalse(moves.browse(hidden.id).has_access("read"))
        credit = moves.create(
            {
                "move_type": "out_refund",
                "partner_id": self.contractor.id,
                "reversed_entry_id": hidden.id,
            }
        )
        self.assertFalse(credit.sudo().enova_project_id)

    def test_a_mailer_works_with_campaigns(self):
        """Creates, renames, archives and deletes campaigns that are not the CRM's."""
        campaign = self._as("mailer", self.env["utm.campaign"]).create({"title": "a"})
        campaign.write({"title": "b", "user_id": self.people["mailer"].id})
        campaign.active = False
        campaign.unlink()
        self.assertFalse(campaign.exists())

    def test_a_mailer_sends_for_a_campaign_of_the_crm(self):
        """Attributes a mailing to it, and the tests of the mailing are kept in it."""
        campaign = self._as("mailer", self._campaign().campaign_id)
        mailing = self._as("mailer", self.env["mailing.mailing"]).create(
            {
                "subject": "x",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "campaign_id": campaign.id,
            }
        )
        campaign.write({"ab_testing_winner_mailing_id": mailing.id})
        trace = self._as("mailer", self.env["mailing.trace"]).create(
            {
                "mass_mailing_id": mailing.id,
                "model": "res.partner",
                "res_id": self.contractor.id,
                "trace_status": "sent",
            }
        )
        trace.write({"trace_status": "open"})
        self.assertEqual(trace.trace_status, "open")

    def test_portal_and_public_read_their_order(self):
        """A customer opens their order in the portal; its link is open to anybody."""
        portal = self.user_portal
        order = self._order(partner_id=portal.partner_id.id, enova_project_id=False)
        order.message_subscribe(partner_ids=portal.partner_id.ids)
        own = order.with_user(portal)
        self.assertTrue(own.read(["name", "amount_total"]))
        public = self.env.ref("base.public_user")
        order._portal_ensure_token()
        self.assertTrue(order.with_user(public).sudo().get_portal_url())
        # the page signs and confirms as superuser, for whoever has the link
        order.with_user(portal).sudo().action_confirm()
        self.assertEqual(order.state, "sale")
