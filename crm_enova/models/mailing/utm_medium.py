from odoo import models


class UtmMedium(models.Model):
    _inherit = "utm.medium"

    @property
    def SELF_REQUIRED_UTM_MEDIUMS_REF(self):
        """Keep the medium of letters from being deleted."""
        return {
            **super().SELF_REQUIRED_UTM_MEDIUMS_REF,
            "crm_enova.utm_medium_letter": "Letter",
        }
