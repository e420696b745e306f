from odoo import fields, models


class EnovaCardConvertDuplicate(models.TransientModel):
    """A line of the comparison: the card, or somebody who may be the same."""

    _name = "enova.card.convert.duplicate"
    _inherit = "enova.guard.mixin"
    _description = "Similar to a business card"

    wizard_id = fields.Many2one(
        "enova.card.convert", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one("res.partner", string="Name", ondelete="cascade")
    is_duplicate = fields.Boolean()
    reason = fields.Char()
    contractor_status = fields.Selection(
        related="partner_id.contractor_status", related_sudo=False
    )
    vat = fields.Char(related="partner_id.vat", related_sudo=False, string="NIP")
    email = fields.Char(related="partner_id.email", related_sudo=False)
    phone = fields.Char(related="partner_id.phone", related_sudo=False)
    city = fields.Char(related="partner_id.city", related_sudo=False)
    user_id = fields.Many2one(
        related="partner_id.user_id", related_sudo=False, string="Main caretaker"
    )

    def action_choose(self):
        """Choose this one to merge into, and go on in the same window.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.wizard_id.write({"mode": "merge", "target_id": self.partner_id.id})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_card_convert_action"
        )
        return {**action, "res_id": self.wizard_id.id}
