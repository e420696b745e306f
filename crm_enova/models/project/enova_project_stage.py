from odoo import fields, models

PROJECT_STATES = [
    ("planned", "Planned"),
    ("in_progress", "In progress"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("dropped", "Dropped"),
]
OPEN_PROJECT_STATES = ("planned", "in_progress")
FAILED_STATES = ("lost", "dropped")


class EnovaProjectStage(models.Model):
    """A column of the board of projects; several stages may stand for one state."""

    _name = "enova.project.stage"
    _inherit = ["enova.guard.mixin"]
    _description = "Stage of projects"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        PROJECT_STATES,
        required=True,
        default="planned",
        copy=True,
        help="What a project in this stage counts as in filters and reports.",
    )
    probability = fields.Integer(
        aggregator=None,
        help="In percent: proposed for the projects that come here; 0: theirs stays.",
    )
    fold = fields.Boolean(
        string="Folded", help="The column is folded on the board of projects."
    )
    active = fields.Boolean(default=True)

    _probability_share = models.Constraint(
        "CHECK (probability BETWEEN 0 AND 100)",
        "A probability is a number from 0 to 100.",
    )
