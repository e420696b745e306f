from odoo import api, fields, models

from .enova_activity_stage import OPEN_STATES

KINDS = [("task", "Task"), ("event", "Event")]
CHANNELS = [
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("meeting", "Meeting"),
    ("visit", "Visit"),
    ("letter", "Letter"),
    ("service", "Service"),
    ("other", "Other"),
]
CHANNEL_ICONS = {
    "phone": "fa-phone",
    "email": "fa-envelope",
    "meeting": "fa-users",
    "visit": "fa-car",
    "letter": "fa-file-text-o",
    "service": "fa-wrench",
    "other": "fa-sticky-note-o",
}


class EnovaActivityType(models.Model):
    """A definition: how tasks or events of one sort are numbered, staged and closed."""

    _name = "enova.activity.type"
    _inherit = ["enova.definition"]
    _description = "Definition of tasks and events"
    _order = "sequence, id"

    _first_states = OPEN_STATES
    _last_states = ("done",)

    kind = fields.Selection(
        KINDS,
        required=True,
        default="task",
        help="A task is to be done; an event is a contact that took place or will.",
    )
    channel = fields.Selection(CHANNELS, required=True, default="other")
    icon = fields.Char(
        compute="_compute_icon",
        store=True,
        readonly=False,
        help="Class of a Font Awesome 4.7 icon, for instance fa-phone.",
    )
    stage_ids = fields.Many2many(
        "enova.activity.stage",
        string="Allowed stages",
        help="Stages that a task or event of this definition may be in. When none is "
        "chosen, all may be used.",
    )
    assign_to = fields.Selection(
        [
            ("creator", "Whoever enters it"),
            ("caretaker", "The contractor's caretaker"),
        ],
        string="Given to",
        required=True,
        default="creator",
        help="Proposed as the assignee. While the caretaker is absent it is his first"
        " deputy on duty, on his behalf.",
    )
    default_duration = fields.Float(
        string="Duration",
        default=0.5,
        help="In hours: the end is proposed this long after the start.",
    )
    contractor_required = fields.Boolean(
        help="Nothing of this definition can be saved without a contractor."
    )
    result_required = fields.Boolean(
        help="It cannot be marked as done before somebody has written the result."
    )
    followup_type_id = fields.Many2one(
        "enova.activity.type",
        string="Follow-up",
        ondelete="set null",
        help="What is proposed as the next task when one of these is done.",
    )
    followup_delay = fields.Integer(
        string="Follow-up after",
        default=5,
        help="In working days of the company, counted from the day of completion.",
    )

    _duration_positive = models.Constraint(
        "CHECK (default_duration >= 0)", "A duration cannot be negative."
    )
    _followup_delay_positive = models.Constraint(
        "CHECK (followup_delay >= 0)", "A follow-up cannot lie in the past."
    )

    @api.depends("channel")
    def _compute_icon(self):
        """Propose the channel's icon; another may be written."""
        for definition in self:
            definition.icon = CHANNEL_ICONS.get(definition.channel)

    def _ordered_stages(self, stages, after):
        """Put the stages that may follow the present one before the others."""
        lines = self.env["enova.activity.transition"]._next_stages()
        reachable = lines.get((self.id, after.id), frozenset(stages.ids))
        return stages.sorted(lambda stage: stage.id not in reachable)
