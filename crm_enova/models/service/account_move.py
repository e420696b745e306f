from odoo import fields, models

from .enova_activity import SERVICE_ORDER_READERS


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "enova.document.mixin"]

    _enova_activity_field = "invoice_ids"

    # Core stores the commercial partner of invoices: nothing to store twice.
    enova_contractor_id = fields.Many2one(
        related="commercial_partner_id", store=False, precompute=False
    )

    service_order_id = fields.Many2one(
        "repair.order",
        string="Service order",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=SERVICE_ORDER_READERS,
    )

    # The invoices of a contractor, newest first, page by page.
    _enova_contractor_idx = models.Index(
        "(commercial_partner_id, invoice_date DESC, id DESC)"
        " WHERE commercial_partner_id IS NOT NULL"
    )
