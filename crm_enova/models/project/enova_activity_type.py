from odoo import fields, models


class EnovaActivityType(models.Model):
    """How much what is of a definition counts in its project."""

    _inherit = "enova.activity.type"

    project_weight = fields.Float(
        string="Weight in a project",
        default=1,
        help="What one of these counts in the progress of its project.",
    )

    _project_weight_positive = models.Constraint(
        "CHECK (project_weight >= 0)", "A weight cannot be negative."
    )
