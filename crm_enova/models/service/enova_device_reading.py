from odoo import api, fields, models


class EnovaDeviceReading(models.Model):
    """What the meter of a device said, on which day."""

    _name = "enova.device.reading"
    _inherit = ["enova.guard.mixin"]
    _description = "Meter reading of a device"
    _order = "date desc, id desc"
    _rec_name = "date"

    device_id = fields.Many2one(
        "enova.device", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    value = fields.Float(required=True, string="Working hours", aggregator=None)
    note = fields.Char()
    user_id = fields.Many2one(
        "res.users",
        string="Read by",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )

    _value_positive = models.Constraint(
        "CHECK (value >= 0 AND value < 10000000)",
        "A meter shows from 0 to 10,000,000 hours.",
    )

    @api.model
    def _links_written(self):
        """Ask for the right to change the device: its inspection follows the meter."""
        return super()._links_written() | {"device_id"}
