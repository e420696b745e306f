from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.base.arguments import ids_among
from ..models.mailing.letter_engine import client
from ..models.mailing.letter_words import install_help

# A label each; more are a job for letters with a window.
MOST_LABELS = 10_000


class EnovaLetterLabel(models.TransientModel):
    """Address labels, for envelopes without a window and for parcels."""

    _name = "enova.letter.label"
    _inherit = ["enova.guard.mixin"]
    _description = "Address labels"

    sheet = fields.Selection(
        [
            ("70x37", "24 a sheet, 70 × 37 mm"),
            ("70x36", "24 a sheet, 70 × 36 mm"),
            ("63x38", "21 a sheet, 63.5 × 38.1 mm"),
            ("70x42", "21 a sheet, 70 × 42.3 mm"),
            ("105x37", "16 a sheet, 105 × 37 mm"),
            ("99x38", "14 a sheet, 99.1 × 38.1 mm"),
            ("105x48", "12 a sheet, 105 × 48 mm"),
            ("105x57", "10 a sheet, 105 × 57 mm"),
            ("105x74", "8 a sheet, 105 × 74 mm"),
            ("52x30", "40 a sheet, 52.5 × 29.7 mm"),
        ],
        string="Labels",
        default="70x37",
        required=True,
    )
    skipped = fields.Integer(
        string="Used up already",
        help="So many labels of the first sheet have gone; they are left out.",
    )
    mailing_id = fields.Many2one(
        "mailing.mailing", string="Mail merge", readonly=True, ondelete="cascade"
    )
    partner_ids = fields.Many2many(
        "res.partner", "enova_letter_label_partner_rel", string="Addressees"
    )
    label_count = fields.Integer(
        string="Number of labels", compute="_compute_label_count"
    )

    @api.depends("mailing_id", "partner_ids")
    def _compute_label_count(self):
        """Show for how many sheets to lay paper in."""
        for window in self:
            if window.mailing_id:
                window.label_count = len(window._events())
            else:
                window.label_count = len(window.partner_ids)

    @api.model
    def default_get(self, fields):
        """Take over the contractors that are selected in a list."""
        defaults = super().default_get(fields)
        if self.env.context.get("active_model") == "res.partner":
            ids = ids_among(self.env.context.get("active_ids"))
            # somebody may have deleted one since the list was read
            partners = self.env["res.partner"].browse(dict.fromkeys(ids)).exists()
            readable = partners._filtered_access("read")
            defaults["partner_ids"] = [Command.set(readable.ids)]
        return defaults

    def action_print(self):
        """Download the labels.

        :return: dict, the action that downloads them
        """
        self.ensure_one()
        labels = self._labels()
        if not labels:
            raise UserError(
                self.env._("None of them has an address. Enter street and town first.")
            )
        if len(labels) > MOST_LABELS or not 0 <= self.skipped < 100:
            raise UserError(
                self.env._(
                    "At most %s labels are printed at once, and a sheet has fewer than"
                    " 100 of them.",
                    MOST_LABELS,
                )
            )
        job = {
            "kind": "labels",
            "sheet": self.sheet,
            "skipped": self.skipped,
            "labels": labels,
        }
        try:
            drawn = client.run(job)
        except client.EngineMissing:
            raise UserError(install_help(self.env)) from None
        name = self.env._("Labels.pdf")
        return self.env["enova.letter.file"]._offer(name, drawn.file)

    def _events(self):
        """Return the events of those who get the letter."""
        self.mailing_id.check_access("write")
        return self.mailing_id._letters_to_print()

    def _labels(self):
        """Return the lines of each label."""
        if self.mailing_id:
            events = self._events()
            texts = self.mailing_id._rendered_letters(events)
            lines = [texts[event.id]["address"] for event in events]
        else:
            mailings = self.env["mailing.mailing"]
            countries = mailings._countries_abroad()
            partners = self.partner_ids
            lines = [mailings._address_lines(person, countries) for person in partners]
        # a name alone reaches nobody
        return [address for address in lines if len(address) > 1]
