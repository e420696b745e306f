"""Let no stage be computed for service orders before there are stages."""

from odoo.addons.crm_enova.hooks import add_service_stage_column


def migrate(cr, version):
    """Add the empty column."""
    if version:
        add_service_stage_column(cr)
