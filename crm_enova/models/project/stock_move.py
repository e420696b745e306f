from odoo import models


class StockMove(models.Model):
    """Deliveries of an order are the project's, too: what it costs, it costs there."""

    _inherit = "stock.move"

    def _assign_picking_post_process(self, new=False):
        """Carry the project of the order on to a new delivery.

        Not among its first values: a stock clerk without the CRM lacks the field.
        """
        result = super()._assign_picking_post_process(new=new)
        if new:
            # sudo: as above; an id goes from order to delivery
            moves = self.sudo()
            project = moves.sale_line_id.order_id.enova_project_id
            if len(project) == 1:
                moves.picking_id.enova_project_id = project
        return result
