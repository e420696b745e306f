from odoo import models


class MailMessage(models.Model):
    """Messages are read by what they are about and by who wrote them, newest first."""

    _inherit = "mail.message"

    _enova_record_idx = models.Index("(model, res_id, date DESC, id DESC)")
    _enova_author_idx = models.Index("(author_id, date DESC, id DESC)")
