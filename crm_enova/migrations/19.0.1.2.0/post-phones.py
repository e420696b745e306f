"""Store every telephone number that partners have, each in a row of its own."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Fill the table of numbers, by which partners are found from this version on."""
    if version:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["enova.partner.phone"]._fill_all()
