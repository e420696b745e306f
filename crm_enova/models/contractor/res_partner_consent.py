from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    consent_ids = fields.One2many("enova.consent", "partner_id", string="Consents")

    def write(self, vals):
        """Carry a withdrawal over to a new address, and take over one that it has."""
        result = super().write(vals)
        if vals.get("email"):
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
            self._take_over_block()
        return result

    def unlink(self):
        """Take along what the system has noted of itself; what people entered stays.

        Whoever may delete a partner need know nothing of consents.
        """
        # sudo: as said above; the right to delete these partners is asked for first
        self.check_access("unlink")
        consents = self.env["enova.consent"].sudo()
        consents.search(
            [("partner_id", "in", self.ids), ("is_automatic", "=", True)]
        ).unlink()
        return super().unlink()

    def _take_over_block(self):
        """Let those who have agreed be withdrawn where their new address is blocked."""
        # sudo: whether an address is blocked holds whoever enters it
        blacklist = self.env["mail.blacklist"].sudo()
        emails = self.sudo().consent_ids.partner_id.mapped("email_normalized")
        blocked = blacklist.search([("email", "in", list(filter(None, emails)))])
        self.env["enova.consent"]._tell_ledger(blocked.mapped("email"), "withdrawn")

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
