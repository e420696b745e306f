from odoo import fields, models


class ResPartner(models.Model):
    """What people have agreed to; a withdrawal follows a person to a new address."""

    _inherit = "res.partner"

    consent_ids = fields.One2many("enova.consent", "partner_id", string="Consents")

    def _enova_apply_effects(self, change):
        """Carry a withdrawal over to a new address, and take over one that it has."""
        super()._enova_apply_effects(change)
        if change.is_new or not change.touches("email"):
            return
        # sudo: a withdrawal holds whoever corrects the address; nothing is shown
        people = self.sudo().filtered("email")
        withdrawn = people.env["enova.consent"].search(
            [
                ("partner_id", "in", people.ids),
                ("is_current", "=", True),
                ("state", "=", "withdrawn"),
            ]
        )
        withdrawn._sync_blacklist()
        people._take_over_block()

    def _enova_before_unlink(self):
        """Take along what the system has noted of itself; what people entered stays.

        Whoever may delete a partner need know nothing of consents.
        """
        result = super()._enova_before_unlink()
        consents = self.env["enova.consent"].sudo()  # sudo: as said above
        consents.search(
            [("partner_id", "in", self.ids), ("is_automatic", "=", True)]
        ).unlink()
        return result

    def _take_over_block(self):
        """Let those who have agreed be withdrawn where their new address is blocked."""
        # sudo: whether an address is blocked holds whoever enters it
        blacklist = self.env["mail.blacklist"].sudo()
        emails = self.sudo().consent_ids.partner_id.mapped("email_normalized")
        blocked = blacklist.search([("email", "in", list(filter(None, emails)))])
        self.env["enova.consent"]._sync_consents_from_blacklist(
            blocked.mapped("email"), "withdrawn"
        )

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
