from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "enova.document.mixin"]

    _enova_activity_field = "sale_order_ids"

    # The orders of a contractor, newest first, page by page.
    _enova_contractor_idx = models.Index(
        "(enova_contractor_id, date_order DESC, id DESC)"
    )
