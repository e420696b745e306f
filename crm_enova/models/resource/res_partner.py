from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _belongings(self):
        """Count reservations among what comes along with a card, but private ones."""
        public = Domain("activity_id", "=", False)
        public |= Domain("activity_id.private", "=", False)
        return [*super()._belongings(), ("enova.reservation", "partner_id", public)]
