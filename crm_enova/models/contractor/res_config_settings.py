from odoo import api, fields, models

from .res_partner_card import REQUIRED_PARAMETER
from .res_partner_caretaker import TAKE_OVER_PARAMETER
from .sale_order import MODE_PARAMETER

RULES = ("crm_enova.res_partner_rule_own", "crm_enova.res_partner_rule_all")
# What can be empty or filled in, in a way that means something.
TYPES = ("char", "text", "html", "many2one", "many2many", "selection", "date")


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings", "enova.guard.mixin"]

    restrict_contractors = fields.Boolean(
        string="Contractors to their caretakers alone",
        help="The group Own contractors then sees no contractor, and no person there,"
        " whose caretaker they are not today.",
    )
    take_over_by_anyone = fields.Boolean(
        string="Anyone may take contractors over",
        config_parameter=TAKE_OVER_PARAMETER,
        help="Off, the group Own contractors gives away what it is in charge of, and"
        " takes nothing from others: not as salesperson, not by attaching a contractor"
        " to another company, not by merging.",
    )
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
        """Read the rule itself, so that the two cannot differ, and names of fields.

        Core answers whoever asks; ours is told to those who may change settings.
        """
        values = super().get_values()
        if not self.has_access("create"):
            return values
        names = self.env["res.partner"]._required_card_fields()
        known = self.env["ir.model.fields"].search(
            [("model", "=", "res.partner"), ("name", "in", names)]
        )
        return {
            **values,
            "restrict_contractors": self.env.ref(RULES[0]).active,
            "card_required_field_ids": [fields.Command.set(known.ids)],
        }

    def set_values(self):
        """Switch the rules; store the required fields by name: ids change."""
        result = super().set_values()
        for xml_id in RULES:
            rule = self.env.ref(xml_id)
            if rule.active != self.restrict_contractors:
                rule.active = self.restrict_contractors
        names = ",".join(self.card_required_field_ids.mapped("name"))
        self.env["ir.config_parameter"].set_param(REQUIRED_PARAMETER, names)
        return result
