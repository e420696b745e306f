from odoo import models


class RepairOrder(models.Model):
    """What a service order is charged by is the revenue of its project."""

    _inherit = "repair.order"

    def action_create_sale_order(self):
        """Carry the project on to the new quotation."""
        result = super().action_create_sale_order()
        # sudo: the mechanic may lack the CRM; an id goes on to the quotation
        for order in self.sudo():
            project, quotation = order.enova_project_id, order.sale_order_id
            if project and not quotation.enova_project_id:
                quotation.enova_project_id = project
        return result

    def _issue_vals(self, place):
        """Let an internal issue cost where its order does."""
        # sudo: the storekeeper may lack the CRM; an id goes on to the transfer
        project = self.sudo().enova_project_id
        return {**super()._issue_vals(place), "enova_project_id": project.id}
