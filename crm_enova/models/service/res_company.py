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
    enova_inspection_days = fields.Integer(
        string="Days before an inspection",
        default=14,
        help="So long before its day a task or an order is made.",
    )
    enova_inspection_makes = fields.Selection(
        [("task", "A task"), ("order", "A service order")],
        string="An inspection becomes",
        default="task",
        required=True,
    )

    _enova_hour_rates_positive = models.Constraint(
        "CHECK (enova_hour_rate >= 0 AND enova_hour_cost >= 0)",
        "Price and cost of an hour cannot be negative.",
    )
    _enova_inspection_days_sane = models.Constraint(
        "CHECK (enova_inspection_days BETWEEN 0 AND 365)",
        "Inspections are planned from 0 to 365 days before.",
    )
