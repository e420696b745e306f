from odoo import api, models

from ..base.context import CONSENT_TOLD


class EnovaConsent(models.Model):
    """What addressees of mail merges say by a click in an e-mail."""

    _inherit = "enova.consent"

    @api.model
    def _withdrawn_since(self, partner_ids, moment):
        """Return who has withdrawn from mailings by e-mail since a moment.

        :param list partner_ids: who is asked about
        :param datetime moment: what was said before it was known then
        :return: dict of the moments at which it was entered, by id of partner
        """
        lines = self.search_fetch(
            [
                ("partner_id", "in", partner_ids),
                ("channel", "=", "email"),
                ("purpose_id.is_mailing", "=", True),
                ("state", "=", "withdrawn"),
                ("is_current", "=", True),
                ("create_date", ">", moment),
            ],
            ["partner_id", "create_date"],
        )
        return {line.partner_id.id: line.create_date for line in lines}

    @api.model
    def _withdraw_by_mail(self, partner, email, source):
        """Enter that whoever reads an address wants no more mailings.

        All who share the address are meant. The blacklist, which is of everything that
        the ERP sends in bulk, is left alone: that is asked for in words of its own.

        :param partner: the addressee
        :param str email: normalised address
        :param str source: where it comes from
        """
        # sudo: the wish of a person, proven by the token of their e-mail
        ledger = self.sudo().with_context(**CONSENT_TOLD.on)
        partner = partner.sudo()
        purposes = ledger.env["enova.consent.purpose"].search(
            [("is_mailing", "=", True)]
        )
        current = ledger.search(
            [
                ("partner_id", "=", partner.id),
                ("channel", "=", "email"),
                ("purpose_id", "in", purposes.ids),
                ("is_current", "=", True),
            ]
        )
        given = current.filtered(lambda line: line.state == "given").purpose_id
        wanted = given or (purposes[:1] if not current else purposes.browse())
        lines = ledger.create(
            [
                {
                    "partner_id": partner.id,
                    "channel": "email",
                    "purpose_id": purpose.id,
                    "state": "withdrawn",
                    "source": source,
                }
                for purpose in wanted
            ]
        )
        others = partner.with_context(active_test=False).search(
            [("email_normalized", "=", email), ("id", "!=", partner.id)]
        )
        if email and lines:
            ledger._follow_address(others, "withdrawn", {email: lines[:1]})
