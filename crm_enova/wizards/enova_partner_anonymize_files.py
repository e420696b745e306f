from odoo import api, fields, models


class EnovaPartnerAnonymize(models.TransientModel):
    """Name the files of people that have to be kept, and keep them."""

    _inherit = "enova.partner.anonymize"

    kept_files = fields.Text(
        string="What has to be kept",
        compute="_compute_kept_files",
        help="These files stay until the day that the register names. What else tells"
        " who it was is emptied.",
    )

    @api.depends("partner_id")
    def _compute_kept_files(self):
        """Name what retention keeps from being deleted."""
        for wizard in self:
            entries = wizard._kept_entries() if wizard.partner_id else ()
            wizard.kept_files = "\n".join(entries._kept_lines() if entries else ())

    def _kept_entries(self):
        """Return the entries of the register that keep files of these people."""
        people = self._people()
        # sudo: what has to be kept is kept whoever may see it
        files = self.env["ir.attachment"].sudo()
        return self.env["enova.attachment"]._kept_entries(
            files.search(
                [
                    "|",
                    ("enova_partner_id", "in", people.ids),
                    "&",
                    ("res_model", "=", "res.partner"),
                    ("res_id", "in", people.ids),
                ]
            )
        )

    def _forgettable(self, files):
        """Leave out what has to be kept."""
        files = super()._forgettable(files)
        return files - self.env["enova.attachment"]._kept_entries(files).attachment_id
