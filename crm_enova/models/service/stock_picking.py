from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "enova.document.mixin"]

    _enova_activity_field = "picking_ids"

    # The transfers of a contractor, newest first, page by page.
    _enova_contractor_idx = models.Index(
        "(enova_contractor_id, scheduled_date DESC, id DESC)"
        " WHERE enova_contractor_id IS NOT NULL"
    )
