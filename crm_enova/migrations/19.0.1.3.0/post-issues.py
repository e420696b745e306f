"""Give the warehouses that are there their operation types for internal issues."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Make what a new warehouse is made with."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    warehouses = env["stock.warehouse"].with_context(active_test=False)
    warehouses.search([])._create_issue_types()
