from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import ids_among


class EnovaFolderAdd(models.TransientModel):
    """Put what is selected in a list, or shown in a form, into a folder."""

    _name = "enova.folder.add"
    _inherit = ["enova.guard.mixin"]
    _description = "Add to folder"

    res_model = fields.Char(
        string="Model of the records", default=lambda self: self._default_res_model()
    )
    res_ids = fields.Json(
        string="Ids of the records", default=lambda self: self._default_res_ids()
    )
    record_count = fields.Integer(string="Records", compute="_compute_record_count")
    folder_id = fields.Many2one(
        "enova.folder",
        required=True,
        domain="[('state', '=', 'open'), ('level', 'in', ('add', 'manage'))]",
        default=lambda self: self._default_folder_id(),
        ondelete="cascade",
    )
    section_id = fields.Many2one(
        "enova.folder.section",
        domain="[('folder_id', '=', folder_id)]",
        ondelete="cascade",
    )
    date = fields.Date(default=fields.Date.context_today)
    description = fields.Char(help="Why they are in the folder.")

    @api.model
    def _default_res_model(self):
        model = self.env.context.get("active_model")
        return model if isinstance(model, str) else False

    @api.model
    def _default_res_ids(self):
        return ids_among(self.env.context.get("active_ids"))

    @api.model
    def _default_folder_id(self):
        """Propose the folder that the user put something into last."""
        items = self.env["enova.folder.item"]
        mine = items.search(
            [("create_uid", "=", self.env.uid), ("folder_id.state", "=", "open")],
            order="id desc",
            limit=1,
        )
        folder = mine.folder_id
        return folder if folder.level in ("add", "manage") else folder.browse()

    @api.depends("res_ids")
    def _compute_record_count(self):
        """Say how many there are."""
        for wizard in self:
            wizard.record_count = len(ids_among(wizard.res_ids))

    @api.onchange("folder_id")
    def _onchange_folder_id(self):
        """A section is of one folder alone."""
        self.section_id = False

    def action_confirm(self):
        """Put them in, each once, and say how many are new.

        :return: dict, the action that tells so
        :raises UserError: when nothing is selected
        """
        self.ensure_one()
        ids = ids_among(self.res_ids)
        if self.res_model not in self.env or not ids:
            raise UserError(self.env._("Select the records first."))
        added = self.folder_id._add(
            self.env[self.res_model].browse(ids),
            section_id=self.section_id.id,
            date=self.date,
            description=self.description,
        )
        message = self.env._(
            "Added to %(folder)s: %(count)s",
            folder=self.folder_id.display_name,
            count=len(added),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if added else "info",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
