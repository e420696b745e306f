from odoo import api, models


class ResPartner(models.Model):
    """Whoever has an address that mail servers refuse."""

    _inherit = "res.partner"

    @api.model
    def _enova_count_bounces(self, emails):
        """Count for each address that it was refused, as core does for what comes back.

        :param emails: normalised addresses
        """
        # sudo: the state of an address, whoever holds it
        partners = self.sudo().with_context(active_test=False, tracking_disable=True)
        held = partners.search([("email_normalized", "in", list(filter(None, emails)))])
        for count, group in held.grouped("message_bounce").items():
            group.write({"message_bounce": count + 1})
