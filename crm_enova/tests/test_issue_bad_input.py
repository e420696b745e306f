from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .issue_common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueBadInput(IssueCase):
    """What should not happen is refused in words, and changes nothing."""

    def test_locked_period_of_the_orders_day(self):
        """The issue is of today, whatever day the order was planned for."""
        order = self._service_order()
        order.schedule_date = fields.Datetime.now() - timedelta(days=60)
        day = fields.Date.today() - timedelta(days=30)
        self.company.fiscalyear_lock_date = day
        [issue] = self._issue(order)
        self.assertEqual(issue.state, "done")

    def test_locked_today(self):
        order = self._service_order()
        self.company.fiscalyear_lock_date = fields.Date.today() + timedelta(days=1)
        with self.assertRaises(ValidationError) as refused:
            self._issue(order)
        self.assertIn("locked fiscal period", str(refused.exception))
        self.env.invalidate_all()
        self.assertFalse(order.issue_ids)
        self.assertEqual(self._held(self.pump), 50)

    def test_locked_between_the_issue_and_its_confirmation(self):
        order = self._service_order()
        order.with_user(self.technician)._issue_as_system()
        self.company.fiscalyear_lock_date = fields.Date.today() + timedelta(days=1)
        with self.assertRaisesRegex(ValidationError, "locked fiscal period"):
            order.issue_ids.button_validate()

    def test_device_of_another_company(self):
        device = self.env["enova.device"].create(
            {
                "name": "Obce",
                "partner_id": self.contractor.id,
                "company_id": self.other_company.id,
            }
        )
        with self.assertRaises(UserError):
            self._service_order(device_id=device.id)

    def test_transfer_of_another_companys_order(self):
        order = self._service_order()
        warehouse = self.env["stock.warehouse"].create(
            {"name": "Obcy", "code": "OBC", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            self.env["stock.picking"].create(
                {
                    "picking_type_id": warehouse.enova_issue_type_id.id,
                    "service_order_id": order.id,
                }
            )

    def test_destination_that_somebody_changed_by_hand(self):
        order = self._service_order()
        order.with_user(self.technician)._issue_as_system()
        with self.assertRaisesRegex(ValidationError, "outside the stock"):
            order.issue_ids.with_user(self.keeper).location_dest_id = self.shelf

    def test_destination_of_a_part_that_somebody_changed(self):
        order = self._service_order()
        order.with_user(self.technician)._issue_as_system()
        order.move_ids.location_dest_id = self.shelf
        with self.assertRaisesRegex(UserError, "outside the stock"):
            order.issue_ids.button_validate()

    def test_return_to_nowhere(self):
        [issue] = self._issue(self._service_order())
        window = self.env["stock.return.picking"].with_context(
            active_model="stock.picking", active_id=issue.id
        )
        with self.assertRaises(UserError):
            window.create({}).action_create_returns()

    def test_return_of_what_was_never_used(self):
        order = self._service_order()
        with self.assertRaisesRegex(UserError, "no parts are used"):
            order.action_return_parts()

    def test_quantity_of_nothing(self):
        order = self._service_order((self.pump, 0))
        with self.assertRaisesRegex(UserError, "Nothing is left"):
            self._issue(order)

    def test_contractor_that_is_merged_meanwhile(self):
        double = self.env["res.partner"].create({"name": "Młyn Lubelski bis"})
        order = self._service_order(partner_id=double.id)
        [issue] = self._issue(order)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((double | self.contractor).ids, self.contractor)
        self.env.invalidate_all()
        self.assertEqual(issue.partner_id, self.contractor)
        self.assertEqual(issue.enova_contractor_id, self.contractor)
        self.assertEqual(issue.service_order_id, order)

    def test_printed_document(self):
        order = self._service_order((self.pump, 2), (self.seal, 1))
        [issue] = self._issue(order)
        back = self._return(issue, 1, self.pump)
        report = self.env["ir.actions.report"]
        name = "crm_enova.stock_picking_issue"
        for transfer, words in (
            (issue, "Internal issue (RW)"),
            (back, "Internal return"),
        ):
            page, _kind = report._render_qweb_html(name, transfer.ids)
            text = page.decode()
            with self.subTest(transfer=transfer.name):
                for wanted in (words, transfer.name, "Pump", self.contractor.name):
                    self.assertIn(wanted, text)
        self.assertNotIn("Seal", text)
