from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    consent_ids = fields.One2many("enova.consent", "partner_id", string="Consents")

    def write(self, vals):
        """Carry a withdrawal over to a new address."""
        result = super().write(vals)
        if "email" in vals:
            # sudo: a withdrawal holds whoever corrects the address; nothing is shown
            consents = self.env["enova.consent"].sudo()
            withdrawn = consents.search(
                [
                    ("partner_id", "in", self.ids),
                    ("is_current", "=", True),
                    ("state", "=", "withdrawn"),
                ]
            )
            withdrawn._tell_blacklist()
        return result

    def _has_consent(self, channel, purpose):
        """Return those who have agreed, and not withdrawn it since.

        :param str channel: ``email``, ``phone`` or ``post``
        :param purpose: ``enova.consent.purpose``
        """
        given = self.env["enova.consent"].search(
            [
                ("partner_id", "in", self.ids),
                ("channel", "=", channel),
                ("purpose_id", "=", purpose.id),
                ("state", "=", "given"),
                ("is_current", "=", True),
            ]
        )
        return self & given.partner_id
