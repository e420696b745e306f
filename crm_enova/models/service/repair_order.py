from odoo import fields, models


class RepairOrder(models.Model):
    _name = "repair.order"
    _inherit = ["repair.order", "enova.document.mixin"]

    _enova_activity_field = "service_order_ids"

    # Core computes the customer after the creation, from the returned delivery.
    enova_contractor_id = fields.Many2one(precompute=False)

    # The service orders of a contractor, newest first, page by page.
    _enova_contractor_idx = models.Index(
        "(enova_contractor_id, schedule_date DESC, id DESC)"
        " WHERE enova_contractor_id IS NOT NULL"
    )
