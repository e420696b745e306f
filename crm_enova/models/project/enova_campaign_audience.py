from ast import literal_eval

from odoo import models
from odoo.exceptions import UserError


class EnovaCampaign(models.Model):
    """Whom a campaign is for: a filter that becomes members."""

    _inherit = "enova.campaign"

    def _audience(self):
        """Return the contractors and cards that the filter finds, under one's rights.

        :raises UserError: when the filter cannot be read
        """
        self.ensure_one()
        return self.env["res.partner"]._enova_filtered(self.audience_domain)

    def action_add_audience(self):
        """Make members of all that fit the filter and are none yet."""
        self.ensure_one()
        self.check_access("write")
        chosen = self._audience().commercial_partner_id
        fitting = chosen.filtered(
            lambda partner: (
                partner.contractor_status
                and partner.company_id in (partner.company_id.browse(), self.company_id)
            )
        )
        if not self.env.user.has_group("crm_enova.crm_enova_group_all"):
            fitting = fitting._own_among()
        joining = self.env["enova.campaign.member"]._join(self, fitting)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if joining else "info",
                "message": self.env._("New members: %s", len(joining)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _enova_filtered(self, text):
        """Return the partners that a written filter finds, under one's rights.

        :param str text: a domain as the web client writes it, made of literals
        :raises UserError: when it cannot be read
        """
        try:
            return self.search(literal_eval(text or "[]"))
        except (SyntaxError, ValueError, TypeError, KeyError) as error:
            raise UserError(
                self.env._("This filter cannot be read: %s", text)
            ) from error
