from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

STEPS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
}
MOST_LINES = 40_000


class EnovaOccupancy(models.TransientModel):
    """How much of their time resources are booked, and what that costs."""

    _name = "enova.occupancy"
    _inherit = ["enova.guard.mixin"]
    _description = "Occupancy of resources"

    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: (
            fields.Date.context_today(self) + relativedelta(day=1, months=1, days=-1)
        ),
    )
    step = fields.Selection(
        [("day", "Day"), ("week", "Week"), ("month", "Month")],
        string="Period",
        required=True,
        default="week",
    )
    category_id = fields.Many2one(
        "enova.resource.category", help="Empty: resources of all categories."
    )
    line_ids = fields.One2many("enova.occupancy.line", "occupancy_id")

    def action_show(self):
        """Count, and open the result as a pivot, a graph or a list.

        :return: dict, the action that the client runs next
        :raises UserError: when the days are in the wrong order, or too many at once
        """
        self.ensure_one()
        periods, resources = self._periods(), self._resources()
        if len(periods) * len(resources) > MOST_LINES:
            raise UserError(
                self.env._(
                    "%(count)s resources over %(steps)s steps are too much for one"
                    " report. Choose longer steps, a shorter time, or a category.",
                    count=len(resources),
                    steps=len(periods),
                )
            )
        self.line_ids.unlink()
        self.env["enova.occupancy.line"].create(self._prepare_lines(resources, periods))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_occupancy_line_action"
        )
        return {**action, "domain": [("occupancy_id", "=", self.id)]}

    def _resources(self):
        """Return whose occupancy is counted, of the companies that are open."""
        domain = [("company_id", "in", self.env.companies.ids)]
        if self.category_id:
            domain.append(("category_id", "child_of", self.category_id.id))
        return self.env["enova.resource"].search(domain)

    def _periods(self):
        """Return the steps as (first day, from, to); moments in UTC, days the reader's.

        A week begins on a Monday and a month on its first day; the first and the last
        step hold only what lies within the wanted days.

        :raises UserError: when the last day is before the first
        """
        if self.date_to < self.date_from:
            raise UserError(self.env._("The last day is before the first one."))
        periods, day = [], self.date_from
        zone = self.env.tz
        end = self.date_to + timedelta(days=1)
        while day < end:
            following = min(self._next_step(day), end)
            periods.append((day, _midnight(day, zone), _midnight(following, zone)))
            day = following
        return periods

    def _next_step(self, day):
        """Return when the step that holds a day is over."""
        if self.step == "week":
            day -= timedelta(days=day.weekday())
        elif self.step == "month":
            day = day.replace(day=1)
        return day + STEPS[self.step]

    def _prepare_lines(self, resources, periods):
        """Return values of the lines; the number of queries depends on neither."""
        open_hours = resources._open_hours(periods)
        booked = self._booked(resources, periods)
        return [
            {
                "occupancy_id": self.id,
                "resource_id": resource.id,
                "category_id": resource.category_id.id,
                "company_id": resource.company_id.id,
                "currency_id": resource.currency_id.id,
                "period": day,
                "available": open_hours[resource.id][place],
                "booked": booked.get((resource.id, place), (0, 0))[0],
                "cost": booked.get((resource.id, place), (0, 0))[1],
            }
            for resource in resources
            for place, (day, _first, _last) in enumerate(periods)
        ]

    @api.model
    def _booked(self, resources, periods):
        """Return hours and cost by id of the resource and place of the period."""
        reservations = self.env["enova.reservation"]
        reservations.flush_model()
        # all reservations, also those whose reason the reader may not know: that a
        # resource is taken everybody knows
        rows = self.env.execute_query(
            SQL(
                """
                SELECT resource_id, place, sum(hours), sum(hours * hourly_cost)
                  FROM (SELECT one.resource_id, step.place, one.hourly_cost,
                               extract(epoch FROM least(one.stop, step.last)
                                   - greatest(one.start, step.first)) / 3600 AS hours
                          FROM unnest(%(firsts)s::timestamp[], %(lasts)s::timestamp[])
                               WITH ORDINALITY AS step (first, last, place)
                          JOIN enova_reservation AS one
                            ON one.start < step.last AND one.stop > step.first
                         WHERE one.resource_id = ANY(%(ids)s)
                           AND one.state IN ('confirmed', 'done')) AS parts
                 GROUP BY resource_id, place
                """,
                firsts=[first for _day, first, _last in periods],
                lasts=[last for _day, _first, last in periods],
                ids=list(resources.ids),
            )
        )
        return {
            (resource_id, place - 1): (float(hours), float(cost or 0))
            for resource_id, place, hours, cost in rows
        }


class EnovaOccupancyLine(models.TransientModel):
    """One resource in one step of time."""

    _name = "enova.occupancy.line"
    _inherit = ["enova.guard.mixin"]
    _description = "Line of the occupancy of resources"
    _order = "resource_id, period"

    occupancy_id = fields.Many2one("enova.occupancy", required=True, ondelete="cascade")
    resource_id = fields.Many2one("enova.resource", required=True, ondelete="cascade")
    # written with the rest, not computed: whose resource it is decides the caller
    category_id = fields.Many2one("enova.resource.category")
    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    period = fields.Date(string="From day", required=True)
    available = fields.Float(
        string="Hours available",
        help="Working hours without days off and out of service, of all units.",
    )
    booked = fields.Float(string="Hours booked")
    rate = fields.Float(
        string="Occupancy (%)",
        compute="_compute_rate",
        store=True,
        precompute=True,
        aggregator="avg",
        help="Hours booked by hours available.",
    )
    cost = fields.Monetary(help="At the cost of an hour on the day of the booking.")

    @api.depends("available", "booked")
    def _compute_rate(self):
        """Compare the two; nothing of nothing is nothing."""
        for line in self:
            line.rate = line.available and 100 * line.booked / line.available

    def _read_group_select(self, aggregate_spec, query):
        """Weigh the occupancy of many by their hours, as an average would not."""
        if aggregate_spec != "rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100 * SUM(%(booked)s) / NULLIF(SUM(%(available)s), 0)",
            booked=self._field_to_sql(self._table, "booked", query),
            available=self._field_to_sql(self._table, "available", query),
        )


def _midnight(day, zone):
    """Return when a day begins in a time zone, in UTC."""
    local = zone.localize(datetime.combine(day, time.min))
    return local.astimezone(pytz.utc).replace(tzinfo=None)
