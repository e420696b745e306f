from odoo import models

from ..base.large_index import LargeTableIndex


class MailingTrace(models.Model):
    """What went to the people of a contractor is read newest first."""

    _inherit = "mailing.trace"

    _enova_history_idx = LargeTableIndex(
        "(res_id, sent_datetime DESC, id DESC) WHERE model = 'res.partner'"
    )
