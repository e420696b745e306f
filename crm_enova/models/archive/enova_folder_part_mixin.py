from odoo import api, fields, models
from odoo.exceptions import UserError


class EnovaFolderPartMixin(models.AbstractModel):
    """What belongs to one folder for good: an item, a section, a member.

    A part never moves to another folder: whoever manages one folder could make
    themselves a member of any other by it.
    """

    _name = "enova.folder.part.mixin"
    _description = "Part of a folder"

    folder_id = fields.Many2one(
        "enova.folder", required=True, index=True, ondelete="cascade"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Put nothing into a closed folder; the rule alone would not say why."""
        ids = {vals["folder_id"] for vals in vals_list if vals.get("folder_id")}
        self.env["enova.folder"].browse(ids)._check_open()
        return super().create(vals_list)

    def write(self, vals):
        """Change nothing in a closed folder, and move nothing to another one."""
        self.folder_id._check_open()
        if "folder_id" in vals and set(self.folder_id.ids) != {vals["folder_id"]}:
            raise UserError(
                self.env._(
                    "What is in a folder stays in it. Add it to the other folder, and"
                    " take it out of this one."
                )
            )
        return super().write(vals)

    def unlink(self):
        """Take nothing out of a closed folder."""
        self.folder_id._check_open()
        return super().unlink()
