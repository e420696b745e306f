"""Store the numbers and e-mails of notes, by which partners are found now."""

from odoo.addons.crm_enova.models.contractor.notes_text import fill_note_keys


def migrate(cr, version):
    """Fill the new column at once; core would compute it record by record."""
    if version:
        cr.execute(
            "ALTER TABLE res_partner ADD COLUMN IF NOT EXISTS enova_note_keys varchar"
        )
        fill_note_keys(cr)
