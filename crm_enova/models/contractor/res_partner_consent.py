from odoo import fields, models


class ResPartner(models.Model):
    """What people have agreed to, and what holds for the address that they come to."""

    _inherit = "res.partner"

    consent_ids = fields.One2many("enova.consent", "partner_id", string="Consents")

    def _enova_apply_effects(self, change):
        """Let what holds for an address hold for whoever comes to it.

        However that happens: new, imported, copied, corrected, from the archive, a
        card that becomes a contractor.
        """
        super()._enova_apply_effects(change)
        comes = change.is_new or change.touches("email", "active", "contractor_status")
        # sudo: a withdrawal holds whoever enters the address; nothing is shown
        people = self.sudo().filtered("email") if comes else self.browse()
        if not people:
            return
        ledger = people.env["enova.consent"]
        moved = change.touches("email") and not change.is_new
        if moved:
            ledger.search(
                [
                    ("partner_id", "in", people.ids),
                    ("is_current", "=", True),
                    ("state", "=", "withdrawn"),
                ]
            )._sync_blacklist()
        ledger._withdraw_blocked(people, also_given=moved)

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
