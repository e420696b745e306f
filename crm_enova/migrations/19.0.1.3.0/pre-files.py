"""Give core's table of files the column of the contractor, and keep no lock on it."""

from odoo.addons.crm_enova.files_column import prepare_files


def migrate(cr, version):
    """Prepare the table before the framework would lock it for the whole update."""
    if version:
        prepare_files(cr)
