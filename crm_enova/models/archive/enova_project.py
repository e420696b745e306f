from odoo import models


class EnovaProject(models.Model):
    _inherit = "enova.project"

    def _apply_effects(self, change):
        """Take the files along to another contractor."""
        result = super()._apply_effects(change)
        if change.touches("partner_id") and not change.is_new:
            self.env["ir.attachment"]._enova_follow(self)
        return result
