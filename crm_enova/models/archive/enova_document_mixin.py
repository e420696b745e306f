from odoo import models


class EnovaDocumentMixin(models.AbstractModel):
    _inherit = "enova.document.mixin"

    def _enova_apply_effects(self, change):
        """Take the files along to another contractor."""
        result = super()._enova_apply_effects(change)
        if change.touches("partner_id") and not change.is_new:
            self.env["ir.attachment"]._enova_follow(self)
        return result
