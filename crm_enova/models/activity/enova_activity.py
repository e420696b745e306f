from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..base.change import Change
from ..base.ruled_search import search_under_rules


class EnovaActivity(models.Model):
    """A task or an event: one row from the first plan to the last word.

    This is the high-volume table of the CRM. It keeps away from whatever costs a query
    or a message per row: nothing is tracked, nobody is subscribed, and numbers and
    notices are made in batches.

    What happens when one is created or written, and in which order, stands at the end
    of this file, under "The way through". Topics and floors above extend those steps.
    """

    _name = "enova.activity"
    _description = "Task or event"
    _inherit = [
        "enova.thread.mixin",
        "enova.ordered.group.mixin",
        "enova.typed.mixin",
        "enova.appointment.mixin",
        "enova.undo.mixin",
        "enova.guard.mixin",
    ]
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
        ondelete="restrict",
        group_expand="_group_expand_stages",
        related_sudo=False,
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
    partner_phone = fields.Char(compute="_compute_partner_phone", string="Phone")

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
        string="Assigned by",
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
    date_start = fields.Datetime(string="Start", copy=False)
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
    child_ids = fields.One2many(
        "enova.activity",
        "parent_id",
        string="Follow-ups",
        search=search_under_rules("child_ids"),
    )
    properties = fields.Properties(
        definition="type_id.properties_definition", string="Fields of the definition"
    )

    # The history of a contractor, newest first, page by page. It holds all that the
    # rules ask, too: neither a count (of a board, by stage), nor a search of named
    # contractors visits a row.
    _history_idx = models.Index(
        "(commercial_partner_id, date DESC, id DESC) INCLUDE (partner_id, company_id,"
        " private, active, stage_id, user_id, assigned_by_id)"
    )
    # What one person has to do, or has given, by the day it is due, with what the rules
    # ask: it is counted without a row.
    _to_do_idx = models.Index(
        "(user_id, date_due, id) INCLUDE (assigned_by_id, company_id, private, active)"
        " WHERE state IN ('planned', 'in_progress')"
    )
    _given_to_do_idx = models.Index(
        "(assigned_by_id, date_due, id) INCLUDE (user_id, company_id, private, active)"
        " WHERE state IN ('planned', 'in_progress')"
    )
    # The list of all, newest first. It holds what the rules ask and what makes a
    # contact: those of a period are counted, by person or by contractor, without a row.
    _newest_idx = models.Index(
        "(date DESC, id DESC) INCLUDE (commercial_partner_id, user_id, assigned_by_id,"
        " company_id, private, active, state, channel, mailing_id)"
    )

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
            first, past = definition._first_stages()
            for activity in activities:
                if activity.stage_id in allowed:
                    continue
                activity.stage_id = past if activity._is_past_event() else first

    def _is_past_event(self):
        """Whether this is a contact that has taken place."""
        if self.type_id.kind != "event":
            return False
        return not self.date_start or self.date_start <= fields.Datetime.now()

    @api.depends("partner_id.phone")
    @api.depends_context("uid")
    def _compute_partner_phone(self):
        """Show the number of contractors that the reader may read."""
        readable = self.partner_id._filtered_access("read")
        for activity in self:
            partner = activity.partner_id & readable
            activity.partner_phone = partner.phone

    @api.depends("state")
    def _compute_date_done(self):
        """Stamp the moment of completion, once; clear it when reopened."""
        now = fields.Datetime.now()
        for activity in self:
            if activity.state != "done":
                activity.date_done = False
            elif not activity.date_done:
                activity.date_done = now

    @api.depends("name", "reference", "private", "user_id", "assigned_by_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Show the number before the subject, which private ones show to two people."""
        hidden = self.filtered(
            lambda a: a.private and self.env.user not in (a.user_id, a.assigned_by_id)
        )
        for activity in hidden:
            activity.display_name = activity._name_in_notice()
        return super(EnovaActivity, self - hidden)._compute_display_name()

    @api.constrains("partner_id", "type_id")
    def _check_contractor(self):
        """Refuse what lacks the contractor that its definition needs."""
        strict = self.type_id.filtered("contractor_required")
        if not strict:
            return
        for activity in self:
            if activity.type_id in strict and not activity.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(activity)s: the definition %(definition)s needs a"
                        " contractor. Choose one.",
                        activity=activity.display_name,
                        definition=activity.type_id.name,
                    )
                )

    @api.constrains("parent_id")
    def _check_parent(self):
        """Refuse a chain of follow-ups that leads back to itself."""
        if self._has_cycle():
            raise ValidationError(self.env._("A task cannot follow itself."))

    @api.onchange("contact_id")
    def _onchange_contact_id(self):
        """Whoever picks the person need not pick their company."""
        if self.contact_id and not self.partner_id:
            self.partner_id = self.contact_id.commercial_partner_id

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """Show in the form what a new one of the definition would be given."""
        definition = self.type_id
        if definition.kind == "event":
            if not self.date_start:
                self.date_start = fields.Datetime.now().replace(second=0)
            if not self.name:
                self.name = definition.name
        if self._origin or not definition:
            return
        self.private = self.private or definition.default_private
        self.calendar_entry = definition.calendar_entry
        self.reminder = definition.reminder
        if not self.date_deadline and not self.date_start:
            company = self.company_id or self.env.company
            self.date_deadline = definition._proposed_deadline(company)

    # -- The way through -----------------------------------------------------------
    # One create, one write, one unlink. Each names its steps in their order; a topic
    # or a floor above adds to a step by extending its method, and overrides no CRUD.

    @api.model_create_multi
    def create(self, vals_list):
        """Create in bulk, in a constant number of queries.

        1. :meth:`_fill_values`: what nobody has given;
        2. :meth:`_check_values`: what may refuse before anything is written;
        3. ``super()``: the guard of links, then :meth:`_add_system_values`;
        4. :meth:`_check_after`: what can be told of the records alone;
        5. :meth:`_apply_effects`: calendar, reservations, members of a campaign;
        6. :meth:`_tell`: notices and mails, last.

        The chatter's own entry "created" and the subscription of the creator are left
        out: both cost a row per activity and say what the activity says itself.
        """
        lean = self.with_context(tracking_disable=True)
        self._check_reach(vals_list)
        vals_list = lean._fill_values(vals_list)
        lean._check_values(vals_list)
        activities = super(EnovaActivity, lean).create(vals_list).with_env(self.env)
        activities._finish_change(Change.of_create(vals_list))
        return activities

    def write(self, vals):
        """Write, by the same steps.

        What a calendar says comes again in the words of start, end and deadline.

        1. :meth:`_check_before`: transitions, and whether the definition is usable;
        2. a snapshot of :meth:`_watched_fields`;
        3. ``super()`` with the guard of links, for each group of records that is to
           have values of its own (:meth:`_group_values`);
        4. to 6. as on creation.
        """
        self._check_reach([vals])
        if self._is_from_calendar(vals):
            return self._write_from_calendar(vals)
        self._check_before(vals)
        change = Change.of_write(self, vals, self._watched_fields())
        for activities, values in self._group_values(vals):
            super(EnovaActivity, activities).write(values)
        self._finish_change(change)
        return True

    def copy_data(self, default=None):
        """Give the copies of what a leaver had to whoever does it now."""
        copies = super().copy_data(default)
        for activity, vals in zip(self, copies, strict=True):
            if activity.user_id and "user_id" not in (default or {}):
                vals["user_id"] = activity._successor(activity.user_id).id
        return copies

    def unlink(self):
        """Delete, and bring in line what was there because of them."""
        traces = self._before_unlink()
        result = super().unlink()
        self._after_unlink(traces)
        return result

    def _finish_change(self, change):
        """Check, follow and tell, once the rows are written."""
        self._check_after(change)
        self._apply_effects(change)
        self._tell(change)

    @api.model
    def _prepare_create_values(self, vals_list):
        """Add the system's values once the guard has seen the client's."""
        prepared = super()._prepare_create_values(vals_list)
        self._add_system_values(prepared)
        return prepared

    @api.model
    def _filled_from(self):
        """Return the fields whose values decide what else is filled in.

        A default that somebody has given, in the context or for good, counts as given.
        """
        return {
            "type_id",
            "parent_id",
            "partner_id",
            "contact_id",
            "user_id",
            "company_id",
            "date_start",
            "date_deadline",
            "private",
            "reminder",
            "calendar_entry",
        }

    @api.model
    def _fill_values(self, vals_list):
        """Return new values, completed by what others propose.

        The order decides: the definition says what is proposed at all, what it follows
        and its project say about whom, then who does it, and by when. What was given
        stays, empty or not; a blank of a source is no value.
        """
        stored = self.env["ir.default"]._get_model_defaults(self._name)
        names = {
            name
            for name in self._filled_from()
            if name in stored or f"default_{name}" in self.env.context
        }
        given = self.default_get(sorted(names)) if names else {}
        prepared = [{**given, **self._read_calendar(vals)} for vals in vals_list]
        self._fill_definitions(prepared)
        self._fill_from_parents(prepared)
        self._fill_from_links(prepared)
        self._fill_caretakers(prepared)
        self._fill_proposals(prepared)
        return prepared

    @api.model
    def _fill_definitions(self, vals_list):
        """Give the default definition to what has none."""
        bare = [vals for vals in vals_list if not vals.get("type_id")]
        if bare:
            default = self.default_get(["type_id"]).get("type_id")
            for vals in bare:
                vals["type_id"] = default

    @api.model
    def _fill_from_parents(self, vals_list):
        """Take over from what it follows what a follow-up inherits."""
        ids = {vals["parent_id"] for vals in vals_list if vals.get("parent_id")}
        if not ids:
            return
        names = self._followup_fields()
        parents = self.browse(ids)._filtered_access("read")
        inherited = {
            p.id: p._convert_to_write({n: p[n] for n in names}) for p in parents
        }
        for vals in vals_list:
            if "partner_id" not in vals:
                for name, value in inherited.get(vals.get("parent_id"), {}).items():
                    if value:
                        vals.setdefault(name, value)

    @api.model
    def _fill_from_links(self, vals_list):
        """Take over from what else it belongs to; floors above know of that."""

    @api.model
    def _fill_proposals(self, vals_list):
        """Complete values by deadline, privacy, reminder, calendar of the definitions.

        A start needs no deadline. Days are counted once for each company and delay.
        """
        definitions = self.env["enova.activity.type"].browse(
            {vals["type_id"] for vals in vals_list if vals.get("type_id")}
        )
        proposals = {
            definition.id: definition._proposals() for definition in definitions
        }
        deadlines = {}
        for vals in vals_list:
            proposed = proposals.get(vals.get("type_id"))
            for name, value in proposed.items() if proposed else ():
                vals.setdefault(name, value)
            definition = definitions.browse(vals.get("type_id") or ())
            if not definition.deadline_proposed or vals.get("date_start"):
                continue
            company = self.env["res.company"].browse(vals.get("company_id") or ())
            key = (definition, company or self.env.company)
            if key not in deadlines:
                deadlines[key] = definition._proposed_deadline(key[1])
            vals.setdefault("date_deadline", deadlines[key])

    @api.model
    def _check_values(self, vals_list):
        """Refuse definitions that are meant for others.

        A constraint would not do: it is checked as the superuser.
        """
        self.env["enova.activity.type"].browse(
            {vals["type_id"] for vals in vals_list if vals.get("type_id")}
        )._check_usable()

    @api.model
    def _add_system_values(self, vals_list):
        """Add, in place, what no client gives: the number, and on whose behalf."""
        unnumbered = defaultdict(list)
        for vals in vals_list:
            if not vals.get("reference"):
                unnumbered[vals["type_id"]].append(vals)
        for definition in self.env["enova.activity.type"].browse(unnumbered):
            definition._number(unnumbered[definition.id])
        self._add_on_behalf(vals_list)

    def _check_before(self, vals):
        """Refuse stages that the present one does not lead to, and others' definitions.

        A definition that changes takes its own first stage, whatever the old one was.
        """
        if vals.get("type_id"):
            self._check_values([vals])
        elif vals.get("stage_id"):
            self._check_transition(vals["stage_id"])

    @api.model
    def _watched_fields(self):
        """Return what a later step asks for as it was.

        :return: dict of sets of names by the written name that makes them change
        """
        return {
            "user_id": {"user_id", "state"},
            "stage_id": {"stage_id", "state"},
            "type_id": {"stage_id", "state"},
            "date_start": {"date_start", "date_stop", "all_day", "date_deadline"},
            "date_stop": {"date_start", "date_stop"},
            "all_day": {"date_start", "date_stop", "all_day"},
            "calendar_entry": {"calendar_entry"},
            "date_deadline": {"date_deadline"},
            "private": {"private"},
            "assigned_by_id": {"assigned_by_id"},
            "active": {"active"},
        }

    def _group_values(self, vals):
        """Return pairs of records and the values that they are to have."""
        return self._group_times(vals)

    def _check_after(self, change):
        """Hold them to their definitions.

        What was closed before a definition asked for more stays as it is.
        """
        moves = change.is_new or change.touches("stage_id", "type_id")
        self._check_required(None if moves else change.names)
        self._check_people(change)

    def _apply_effects(self, change):
        """Let the end follow the start, and the entry in the calendar the task.

        The end is computed at once: the database refuses an end before its start, and
        a search that follows would write what is pending field by field.
        """
        if change.touches("date_start") and not change.touches("date_stop"):
            self.mapped("date_stop")
        self._follow_in_calendar(change)

    def _tell(self, change):
        """Tell the new assignees, and send what the definitions send."""
        if change.is_new:
            self._notify_assignees()
            self._send_definition_mails("create")
        else:
            if change.touches("user_id"):
                change.altered(self, "user_id")._notify_assignees()
            self._tell_archived(change)
            self._tell_by_mail(change)
            self._tell_late(change)

    def _before_unlink(self):
        """Return what is asked for once they are gone, by the name of the topic."""
        return {"events": self._calendar_events()}

    def _after_unlink(self, traces):
        """Bring in line what they leave behind."""
        traces["events"].unlink()
