import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from .enova_activity_answers import ALIAS_NAME, ALIAS_PARAMETER
from .mailing_mailing_sending import FROM_PARAMETER
from .sending_limits import HOURLY_PARAMETER, HOURS_PARAMETER, QUOTA_PARAMETER

LOCAL_PART = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)


class ResConfigSettings(models.TransientModel):
    """How mail merges are sent."""

    _inherit = "res.config.settings"

    mailing_from = fields.Char(
        string="Sender of all mail merges",
        config_parameter=FROM_PARAMETER,
        help="One address, in the name of whoever is responsible. Empty, a mail merge"
        " is sent from the address of the responsible or of the company, and no other.",
    )
    mailing_alias = fields.Char(
        string="Address for answers",
        config_parameter=ALIAS_PARAMETER,
        default=ALIAS_NAME,
        help="What stands before the @ of the company's domain of aliases. Answers that"
        " arrive there are put on the event of the addressee.",
    )
    mailing_hourly_limit = fields.Integer(
        string="E-mails per hour and server",
        config_parameter=HOURLY_PARAMETER,
        help="0 for no limit. A mail server may have a limit of its own.",
    )
    mailing_daily_quota = fields.Integer(
        string="E-mails per person in 24 hours",
        config_parameter=QUOTA_PARAMETER,
        help="0 for no limit. What is more waits until there is room.",
    )
    mailing_working_hours = fields.Boolean(
        string="In working hours alone",
        config_parameter=HOURS_PARAMETER,
        help="E-mails of mail merges leave in the working hours of the company, and"
        " wait outside them.",
    )

    @api.constrains("mailing_from", "mailing_alias")
    def _check_mailing_addresses(self):
        """Refuse what is no address, before a mail merge finds out.

        :raises ValidationError: naming the value
        """
        for settings in self:
            address, alias = settings.mailing_from, settings.mailing_alias
            if address and not tools.email_normalize(address):
                raise ValidationError(
                    self.env._("%s is not an e-mail address.", address)
                )
            if alias and not LOCAL_PART.fullmatch(alias):
                raise ValidationError(self.env._("%s cannot stand before an @.", alias))
