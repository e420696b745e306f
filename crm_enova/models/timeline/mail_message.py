from odoo import models

from ..base.large_index import LargeTableIndex


class MailMessage(models.Model):
    """Messages are read by what they are about and by who wrote them, newest first."""

    _inherit = "mail.message"

    _enova_record_idx = LargeTableIndex("(model, res_id, date DESC, id DESC)")
    _enova_author_idx = LargeTableIndex("(author_id, date DESC, id DESC)")
