from odoo import api, models

from ..base.install_transactions import patiently


class EnovaSchema(models.AbstractModel):
    """Contractors of the files of years."""

    _inherit = "enova.schema"

    @api.model
    def _fill_rows(self, own):
        """Extended by whose the files are."""
        result = super()._fill_rows(own)
        files = self.env(cr=own)["ir.attachment"]
        files._enova_fill_owners(lambda act: patiently(own, act))
        return result
