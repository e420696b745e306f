from odoo import api, fields, models

RULES = ("crm_enova.res_partner_rule_own", "crm_enova.res_partner_rule_all")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    restrict_contractors = fields.Boolean(
        string="Contractors to their caretakers alone",
        help="The group Own contractors then sees no contractor, and no person there,"
        " whose caretaker he is not today.",
    )

    @api.model
    def get_values(self):
        """Read the setting off the rule itself, so that the two cannot differ."""
        active = self.env.ref(RULES[0]).active
        return {**super().get_values(), "restrict_contractors": active}

    def set_values(self):
        result = super().set_values()
        for xml_id in RULES:
            rule = self.env.ref(xml_id)
            if rule.active != self.restrict_contractors:
                rule.active = self.restrict_contractors
        return result
