from odoo import fields, models


class ResCompany(models.Model):
    """What an hour of service costs and brings, and how inspections are planned."""

    _inherit = "res.company"

    enova_hour_rate = fields.Monetary(
        string="Price of an hour of service",
        help="What new service orders begin with.",
    )
    enova_hour_cost = fields.Monetary(
        string="Cost of an hour of service",
        help="What new service orders begin with.",
    )
