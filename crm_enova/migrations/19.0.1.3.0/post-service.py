"""Put the service orders that were there into stages."""

from odoo.addons.crm_enova.models.service.enova_schema import fill_service_stages


def migrate(cr, version):
    """Fill the column, once the stages have been loaded."""
    if version:
        fill_service_stages(cr)
