from odoo import api, fields, models

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


class EnovaResource(models.Model):
    """Something that people book: a van, a room, a machine, a set of like tools.

    Its working hours and leaves are those of the ERP's resources.
    """

    _name = "enova.resource"
    _description = "Bookable resource"
    _inherit = ["resource.mixin", "mail.thread", "image.mixin"]
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
    color = fields.Integer(related="category_id.color")
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
    hourly_cost = fields.Monetary(string="Cost of an hour")
    description = fields.Html()
    properties = fields.Properties(
        definition="category_id.properties_definition",
        string="Fields of the category",
    )
    reservation_ids = fields.One2many("enova.reservation", "resource_id")
    busy_today = fields.Float(
        string="Taken today",
        compute="_compute_busy_today",
        help="Hours of today that are booked, of all units together.",
    )
    is_bookable = fields.Boolean(compute="_compute_is_bookable", help="I may book it.")

    _capacity_sane = models.Constraint(
        "CHECK (capacity BETWEEN 1 AND 1000)", "A resource has from 1 to 1,000 units."
    )
    _buffers_positive = models.Constraint(
        "CHECK (buffer_before >= 0 AND buffer_after >= 0)",
        "The time before and after a reservation cannot be negative.",
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
        groups = self.env.user.all_group_ids
        for resource in self:
            # sudo: the groups are compared with one's own alone
            wanted = resource.sudo().group_ids
            resource.is_bookable = not wanted or bool(wanted & groups)

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
                ("state", "in", ("confirmed", "done")),
                ("start", "<", last),
                ("stop", ">", first),
            ],
            ["resource_id", "start", "stop"],
        )
        hours = dict.fromkeys(self.ids, 0)
        for one in found:
            span = min(one.stop, last) - max(one.start, first)
            hours[one.resource_id.id] += span.total_seconds() / 3600
        for resource in self:
            resource.busy_today = hours.get(resource._origin.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Make the ERP's own resource with each, which holds hours and leaves."""
        self.check_access("create")
        prepared = []
        # sudo: resources of the ERP are the settings administrator's; what is made here
        # is that of the new record alone
        resources = self.env["resource.resource"].sudo()
        for vals in vals_list:
            own = {"name": vals.get("name"), "resource_type": "material"}
            for name, there in RESOURCE_FIELDS.items():
                if name in vals:
                    own[there] = vals[name]
            prepared.append({**vals, "resource_id": resources.create(own).id})
            prepared[-1].pop("tz", None)
        return super().create(prepared)

    def write(self, vals):
        """Write name, hours and company of the ERP's own resource, too."""
        there = {there: vals[n] for n, there in RESOURCE_FIELDS.items() if n in vals}
        if not there:
            return super().write(vals)
        self.check_access("write")
        # sudo: as in create
        self.sudo().resource_id.write(there)
        kept = {name: value for name, value in vals.items() if name != "tz"}
        return super().write(kept)

    def action_reserve(self):
        """Open a new reservation of the resource."""
        self.ensure_one()
        return self.env["enova.reservation"]._action_reserve(
            resource_id=self.id, calendar_entry=True
        )

    def action_open_reservations(self):
        """Open the reservations of the resource in the calendar."""
        self.ensure_one()
        views = ("calendar", "list", "form")
        return self.env["enova.reservation"]._action_open("resource_id", self, views)
