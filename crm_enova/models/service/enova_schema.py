from functools import partial

from odoo import api, models
from odoo.tools import SQL

from ..base.install_transactions import in_batches, patiently

# Tables whose contractor is stored by us; invoices have it in core.
DOCUMENT_TABLES = ("sale_order", "stock_picking", "repair_order")


class EnovaSchema(models.AbstractModel):
    """Contractors of the documents of years, and stages of their service orders."""

    _inherit = "enova.schema"

    @api.model
    def _filled_columns(self):
        """Extended by what is stored of documents."""
        # no stage is computed before there are stages
        filled = super()._filled_columns() | {("repair_order", "enova_stage_id")}
        return filled | {(table, "enova_contractor_id") for table in DOCUMENT_TABLES}

    @api.model
    def _fill_columns(self, own):
        """Extended by the contractors of documents."""
        result = super()._fill_columns(own)
        for table in DOCUMENT_TABLES:
            fill_document_contractor(own, table)
        return result

    @api.model
    def _fill_rows(self, own):
        """Extended by the stages of service orders."""
        result = super()._fill_rows(own)
        patiently(own, partial(fill_service_stages, own))
        return result


def fill_document_contractor(own, table):
    """Store the contractor of every document of one table.

    :param own: cursor of own transactions
    :param str table: a table with the column ``partner_id``
    """
    in_batches(
        own,
        table,
        lambda ids: SQL(
            """
            UPDATE %s AS document
               SET enova_contractor_id = partner.commercial_partner_id
              FROM res_partner AS partner
             WHERE partner.id = document.partner_id
               AND partner.commercial_partner_id IS NOT NULL
               AND document.enova_contractor_id
                   IS DISTINCT FROM partner.commercial_partner_id
               AND document.id %s
            """,
            SQL.identifier(table),
            ids,
        ),
    )


def fill_service_stages(cr):
    """Put service orders that have no stage into the first one of their state.

    :param cr: database cursor
    """
    cr.execute(
        """
        UPDATE repair_order AS service
           SET enova_stage_id = first.id, enova_told_stage_id = first.id
          FROM (SELECT DISTINCT ON (state) state, id FROM enova_service_stage
                 WHERE active ORDER BY state, sequence, id) AS first
         WHERE service.enova_stage_id IS NULL AND service.state = first.state
        """
    )
