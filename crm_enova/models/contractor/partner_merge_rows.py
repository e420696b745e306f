"""What a row that is dropped holds goes to the row that stays in its place.

A plain-Python part of the merge of partners (see ``partner_merge.py``).
"""

from odoo import models
from odoo.tools import SQL

TEXTS = ("char", "text", "html")


def drop_rows(env, records, pairs, progress=()):
    """Delete rows; what they hold and the others lack is theirs from now on.

    :param env: environment
    :param records: an empty recordset of the model
    :param list pairs: id of the row that goes and of that which stays, once each
    :param progress: names of selections whose later value is the one to keep
    """
    gone = SQL("DELETE FROM %s RETURNING *", _rows_that_go(records, pairs))
    if _kept_fields(records):
        gone = _fill(env, records, pairs, progress, gone)
    env.cr.execute(gone)


def fill_rows(env, records, pairs, progress=()):
    """Give rows what others hold and they lack; the others are deleted elsewhere.

    :param env: environment
    :param records: an empty recordset of the model
    :param list pairs: id of the row that goes and of that which stays, once each
    :param progress: names of selections whose later value is the one to keep
    """
    if _kept_fields(records):
        source = SQL("SELECT * FROM %s", _rows_that_go(records, pairs))
        env.cr.execute(_fill(env, records, pairs, progress, source))


def _rows_that_go(records, pairs):
    table, ids = SQL.identifier(records._table), [row for row, _kept in pairs]
    return SQL("%s WHERE id = ANY(%s)", table, ids)


def _kept_fields(records):
    """Return the fields whose values nobody could compute again."""
    return [
        field
        for name, field in records._fields.items()
        if field.store
        and field.column_type
        and name not in models.MAGIC_COLUMNS
        and not (field.compute and field.readonly)
    ]


def _fill(env, records, pairs, progress, source):
    """Return the statement that fills rows from the rows of ``source``.

    All rows of the source are read, or deleted, before the first one is filled.
    """
    said, values = [], []
    for field in _kept_fields(records):
        column = SQL.identifier(field.name)
        if field.name in progress:
            found, value = _further(column, list(field.get_values(env)))
        else:
            found, value = _first_said(field, column)
        said.append(SQL("%s AS %s", found, column))
        values.append(SQL("%s = %s", column, value))
    return SQL(
        """
        WITH gone AS (%(source)s),
             said AS (SELECT pair.kept, %(said)s
                        FROM gone
                        JOIN unnest(%(gone)s, %(kept)s) AS pair (gone, kept)
                          ON pair.gone = gone.id
                    GROUP BY pair.kept)
        UPDATE %(table)s AS stays SET %(values)s FROM said WHERE stays.id = said.kept
        """,
        source=source,
        said=SQL(", ").join(said),
        gone=[row for row, _kept in pairs],
        kept=[kept for _row, kept in pairs],
        table=SQL.identifier(records._table),
        values=SQL(", ").join(values),
    )


def _further(column, order):
    """Return what the rows that go say of a selection, and the later value of both."""
    found = SQL("max(array_position(%s, gone.%s::text))", order, column)
    place = SQL("array_position(%s, stays.%s::text)", order, column)
    return found, SQL("(%s)[GREATEST(%s, said.%s)]", order, place, column)


def _first_said(field, column):
    """Return what the first row that goes says, and the value where both are asked."""
    said = SQL("gone.%s", column)
    present = SQL("stays.%s", column)
    if field.type in TEXTS and not field.translate:
        said, present = (SQL("NULLIF(%s, '')", value) for value in (said, present))
    found = SQL(
        "(array_agg(gone.%s ORDER BY gone.id) FILTER (WHERE %s IS NOT NULL))[1]",
        column,
        said,
    )
    return found, SQL("COALESCE(%s, said.%s)", present, column)
