"""Drop the indexes in whose place others stand, which begin with the same columns."""

from odoo.tools import SQL

REPLACED = (
    "enova_activity_date_idx",
    "enova_activity_my_tasks_idx",
    "enova_activity_given_idx",
    "enova_caretaker__user_id_index",
)


def migrate(cr, version):
    """Drop what the framework would keep, and every record would go on writing."""
    if version:
        for name in REPLACED:
            cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(name)))
