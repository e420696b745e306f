from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.context import SYSTEM
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
# Minutes before the start; whole days keep the hour of the clock.
REMINDERS = [
    ("0", "At the time"),
    ("5", "5 minutes before"),
    ("15", "15 minutes before"),
    ("30", "30 minutes before"),
    ("60", "An hour before"),
    ("120", "2 hours before"),
    ("1440", "A day before"),
    ("2880", "2 days before"),
    ("10080", "A week before"),
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
    _inherit = ["enova.type.mixin", "enova.guard.mixin"]
    _description = "Definition of tasks and events"
    _order = "sequence, id"

    _first_states = OPEN_STATES
    _last_states = ("done",)

    short_name = fields.Char(
        translate=True,
        help="Stands on the buttons that log a contact, where there is room for one"
        " word. Empty: the name.",
    )
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
        help="Stands before its tasks and events in lists, histories and calendars.",
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
        string="Assigned to",
        required=True,
        default="creator",
        help="Proposed as the assignee. While the caretaker is absent it is their first"
        " deputy on duty, on their behalf.",
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
        domain="[('is_system', '=', False)]",
        help="What is proposed as the next task when one of these is done.",
    )
    followup_delay = fields.Integer(
        string="Follow-up after",
        default=5,
        help="In working days of the company, counted from the day of completion.",
    )

    deadline_proposed = fields.Boolean(string="Propose a deadline")
    deadline_delay = fields.Integer(
        string="Deadline after",
        default=3,
        help="In working days of the company, counted from the day of entry; 0 is the"
        " same day.",
    )
    default_private = fields.Boolean(
        string="Private", help="New ones are proposed as private."
    )
    calendar_entry = fields.Boolean(
        string="Entry in the calendar",
        help="What is planned for an hour has an entry in the ERP's calendar, and"
        " follows it when somebody moves it there.",
    )
    followup_to = fields.Selection(
        [
            ("same", "Whoever did this one"),
            ("caretaker", "The contractor's caretaker"),
            ("giver", "Whoever gave this one"),
        ],
        string="Follow-up for",
        required=True,
        default="same",
    )
    group_ids = fields.Many2many(
        "res.groups",
        string="Used by",
        help="Only members of these groups enter such tasks and events. Empty: all.",
    )
    is_system = fields.Boolean(
        string="Entered by the system",
        readonly=True,
        copy=False,
        help="Nobody enters such events by hand, and they are no contacts: they tell"
        " what has become of a contractor.",
    )
    is_usable = fields.Boolean(
        compute="_compute_is_usable",
        string="Usable by me",
        search="_search_is_usable",
        help="I may enter tasks or events of this definition.",
    )
    properties_definition = fields.PropertiesDefinition(string="Fields of its own")
    transition_ids = fields.One2many(
        "enova.activity.transition",
        "type_id",
        string="Allowed next stages",
        copy=True,
        help="A stage without a line leads to every other stage of the definition.",
    )
    requirement_ids = fields.One2many(
        "enova.activity.requirement", "type_id", string="Required fields", copy=True
    )
    mail_ids = fields.One2many(
        "enova.activity.mail", "type_id", string="E-mails", copy=True
    )

    reminder = fields.Selection(
        REMINDERS,
        help="Proposed for new ones. Before the start; where there is none, before nine"
        " in the morning of the deadline.",
    )
    reminder_email = fields.Boolean(
        string="Reminder by e-mail, too",
        help="One message for all that is due at once, as each person has chosen to get"
        " their messages.",
    )
    reminder_template_id = fields.Many2one(
        "mail.template",
        string="Reminder to the contractor",
        ondelete="set null",
        domain="[('model', '=', 'enova.activity')]",
        help="Sent to the contact person, else to the contractor, when the reminder is"
        " due. Nobody is written to about private ones.",
    )

    _duration_sane = models.Constraint(
        "CHECK (default_duration BETWEEN 0 AND 1000)",
        "A duration is from 0 to 1,000 hours.",
    )
    _followup_delay_positive = models.Constraint(
        "CHECK (followup_delay >= 0)", "A follow-up cannot lie in the past."
    )

    _deadline_delay_positive = models.Constraint(
        "CHECK (deadline_delay >= 0)", "A deadline cannot be proposed in the past."
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

    @api.depends("group_ids", "is_system")
    @api.depends_context("uid")
    def _compute_is_usable(self):
        """Agree with the search."""
        groups = set(self.env.user._get_group_ids())
        for definition in self:
            # sudo: the groups are compared with one's own alone
            wanted = definition.sudo().group_ids
            mine = not wanted or not groups.isdisjoint(wanted.ids)
            definition.is_usable = mine and not definition.is_system

    @api.model
    def _search_is_usable(self, operator, value):
        """Search those that are for everybody, or for a group of the user."""
        if operator != "in":
            return NotImplemented
        mine = Domain("group_ids", "in", self.env.user._get_group_ids())
        domain = Domain("group_ids", "=", False) | mine
        domain &= Domain("is_system", "=", False)
        return domain if True in value else ~domain

    def _check_usable(self):
        """Refuse definitions that are meant for others, or for the system alone.

        :raises UserError: naming the definition and the groups that may use it
        """
        if self.env.su:
            return
        kept = self.filtered("is_system")
        if kept and not SYSTEM.is_on(self.env):
            raise UserError(
                self.env._(
                    "%s is entered by the system alone. Choose another definition.",
                    kept[0].name,
                )
            )
        for definition in (self - kept).filtered(lambda d: not d.is_usable):
            # sudo: the names of the groups that one would have to ask for
            groups = ", ".join(definition.sudo().group_ids.mapped("full_name"))
            raise UserError(
                self.env._(
                    "The definition %(definition)s is used by %(groups)s only. Choose"
                    " another one.",
                    definition=definition.name,
                    groups=groups,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_system(self):
        """Keep what the history of contractors is written with."""
        kept = self.filtered("is_system")
        if kept:
            raise UserError(
                self.env._(
                    "%s is entered by the system, which needs it. Archive it instead.",
                    kept[0].name,
                )
            )

    def _first_stages(self):
        """Return the stage that something new begins in, and that of past events."""
        self.ensure_one()
        first = self._stage_of_state(*self._first_states)
        return first, self._stage_of_state("done")

    def _proposals(self):
        """Return what a new one of this definition is given where nobody says more.

        :return: dict of values; a blank is none
        """
        self.ensure_one()
        proposed = {
            "private": self.default_private,
            "reminder": self.reminder,
            "calendar_entry": self.calendar_entry,
        }
        return {name: value for name, value in proposed.items() if value}

    def _proposed_deadline(self, company):
        """Return the deadline of one that is entered today, or ``False``."""
        self.ensure_one()
        if not self.deadline_proposed:
            return False
        today = fields.Date.context_today(self)
        return company._enova_working_day(today, self.deadline_delay)

    def _followup_day(self, company):
        """Return the day of the follow-up of one that is done today."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return company._enova_working_day(today, self.followup_delay)
