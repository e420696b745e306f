from odoo import api, fields, models

# Who sees a service order and works with reservations, too.
CRM_USERS = "crm_enova.crm_enova_group_own"


class RepairOrder(models.Model):
    """The tasks of a service order, what is reserved for it, and what that costs."""

    _name = "repair.order"
    _inherit = ["repair.order", "enova.document.mixin"]

    _enova_activity_field = "service_order_ids"

    # Core computes the customer after the creation, from the returned delivery.
    enova_contractor_id = fields.Many2one(precompute=False)

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

    def _enova_apply_effects(self, change):
        """Free what is reserved for an order that is cancelled, or repaired."""
        super()._enova_apply_effects(change)
        if change.is_new or not change.touches("state"):
            return
        # sudo: whatever the orders have reserved, for a clerk without the CRM, too
        orders = self.sudo()
        repaired = orders.filtered(lambda order: order.state == "done")
        repaired.enova_reservation_ids._still_coming()._finish()
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
