from odoo.fields import Command
from odoo.tests import tagged

from .common import new_user
from .issue_common import IssueMixin
from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourIssue(IssueMixin, TourCase):
    """The parts of a visit, from the order to the invoice; the storekeeper's part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_issues()
        cls.pump.invoice_policy = "delivery"
        cls.clerk = new_user(
            cls.env,
            "tour_clerk",
            groups="crm_enova.crm_enova_group_all,stock.group_stock_user,"
            "sales_team.group_sale_salesman_all_leads,account.group_account_invoice",
            lang="en_US",
        )
        cls.keeper.lang = "en_US"
        visit = cls._activity(
            name="Wizyta",
            type_id=cls.type_call.id,
            partner_id=cls.contractor.id,
            time_spent=2,
        )
        cls.order = cls._service_order(
            device_id=cls._device().id,
            enova_activity_ids=[Command.link(visit.id)],
            hour_rate=150,
        )
        cls.order.action_repair_start()

    def test_issue_return_and_invoice(self):
        journals = self.env["account.journal"]
        journal = [("type", "=", "sale"), ("company_id", "=", self.company.id)]
        if not journals.search(journal, limit=1):
            journals.create({"name": "Sprzedaż", "code": "SPR", "type": "sale"})
        self.start_tour(
            f"/odoo/enova-service/{self.order.id}",
            "enova_issue_order",
            login="tour_clerk",
        )
        part = self.order.move_ids
        self.assertEqual((part.quantity, part.enova_net_quantity), (2, 1))
        invoice = self.order.sale_order_id.invoice_ids
        self.assertEqual(invoice.service_order_id, self.order)
        self.assertEqual(invoice.amount_untaxed, 400)
        self.start_tour(
            f"/odoo/contractors/{self.contractor.id}",
            "enova_issue_contractor",
            login="tour_clerk",
        )

    def test_storekeeper_without_the_crm(self):
        self.order.with_user(self.technician).action_issue_parts()
        issue = self.order.issue_ids
        self.assertEqual(issue.state, "assigned")
        action = self.env.ref("stock.action_picking_tree_all")
        self.start_tour(
            f"/odoo/action-{action.id}", "enova_issue_keeper", login="keeper_rw"
        )
        self.assertEqual(issue.state, "done")
        self.assertEqual(self.order.move_ids.state, "done")
