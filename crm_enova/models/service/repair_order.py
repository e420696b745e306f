from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..base.arguments import is_id
from ..base.ruled_search import search_under_rules
from .enova_service_stage import OPEN_SERVICE_STATES

# Who sees a service order and works with reservations, too.
CRM_USERS = "crm_enova.crm_enova_group_own"
# Who works with service orders in the words of service. Whoever only keeps the stock
# sees the ERP's own repair order, and nothing of ours.
SERVICE_USERS = "crm_enova.crm_enova_group_own,crm_enova.crm_enova_group_technician"


class RepairOrder(models.Model):
    """A service order: for whom, on which device, by whom, until when.

    Core's repair order with our words beside it: parts, stock and quotation stay
    core's. Stages, work, protocols, the client's page are topics of their own.
    """

    _name = "repair.order"
    _inherit = ["repair.order", "enova.document.mixin"]

    _enova_activity_field = "service_order_ids"

    # Core computes the customer after the creation, from the returned delivery.
    enova_contractor_id = fields.Many2one(precompute=False)

    device_id = fields.Many2one(
        "enova.device",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        copy=False,
        groups=SERVICE_USERS,
        domain="[('commercial_partner_id', '=?', enova_contractor_id)]",
    )
    has_device = fields.Boolean(
        compute="_compute_has_device",
        compute_sudo=True,
        help="Then there is no product of the stock to repair.",
    )
    device_order_count = fields.Integer(
        string="Earlier orders",
        compute="_compute_device_order_count",
        groups=SERVICE_USERS,
    )
    device_warranty_until = fields.Date(
        related="device_id.warranty_until",
        string="Warranty of the device until",
        groups=SERVICE_USERS,
        related_sudo=False,
    )
    condition = fields.Text(
        string="Condition and accessories",
        copy=False,
        groups=SERVICE_USERS,
        help="How the device was when it was accepted, and what came with it.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact person",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups=SERVICE_USERS,
        domain="[('commercial_partner_id', '=?', enova_contractor_id),"
        " ('is_company', '=', False)]",
    )
    technician_ids = fields.Many2many(
        "res.users",
        "enova_service_technician_rel",
        "order_id",
        "user_id",
        string="Technicians",
        check_company=True,
        copy=False,
        groups=SERVICE_USERS,
        domain="[('share', '=', False)]",
    )
    date_deadline = fields.Datetime(
        string="Promised for",
        copy=False,
        index="btree_not_null",
        groups=SERVICE_USERS,
        help="When the client was told that it will be ready.",
    )
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_is_late",
        compute_sudo=True,
        search="_search_is_late",
        help="The promised time has passed, and it is not done.",
    )
    is_inspection = fields.Boolean(
        string="Inspection",
        copy=False,
        groups=SERVICE_USERS,
        help="When it is done, it counts as the last inspection of its device.",
    )
    fault = fields.Text(string="Reported fault", copy=False, groups=SERVICE_USERS)
    diagnosis = fields.Text(copy=False, groups=SERVICE_USERS)
    solution = fields.Text(copy=False, groups=SERVICE_USERS)
    enova_reservation_ids = fields.One2many(
        "enova.reservation",
        "service_order_id",
        string="Reservations",
        groups=CRM_USERS,
        search=search_under_rules("enova_reservation_ids"),
    )
    enova_reservation_count = fields.Integer(
        string="Reserved", compute="_compute_enova_reservations", groups=CRM_USERS
    )
    enova_resource_cost = fields.Monetary(
        string="Cost of resources",
        compute="_compute_enova_reservations",
        currency_field="enova_currency_id",
        groups=CRM_USERS,
        help="Of what is reserved for it, or was.",
    )
    enova_currency_id = fields.Many2one(
        related="company_id.currency_id",
        string="Currency of the company",
        related_sudo=False,
    )

    # The service orders of a contractor, newest first, page by page.
    _enova_contractor_idx = models.Index(
        "(enova_contractor_id, schedule_date DESC, id DESC)"
        " WHERE enova_contractor_id IS NOT NULL"
    )

    @api.depends("enova_reservation_ids.state", "enova_reservation_ids.cost")
    @api.depends_context("uid")
    def _compute_enova_reservations(self):
        """Count what is reserved, and add up its cost; two queries for a list."""
        reservations = self.env["enova.reservation"]
        counted = reservations._count_by("service_order_id", self.ids)
        costs = reservations._cost_by("service_order_id", self.ids)
        for order in self:
            order.enova_reservation_count = counted.get(order._origin.id, 0)
            order.enova_resource_cost = costs.get(order._origin.id, 0)

    @api.depends("device_id")
    def _compute_has_device(self):
        """Tell so to views of those, too, who know no devices."""
        for order in self:
            order.has_device = bool(order.device_id)

    @api.depends("device_id")
    @api.depends_context("uid")
    def _compute_device_order_count(self):
        """Count the other orders of the device, under the reader's rights."""
        groups = self.sudo(False)._read_group(
            [("device_id", "in", self.device_id.ids)], ["device_id"], ["__count"]
        )
        counted = {device.id: count for device, count in groups}
        for order in self:
            saved = bool(order._origin)
            count = counted.get(order.device_id.id, 0)
            order.device_order_count = max(count - saved, 0)

    @api.depends("date_deadline", "state")
    def _compute_is_late(self):
        """Compare with now what is still open."""
        now = fields.Datetime.now()
        for order in self:
            deadline = order.date_deadline
            is_open = order.state in OPEN_SERVICE_STATES
            order.is_late = bool(deadline and is_open and deadline < now)

    @api.model
    def _search_is_late(self, operator, value):
        """Search by the promised time."""
        if operator != "in":
            return NotImplemented
        late = Domain(
            [
                ("state", "in", OPEN_SERVICE_STATES),
                ("date_deadline", "<", fields.Datetime.now()),
            ]
        )
        return late if True in value else ~late

    @api.constrains("device_id", "partner_id", "contact_id")
    def _check_device_contractor(self):
        """Refuse a device or a person of another contractor, by name."""
        for order in self:
            contractor = order.partner_id.commercial_partner_id
            owner = order.device_id.commercial_partner_id
            person = order.contact_id.commercial_partner_id
            if (owner and owner != contractor) or (person and person != contractor):
                raise ValidationError(
                    self.env._(
                        "%(order)s is of %(contractor)s: its device and its contact"
                        " person must be theirs, too. Choose others, or change the"
                        " owner of the device first.",
                        order=order.display_name,
                        contractor=contractor.display_name or self.env._("nobody"),
                    )
                )

    @api.constrains("device_id", "product_id", "picking_id")
    def _check_device_or_product(self):
        """Keep the stock out of orders on a client's device.

        With a product core moves it from and to the stock when the repair ends; the
        device of the client is in no stock, unless a return has brought it there.
        """
        for order in self:
            if order.device_id and order.product_id and not order.picking_id:
                raise ValidationError(
                    self.env._(
                        "%s: an order has a device of the client or a product of the"
                        " stock. Leave the product empty, or choose the return that"
                        " brought it.",
                        order.display_name,
                    )
                )

    @api.onchange("device_id")
    def _onchange_device_id(self):
        """Take from the device whose it is, who looks after it, and its warranty."""
        device = self.device_id
        if not device:
            return
        self.partner_id = self.partner_id or device.partner_id
        self.contact_id = self.contact_id or device.contact_id
        self.technician_ids = self.technician_ids or device.technician_id
        self.under_warranty = device._is_under_warranty()

    # -- the way through -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Take from the devices what nobody has given; the mixin's steps follow."""
        return super().create(self._fill_from_devices(vals_list))

    def copy_data(self, default=None):
        """Keep device and fault in a copy, for those who know of them.

        Our fields are not copied by the framework, which would read them for everybody.
        """
        copies = super().copy_data(default)
        if not self._has_field_access(self._fields["device_id"], "read"):
            return copies
        readable = self.device_id._filtered_access("read")
        for order, vals in zip(self, copies, strict=True):
            if order.device_id in readable:
                vals.setdefault("device_id", order.device_id.id)
            vals.setdefault("fault", order.fault)
        return copies

    @api.model
    def _fill_from_devices(self, vals_list):
        """Return values completed by whose the device is, by whom it is looked after.

        Of a device that the user may not read nothing is taken; the guard refuses it.
        """
        default = self.env.context.get("default_device_id")
        named = [vals.get("device_id", default) for vals in vals_list]
        ids = {id_ for id_ in named if is_id(id_)}
        if not ids:
            return vals_list
        devices = self.env["enova.device"].browse(ids)._filtered_access("read")
        known = {device.id: device._values_of_orders() for device in devices}
        return [
            {**known.get(id_, {}), **vals} if is_id(id_) else vals
            for id_, vals in zip(named, vals_list, strict=True)
        ]

    def _enova_apply_effects(self, change):
        """Free what is reserved for an order that is cancelled, or repaired."""
        super()._enova_apply_effects(change)
        if change.is_new or not change.touches("state"):
            return
        # sudo: whatever the orders have reserved, for a clerk without the CRM, too
        orders = self.sudo()
        repaired = orders.filtered(lambda order: order.state == "done")
        repaired.enova_reservation_ids._still_coming()._finish()
        repaired.filtered("is_inspection").device_id._finish_inspections()
        cancelled = orders.filtered(lambda order: order.state == "cancel")
        coming = cancelled.enova_reservation_ids._still_coming()
        coming.write({"state": "cancelled"})

    def action_enova_reserve(self):
        """Open a new reservation for the order.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["enova.reservation"]._action_reserve(
            service_order_id=self.id,
            name=self.name,
            partner_id=self.partner_id.commercial_partner_id.id,
            user_id=self.user_id.id or self.env.uid,
            start=self.schedule_date,
            calendar_entry=True,
        )

    def action_open_enova_reservations(self):
        """Open what is reserved for the order.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["enova.reservation"]._action_open("service_order_id", self)
