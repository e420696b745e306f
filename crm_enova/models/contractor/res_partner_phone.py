from odoo import models

# What decides on whose number it is that names no country.
PLACES = ("country_id", "company_id")


class ResPartner(models.Model):
    """Keep the numbers by which a partner is found."""

    _inherit = "res.partner"

    def _enova_apply_effects(self, change):
        """Store the numbers anew where what was written decides on them."""
        result = super()._enova_apply_effects(change)
        phones = self.env["enova.partner.phone"]
        names = phones._phone_fields()
        if change.touches(*names) or not change.is_new and change.touches(*PLACES):
            self.flush_recordset([*names, *PLACES])
            phones._store(self.ids, are_new=change.is_new)
        return result
