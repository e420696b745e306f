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
        string="Links", help="As it was shown: it is what the user agrees to."
    )

    @api.model
    def default_get(self, fields):
        """Count the links of what is to be switched off."""
        values = super().default_get(fields)
        ids = [id_ for id_ in _default_ids(self.env) if isinstance(id_, int)]
        records = self.env["enova.document.model"].browse(ids)
        records = records._filtered_access("read")
        values["link_count"] = sum(records.mapped("link_count"))
        return values

    def action_confirm(self):
        """Switch off, and lose the links that were counted.

        :return: dict, the action that reloads the client
        :raises UserError: when links were added meanwhile
        """
        self.ensure_one()
        return self.document_model_ids._action_switch_off_confirmed(self.link_count)


def _default_ids(env):
    ids = env.context.get("default_document_model_ids")
    return ids if isinstance(ids, (list, tuple)) else ()
