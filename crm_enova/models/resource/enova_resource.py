from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

from odoo.addons.resource.models.resource_mixin import ResourceMixin

from ..base.change import Change
from ..base.context import ON_BEHALF
from ..base.ruled_search import search_under_rules
from .enova_reservation import COMING, COUNTED, SHOWN

POLICIES = [
    ("forbid", "Forbid: it cannot be booked twice"),
    ("warn", "Warn: it can, and whoever books is told"),
]

# What the ERP's own resource has of ours.
RESOURCE_FIELDS = {
    "name": "name",
    "company_id": "company_id",
    "resource_calendar_id": "calendar_id",
    "tz": "tz",
}
# What one has to know of a resource to tell whether it is free.
LOOKED_AT = (
    "name",
    "buffer_before",
    "buffer_after",
    "capacity",
    "category_id",
    "company_id",
    "out_from",
    "out_to",
    "resource_calendar_id",
)


class EnovaResource(models.Model):
    """Something that people book: a van, a room, a machine, a set of like tools.

    Its working hours and leaves are those of the ERP's resources.
    """

    _name = "enova.resource"
    _description = "Bookable resource"
    _inherit = [
        "resource.mixin",
        "enova.thread.mixin",
        "image.mixin",
        "enova.guard.mixin",
    ]
    _order = "category_id, sequence, name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "number"]

    name = fields.Char(required=True, index="trigram")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="Of several free ones of a category the first is chosen."
    )
    category_id = fields.Many2one(
        "enova.resource.category", required=True, index=True, ondelete="restrict"
    )
    color = fields.Integer(related="category_id.color", related_sudo=False)
    number = fields.Char(string="Inventory number", index="btree_not_null", copy=False)
    serial = fields.Char(string="Serial number", copy=False)
    place = fields.Char(help="Where it stands when nobody has it.")
    company_id = fields.Many2one(required=True)
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="Approves reservations where the resource wants it.",
    )
    capacity = fields.Integer(
        default=1, required=True, help="How many of them there are; each is booked."
    )
    buffer_before = fields.Float(help="In hours: it is taken so long before the start.")
    buffer_after = fields.Float(help="In hours: it is taken so long after the end.")
    overlap = fields.Selection(
        POLICIES, string="Double booking", required=True, default="forbid"
    )
    group_ids = fields.Many2many(
        "res.groups",
        string="Booked by",
        help="Only members of these groups book it. Empty: all.",
    )
    approval_required = fields.Boolean(
        string="Approval", help="A reservation is asked for, and confirmed by approval."
    )
    out_from = fields.Datetime(string="Out of service from")
    out_to = fields.Datetime(string="Out of service to")
    product_id = fields.Many2one(
        "product.product", check_company=True, index="btree_not_null"
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot or serial number in stock",
        copy=False,
        check_company=True,
        index="btree_not_null",
        domain="[('product_id', '=', product_id)]",
        groups="stock.group_production_lot",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    hourly_cost = fields.Monetary(string="Cost of an hour", aggregator=None)
    description = fields.Html()
    properties = fields.Properties(
        definition="category_id.properties_definition",
        string="Fields of the category",
    )
    reservation_ids = fields.One2many(
        "enova.reservation", "resource_id", search=search_under_rules("reservation_ids")
    )
    busy_today = fields.Float(
        string="Taken today",
        compute="_compute_busy_today",
        help="Hours of today that are booked, of all units together.",
    )
    occupancy_today = fields.Integer(
        compute="_compute_occupancy_today",
        help="How much of today's working hours of all units is booked, in percent.",
    )
    is_bookable = fields.Boolean(compute="_compute_is_bookable", help="I may book it.")
    out_warning = fields.Text(
        string="Booked while out of service", compute="_compute_out_warning"
    )

    _capacity_sane = models.Constraint(
        "CHECK (capacity BETWEEN 1 AND 1000)", "A resource has from 1 to 1,000 units."
    )
    _buffers_sane = models.Constraint(
        "CHECK (buffer_before BETWEEN 0 AND 1000 AND buffer_after BETWEEN 0 AND 1000)",
        "The time before and after a reservation is from 0 to 1,000 hours each.",
    )
    _cost_positive = models.Constraint(
        "CHECK (hourly_cost >= 0)", "The cost of an hour cannot be negative."
    )
    _out_in_order = models.Constraint(
        "CHECK (out_to > out_from)",
        "Out of service: the end must come after the beginning.",
    )

    @api.depends("group_ids")
    @api.depends_context("uid")
    def _compute_is_bookable(self):
        """Compare the groups of the resource with one's own."""
        groups = set(self.env.user._get_group_ids())
        for resource in self:
            # sudo: the groups are compared with one's own alone
            wanted = resource.sudo().group_ids
            resource.is_bookable = not wanted or not groups.isdisjoint(wanted.ids)

    @api.depends("reservation_ids.start", "reservation_ids.stop")
    @api.depends_context("tz", "uid")
    def _compute_busy_today(self):
        """Add up what is booked of today where the reader is; one query for all."""
        first, last = self._day_bounds(fields.Date.context_today(self))
        # sudo: hours alone, which everybody sees who may see the resource
        groups = self.env["enova.reservation"].sudo()
        found = groups.search_fetch(
            [
                ("resource_id", "in", self.ids),
                ("state", "in", COUNTED),
                ("start", "<", last),
                ("stop", ">", first),
            ],
            ["resource_id", "start", "stop"],
        )
        hours = dict.fromkeys(self.ids, 0)
        for reservation in found:
            span = min(reservation.stop, last) - max(reservation.start, first)
            hours[reservation.resource_id.id] += span.total_seconds() / 3600
        for resource in self:
            resource.busy_today = hours.get(resource._origin.id, 0)

    @api.depends("busy_today", "capacity", "resource_calendar_id")
    @api.depends_context("tz", "uid")
    def _compute_occupancy_today(self):
        """Compare with the hours that the units work today; on a day off, all is all.

        One query for the reservations, and those of the working hours for each
        calendar, however many resources there are.
        """
        first, last = self._day_bounds(fields.Date.context_today(self))
        for calendar, resources in self.grouped("resource_calendar_id").items():
            hours = resources._working_hours(calendar, first, last)
            for resource in resources:
                spans = hours.get(resource._origin.id or resource.id, ())
                working = sum((b - a).total_seconds() / 3600 for a, b in spans)
                full = working * resource.capacity
                booked = resource.busy_today
                rate = round(100 * booked / full) if full else 100 * bool(booked)
                resource.occupancy_today = rate

    @api.depends("out_from", "out_to", "reservation_ids.state", "reservation_ids.start")
    @api.depends_context("uid")
    def _compute_out_warning(self):
        """Name what is booked then, as far as the reader may know it."""
        for resource in self:
            found = self.env["enova.reservation"]
            if resource.out_from:
                found = resource._booked_while_out()
            resource.out_warning = found._masked_names(self.env)

    def _booked_while_out(self):
        """Return the first of what is booked or asked for in that time."""
        domain = [
            ("resource_id", "=", self._origin.id),
            ("state", "in", COMING),
            ("stop", ">", max(self.out_from, fields.Datetime.now())),
        ]
        if self.out_to:
            domain.append(("start", "<", self.out_to))
        # sudo: what is named is masked, see _masked_names
        reservations = self.env["enova.reservation"].sudo()
        return reservations.search(domain, order="start", limit=SHOWN + 1)

    @api.constrains("capacity")
    def _check_capacity(self):
        """Refuse fewer units than are booked from now on, and list them."""
        now = fields.Datetime.now()
        # sudo: what is named is masked, see _masked_names
        reservations = self.env["enova.reservation"].sudo()
        for resource in self:
            beyond = reservations.search(
                [
                    ("resource_id", "=", resource.id),
                    ("unit", ">", resource.capacity),
                    ("state", "=", "confirmed"),
                    ("stop", ">", now),
                ],
                limit=SHOWN + 1,
            )
            if beyond:
                raise ValidationError(
                    self.env._(
                        "%(resource)s cannot have %(capacity)s unit(s): more of them"
                        " are booked. Move or cancel first:\n%(names)s",
                        resource=resource.name,
                        capacity=resource.capacity,
                        names=beyond._masked_names(self.env),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Make the ERP's own resource with each, which holds hours and leaves."""
        self.check_access("create")
        return super().create(self._fill_values(vals_list))

    def copy_data(self, default=None):
        """Copy hours and company as values: ``create`` makes the ERP's own resource.

        Core would copy that one here, which nobody but the system may create.
        """
        # past the mixin, see above
        copies = super(ResourceMixin, self).copy_data(default)
        for resource, vals in zip(self, copies, strict=True):
            for name in ("company_id", "resource_calendar_id"):
                vals.setdefault(name, resource[name].id)
            vals.setdefault("tz", resource.tz)
            if "name" not in (default or {}):
                vals["name"] = self.env._("%s (copy)", resource.name)
        return copies

    def write(self, vals):
        """Change resources, in these steps.

        ``_write_plain``: name, hours and company of the ERP's own resource; the row;
        ``_check_after``: nothing is archived that is booked; ``_apply_effects``: what
        is booked follows times and policy.

        :raises ValidationError: listing those that overlap, when double booking is
            forbidden from now on
        """
        change = Change.of_write(self, vals, self._watched_fields())
        result = super().write(self._write_plain(vals))
        self._check_after(change)
        self._apply_effects(change)
        return result

    @api.model
    def _fill_values(self, vals_list):
        """Return values with the ERP's own resource, which is made here."""
        # sudo: resources of the ERP are the settings administrator's; what is made here
        # is that of the new record alone
        resources = self.env["resource.resource"].sudo()
        prepared = []
        for vals in vals_list:
            plain = {"name": vals.get("name"), "resource_type": "material"}
            plain.update(self._plain_values(vals))
            resource = resources.create(plain)
            kept = {name: value for name, value in vals.items() if name != "tz"}
            prepared.append({**kept, "resource_id": resource.id})
        return prepared

    def _write_plain(self, vals):
        """Write what the ERP's own resource holds, and return the rest of the values"""
        plain = self._plain_values(vals)
        if not plain:
            return vals
        self.check_access("write")
        # sudo: as in _fill_values
        self.sudo().resource_id.write(plain)
        return {name: value for name, value in vals.items() if name != "tz"}

    @api.model
    def _plain_values(self, vals):
        """Return those of the values that the ERP's own resource holds, by its names"""
        return {
            plain: vals[name] for name, plain in RESOURCE_FIELDS.items() if name in vals
        }

    def _watched_fields(self):
        """Return what makes the times of reservations follow."""
        return {"overlap", "buffer_before", "buffer_after"}

    def _check_after(self, change):
        """Refuse to archive what people have booked."""
        if change.touches("active"):
            self.filtered(lambda r: not r.active)._check_nothing_booked()

    def _apply_effects(self, change):
        """Let the reservations to come follow policy and times."""
        if change.altered(self, *self._watched_fields()):
            self._apply_policy()

    def action_reserve(self):
        """Open a new reservation of the resource.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["enova.reservation"]._action_reserve(
            resource_id=self.id, calendar_entry=True
        )

    def action_open_reservations(self):
        """Open the reservations of the resource in the calendar.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        views = ("calendar", "list", "form")
        return self.env["enova.reservation"]._action_open("resource_id", self, views)

    def action_back_in_service(self):
        """Let it be booked again, from now on.

        :return: ``True``
        """
        now = fields.Datetime.now()
        begun = self.filtered(lambda r: r.out_from and r.out_from < now)
        begun.write({"out_to": now})
        (self - begun).write({"out_from": False, "out_to": False})
        return True

    def _check_nothing_booked(self):
        """Refuse to archive what people have booked."""
        # sudo: what is named is masked, see _masked_names
        coming = self.env["enova.reservation"].sudo()
        coming = coming.search(
            [
                ("resource_id", "in", self.ids),
                ("state", "in", COMING),
                ("stop", ">", fields.Datetime.now()),
            ],
            limit=SHOWN + 1,
        )
        if coming:
            raise ValidationError(
                self.env._(
                    "It is booked still. Move or cancel first:\n%s",
                    coming._masked_names(self.env),
                )
            )

    def _apply_policy(self):
        """Block the times of what is to come anew; refuse where two stand on one."""
        # sudo: times that follow from the resource; what is named is masked
        reservations = self.env["enova.reservation"].sudo()
        coming = reservations.search(
            [
                ("resource_id", "in", self.ids),
                ("state", "in", COMING),
                ("stop", ">", fields.Datetime.now()),
            ]
        )
        coming._block()
        overlapping = coming._overlapping()
        if overlapping:
            raise ValidationError(
                self.env._(
                    "These overlap. Move or cancel them first:\n%s",
                    overlapping._masked_names(self.env),
                )
            )

    @api.model
    def _fields_to_book(self):
        """Return what one has to know of a resource to book it."""
        return [
            *LOOKED_AT,
            "active",
            "approval_required",
            "hourly_cost",
            "overlap",
            "responsible_id",
        ]

    def _needs_approval(self):
        """Whether the user's reservation of the resource is another's to approve.

        The system needs none, unless it moves something on behalf of the user.
        """
        trusted = self.env.su and not ON_BEHALF.is_on(self.env)
        if trusted or not self.approval_required:
            return False
        manager = self.env.user.has_group("crm_enova.crm_enova_group_manager")
        return not manager and self.responsible_id != self.env.user

    def _check_booking_rights(self):
        """Refuse what one may not book: archived, or for others.

        :raises UserError: naming the resource
        """
        # sudo: read before the guard, which looks at it and names nothing; no more than
        # is asked below, for a refusal is worth no whole row
        self.sudo().fetch(self._fields_to_book())
        wanted = [{"resource_id": resource.id} for resource in self]
        self.env["enova.reservation"]._check_links(wanted)
        for resource in self:
            if not resource.active:
                raise UserError(
                    self.env._("%s is archived. Choose another one.", resource.name)
                )
            if not self.env.su and not resource.is_bookable:
                # sudo: the names of the groups that one would have to ask for
                groups = ", ".join(resource.sudo().group_ids.mapped("full_name"))
                raise UserError(
                    self.env._(
                        "%(resource)s is booked by %(groups)s only.",
                        resource=resource.name,
                        groups=groups,
                    )
                )

    def _out_of_service(self, start, stop):
        """Return the line that says so, where the resource is out of service then."""
        if not self.out_from or self.out_from >= stop:
            return False
        if self.out_to and self.out_to <= start:
            return False
        until = self.out_to and format_datetime(
            self.env, self.out_to, dt_format="short"
        )
        return self.env._("out of service until %s", until or "–")
