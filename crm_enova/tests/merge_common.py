"""Two contractors to be merged, and rows in every table that can point to them."""

import re

from psycopg2 import Error

from odoo.fields import Command
from odoo.tools import SQL, mute_logger

from .common import CrmEnovaCase

DUMMIES = {
    "bool": False,
    "date": "2026-01-05",
    "timestamp": "2026-01-05 10:00:00",
    "int4": 1,
    "int8": 1,
    "float8": 1.0,
    "numeric": 1.0,
    "jsonb": '{"en_US": "x"}',
}
# Tables whose rows give up the key that they share rather than one of the two.
KEPT_TWICE = ("enova_activity", "enova_project")


class MergeCase(CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duplicate = cls.env["res.partner"].create(
            {
                "name": "Młyn Lublin",
                "is_company": True,
                "email": "biuro@mlyn.example.com",
                "child_ids": [Command.create({"name": "Jan Lis"})],
            }
        )

    def _merge(self, source=None, target=None, user=None, **options):
        source, target = source or self.duplicate, target or self.contractor
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard = wizard.with_user(user or self.env.user).create({})
        wizard._merge((source | target).ids, target, **options)
        self.env.flush_all()
        self.env.invalidate_all()

    def _event(self, partner=None):
        return self.env["enova.activity"].search(
            [
                ("partner_id", "=", (partner or self.contractor).id),
                (
                    "type_id",
                    "=",
                    self.env.ref("crm_enova.enova_activity_type_event_merged").id,
                ),
            ]
        )


class Filler:
    """Insert rows by SQL: required columns get a dummy of their type."""

    def __init__(self, env, needed=()):
        self.env = env
        # what rows of a table need beside the dummies
        self.needed = dict(needed)
        self.serial = 0
        self._columns = {}

    def insert(self, table, values, model=None):
        """Insert one row.

        :return: ``None``, or the database's complaint
        """
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                self._insert(table, dict(values), model)
        except Error as error:
            return str(error).splitlines()[0]
        return None

    def _insert(self, table, values, model):
        self.serial += 1
        for column, kind, referenced in self._required(table):
            if column not in values:
                values[column] = self._dummy(column, kind, referenced, model)
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )

    def _dummy(self, column, kind, referenced, model):
        if referenced:
            return self._any_id(referenced)
        field = model is not None and model._fields.get(column)
        if field and field.type == "selection":
            return next(iter(field.get_values(self.env)), "x")
        return DUMMIES.get(kind, f"x{self.serial}")

    def _any_id(self, table):
        """Return a row of another table; make one where there is none."""
        query = SQL("SELECT max(id) FROM %s", SQL.identifier(table))
        found = self.env.execute_query(query)[0][0]
        if not found:
            models = {m._table: n for n, m in self.env.registry.items()}
            needed = dict(self.needed.get(table, {}))
            self._insert(table, needed, self.env[models[table]])
            found = self.env.execute_query(query)[0][0]
        return found

    def _required(self, table):
        """Return the columns that must have a value: name, type, table referenced."""
        if table not in self._columns:
            self._columns[table] = self.env.execute_query(
                SQL(
                    """
                    SELECT a.attname, t.typname, (
                           SELECT target.relname FROM pg_constraint AS k
                             JOIN pg_class AS target ON target.oid = k.confrelid
                            WHERE k.contype = 'f' AND k.conrelid = a.attrelid
                              AND k.conkey = ARRAY[a.attnum] LIMIT 1)
                      FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
                     WHERE a.attrelid = %s::regclass AND a.attnum > 0
                       AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef
                    """,
                    f'"{table}"',
                )
            )
        return self._columns[table]

    def is_unique(self, table, column):
        """Whether a column is part of a unique index."""
        rows = self.env.execute_query(
            SQL(
                "SELECT indexdef FROM pg_indexes WHERE tablename = %s"
                " AND indexdef LIKE 'CREATE UNIQUE%%'",
                table,
            )
        )
        keys = " ".join(row[0].split(" USING ")[1] for row in rows)
        return bool(re.search(rf"\b{column}\b", keys))

    def copy_rows(self, table, column, old, new, condition=None):
        """Copy the rows that point to one record so that they point to another.

        :return: how many were copied
        """
        names = self.env.execute_query(
            SQL(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
                " AND attnum > 0 AND NOT attisdropped"
                " AND attname <> ALL(ARRAY['id', %s])",
                f'"{table}"',
                column,
            )
        )
        columns = SQL(", ").join(SQL.identifier(row[0]) for row in names)
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(column)s, %(others)s)"
                " SELECT %(new)s, %(others)s FROM %(table)s"
                " WHERE %(column)s = %(old)s AND %(condition)s",
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                others=columns,
                new=new,
                old=old,
                condition=condition or SQL("TRUE"),
            )
        )
        return self.env.cr.rowcount


def stored_fields(env, *kinds):
    """Yield the stored fields of real tables, of these types.

    :return: pairs of an empty recordset and a field
    """
    for name, model in sorted(env.registry.items()):
        if model._auto and not model._abstract and not model._transient:
            for field in model._fields.values():
                if field.store and field.type in kinds:
                    yield env[name], field


def relations(env):
    """Yield every many2many table that has a column of partners: name, column."""
    seen = set()
    for records, field in stored_fields(env, "many2many"):
        if field.relation in seen:
            continue
        if field.comodel_name == "res.partner":
            seen.add(field.relation)
            yield field.relation, field.column2
        elif records._name == "res.partner":
            seen.add(field.relation)
            yield field.relation, field.column1


def row_counts(env):
    """Return the number of rows of every table."""
    env.flush_all()
    tables = env.execute_query(
        SQL(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema::regnamespace"
        )
    )
    union = SQL(" UNION ALL ").join(
        SQL("SELECT %s, count(*) FROM %s", table, SQL.identifier(table))
        for (table,) in tables
    )
    return dict(env.execute_query(union))


def pointing(env, table, column, value, condition=None):
    """Return how many rows of a column have a value."""
    return env.execute_query(
        SQL(
            "SELECT count(*) FROM %s WHERE %s = %s AND %s",
            SQL.identifier(table),
            SQL.identifier(column),
            value,
            condition or SQL("TRUE"),
        )
    )[0][0]
