import base64

from odoo import api, fields, models

from ..base.context import UNREAD_FILE

KEPT_HOURS = 24


class EnovaLetterFile(models.TransientModel):
    """A file that somebody has asked for, for as long as it takes to download it."""

    _name = "enova.letter.file"
    _inherit = ["enova.guard.mixin"]
    _description = "File to download"
    _transient_max_hours = KEPT_HOURS

    name = fields.Char(required=True, readonly=True)
    data = fields.Binary(attachment=True, readonly=True)

    @api.model
    def _offer(self, name, data):
        """Return the action that downloads a file.

        :param str name: of the file
        :param bytes data: of it
        :return: dict
        """
        # sudo: of whoever asks, and theirs alone (see its rule); nobody writes one
        files = self.sudo().with_context(**UNREAD_FILE.on)
        record = files.create(
            {"name": name.replace("/", "-"), "data": base64.b64encode(data)}
        )
        return {
            "type": "ir.actions.act_url",
            "target": "download",
            "url": f"/web/content/{self._name}/{record.id}/data"
            f"?filename_field=name&download=true",
        }
