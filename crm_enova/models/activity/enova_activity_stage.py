from odoo import fields, models

STATES = [
    ("planned", "Planned"),
    ("in_progress", "In progress"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("planned", "in_progress")


class EnovaActivityStage(models.Model):
    """A column of the board; several stages may stand for one state."""

    _name = "enova.activity.stage"
    _inherit = ["enova.guard.mixin"]
    _description = "Stage of tasks and events"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        STATES,
        required=True,
        default="planned",
        copy=True,
        help="What a task or event in this stage counts as in filters, reminders and "
        "reports.",
    )
    fold = fields.Boolean(
        string="Folded", help="The column is folded on the board of tasks and events."
    )
    active = fields.Boolean(default=True)
