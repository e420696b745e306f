from odoo import models

from ..base.large_index import LargeTableIndex


class MailMessage(models.Model):
    """Messages are read by what they are about and by who wrote them, newest first."""

    _inherit = "mail.message"

    _enova_record_idx = LargeTableIndex("(model, res_id, date DESC, id DESC)")
    _enova_author_idx = LargeTableIndex("(author_id, date DESC, id DESC)")
    # What people wrote in some days: who is in touch, who has answered, what of that
    # is new in a history.
    _enova_written_idx = LargeTableIndex(
        "(date DESC, id DESC) INCLUDE (model, res_id, author_id, message_type,"
        " is_internal) WHERE message_type IN"
        " ('comment', 'email', 'email_outgoing', 'auto_comment')"
    )
