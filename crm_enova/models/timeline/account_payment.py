from odoo import models

from ..base.large_index import LargeTableIndex


class AccountPayment(models.Model):
    """Payments are read by contractor, newest first."""

    _inherit = "account.payment"

    _enova_history_idx = LargeTableIndex("(partner_id, date DESC, id DESC)")
