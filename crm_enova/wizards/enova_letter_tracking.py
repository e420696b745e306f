import base64

from odoo import fields, models


class EnovaLetterTracking(models.TransientModel):
    """The numbers that the post has given to registered letters, from its file."""

    _name = "enova.letter.tracking"
    _inherit = ["enova.guard.mixin"]
    _description = "Tracking numbers of the post"

    batch_id = fields.Many2one(
        "enova.letter.batch", required=True, ondelete="cascade", readonly=True
    )
    data = fields.Binary(string="File of e-Nadawca", required=True)
    file_name = fields.Char()

    def action_read(self):
        """Take over the numbers.

        :return: dict, the action that tells how many there are
        """
        self.ensure_one()
        self.batch_id.check_access("write")
        self.batch_id.mailing_id.check_access("write")
        found = self.batch_id._read_tracking(base64.b64decode(self.data or b""))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Tracking numbers: %s", found),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
