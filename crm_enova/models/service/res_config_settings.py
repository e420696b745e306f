from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    enova_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of service"
    )
    enova_hour_rate = fields.Monetary(
        related="company_id.enova_hour_rate",
        readonly=False,
        currency_field="enova_currency_id",
    )
    enova_hour_cost = fields.Monetary(
        related="company_id.enova_hour_cost",
        readonly=False,
        currency_field="enova_currency_id",
    )
    enova_work_product_id = fields.Many2one(
        related="company_id.enova_work_product_id", readonly=False
    )
    enova_inspection_days = fields.Integer(
        related="company_id.enova_inspection_days", readonly=False
    )
    enova_inspection_makes = fields.Selection(
        related="company_id.enova_inspection_makes", readonly=False
    )
