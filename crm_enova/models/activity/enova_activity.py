from datetime import datetime, time

from odoo import api, fields, models

# A day without an hour is stored as its noon in UTC: the same calendar day in every
# zone in which the reader may be, from UTC-12 to UTC+11.
NOON = time(12)


class EnovaActivity(models.Model):
    """A task or an event: one row from the first plan to the last word.

    This is the high-volume table of the CRM. It keeps away from whatever costs a query
    or a message per row: nothing is tracked, nobody is subscribed, and numbers and
    notices are made in batches (see ``ir_sequence.py``, ``enova_activity_assign.py``).
    """

    _name = "enova.activity"
    _description = "Task or event"
    _inherit = ["mail.thread", "enova.defined"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["name", "reference"]

    name = fields.Char(string="Subject", required=True, index="trigram")
    reference = fields.Char(
        string="Number", readonly=True, copy=False, index="btree_not_null"
    )
    active = fields.Boolean(default=True)
    type_id = fields.Many2one(
        "enova.activity.type",
        string="Definition",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_usable', '=', True)]",
        default=lambda self: self._default_type_id(),
    )
    kind = fields.Selection(related="type_id.kind", store=True, precompute=True)
    channel = fields.Selection(related="type_id.channel", store=True, precompute=True)
    icon = fields.Char(related="type_id.icon")
    color = fields.Integer(related="type_id.color")
    stage_id = fields.Many2one(
        "enova.activity.stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index=True,
        ondelete="restrict",
        group_expand="_group_expand_stages",
    )
    state = fields.Selection(related="stage_id.state", store=True, precompute=True)
    priority = fields.Selection(
        [("0", "Normal"), ("1", "Important"), ("2", "Urgent")], default="0"
    )
    tag_ids = fields.Many2many("enova.activity.tag", string="Tags")

    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('contractor_status', '!=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact person",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('commercial_partner_id', '=?', commercial_partner_id),"
        " ('is_company', '=', False)]",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Commercial contractor",
        store=True,
        precompute=True,
    )
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")

    user_id = fields.Many2one(
        "res.users",
        string="Assignee",
        default=lambda self: self.env.user,
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    assigned_by_id = fields.Many2one(
        "res.users",
        string="Given by",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    private = fields.Boolean(
        help="Only the assignee and the giver see it; managers do not either."
    )

    date = fields.Datetime(
        compute="_compute_date",
        inverse="_inverse_date",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
        help="What histories are sorted by: the start, else the deadline, else the"
        " moment of entry.",
    )
    date_start = fields.Datetime(
        string="Start", copy=False, default=lambda self: self._clicked_date()
    )
    date_stop = fields.Datetime(
        string="End",
        compute="_compute_date_stop",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )
    all_day = fields.Boolean(
        compute="_compute_all_day",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )
    date_deadline = fields.Date(string="Deadline", copy=False)
    date_done = fields.Datetime(
        string="Done on",
        compute="_compute_date_done",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )
    time_spent = fields.Float(help="In hours.", copy=False)
    description = fields.Html()
    result = fields.Text(copy=False)
    parent_id = fields.Many2one(
        "enova.activity",
        string="Follows",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    child_ids = fields.One2many("enova.activity", "parent_id", string="Follow-ups")

    # The history of a contractor, newest first, page by page.
    _history_idx = models.Index("(commercial_partner_id, date DESC, id DESC)")
    # What one person has to do, by the day it is due (see enova_activity_due.py).
    _my_tasks_idx = models.Index(
        "(user_id, date_due, id) WHERE state IN ('planned', 'in_progress')"
    )
    _given_idx = models.Index(
        "(assigned_by_id, date_due, id) WHERE state IN ('planned', 'in_progress')"
    )
    # The list of all, newest first.
    _date_idx = models.Index("(date DESC, id DESC)")

    _stop_after_start = models.Constraint(
        "CHECK (date_stop >= date_start)", "The end cannot be before the start."
    )
    _time_spent_positive = models.Constraint(
        "CHECK (time_spent >= 0)", "The time spent cannot be negative."
    )
    # A list, a notice and the index for parts of a subject are made for a line of text.
    _name_length = models.Constraint(
        "CHECK (length(name) <= 1000)",
        "A subject has at most 1,000 characters. Write the rest into the description.",
    )

    @api.model
    def _default_type_id(self):
        """Return the first definition of the kind that the window is about."""
        kind = self.env.context.get("default_kind")
        domain = [("is_usable", "=", True)]
        if kind:
            domain.append(("kind", "=", kind))
        return self.env["enova.activity.type"].search(domain, limit=1)

    @api.depends("type_id")
    def _compute_stage_id(self):
        """Begin where the definition begins: tasks planned, events as done.

        A stage that the definition allows stays when the definition changes.
        """
        for definition, activities in self.grouped("type_id").items():
            if not definition:
                continue
            allowed = definition._allowed_stages()
            first = definition._stage_of_state("planned", "in_progress")
            past = definition._stage_of_state("done")
            for activity in activities:
                if activity.stage_id in allowed:
                    continue
                activity.stage_id = past if activity._is_past_event() else first

    def _is_past_event(self):
        """Whether this is a contact that has taken place."""
        if self.type_id.kind != "event":
            return False
        return not self.date_start or self.date_start <= fields.Datetime.now()

    @api.depends("date_start", "date_deadline")
    def _compute_date(self):
        """Take the start, else the deadline, else the moment of entry."""
        now = fields.Datetime.now()
        for activity in self:
            if activity.date_start:
                activity.date = activity.date_start
            elif activity.date_deadline:
                activity.date = datetime.combine(activity.date_deadline, NOON)
            else:
                activity.date = activity.create_date or now

    def _inverse_date(self):
        """Take a date that somebody dragged in the calendar, or brought from a file.

        What had nothing but a deadline keeps having nothing else.
        """
        for activity in self:
            if activity.date_deadline and not activity.date_start:
                local = fields.Datetime.context_timestamp(activity, activity.date)
                activity.date_deadline = local.date()
            elif activity.date_start != activity.date:
                activity.date_start = activity.date

    @api.depends("date_start", "date_deadline")
    def _compute_all_day(self):
        """A day without an hour takes no hour in the calendar."""
        for activity in self:
            if not activity.date_start:
                activity.all_day = bool(activity.date_deadline)
            elif activity._origin.date_start:
                activity.all_day = activity.all_day
            else:
                activity.all_day = False

    @api.depends("date_start", "type_id")
    def _compute_date_stop(self):
        """Propose an end, and let it follow a start that moves past it."""
        for activity in self:
            start, stop = activity.date_start, activity.date_stop
            if not start:
                activity.date_stop = False
            elif not stop or stop < start:
                hours = activity.type_id.default_duration
                activity.date_stop = fields.Datetime.add(start, hours=hours)

    @api.depends("state")
    def _compute_date_done(self):
        """Stamp the moment of completion, once; clear it when reopened."""
        now = fields.Datetime.now()
        for activity in self:
            if activity.state != "done":
                activity.date_done = False
            elif not activity.date_done:
                activity.date_done = now

    @api.depends("name", "reference")
    def _compute_display_name(self):
        """Show the number before the subject."""
        return super()._compute_display_name()

    @api.onchange("contact_id")
    def _onchange_contact_id(self):
        """Whoever picks the person need not pick his company."""
        if self.contact_id and not self.partner_id:
            self.partner_id = self.contact_id.commercial_partner_id

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """An event is entered when it happens."""
        if self.type_id.kind != "event":
            return
        if not self.date_start:
            self.date_start = fields.Datetime.now().replace(second=0)
        if not self.name:
            self.name = self.type_id.name
