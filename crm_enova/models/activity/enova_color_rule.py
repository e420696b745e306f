from odoo import api, models


class EnovaColorRule(models.Model):
    _inherit = "enova.color.rule"

    @api.model
    def _default_model(self):
        """Propose tasks and events, which most rules are about."""
        return super()._default_model() or "enova.activity"
