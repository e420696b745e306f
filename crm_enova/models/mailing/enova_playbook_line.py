from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .enova_creator_plan import CHANNELS


class EnovaPlaybookLine(models.Model):
    """A line may be sent instead of done: one mail merge to all, on its day."""

    _inherit = "enova.playbook.line"

    mailing_type = fields.Selection(
        CHANNELS,
        string="Sent",
        help="Instead of a task in each project: one mail merge to all contractors, on"
        " the day of the line.",
    )
    mailing_subject = fields.Char(string="Subject of the mail merge")
    mailing_body = fields.Html(string="Text", sanitize="email_outgoing")
    mailing_purpose = fields.Selection(
        [("marketing", "Marketing"), ("contract", "About a contract")],
        string="Purpose",
        default="marketing",
        required=True,
        help="Marketing goes to nobody who has not consented to the channel.",
    )

    @api.constrains("mailing_type", "mailing_subject", "mailing_body")
    def _check_mailing(self):
        """Refuse what is sent without a text, or with placeholders nobody knows."""
        for line in self.filtered("mailing_type"):
            if not (line.mailing_subject or "").strip() or not line.mailing_body:
                raise ValidationError(
                    self.env._("%s: write subject and text of what is sent.", line.name)
                )
            self.env["mailing.mailing"]._check_mail_merge(
                line.mailing_type, line.mailing_subject, line.mailing_body
            )
