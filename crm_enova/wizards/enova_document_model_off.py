from odoo import api, fields, models


class EnovaDocumentModelOff(models.TransientModel):
    """Say how many links are lost before linking is switched off."""

    _name = "enova.document.model.off"
    _inherit = ["enova.guard.mixin"]
    _description = "Switch linking off"

    document_model_ids = fields.Many2many(
        "enova.document.model", string="Document models", required=True
    )
    link_count = fields.Integer(
        string="Links",
        compute="_compute_link_count",
        store=True,
        compute_sudo=False,
    )

    @api.depends("document_model_ids")
    def _compute_link_count(self):
        """Keep the number that is shown: it is what the user agrees to."""
        for wizard in self:
            wizard.link_count = sum(wizard.document_model_ids.mapped("link_count"))

    def action_confirm(self):
        """Switch off, and lose the links that were counted."""
        self.ensure_one()
        return self.document_model_ids._action_switch_off_confirmed(self.link_count)
