from odoo import fields, models


class EnovaActivity(models.Model):
    """The documents that a task or event is about."""

    _inherit = "enova.activity"

    sale_order_ids = fields.Many2many(
        "sale.order", string="Quotations and orders", copy=False, check_company=True
    )
    invoice_ids = fields.Many2many(
        "account.move", string="Invoices", copy=False, check_company=True
    )
    picking_ids = fields.Many2many(
        "stock.picking", string="Transfers", copy=False, check_company=True
    )
    service_order_ids = fields.Many2many(
        "repair.order", string="Service orders", copy=False, check_company=True
    )
