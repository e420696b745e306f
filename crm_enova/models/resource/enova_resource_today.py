from odoo import api, fields, models


class EnovaResource(models.Model):
    """How much of today's working hours is booked."""

    _inherit = "enova.resource"

    occupancy_today = fields.Integer(
        compute="_compute_occupancy_today",
        help="How much of today's working hours of all units is booked, in percent.",
    )

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
            for one in resources:
                spans = hours.get(one._origin.id or one.id, ())
                working = sum((b - a).total_seconds() / 3600 for a, b in spans)
                full = working * one.capacity
                if full:
                    one.occupancy_today = round(100 * one.busy_today / full)
                else:
                    one.occupancy_today = 100 if one.busy_today else 0
