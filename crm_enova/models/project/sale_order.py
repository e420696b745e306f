from odoo import api, models


class SaleOrder(models.Model):
    """Orders carry their project and its campaign on, and tell the campaign."""

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        """Attribute the order of a project to the campaign of the project."""
        orders = super().create(vals_list)
        orders._attribute_to_campaign()
        orders._report_to_campaigns()
        return orders

    def write(self, vals):
        """Tell the campaign who has bought, or has not after all."""
        watched = {"state", "campaign_id", "partner_id", "enova_project_id"}
        if not (watched & set(vals) or "order_line" in vals):
            return super().write(vals)
        before = self._campaign_pairs()
        result = super().write(vals)
        if vals.get("enova_project_id"):
            self._attribute_to_campaign()
        self._report_to_campaigns(before)
        return result

    def unlink(self):
        """Tell the campaign before they are gone."""
        pairs = self._campaign_pairs()
        result = super().unlink()
        self.env["enova.campaign.member"]._refresh(pairs)
        return result

    @api.onchange("enova_project_id")
    def _onchange_enova_project_id(self):
        """Propose contractor and campaign of the project."""
        project = self.enova_project_id
        if project:
            self.partner_id = self.partner_id or project.partner_id
            self.campaign_id = project.campaign_id.campaign_id or self.campaign_id

    def _attribute_to_campaign(self):
        """Fill in the campaign of the project where there is none."""
        # sudo: the seller may lack the CRM; the project stands on their order
        for order in self.sudo():
            campaign = order.enova_project_id.campaign_id.campaign_id
            if campaign and not order.campaign_id:
                order.campaign_id = campaign

    def _campaign_pairs(self):
        """Return the pairs of ids of our campaign and contractor of these orders."""
        # sudo: ids alone; what is made of them is the members' state
        orders = self.sudo().filtered("campaign_id")
        if not orders:
            return set()
        by_utm = self.env["enova.campaign"]._by_utm(orders.campaign_id)
        return {
            (by_utm[order.campaign_id.id], order.enova_contractor_id.id)
            for order in orders
            if order.campaign_id.id in by_utm
        }

    def _report_to_campaigns(self, before=frozenset()):
        """Bring the members' states up to date; quotations say nothing yet.

        :param before: pairs that these were about before the change
        """
        confirmed = self.filtered(lambda order: before or order.state == "sale")
        pairs = before | confirmed._campaign_pairs()
        self.env["enova.campaign.member"]._refresh(pairs)

    def _prepare_invoice(self):
        """Carry the project on to the invoice."""
        # sudo: the seller may lack the CRM; the id goes from their order to its invoice
        project = self.sudo().enova_project_id
        return {**super()._prepare_invoice(), "enova_project_id": project.id}

    def _get_invoice_grouping_keys(self):
        """Give the orders of each project an invoice of its own: it has one project."""
        return [*super()._get_invoice_grouping_keys(), "enova_project_id"]
