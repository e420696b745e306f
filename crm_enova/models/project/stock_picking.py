from odoo import api, models


class StockPicking(models.Model):
    """Transfers of a project, what is left of them and what comes back."""

    _inherit = "stock.picking"

    @api.model_create_multi
    def create(self, vals_list):
        """Let backorders, returns and exchanges cost where their transfer did."""
        pickings = super().create(vals_list)
        for name in ("backorder_id", "return_id"):
            pickings.filtered(name)._carry_project_on(name)
        return pickings

    def _may_be_of_another_contractor(self):
        """A receipt comes from a supplier; an issue inside the company from nobody."""
        return self.picking_type_id.code != "outgoing"
