from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        """An own company is no contractor of itself."""
        companies = super().create(vals_list)
        companies.partner_id._without_contractor_status()
        return companies
