"""Indexes of ours on tables of core that may be large and are written all the time.

Building one locks out whoever writes to its table. On a small table that is nothing, so
installation and update build it. On a large one it is left to the administrator's
command ``odoo enova_indexes``, which builds it beside everybody's work; until then what
needs it is slower, and never wrong.
"""

import logging

from odoo import models
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL, sql

_logger = logging.getLogger(__name__)

# A table of this size is indexed in about a second.
SMALL = 64 * 1024 * 1024


class LargeTableIndex(models.Index):
    """An index that an installation builds on a small table alone.

    One that is there stays, whoever has built it, and goes with the addon as all do.
    """

    def apply_to_database(self, model):
        """Build the index where the table is small; leave one that is there alone.

        :param model: of the table
        """
        cr, name = model.env.cr, self.full_name(model)
        if sql.index_definition(cr, name)[0]:
            return
        cr.execute(SQL("SELECT pg_table_size(%s::regclass)", model._table))
        if cr.fetchone()[0] <= SMALL:
            super().apply_to_database(model)
        elif self.get_definition(model.pool):
            _logger.info("%s is large: build %s by enova_indexes", model._table, name)


def part_of_text(column):
    """Return the definition of an index for any part of what a column says, if any.

    :param str column: name of a column that the ERP searches by ``ilike``
    :return: function of the registry
    """

    def definition(registry):
        if not registry.has_trigram:
            return ""
        is_plain = registry.has_unaccent != FunctionStatus.INDEXABLE
        text = column if is_plain else f"unaccent({column})"
        return f"USING gin (({text}) gin_trgm_ops) WHERE {column} IS NOT NULL"

    return definition


def large_indexes(env):
    """Return the indexes of this kind that a database may have.

    :param env: environment
    :return: list of (name, table, definition)
    """
    found = []
    for model in env.registry.models.values():
        for index in model._table_objects.values():
            if isinstance(index, LargeTableIndex):
                definition = index.get_definition(env.registry)
                if definition:
                    name = index.full_name(env[model._name])
                    found.append((name, model._table, definition))
    return sorted(found)


def build(cr, name, table, definition):
    """Build an index beside everybody's work, unless it is there whole.

    One that was interrupted stays behind unusable, and is made anew.

    :param cr: cursor that commits each statement
    :param str name: of the index
    :param str table: name
    :param str definition: ``INDEX (column, …)``
    """
    kind, rest = definition.split("INDEX ", 1)
    identifier = SQL.identifier(name)
    cr.execute(
        SQL("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", name)
    )
    row = cr.fetchone()
    if row and row[0]:
        return
    if row:
        cr.execute(SQL("DROP INDEX CONCURRENTLY %s", identifier))
    cr.execute(
        SQL(
            "CREATE %s INDEX CONCURRENTLY %s ON %s %s",
            SQL(kind),
            identifier,
            SQL.identifier(table),
            SQL(rest.replace("%", "%%")),
        )
    )


def drop(cr, name):
    """Drop an index beside everybody's work.

    :param cr: cursor that commits each statement
    :param str name: of the index
    """
    cr.execute(SQL("DROP INDEX CONCURRENTLY IF EXISTS %s", SQL.identifier(name)))


def size(cr, name):
    """Return how large an index is, as people write it.

    :param cr: cursor
    :param str name: of the index
    :return: str, or ``None`` where it is not there
    """
    cr.execute(SQL("SELECT pg_size_pretty(pg_relation_size(to_regclass(%s)))", name))
    return cr.fetchone()[0]
