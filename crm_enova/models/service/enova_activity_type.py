from odoo import fields, models


class EnovaActivityType(models.Model):
    _inherit = "enova.activity.type"

    is_inspection = fields.Boolean(
        string="Inspection of a device",
        help="When one is done, it counts as the last inspection of its device.",
    )
