from odoo import api, models

from ..base.context import CONSENT_TOLD


class MailBlacklist(models.Model):
    """Whoever is put on the blacklist, or taken off, has said something of consent.

    Mailing users keep it, most of whom know nothing of consents.
    """

    _inherit = "mail.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        """Add addresses, and enter that their people have withdrawn."""
        records = super().create(vals_list)
        records._enova_sync_consents()
        return records

    def write(self, vals):
        """Switch entries on or off, and enter what that says."""
        names = set(vals)  # core changes the values
        result = super().write(vals)
        if names & {"active", "email"}:
            self._enova_sync_consents()
        return result

    def unlink(self):
        """Whoever is deleted from the list is taken off it, as by archiving."""
        emails = self.filtered("active").mapped("email")
        result = super().unlink()
        self.env["enova.consent"]._sync_consents_from_blacklist(emails, "given")
        return result

    def _enova_sync_consents(self):
        """Enter what the blacklist says now, unless the ledger has just said it."""
        if CONSENT_TOLD.is_on(self.env):
            return
        sync = self.env["enova.consent"]._sync_consents_from_blacklist
        blocked = self.filtered("active")
        sync(blocked.mapped("email"), "withdrawn")
        sync((self - blocked).mapped("email"), "given")
