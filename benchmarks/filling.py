"""What fills large tables: without their indexes, which are built once at the end."""

import contextlib

from odoo.tools import SQL

# The contractor with 2 % of all that happens.
BIG_NAME = "Walcownia Wielka"
# Of everybody there.
PASSWORD = "large"
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
      FROM pg_index
     WHERE indrelid = %s::regclass
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
LINKS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE conrelid = %s::regclass AND contype = 'f'
"""


@contextlib.contextmanager
def without_indexes(cr, table):
    """Take indexes and links of a table away, and put them back after the block.

    Millions of rows are then checked and sorted once instead of one by one. What
    constraints stand on stays.

    :param cr: cursor; the block runs in its transaction
    :param str table: name
    """
    cr.execute(INDEXES, [table])
    indexes = cr.fetchall()
    cr.execute(LINKS, [table])
    links = cr.fetchall()
    name = SQL.identifier(table)
    for index, _definition in indexes:
        cr.execute(f"DROP INDEX {index}")
    for link, _definition in links:
        cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", name, SQL.identifier(link)))
    yield
    cr.execute("SET LOCAL maintenance_work_mem = '1GB'")
    for _index, definition in indexes:
        cr.execute(definition)
    for link, definition in links:
        added = SQL("ALTER TABLE %s ADD CONSTRAINT %s", name, SQL.identifier(link))
        cr.execute(SQL("%s %s", added, SQL(definition.replace("%", "%%"))))


def settle(cr, *tables):
    """Commit, and leave tables as the autovacuum of a database leaves them.

    :param cr: cursor
    :param tables: names
    """
    cr.commit()
    cr._cnx.autocommit = True
    cr.execute(f"VACUUM ANALYZE {', '.join(tables)}")
    cr._cnx.autocommit = False


def multiply(cr, table, sample_id, count, values):
    """Insert copies of a row that the ERP has made itself.

    :param cr: cursor
    :param str table: name
    :param int sample_id: id of the row
    :param int count: how many copies, numbered ``i``
    :param dict values: SQL of what differs, by name of the column
    """
    cr.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
        " AND attnum > 0 AND NOT attisdropped AND attname <> 'id'",
        [table],
    )
    names = [name for (name,) in cr.fetchall()]
    columns = ", ".join(f'"{name}"' for name in names)
    copies = ", ".join(values.get(name, f'sample."{name}"') for name in names)
    cr.execute(
        f"INSERT INTO {table} ({columns}) SELECT {copies}"
        f" FROM {table} AS sample, generate_series(1, %s) AS i WHERE sample.id = %s",
        [count, sample_id],
    )
