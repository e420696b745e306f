from odoo import api, models

from ..base.context import CONSENT_TOLD


class EnovaConsent(models.Model):
    """What addressees of mail merges say by a click in an e-mail."""

    _inherit = "enova.consent"

    @api.model
    def _withdraw_by_mail(self, partner, email, purpose, source):
        """Enter that whoever reads an address wants no more e-mails of a purpose.

        All who share the address are meant. The blacklist, which is of everything that
        the ERP sends in bulk, is left alone: that is asked for in words of its own.

        :param partner: the addressee
        :param str email: normalised address
        :param purpose: ``enova.consent.purpose``
        :param str source: where it comes from
        """
        # sudo: the wish of a person, proven by the token of their e-mail
        ledger = self.sudo().with_context(**CONSENT_TOLD.on)
        people = partner.sudo().with_context(active_test=False)  # sudo: as above
        if email:
            people |= people.search([("email_normalized", "=", email)])
        withdrawn = ledger.search(
            [
                ("partner_id", "in", people.ids),
                ("channel", "=", "email"),
                ("purpose_id", "=", purpose.id),
                ("is_current", "=", True),
                ("state", "=", "withdrawn"),
            ]
        ).partner_id
        common = {
            "channel": "email",
            "purpose_id": purpose.id,
            "state": "withdrawn",
            "source": source,
        }
        said = ledger.browse()
        if partner.id not in withdrawn.ids:
            said = ledger.create({**common, "partner_id": partner.id})
        ledger.create(
            [
                {
                    **common,
                    "partner_id": person.id,
                    "is_automatic": True,
                    "follows_id": said.id,
                }
                for person in people - withdrawn - partner
            ]
        )

    @api.model
    def _note_block(self, partner, purpose):
        """Enter that somebody has asked for the blacklist, who had unsubscribed before.

        A withdrawal of their own would leave them what is about a contract.

        :param partner: the addressee
        :param purpose: ``enova.consent.purpose``
        """
        # sudo: the wish of a person, proven by the token of their e-mail
        ledger = self.sudo().with_context(**CONSENT_TOLD.on)
        ledger.create(
            [
                {
                    "partner_id": person.id,
                    "channel": "email",
                    "purpose_id": purpose.id,
                    "state": "withdrawn",
                    "source": self.env._("Blacklist of mass mailings"),
                    "is_automatic": True,
                }
                for person in partner
                if purpose
            ]
        )
