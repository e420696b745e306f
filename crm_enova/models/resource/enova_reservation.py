from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..base.change import Change
from ..base.context import MEETING_SYNC

STATES = [
    ("requested", "Requested"),
    ("confirmed", "Confirmed"),
    ("refused", "Refused"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
# What takes a resource, or asks for it.
COMING = ("requested", "confirmed")
# What shows in calendars.
LIVE = ("requested", "confirmed", "done")
# What counts as taken; the rest is wished for, or free again.
COUNTED = ("confirmed", "done")
# How many are named in a message.
SHOWN = 10
# Where it stands, and whether it stands there: whoever writes these needs a unit.
PLACE = ("resource_id", "start", "stop", "state")


class EnovaReservation(models.Model):
    """A unit of a resource is taken from one moment to another, and for whom.

    What happens when one is created or written stands in ``create`` and ``write``. How
    a unit is found is in ``enova_reservation_booking.py``, what is said when there is
    none in ``enova_reservation_clash.py``, who approves and is told in
    ``enova_reservation_flow.py``, what the ERP's calendar shows in
    ``enova_reservation_calendar.py``.
    """

    _name = "enova.reservation"
    _inherit = [
        "enova.appointment.mixin",
        "enova.ordered.group.mixin",
        "enova.undo.mixin",
        "enova.guard.mixin",
    ]
    _description = "Reservation"
    _order = "start desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="For what")
    resource_id = fields.Many2one(
        "enova.resource",
        required=True,
        index=True,
        ondelete="restrict",
    )
    category_id = fields.Many2one(
        "enova.resource.category",
        string="Any of the category",
        help="Without a resource the best free one of the category is taken.",
        store=False,
    )
    unit = fields.Integer(default=1, required=True, readonly=True)
    start = fields.Datetime(required=True)
    stop = fields.Datetime(string="End", required=True)
    # With the buffers of the resource, and whether it forbids double booking: what the
    # database keeps apart.
    blocked_start = fields.Datetime(required=True, readonly=True)
    blocked_stop = fields.Datetime(required=True, readonly=True)
    forbid = fields.Boolean(readonly=True)
    all_day = fields.Boolean(
        string="Whole days", help="From midnight to midnight, one day or several."
    )
    day_from = fields.Date(
        string="First day", compute="_compute_days", readonly=False, exportable=False
    )
    day_to = fields.Date(
        string="Last day", compute="_compute_days", readonly=False, exportable=False
    )
    state = fields.Selection(STATES, required=True, default="confirmed", copy=False)
    user_id = fields.Many2one(
        "res.users",
        string="For",
        default=lambda self: self.env.user,
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    activity_id = fields.Many2one(
        "enova.activity",
        string="Task or event",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Commercial contractor",
        store=True,
        precompute=True,
    )
    calendar_event_id = fields.Many2one(
        "calendar.event",
        string="Meeting",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    calendar_entry = fields.Boolean(
        string="In the calendar",
        copy=False,
        help="It has an entry of its own in the ERP's calendar; whichever is moved,"
        " both are. With a task or a meeting it stands there anyway.",
    )
    series_id = fields.Many2one(
        "enova.reservation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The first one of the series that it was made with.",
    )
    company_id = fields.Many2one(
        related="resource_id.company_id", store=True, precompute=True, index=True
    )
    private = fields.Boolean(
        help="What for, and for whom, is seen by that person alone; others see that it"
        " is taken."
    )
    is_readable = fields.Boolean(
        compute="_compute_is_readable",
        search="_search_is_readable",
        exportable=False,
        help="It is for me, of my resource, or of a task that I may read.",
    )
    note = fields.Text()
    warning = fields.Text(compute="_compute_warning")
    offer_start = fields.Datetime(
        string="Free next",
        compute="_compute_offer_start",
        help="Where the resource is taken at the wanted time: when it is free next.",
    )
    take_offer = fields.Boolean(string="Take that time", store=False)
    free_resource_ids = fields.Many2many(
        "enova.resource",
        string="Also free at that time",
        compute="_compute_free_resource_ids",
        exportable=False,
        help="Of the same category; where neither a resource nor a category is chosen,"
        " of all.",
    )
    hours = fields.Float(
        compute="_compute_hours",
        store=True,
        precompute=True,
        help="From start to end, without the time before and after.",
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id", store=True, precompute=True
    )
    hourly_cost = fields.Monetary(
        string="Cost of an hour",
        aggregator=None,
        compute="_compute_hourly_cost",
        store=True,
        precompute=True,
        help="As it was when the resource was booked.",
    )
    cost = fields.Monetary(
        compute="_compute_cost",
        store=True,
        precompute=True,
        help="Hours by the cost of an hour; none of what is not confirmed.",
    )

    def _message_clash(env, diag):  # noqa: N805 (a message of core's, not a method)
        return env._(
            "This resource is taken at that time. Somebody has just booked it; look at"
            " its calendar."
        )

    # Two at the same hour is what concurrency brings about, so the database keeps it.
    # Deferrable, so that a row of bookings can be shifted at once.
    _no_double_booking = models.Constraint(
        "EXCLUDE USING gist (int4range(resource_id, resource_id, '[]') WITH &&,"
        " int4range(unit, unit, '[]') WITH &&,"
        " tsrange(blocked_start, blocked_stop) WITH &&)"
        " WHERE (state = 'confirmed' AND forbid)"
        " DEFERRABLE INITIALLY IMMEDIATE",
        _message_clash,
    )
    _in_order = models.Constraint(
        "CHECK (stop > start)", "A reservation must end after it begins."
    )
    _resource_idx = models.Index("(resource_id, blocked_start)")
    # Those that may be booked twice, which the constraint's index leaves out.
    _not_forbidden_idx = models.Index(
        "(resource_id, blocked_start) WHERE state = 'confirmed' AND NOT forbid"
    )
    # However long the history: what lies within a week is found without it.
    _board_idx = models.Index(
        "USING gist (tsrange(blocked_start, blocked_stop))"
        " WHERE state IN ('requested', 'confirmed', 'done')"
    )
    # What is booked for a task shows there; few of the others are for a contractor.
    _history_idx = models.Index(
        "(commercial_partner_id, start DESC, id DESC)"
        " WHERE commercial_partner_id IS NOT NULL AND activity_id IS NULL"
    )

    @api.depends("resource_id", "user_id", "name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name the resource and the reason, or whom it is for."""
        for reservation in self:
            reason = reservation.name or reservation.user_id.name
            parts = (reservation.resource_id.name, reason)
            reservation.display_name = ": ".join(part for part in parts if part)

    @api.depends("start", "stop")
    @api.depends_context("tz", "uid")
    def _compute_days(self):
        """Show the days that the hours lie in; a midnight ends the day before."""
        for reservation in self:
            start, stop = reservation.start, reservation.stop
            reservation.day_from = start and self._local_day(start)
            last = stop and stop - timedelta(seconds=1)
            reservation.day_to = last and self._local_day(max(last, start or last))

    @api.depends("user_id", "activity_id", "partner_id", "resource_id.responsible_id")
    @api.depends_context("uid")
    def _compute_is_readable(self):
        """Agree with the search."""
        readable = self.search([("id", "in", self.ids), ("is_readable", "=", True)])
        for reservation in self:
            reservation.is_readable = reservation in readable or not reservation.id

    @api.model
    def _search_is_readable(self, operator, value):
        """Search under the rules of the tasks: what is private stays so."""
        if operator != "in":
            return NotImplemented
        user_id = self.env.uid
        mine = Domain("user_id", "=", user_id) | Domain("create_uid", "=", user_id)
        open_to_all = Domain("private", "=", False)
        of_task = self._of_readable_task()
        looked_after = self._of_own_resources() & open_to_all
        free = Domain("activity_id", "=", False)
        if not self.env.user.has_group("crm_enova.crm_enova_group_all"):
            partners = self.env["res.partner"]._own_contractors_domain("partner_id")
            free &= Domain("partner_id", "=", False) | partners
        domain = mine | (of_task & open_to_all) | looked_after | (free & open_to_all)
        return domain if True in value else ~domain

    @api.model
    def _is_nobodys_secret(self, private, company_id, about, **_other):
        """Tell whether everybody of a company may read it, so that no rule is asked.

        What is for no task and no contractor, and not private; see the search above.

        :param private: whether it is, or ``None``
        :param company_id: id of its company
        :param about: id of its task or contractor, or ``None``
        """
        return not (private or about) and company_id in self.env.companies._ids

    @api.model
    def _of_readable_task(self):
        """Return the domain of what is reserved for tasks that the reader sees."""
        activities = self.env["enova.activity"].with_context(active_test=False)
        activities = activities.with_user(self.env.uid)
        return Domain("activity_id", "in", activities._search([]))

    @api.model
    def _of_own_resources(self):
        """Return the domain of what is the reader's to look after.

        What a task is about that is private to others is not theirs to know.
        """
        user_id = self.env.uid
        # sudo: whose resources are one's own to look after
        resources = self.env["enova.resource"].sudo().with_context(active_test=False)
        looked_after = resources._search([("responsible_id", "=", user_id)])
        # sudo: which tasks are private, so that they are kept out
        activities = self.env["enova.activity"].sudo().with_context(active_test=False)
        private = activities._search([("private", "=", True)])
        hidden = Domain("activity_id", "in", private)
        return Domain("resource_id", "in", looked_after) & ~hidden

    @api.depends("resource_id", "start", "stop", "state")
    def _compute_warning(self):
        """Say what is unusual and allowed: overlaps, and times beyond working hours."""
        for reservation in self:
            placed = reservation.resource_id and reservation.start and reservation.stop
            lines = reservation._warnings() if placed else []
            reservation.warning = "\n".join(lines)

    @api.depends("resource_id", "start", "stop", "state")
    def _compute_offer_start(self):
        """Offer the next free slot before somebody tries in vain."""
        for reservation in self:
            reservation.offer_start = reservation._offered_start()

    @api.depends("resource_id", "category_id", "start", "stop", "state")
    @api.depends_context("uid")
    def _compute_free_resource_ids(self):
        """Show what can be had, of what is still to come."""
        for reservation in self:
            coming = reservation.state in COMING
            reservation.free_resource_ids = coming and reservation._free_then()

    @api.depends("start", "stop")
    def _compute_hours(self):
        """Count from start to end."""
        for reservation in self:
            start, stop = reservation.start, reservation.stop
            span = stop and start and stop - start
            reservation.hours = span.total_seconds() / 3600 if span else 0

    @api.depends("resource_id")
    def _compute_hourly_cost(self):
        """Keep the price of the day of the booking: what is over costs what it did."""
        for reservation in self:
            reservation.hourly_cost = reservation.resource_id.hourly_cost

    @api.depends("hours", "hourly_cost", "state")
    def _compute_cost(self):
        """Multiply, where it is taken."""
        for reservation in self:
            counted = reservation.state in COUNTED
            amount = reservation.hours * reservation.hourly_cost
            reservation.cost = amount if counted else 0

    @api.onchange("start")
    def _onchange_start(self):
        """Propose an hour, and let the end follow."""
        if self.start and (not self.stop or self.stop <= self.start):
            self.stop = fields.Datetime.add(self.start, hours=1)

    @api.onchange("all_day", "day_from", "day_to")
    def _onchange_days(self):
        """Take the hours from midnight to midnight."""
        if not (self.all_day and self.day_from):
            return
        self.day_to = max(self.day_to or self.day_from, self.day_from)
        self.start, self.stop = self._whole_days(self.day_from, self.day_to)

    @api.onchange("take_offer")
    def _onchange_take_offer(self):
        """Move to the slot that is offered, as long as it was."""
        if self.take_offer and self.offer_start:
            length = self.stop - self.start
            self.start = self.offer_start
            self.stop = self.start + length
        self.take_offer = False

    @api.onchange("activity_id")
    def _onchange_activity_id(self):
        """Take time, person and contractor of the task."""
        activity = self.activity_id
        if activity:
            self.name = self.name or activity.name
            self.partner_id = activity.partner_id
            self.user_id = activity.user_id or self.user_id
            if activity.date_start:
                self.start, self.stop = activity._hours_taken()

    @api.model_create_multi
    def create(self, vals_list):
        """Book units, in these steps.

        ``_fill_values``: who it is for, the resource of a category; ``_check_values``:
        whether the user may book it; ``_settle_states``: whether somebody has to
        approve; ``_insert_bookings``: a unit for each, and the rows, as often as
        somebody else is quicker, with the guard of links and ``_add_system_values``
        for each try; ``_check_after``; ``_apply_effects``: the calendar; ``_tell``:
        those who approve.

        :raises UserError: when none is free, the user may not book the resource, or it
            is out of service
        """

        def insert(reservations, rows):
            return super().create(rows)

        vals_list = self._fill_values(vals_list)
        self._check_values(vals_list)
        self._settle_states(vals_list)
        change = Change.of_create(vals_list)
        reservations = self._insert_bookings(vals_list, insert)
        reservations._check_after(change)
        reservations._apply_effects(change)
        reservations._tell(change)
        return reservations

    # super() is called where the rows are written, in _write_rows
    def write(self, vals):  # pylint: disable=method-required-super
        """Move, confirm or free units, in these steps.

        ``_check_before``: whether the user may confirm, or book the resource; then the
        rows, by ``_reschedule`` where a unit has to be found, which asks for approval
        again; ``_check_after``; ``_apply_effects``: the calendar; ``_tell``: those who
        approve, or have asked. ``_move`` goes the same way for many places at once.

        :raises UserError: when one of them has nowhere to go; none is moved then
        """
        self._check_before(vals)
        change = Change.of_write(self, vals, self._watched_fields())
        if self._needs_unit(vals):
            self._reschedule(self._split_by_approval(vals))
        else:
            self._write_rows(vals)
        self._check_after(change)
        self._apply_effects(change)
        self._tell(change)
        return True

    def _write_rows(self, vals):
        """Write what the steps have settled; called by them alone."""
        # no step is left out: the caller is one of them
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def unlink(self):
        """Take the entries along that stand for them alone."""
        meetings, entries = self._meetings(), self._own_entries()
        result = super().unlink()
        entries.unlink()
        meetings.exists()._enova_show_resources()
        return result

    def _prepare_create_values(self, vals_list):
        """Add what no client may give, after it has been looked at what they gave."""
        vals_list = super()._prepare_create_values(vals_list)
        self._add_system_values(vals_list)
        return vals_list

    @api.model
    def _fill_values(self, vals_list):
        """Return values with times that make sense, and the resource."""
        defaults = self.default_get(["user_id", "state"])
        return [self._prepare_booking({**defaults, **vals}) for vals in vals_list]

    @api.model
    def _check_values(self, vals_list):
        """Refuse resources that the user may not book."""
        resource_ids = [vals["resource_id"] for vals in vals_list]
        self.env["enova.resource"].browse(resource_ids)._check_booking_rights()

    def _check_before(self, vals):
        """Let nobody book what is not theirs, nor approve for whoever approves."""
        resource = self.env["enova.resource"].browse(vals.get("resource_id") or ())
        resource._check_booking_rights()
        state = vals.get("state")
        if state in LIVE and not resource:
            booked_anew = self.filtered(lambda r: r.state not in LIVE).resource_id
            # whoever approves need not be of those who book
            others = booked_anew.filtered(lambda r: r.responsible_id != self.env.user)
            others._check_booking_rights()
        if state in COUNTED:
            self.filtered(lambda r: r.state not in COUNTED)._check_approver(resource)

    @api.model
    def _links_written(self):
        """The entry of the calendar shows the resource, and follows."""
        return super()._links_written() | {"calendar_event_id"}

    def _watched_fields(self):
        """Return what later steps ask about, by what makes it change."""
        meetings = ["calendar_event_id", "activity_id"]
        place = ["state", "start", "stop", "all_day"]
        return {
            **dict.fromkeys((*PLACE, "all_day"), place),
            **dict.fromkeys(meetings, meetings),
        }

    def _check_after(self, change):
        """Check what has been written; for floors above."""

    def _apply_effects(self, change):
        """Let the calendar follow: what is planned there, and what it says."""
        if MEETING_SYNC.is_on(self.env):
            return
        if not change.is_new and change.touches(*PLACE, "all_day", "user_id"):
            self._follow_appointments(change)
        if change.is_new or change.touches(*self._fields_in_calendar()):
            self._sync_meetings(self._meetings_before(change))

    def _tell(self, change):
        """Tell who approves of what is asked for, and who has asked what became of it.

        Done as superuser: whoever has given a reservation away may not read it.
        """
        # sudo: see above
        altered = change.altered(self.sudo(), "state")
        altered.filtered(lambda r: r.state == "requested")._tell_approvers()
        if not change.is_new:
            asked = altered.filtered(lambda r: change.was(r, "state") == "requested")
            asked._tell_outcome()

    @api.model
    def _local_day(self, moment):
        """Return the day of a moment in UTC where the reader is."""
        return fields.Datetime.context_timestamp(self, moment).date()

    @api.model
    def _whole_days(self, first, last):
        """Return when the first of some days begins and the last ends, in UTC."""
        resources = self.env["enova.resource"]
        return resources._day_bounds(first)[0], resources._day_bounds(last)[1]

    @api.model
    def _count_by(self, name, ids):
        """Count what is reserved or asked for, under the reader's rights; one query.

        :param str name: a many2one of reservations
        :param ids: ids of its records
        :return: dict of numbers by id
        """
        groups = self._read_group(
            [(name, "in", ids), ("state", "in", COMING)], [name], ["__count"]
        )
        return {record.id: count for record, count in groups}

    @api.model
    def _cost_by(self, name, ids, states=COUNTED):
        """Add up what reservations cost, by a field of theirs; one query.

        :param str name: a many2one of reservations
        :param ids: ids of its records
        :return: dict of amounts by id
        """
        # sudo: sums alone, the same for every reader of the record that bears them
        groups = self.sudo()._read_group(
            [(name, "in", ids), ("state", "in", states)], [name], ["cost:sum"]
        )
        return {record.id: amount for record, amount in groups}

    @api.model
    def _action_reserve(self, **values):
        """Return the action that opens a new reservation with these values."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reserve"),
            "res_model": "enova.reservation",
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    @api.model
    def _action_open(self, name, record, views=("list", "calendar", "form")):
        """Return the action that opens what is reserved for a record.

        :param str name: the many2one of reservations that leads to it
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_reservation_action"
        )
        return {
            **action,
            "display_name": record.display_name,
            "path": False,
            "view_mode": ",".join(views),
            "views": [(False, view) for view in views],
            "domain": [(name, "=", record.id)],
            "context": {f"default_{name}": record.id},
        }
