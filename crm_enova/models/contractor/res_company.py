from odoo import api, models

from ..base.context import OWN_IDENTITY


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        """An own company is no contractor of itself."""
        records = self.with_context(**OWN_IDENTITY.on)
        companies = super(ResCompany, records).create(vals_list).with_env(self.env)
        companies.partner_id._without_contractor_status()
        return companies
