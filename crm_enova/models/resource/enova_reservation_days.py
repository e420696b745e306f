from datetime import timedelta

from odoo import api, fields, models


class EnovaReservation(models.Model):
    """Whole days: from one midnight of the reader's clock to another."""

    _inherit = "enova.reservation"

    all_day = fields.Boolean(
        string="Whole days", help="From midnight to midnight, one day or several."
    )
    day_from = fields.Date(
        string="First day", compute="_compute_days", readonly=False, exportable=False
    )
    day_to = fields.Date(
        string="Last day", compute="_compute_days", readonly=False, exportable=False
    )

    @api.depends("start", "stop")
    @api.depends_context("tz", "uid")
    def _compute_days(self):
        """Show the days that the hours lie in; a midnight ends the day before."""
        for one in self:
            one.day_from = one.start and self._local_day(one.start)
            last = one.stop and one.stop - timedelta(seconds=1)
            one.day_to = last and self._local_day(max(last, one.start or last))

    @api.onchange("all_day", "day_from", "day_to")
    def _onchange_days(self):
        """Take the hours from midnight to midnight."""
        if not (self.all_day and self.day_from):
            return
        self.day_to = max(self.day_to or self.day_from, self.day_from)
        self.start, self.stop = self._whole_days(self.day_from, self.day_to)

    @api.model
    def _local_day(self, moment):
        """Return the day of a moment in UTC where the reader is."""
        return fields.Datetime.context_timestamp(self, moment).date()

    @api.model
    def _whole_days(self, first, last):
        """Return when the first of some days begins and the last ends, in UTC."""
        resources = self.env["enova.resource"]
        return resources._day_bounds(first)[0], resources._day_bounds(last)[1]
