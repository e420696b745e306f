from odoo import models

# Moves out of the company's own stock cost what they are worth, returns bring it back.
TO_CUSTOMER = ("customer", "production", "inventory")


class StockMove(models.Model):
    """Deliveries of an order are the project's, too: what it costs, it costs there."""

    _inherit = "stock.move"

    def _assign_picking_post_process(self, new=False):
        """Carry the project of the order on to a new delivery.

        Not among its first values: a stock clerk without the CRM lacks the field.
        """
        result = super()._assign_picking_post_process(new=new)
        if new:
            orders = self.sale_line_id.sudo().order_id  # sudo: the ids of the orders
            orders = orders.sudo(self.env.su)._filtered_access("read")
            # sudo: as above; an id goes from order to delivery
            project = orders.sudo().enova_project_id
            if len(project) == 1:
                self.sudo().picking_id.enova_project_id = project
        return result

    def _enova_direction(self):
        """Return 1 for goods that leave the stock for good, -1 for what comes back."""
        source, target = self.location_id.usage, self.location_dest_id.usage
        if source == "internal" and target in TO_CUSTOMER:
            return 1
        return -1 if target == "internal" and source in TO_CUSTOMER else 0

    def _enova_cost(self):
        """Return what a move costs a project, or will once it is done."""
        value = self.value
        if self.state != "done":
            product = self.product_id.with_company(self.company_id)
            value = self.product_qty * product.standard_price
        return self._enova_direction() * value
