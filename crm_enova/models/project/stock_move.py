from odoo import models


class StockMove(models.Model):
    """Deliveries of an order are the project's, too: what it costs, it costs there."""

    _inherit = "stock.move"

    def _get_new_picking_values(self):
        """Carry the project of the order on to the delivery."""
        # sudo: a stock clerk may lack sales and CRM; an id goes from order to delivery
        projects = self.sudo().sale_line_id.order_id.enova_project_id
        project = projects if len(projects) == 1 else projects.browse()
        return {**super()._get_new_picking_values(), "enova_project_id": project.id}
