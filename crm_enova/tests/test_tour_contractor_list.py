from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourContractorList(TourCase):
    def test_columns(self):
        """Figures of a column that nobody shows are not counted."""
        self.user_own.group_ids += self.env.ref("account.group_account_readonly")
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contractor.id,
                "invoice_date": self._today(),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "x", "price_unit": 750, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        invoice.action_post()
        partners = self.registry["res.partner"]
        counted = partners._overdue_invoices
        asked = []

        def count(records, ids):
            asked.append(len(ids))
            return counted(records, ids)

        with patch.object(partners, "_overdue_invoices", count):
            self.start_tour(
                "/odoo/contractors", "enova_contractor_list", login="crm_own"
            )
        # of the contractor whose form was open alone
        self.assertLessEqual(set(asked), {1})
