"""Fill what this version keeps and earlier ones did not."""

from odoo.tools import sql

# The source that the blacklist of mailings left on consents, in each language.
BLACKLIST = ("Blacklist of mass mailings", "Czarna lista korespondencji masowej")


def migrate(cr, version):
    """Mark the consents that the system entered by itself."""
    if version and sql.column_exists(cr, "enova_consent", "is_automatic"):
        cr.execute(
            "UPDATE enova_consent SET is_automatic = TRUE WHERE source IN %s",
            [BLACKLIST],
        )
