from odoo import api, fields, models
from odoo.fields import Command

from ..activity.enova_activity_stage import OPEN_STATES
from .repair_order import CRM_USERS, SERVICE_USERS


class RepairOrder(models.Model):
    """How long people have worked on a service order, what that costs and brings."""

    _inherit = "repair.order"

    hour_rate = fields.Monetary(
        string="Price of an hour",
        currency_field="enova_currency_id",
        # sudo: an order begins with the rates, whoever enters it
        default=lambda self: self.env.company.sudo().enova_hour_rate,
        copy=False,
        groups=CRM_USERS,
        help="What the client pays for an hour of work; nothing under warranty.",
    )
    hour_cost = fields.Monetary(
        string="Cost of an hour of work",
        currency_field="enova_currency_id",
        # sudo: as above
        default=lambda self: self.env.company.sudo().enova_hour_cost,
        copy=False,
        groups=CRM_USERS,
    )
    work_hours = fields.Float(
        string="Hours of work",
        compute="_compute_work_hours",
        groups=SERVICE_USERS,
        help="Spent on the tasks and events of the order, without private ones.",
    )
    work_cost = fields.Monetary(
        string="Cost of work",
        compute="_compute_work_amounts",
        currency_field="enova_currency_id",
        groups=CRM_USERS,
    )
    work_price = fields.Monetary(
        string="Price of work",
        compute="_compute_work_amounts",
        currency_field="enova_currency_id",
        groups=CRM_USERS,
    )
    service_cost = fields.Monetary(
        string="Cost",
        compute="_compute_service_amounts",
        currency_field="enova_currency_id",
        groups=CRM_USERS,
        help="Of work, of what is reserved, and of parts.",
    )
    service_price = fields.Monetary(
        string="Price",
        compute="_compute_service_amounts",
        currency_field="enova_currency_id",
        groups=CRM_USERS,
    )
    service_margin = fields.Monetary(
        string="Margin",
        compute="_compute_service_amounts",
        currency_field="enova_currency_id",
        groups=CRM_USERS,
    )

    _enova_hour_rates_positive = models.Constraint(
        "CHECK (hour_rate >= 0 AND hour_cost >= 0)",
        "Price and cost of an hour cannot be negative.",
    )

    @api.depends("enova_activity_ids.time_spent", "enova_activity_ids.private")
    def _compute_work_hours(self):
        """Add up the hours of what is not private; one query for all orders.

        The same for everybody: what is invoiced must not depend on who asks.
        """
        # sudo: hours alone, of tasks and events that are not private
        activities = self.env["enova.activity"].sudo()
        groups = activities._read_group(
            [("service_order_ids", "in", self.ids), ("private", "=", False)],
            ["service_order_ids"],
            ["time_spent:sum"],
        )
        hours = {order.id: spent for order, spent in groups}
        for order in self:
            order.work_hours = hours.get(order._origin.id, 0)

    @api.depends("work_hours", "hour_rate", "hour_cost", "under_warranty")
    def _compute_work_amounts(self):
        """Multiply the hours; what the warranty covers the client does not pay."""
        for order in self:
            order.work_cost = order.work_hours * order.hour_cost
            price = order.work_hours * order.hour_rate
            order.work_price = 0 if order.under_warranty else price

    @api.model
    def _service_cost_fields(self):
        """Return the fields that add up to the cost; topics add theirs."""
        return ["work_cost"]

    @api.model
    def _service_price_fields(self):
        """Return the fields that add up to the price; topics add theirs."""
        return ["work_price"]

    @api.depends(
        lambda self: [*self._service_cost_fields(), *self._service_price_fields()]
    )
    def _compute_service_amounts(self):
        """Add up cost and price, and take one from the other."""
        costs, prices = self._service_cost_fields(), self._service_price_fields()
        for order in self:
            order.service_cost = sum(order[name] for name in costs)
            order.service_price = sum(order[name] for name in prices)
            order.service_margin = order.service_price - order.service_cost

    def _log_work(self, hours, result=None):
        """Enter hours that the user has worked: on their open visit, or as an event.

        A visit is done by that. A technician may lack the CRM, so it is entered in
        their name by the system; they have been let to the order before.

        :param float hours: spent
        :param str result: what was done
        :return: the task or event
        """
        self.ensure_one()
        # sudo: see above; nothing of other people's tasks is shown
        order = self.sudo()
        visit = order.enova_activity_ids.filtered(
            lambda activity: (
                activity.state in OPEN_STATES and activity.user_id == self.env.user
            )
        )[:1]
        if visit:
            visit.time_spent += hours
            visit.action_done(result=result or order.solution or order.name)
            return visit
        kinds = order.env["enova.activity.type"]
        definition = self.env.ref(
            "crm_enova.enova_activity_type_event_service", raise_if_not_found=False
        ) or kinds.search([("kind", "=", "event")], limit=1)
        return visit.create(
            {
                "name": self.env._("Service: %s", order.name),
                "type_id": definition.id,
                "partner_id": order.enova_contractor_id.id,
                "contact_id": order.contact_id.id,
                "device_id": order.device_id.id,
                "user_id": self.env.uid,
                "assigned_by_id": self.env.uid,
                "company_id": order.company_id.id,
                "service_order_ids": [Command.link(order.id)],
                "time_spent": hours,
                "result": result,
                "private": False,
            }
        )
