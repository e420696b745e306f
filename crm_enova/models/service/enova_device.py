from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

from ..base.change import Change
from ..base.ruled_search import search_under_rules
from .enova_activity import ORDER_READERS, SERVICE_ORDER_READERS, TRANSFER_READERS
from .enova_service_stage import OPEN_SERVICE_STATES


class EnovaDevice(models.Model):
    """A machine of the client: a light record of our own, outside the stock.

    What happens when one is created or written stands at the end of this file; topics
    extend those steps.
    """

    _name = "enova.device"
    _description = "Device"
    _inherit = [
        "enova.thread.mixin",
        "image.mixin",
        "enova.of.partner",
        "enova.guard.mixin",
    ]
    _order = "name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "identifier", "serial_number"]

    name = fields.Char(required=True, index="trigram")
    active = fields.Boolean(default=True)
    identifier = fields.Char(
        copy=False,
        index="trigram",
        help="What the label says. Left empty, the device is given the next number.",
    )
    serial_number = fields.Char(copy=False, index="trigram")
    model = fields.Char(help="Make and type, where it is no product of ours.")
    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot or serial number in stock",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('product_id', '=', product_id)]",
        groups="stock.group_stock_user",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('contractor_status', '!=', False)]",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Commercial contractor",
        store=True,
        precompute=True,
        index=True,
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
    place_id = fields.Many2one(
        "res.partner",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('commercial_partner_id', '=?', commercial_partner_id)]",
        help="The address of the contractor where the device stands.",
    )
    technician_id = fields.Many2one(
        "res.users",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Who looks after it; new orders and inspections are theirs.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Sold by",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=ORDER_READERS,
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Delivered by",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=TRANSFER_READERS,
    )
    sold_on = fields.Date(string="Sold on")
    order_count = fields.Integer(
        string="Service orders count",
        compute="_compute_order_count",
        groups=SERVICE_ORDER_READERS,
    )
    open_order_count = fields.Integer(
        string="Open service orders",
        compute="_compute_order_count",
        groups=SERVICE_ORDER_READERS,
    )
    under_warranty = fields.Boolean(
        compute="_compute_under_warranty", search="_search_under_warranty"
    )
    warranty_until = fields.Date(index="btree_not_null", tracking=True)
    inspection_months = fields.Integer(
        string="Inspection every (months)",
        help="Empty: no inspections by the calendar.",
    )
    inspection_hours = fields.Float(
        string="Inspection every (hours)",
        help="By the meter of working hours. Empty: no inspections by the meter.",
    )
    order_ids = fields.One2many(
        "repair.order",
        "device_id",
        string="Service orders",
        groups=SERVICE_ORDER_READERS,
        search=search_under_rules("order_ids"),
    )
    description = fields.Html()

    # The list of all, by name.
    _name_idx = models.Index("(name, id)")
    _identifier_once = models.UniqueIndex(
        "(company_id, identifier) WHERE identifier IS NOT NULL",
        "Another device has this identifier already.",
    )
    # Lists and indexes are made for a line of text.
    _texts_length = models.Constraint(
        "CHECK (length(name) <= 500 AND length(identifier) <= 100"
        " AND length(serial_number) <= 200)",
        "A name has at most 500 characters, an identifier 100, a serial number 200."
        " Write the rest into the description.",
    )
    _intervals_sane = models.Constraint(
        "CHECK (inspection_months BETWEEN 0 AND 600"
        " AND inspection_hours BETWEEN 0 AND 1000000)",
        "Inspections come every 0 to 600 months, or 0 to 1,000,000 hours.",
    )
    _warranty_after_sale = models.Constraint(
        "CHECK (warranty_until >= sold_on)",
        "The warranty cannot end before the device is sold.",
    )

    @api.depends("name", "identifier")
    def _compute_display_name(self):
        """Show the identifier, by which people call a device."""
        for device in self:
            identifier = device.identifier
            device.display_name = (
                f"{device.name} ({identifier})" if identifier else device.name
            )

    @api.depends("order_ids.state")
    @api.depends_context("uid")
    def _compute_order_count(self):
        """Count under the reader's rights; one query, however many orders there are."""
        groups = self.env["repair.order"]._read_group(
            [("device_id", "in", self.ids)], ["device_id", "state"], ["__count"]
        )
        counted, pending = Counter(), Counter()
        for device, state, count in groups:
            counted[device.id] += count
            if state in OPEN_SERVICE_STATES:
                pending[device.id] += count
        for device in self:
            device.order_count = counted[device._origin.id]
            device.open_order_count = pending[device._origin.id]

    @api.depends("warranty_until")
    def _compute_under_warranty(self):
        """Compare with today."""
        for device in self:
            device.under_warranty = device._is_under_warranty()

    @api.model
    def _search_under_warranty(self, operator, value):
        """Search by the day on which the warranty ends."""
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        lasting = Domain("warranty_until", ">=", today)
        return lasting if True in value else ~lasting

    @api.constrains("contact_id", "place_id", "partner_id")
    def _check_people(self):
        """Refuse a person or a place of somebody else."""
        for device in self:
            for partner in (device.contact_id, device.place_id):
                if partner.commercial_partner_id - device.commercial_partner_id:
                    raise ValidationError(
                        self.env._(
                            "%(device)s is of %(contractor)s, and the person or place"
                            " that is chosen is not. Choose one of theirs.",
                            device=device.display_name,
                            contractor=device.commercial_partner_id.display_name,
                        )
                    )

    def _is_under_warranty(self, day=None):
        """Tell whether the warranty of one device lasts on a day, today else."""
        day = day or fields.Date.context_today(self)
        return bool(self.warranty_until and self.warranty_until >= day)

    def _values_of_orders(self):
        """Return what a new service order takes over from its device."""
        self.ensure_one()
        values = {
            "partner_id": self.partner_id.id,
            "under_warranty": self._is_under_warranty(),
        }
        if self.contact_id:
            values["contact_id"] = self.contact_id.id
        if self.technician_id:
            values["technician_ids"] = [Command.set(self.technician_id.ids)]
        return values

    def action_new_service_order(self):
        """Open an empty service order on the device.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["repair.order"]._action_new(
            default_device_id=self.id,
            default_partner_id=self.partner_id.id,
            allowed_company_ids=self._companies_of_window(),
        )

    def action_open_orders(self):
        """Open the service orders of the device, the newest first.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.repair_order_action"
        )
        return {
            **action,
            "domain": [("device_id", "=", self.id)],
            "context": {
                "default_device_id": self.id,
                "default_partner_id": self.partner_id.id,
            },
            "display_name": self.display_name,
        }

    def action_open_parts(self):
        """Open the parts that were used on the device, the newest first.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        view = self.env.ref("crm_enova.stock_move_view_list_device_parts")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Replaced parts"),
            "res_model": "stock.move",
            "view_mode": "list",
            "views": [(view.id, "list")],
            "domain": [
                ("repair_id.device_id", "=", self.id),
                ("repair_line_type", "=", "add"),
                ("state", "=", "done"),
            ],
            "context": {"create": False},
        }

    def action_open_activities(self):
        """Open the tasks, visits and calls about the device.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action"
        )
        return {
            **action,
            "domain": [("device_id", "=", self.id)],
            "context": {
                "default_device_id": self.id,
                "default_partner_id": self.partner_id.id,
            },
            "display_name": self.display_name,
        }

    def _label_url(self):
        """Return the address that the QR code of the label leads to."""
        return f"{self.get_base_url()}/odoo/enova-devices/{self.id}"

    def action_print_label(self):
        """Print labels whose QR code opens the device.

        :return: dict, the action that the client runs next
        """
        self.check_access("read")
        return self.env.ref("crm_enova.enova_device_report_label").report_action(self)

    def _companies_of_window(self):
        """Return the ids of the companies of a window, that of the device first."""
        return (self.company_id + (self.env.companies - self.company_id)).ids

    # -- the way through -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Give numbers to those without, then let follow what follows from them."""
        devices = super().create(self._fill_values(vals_list))
        devices._apply_effects(Change.of_create(vals_list))
        return devices

    def write(self, vals):
        """Write, then let follow what follows."""
        change = Change.of_write(self, vals, self._watched_fields())
        result = super().write(vals)
        self._apply_effects(change)
        return result

    @api.model
    def _fill_values(self, vals_list):
        """Return values with the next numbers where nobody has given one."""
        filled = [dict(vals) for vals in vals_list]
        unnamed = [vals for vals in filled if not vals.get("identifier")]
        # sudo: the counter is the system's
        counter = self.env["ir.sequence"].sudo()
        counter = counter.search([("code", "=", self._name)], limit=1)
        if unnamed and counter:
            numbers = counter._next_batch(len(unnamed))
            for vals, number in zip(unnamed, numbers, strict=True):
                vals["identifier"] = number
        return filled

    @api.model
    def _watched_fields(self):
        """Return what a later step asks for as it was; topics add theirs."""
        return set()

    def _apply_effects(self, change):
        """Let follow what follows from a change; a step for topics.

        :param change: a :class:`~..base.change.Change`
        """
