from odoo import models


class SaleOrderLine(models.Model):
    """What the goods of a quotation will cost."""

    _inherit = "sale.order.line"

    def _enova_cost(self):
        """Return the value of the goods of a line, by what they cost today."""
        product = self.product_id.with_company(self.company_id)
        unit = self.product_uom_id
        quantity = unit._compute_quantity(self.product_uom_qty, product.uom_id)
        return quantity * product.standard_price
