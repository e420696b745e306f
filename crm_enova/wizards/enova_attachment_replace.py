from odoo import fields, models
from odoo.exceptions import UserError


class EnovaAttachmentReplace(models.TransientModel):
    """Put a new file in the place of the present version."""

    _name = "enova.attachment.replace"
    _inherit = ["enova.guard.mixin"]
    _description = "Replace the file"

    entry_id = fields.Many2one(
        "enova.attachment", string="Attachment", required=True, ondelete="cascade"
    )
    file_name = fields.Char(related="entry_id.file_name", string="Present file")
    file_ids = fields.Many2many("ir.attachment", string="New file")

    def action_replace(self):
        """Put the file in place; the present one becomes an earlier version.

        :return: dict, the action that the client runs next
        :raises UserError: unless exactly one file was chosen
        """
        self.ensure_one()
        if len(self.file_ids) != 1:
            raise UserError(self.env._("Choose one file."))
        self.entry_id._replace(self.file_ids)
        return {"type": "ir.actions.act_window_close"}
