"""Fill what this version keeps and earlier ones did not, or kept otherwise."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.crm_enova.models.base.res_company import POLISH_CODE
from odoo.addons.crm_enova.models.contractor.res_partner_search import (
    phone_key_sql,
    vat_key_sql,
)

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
    """Store the keys of numbers that are found otherwise now: those abroad."""
    code = SQL(
        "CASE WHEN country.id IS NULL THEN %s ELSE country.phone_code END", POLISH_CODE
    )
    cr.execute(
        SQL(
            """
            WITH fresh AS (
                SELECT partner.id, %s AS vat_key, %s AS phone_key
                  FROM res_partner AS partner
                  LEFT JOIN res_company AS company
                    ON company.id = COALESCE(partner.company_id, (
                           SELECT res_id FROM ir_model_data
                            WHERE module = 'base' AND name = 'main_company'))
                  LEFT JOIN res_partner AS seat ON seat.id = company.partner_id
                  LEFT JOIN res_country AS country
                    ON country.id = COALESCE(partner.country_id, seat.country_id)
                 WHERE partner.vat IS NOT NULL OR partner.phone IS NOT NULL
            )
            UPDATE res_partner AS partner
               SET enova_vat_key = fresh.vat_key, enova_phone_key = fresh.phone_key
              FROM fresh
             WHERE fresh.id = partner.id
               AND (partner.enova_vat_key IS DISTINCT FROM fresh.vat_key
                 OR partner.enova_phone_key IS DISTINCT FROM fresh.phone_key)
            """,
            vat_key_sql(SQL("partner.vat")),
            phone_key_sql(SQL("partner.phone"), code),
        )
    )
