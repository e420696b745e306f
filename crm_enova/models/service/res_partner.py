from odoo import api, models
from odoo.fields import Domain

DOCUMENTS = ("sale.order", "stock.picking", "repair.order")


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _belongings(self):
        """Count documents among what comes along with a card."""
        return [
            *super()._belongings(),
            *((name, "enova_contractor_id", Domain.TRUE) for name in DOCUMENTS),
        ]
