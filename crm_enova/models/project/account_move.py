from odoo import api, models


class AccountMove(models.Model):
    """Invoices of a project, and what takes them back."""

    _inherit = "account.move"

    @api.model_create_multi
    def create(self, vals_list):
        """Let a credit note take back the revenue of its invoice's project."""
        moves = super().create(vals_list)
        moves.filtered("reversed_entry_id")._carry_project_on("reversed_entry_id")
        return moves

    def _may_be_of_another_contractor(self):
        """A bill of a supplier is a cost of the project."""
        return self.move_type not in ("out_invoice", "out_refund", "out_receipt")
