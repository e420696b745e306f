from odoo import fields, models


class IrMailServer(models.Model):
    """A mail server that takes so many e-mails an hour."""

    _inherit = "ir.mail_server"

    enova_hourly_limit = fields.Integer(
        string="Mail merge: e-mails per hour",
        help="How many e-mails of mail merges of the CRM go out over this server in an"
        " hour, at most. 0 takes the limit of the settings. What the ERP sends beside"
        " them is not counted.",
    )

    _enova_hourly_limit_positive = models.Constraint(
        "CHECK (enova_hourly_limit >= 0)", "A limit cannot be negative."
    )
