from functools import partial

from odoo import api, models
from odoo.tools import SQL

from ..base.install_transactions import in_batches, patiently
from .name_key import name_key_sql
from .notes_text import fill_note_keys
from .res_partner_search import vat_key_sql

# Who works here, the company itself, and the system.
OWN_PARTNERS = SQL(
    """
    SELECT partner_id FROM res_company
     UNION
    SELECT partner_id FROM res_users
     WHERE share IS NOT TRUE OR id IN (
           SELECT uid FROM res_groups_users_rel WHERE gid = (
                  SELECT res_id FROM ir_model_data
                   WHERE module = 'base' AND name = 'group_public'))
    """
)


class EnovaSchema(models.AbstractModel):
    """Statuses and search keys of the partners of years."""

    _inherit = "enova.schema"

    @api.model
    def _filled_columns(self):
        """Extended by what is stored of partners."""
        names = (
            "contractor_status",
            "enova_vat_key",
            "enova_name_key",
            "enova_note_keys",
        )
        return super()._filled_columns() | {("res_partner", name) for name in names}

    @api.model
    def _fill_columns(self, own):
        """Extended by what is stored of partners."""
        result = super()._fill_columns(own)
        in_batches(own, "res_partner", _partners_sql)
        patiently(own, partial(fill_note_keys, own))
        return result


def _partners_sql(ids):
    """Return the statement that gives partners their status and keys.

    Without status stay: contact persons and addresses (they have a parent), the
    partners of own companies, and those of own staff, system users included.

    :param SQL ids: condition on the ids
    :return: SQL, which writes no row that is right already
    """
    return SQL(
        """
        UPDATE res_partner AS partner
           SET contractor_status = COALESCE(
                   partner.contractor_status,
                   CASE WHEN NOT fresh.is_own THEN 'contractor' END),
               enova_vat_key = fresh.vat_key,
               enova_name_key = fresh.name_key
          FROM (SELECT known.id, known.is_own, %s AS vat_key,
                       CASE WHEN NOT known.is_own THEN %s END AS name_key
                  FROM (SELECT every.id, every.vat, every.name,
                               every.parent_id IS NOT NULL
                                   OR own.partner_id IS NOT NULL AS is_own
                          FROM res_partner AS every
                          LEFT JOIN (%s) AS own ON own.partner_id = every.id
                         WHERE every.id %s) AS known) AS fresh
         WHERE fresh.id = partner.id
           AND (partner.enova_vat_key IS DISTINCT FROM fresh.vat_key
             OR partner.enova_name_key IS DISTINCT FROM fresh.name_key
             OR (partner.contractor_status IS NULL AND NOT fresh.is_own))
        """,
        vat_key_sql(SQL("known.vat")),
        name_key_sql(SQL("known.name")),
        OWN_PARTNERS,
        ids,
    )
