from odoo import api, fields, models

STATES = [
    ("asked", "Asked for"),
    ("confirmed", "Confirmed"),
    ("refused", "Refused"),
    ("done", "Over"),
    ("cancelled", "Cancelled"),
]
# How many are named in a message.
SHOWN = 10


class EnovaReservation(models.Model):
    """A unit of a resource is taken from one moment to another, and for whom."""

    _name = "enova.reservation"
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
    # database keeps apart. Written with the rest, see enova_reservation_book.py.
    blocked_start = fields.Datetime(required=True, readonly=True)
    blocked_stop = fields.Datetime(required=True, readonly=True)
    forbid = fields.Boolean(readonly=True)
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
    company_id = fields.Many2one(
        related="resource_id.company_id", store=True, precompute=True, index=True
    )
    private = fields.Boolean(
        help="What for, and for whom, is seen by that person alone; others see that it"
        " is taken."
    )
    note = fields.Text()
    warning = fields.Text(compute="_compute_warning")
    offer_start = fields.Datetime(
        string="Free next",
        compute="_compute_offer_start",
        help="Where the resource is taken at the wanted time: when it is free next.",
    )
    take_offer = fields.Boolean(string="Take that time", store=False)

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

    @api.depends("resource_id", "user_id", "name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name the resource and the reason, or whom it is for."""
        for one in self:
            reason = one.name or one.user_id.name
            parts = (one.resource_id.name, reason)
            one.display_name = ": ".join(part for part in parts if part)

    @api.depends("resource_id", "start", "stop", "state")
    def _compute_warning(self):
        """Say what is unusual and allowed: overlaps, and times beyond working hours."""
        for one in self:
            lines = (
                one._warnings() if one.resource_id and one.start and one.stop else []
            )
            one.warning = "\n".join(lines)

    @api.onchange("start")
    def _onchange_start(self):
        """Propose an hour, and let the end follow."""
        if self.start and (not self.stop or self.stop <= self.start):
            self.stop = fields.Datetime.add(self.start, hours=1)

    @api.depends("resource_id", "start", "stop", "state")
    def _compute_offer_start(self):
        """Offer the next free slot before somebody tries in vain."""
        for one in self:
            one.offer_start = one._offered_start()

    def _offered_start(self):
        """Return the next free slot where the wanted time is taken, else ``False``."""
        resource, start, stop = self.resource_id._origin, self.start, self.stop
        wanted = self.state in ("asked", "confirmed") and resource.overlap == "forbid"
        if not (wanted and start and stop and start < stop):
            return False
        first, last = resource._blocked(start, stop)
        taken = resource._taken(first, last, self._origin.ids)[resource.id]
        if resource._free_units(start, stop, taken):
            return False
        return resource._next_free(start, stop - start).get(resource, False)

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
                self.start, self.stop = activity.date_start, activity.date_stop
