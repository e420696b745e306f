from odoo import fields, models


class MailingTraceReport(models.Model):
    """The statistics of mailings know letters by their name."""

    _inherit = "mailing.trace.report"

    mailing_type = fields.Selection(
        selection_add=[("letter", "Letter")], ondelete={"letter": "set default"}
    )
