from odoo import api, fields, models

from .enova_activity import SERVICE_ORDER_READERS

# Who sees a service order and works with reservations, too.
CRM_USERS = "crm_enova.crm_enova_group_own"


class EnovaReservation(models.Model):
    """The service order that a resource is reserved for."""

    _inherit = "enova.reservation"

    service_order_id = fields.Many2one(
        "repair.order",
        string="Service order",
        # the framework would read it for people who may not
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=SERVICE_ORDER_READERS,
    )

    def _series_values(self):
        """Let the further ones be for the same order, where one may know it."""
        values = super()._series_values()
        if self._has_field_access(self._fields["service_order_id"], "write"):
            values["service_order_id"] = self.service_order_id.id
        return values

    @api.onchange("service_order_id")
    def _onchange_service_order_id(self):
        """Take the contractor of the order."""
        contractor = self.service_order_id.partner_id.commercial_partner_id
        self.partner_id = self.partner_id or contractor


class RepairOrder(models.Model):
    """What is reserved for a service order, and what that costs."""

    _inherit = "repair.order"

    enova_reservation_ids = fields.One2many(
        "enova.reservation",
        "service_order_id",
        string="Reservations",
        groups=CRM_USERS,
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
        related="company_id.currency_id", string="Currency of the company"
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

    def write(self, vals):
        """Free what is reserved for an order that is cancelled, or repaired."""
        result = super().write(vals)
        if vals.get("state") in ("cancel", "done"):
            # sudo: whatever the order has reserved, for a clerk without the CRM, too
            reserved = self.sudo().enova_reservation_ids._still_coming()
            if vals["state"] == "done":
                reserved._finish()
            else:
                reserved.write({"state": "cancelled"})
        return result

    def action_enova_reserve(self):
        """Open a new reservation for the order."""
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
        """Open what is reserved for the order."""
        self.ensure_one()
        return self.env["enova.reservation"]._action_open("service_order_id", self)
