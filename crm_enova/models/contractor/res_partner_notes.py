from odoo import api, fields, models
from odoo.fields import Domain

from .notes_text import note_keys, typed_note_key


class ResPartner(models.Model):
    """Find a partner by the numbers and e-mails that stand in their notes."""

    _inherit = "res.partner"

    # Hidden, because only a normalised column can be indexed.
    enova_note_keys = fields.Char(
        compute="_compute_enova_note_keys", store=True, precompute=True, index="trigram"
    )
    notes_search = fields.Char(
        string="Number or e-mail in the notes",
        compute="_compute_notes_search",
        search="_search_notes_search",
        exportable=False,
        help="Search by what stands in the notes, telephones in any writing.",
    )

    @api.depends("comment")
    def _compute_enova_note_keys(self):
        """Store the numbers and e-mails of the notes as they are compared."""
        for partner in self:
            partner.enova_note_keys = note_keys(partner.comment)

    def _compute_notes_search(self):
        """This field exists to be searched; it shows nothing."""
        self.notes_search = False

    @api.model
    def _search_notes_search(self, operator, value):
        """Search the notes for a number or an e-mail, or a part of one."""
        if operator not in ("in", "ilike", "like", "=ilike", "=like"):
            return NotImplemented
        return self._domain_of_notes(value if operator == "in" else [value])

    @api.model
    def _domain_of_notes(self, texts):
        keys = [typed_note_key(text) for text in texts if isinstance(text, str)]
        return Domain.OR(
            [
                Domain.FALSE,
                *(Domain("enova_note_keys", "ilike", key) for key in keys if key),
            ]
        )
