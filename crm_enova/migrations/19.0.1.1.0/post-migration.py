"""Fill what this version keeps and earlier ones did not, or kept otherwise."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.crm_enova.models.contractor.res_partner_search import vat_key_sql

# The source that the blacklist of mailings left on consents, in each language.
BLACKLIST = ("Blacklist of mass mailings", "Czarna lista korespondencji masowej")


def migrate(cr, version):
    """Mark what the system has entered, and make the keys of contractors anew."""
    if not version:
        return
    cr.execute(
        "UPDATE enova_consent SET is_automatic = TRUE"
        " WHERE source IN %s AND is_automatic IS NOT TRUE",
        [BLACKLIST],
    )
    _fill_keys(cr)
    _mask_private_entries(api.Environment(cr, SUPERUSER_ID, {}))


def _mask_private_entries(env):
    """Take out of the calendar what entries of private tasks said until now."""
    tasks = env["enova.activity"].with_context(active_test=False)
    private = [("private", "=", True), ("calendar_event_ids", "!=", False)]
    tasks.search(private)._sync_calendar()


def _fill_keys(cr):
    """Store the keys of tax numbers that are found otherwise now: those abroad."""
    cr.execute(
        SQL(
            """
            UPDATE res_partner AS partner
               SET enova_vat_key = %(key)s
             WHERE partner.enova_vat_key IS DISTINCT FROM %(key)s
            """,
            key=vat_key_sql(SQL("partner.vat")),
        )
    )
