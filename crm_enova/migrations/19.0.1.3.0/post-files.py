"""Store whose all the files are that are there already."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Fill the contractors of files, a batch of rows at a time."""
    if version:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["ir.attachment"]._enova_fill_owners()
