from odoo import api, fields, models

# What counts as taken; the rest is wished for, or free again.
COUNTED = ("confirmed", "done")


class EnovaReservation(models.Model):
    """How long it is, and what that costs."""

    _inherit = "enova.reservation"

    hours = fields.Float(
        compute="_compute_hours",
        store=True,
        precompute=True,
        help="From start to end, without the time before and after.",
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id", store=True, precompute=True
    )
    hourly_cost = fields.Monetary(
        string="Cost of an hour",
        compute="_compute_hourly_cost",
        store=True,
        precompute=True,
        help="As it was when the resource was booked.",
    )
    cost = fields.Monetary(
        compute="_compute_cost",
        store=True,
        precompute=True,
        help="Hours by the cost of an hour; none of what is not confirmed.",
    )

    @api.depends("start", "stop")
    def _compute_hours(self):
        """Count from start to end."""
        for one in self:
            span = one.stop and one.start and one.stop - one.start
            one.hours = span.total_seconds() / 3600 if span else 0

    @api.depends("resource_id")
    def _compute_hourly_cost(self):
        """Keep the price of the day of the booking: what is over costs what it did."""
        for one in self:
            one.hourly_cost = one.resource_id.hourly_cost

    @api.depends("hours", "hourly_cost", "state")
    def _compute_cost(self):
        """Multiply, where it is taken."""
        for one in self:
            counted = one.state in COUNTED
            one.cost = one.hours * one.hourly_cost if counted else 0

    @api.model
    def _cost_by(self, name, ids, states=COUNTED):
        """Add up what reservations cost, by a field of theirs; one query.

        :param str name: a many2one of reservations
        :param ids: ids of its records
        :return: dict of amounts by id
        """
        # sudo: sums alone, the same for every reader of the record that bears them
        groups = self.sudo()._read_group(
            [(name, "in", ids), ("state", "in", states)], [name], ["cost:sum"]
        )
        return {record.id: amount for record, amount in groups}
