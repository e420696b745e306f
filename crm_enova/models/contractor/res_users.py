from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        """Staff are no contractors; a customer who gets a portal login stays one."""
        users = super().create(vals_list)
        own = users.filtered(lambda user: not user.share or user._is_public())
        own.partner_id._without_contractor_status()
        return users
