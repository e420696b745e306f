from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..base.change import Change
from .enova_activity import ORDER_READERS, SERVICE_ORDER_READERS, TRANSFER_READERS


class EnovaDevice(models.Model):
    """A machine of the client: a light record of our own, outside the stock.

    What happens when one is created or written stands at the end of this file; topics
    extend those steps.
    """

    _name = "enova.device"
    _description = "Device"
    _inherit = [
        "mail.thread",
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
        groups="stock.group_production_lot",
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
        string="Place",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('commercial_partner_id', '=?', commercial_partner_id)]",
        help="The address of the contractor where the device stands.",
    )
    technician_id = fields.Many2one(
        "res.users",
        string="Technician",
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
    )
    description = fields.Html()

    _identifier_once = models.UniqueIndex(
        "(company_id, identifier) WHERE identifier IS NOT NULL",
        "Another device has this identifier already.",
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
