from odoo import fields, models

from .enova_project_stage import OPEN_PROJECT_STATES

MEASURES = [
    ("none", "In words only"),
    ("revenue", "Revenue"),
    ("meetings", "Number of meetings"),
    ("date", "A date"),
    ("own", "Another figure"),
]


class EnovaProjectType(models.Model):
    """A definition of projects: how they are numbered, staged, measured and closed."""

    _name = "enova.project.type"
    _inherit = ["enova.type.mixin", "enova.guard.mixin"]
    _description = "Definition of projects"
    _order = "sequence, id"

    _first_states = OPEN_PROJECT_STATES
    _last_states = ("won",)

    stage_ids = fields.Many2many(
        "enova.project.stage",
        string="Allowed stages",
        help="Stages that a project of this definition may be in. When none is chosen,"
        " all may be used.",
    )
    default_measure = fields.Selection(
        MEASURES, string="Measure of the goal", required=True, default="none"
    )
    measure_unit = fields.Char(
        string="Unit", translate=True, help="Of another figure, e.g. machines."
    )
    duration = fields.Integer(
        string="Planned for",
        default=30,
        help="In working days of the company: the deadline is proposed this long after"
        " the start. 0: no deadline is proposed.",
    )
    reason_required = fields.Boolean(
        default=True, help="A project that is lost or dropped must say why."
    )
    properties_definition = fields.PropertiesDefinition(string="Fields of its own")

    _duration_positive = models.Constraint(
        "CHECK (duration >= 0)", "A project cannot end before it begins."
    )
