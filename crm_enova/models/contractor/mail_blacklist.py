from odoo import api, models


class MailBlacklist(models.Model):
    """Whoever is put on the blacklist, or taken off, has said something of consent."""

    _inherit = "mail.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._enova_tell_ledger()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals or "email" in vals:
            self._enova_tell_ledger()
        return result

    def unlink(self):
        """Whoever is deleted from the list is taken off it, as by archiving."""
        emails = self.filtered("active").mapped("email")
        result = super().unlink()
        self.env["enova.consent"]._tell_ledger(emails, "given")
        return result

    def _enova_tell_ledger(self):
        """Enter what the blacklist says now, unless the ledger has just said it."""
        if self.env.context.get("enova_consent_told"):
            return
        consents = self.env["enova.consent"]
        blocked = self.filtered("active")
        consents._tell_ledger(blocked.mapped("email"), "withdrawn")
        consents._tell_ledger((self - blocked).mapped("email"), "given")
