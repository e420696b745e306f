from odoo import models


class AccountPayment(models.Model):
    """Payments are read by contractor, newest first."""

    _inherit = "account.payment"

    _enova_history_idx = models.Index("(partner_id, date DESC, id DESC)")
