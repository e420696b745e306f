from odoo import api, fields, models

from .res_partner_convert import REQUIRED_PARAMETER
from .sale_order import MODE_PARAMETER

# What can be empty or filled in, in a way that means something.
TYPES = ("char", "text", "html", "many2one", "many2many", "selection", "date")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    card_on_confirm = fields.Selection(
        [("auto", "Convert by itself"), ("ask", "Ask")],
        string="When an order of a business card is confirmed",
        default="auto",
        required=True,
        config_parameter=MODE_PARAMETER,
    )
    card_required_field_ids = fields.Many2many(
        "ir.model.fields",
        string="Required to convert a business card",
        domain=[
            ("model", "=", "res.partner"),
            ("store", "=", True),
            ("ttype", "in", TYPES),
        ],
    )

    @api.model
    def get_values(self):
        """Read the required fields, which are stored by name."""
        names = self.env["res.partner"]._required_card_fields()
        known = self.env["ir.model.fields"].search(
            [("model", "=", "res.partner"), ("name", "in", names)]
        )
        return {
            **super().get_values(),
            "card_required_field_ids": [fields.Command.set(known.ids)],
        }

    def set_values(self):
        """Store the required fields by name: ids change when an app is reinstalled."""
        result = super().set_values()
        names = ",".join(self.card_required_field_ids.mapped("name"))
        self.env["ir.config_parameter"].set_param(REQUIRED_PARAMETER, names)
        return result
