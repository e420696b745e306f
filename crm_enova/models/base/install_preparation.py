"""Columns, checks and indexes of ours in tables that others use, made beforehand.

The framework installs or updates an addon in one transaction of minutes, and what
that changes in a table stays locked to its end, against reading too. So what is
missing in tables that are there already is made first, each statement in a
transaction of its own; the framework then finds it there and leaves it alone.
"""

from odoo import models
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL, sql

from .install_transactions import own_transactions, patiently


class Preparation:
    """What one module adds to the tables that are in the database."""

    def __init__(self, env, module):
        self.env, self.module = env, module
        self.columns, self.objects = self._existing()
        self.models = [
            env[name]
            for name, model in env.registry.items()
            if model._auto and not model._abstract and model._table in self.columns
        ]

    def _existing(self):
        """Return columns by table, and for names of indexes and checks their worth."""
        columns = {}
        for table, column in self.env.execute_query(
            SQL(
                """
                SELECT t.relname, c.attname
                  FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid
                 WHERE t.relkind = 'r' AND c.attnum > 0 AND NOT c.attisdropped
                   AND t.relnamespace = current_schema::regnamespace
                """
            )
        ):
            columns.setdefault(table, set()).add(column)
        objects = self.env.execute_query(
            SQL(
                """
                SELECT i.relname, x.indisvalid
                  FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
                 WHERE i.relnamespace = current_schema::regnamespace
                 UNION ALL
                SELECT conname, convalidated FROM pg_constraint WHERE contype = 'c'
                """
            )
        )
        return columns, dict(objects)

    def missing(self):
        """Return the fields of ours that have no column yet, by model.

        :return: list of pairs of a model and its fields, in the order of the registry
        """
        found = []
        for model in self.models:
            fields = [
                field
                for field in model._fields.values()
                if field.store and field.column_type and not field.manual
                if self.module in field._modules
                if field.name not in self.columns[model._table]
            ]
            if fields:
                found.append((model, fields))
        return found

    def computed(self, everywhere):
        """Return the stored computed fields of ours in tables that are there.

        :param bool everywhere: also where the column is there already, as an attempt
            to install that failed leaves it
        :return: list of pairs of a model and a field
        """
        missing = {field for _model, fields in self.missing() for field in fields}
        return [
            (model, field)
            for model in self.models
            for field in model._fields.values()
            if field.store and field.compute and field.column_type and not field.manual
            if self.module == field._module or field in missing
            if everywhere or field in missing
        ]

    def is_complete(self):
        """Tell whether nothing has to be done."""
        return not self.missing() and not list(self.checks()) and not self.indexes()

    def run(self, fill=None):
        """Make what is missing.

        :param fill: function of the cursor that fills columns, before their indexes
        """
        cr = self.env.cr
        with own_transactions(cr.dbname) as own:
            for model, fields in self.missing():
                statement = self.add_columns(model, fields)
                # the transaction of the framework may hold nothing meanwhile
                cr.commit()  # pylint: disable=invalid-commit
                patiently(own, statement)
            checks, indexes = list(self.checks()), self.indexes()
            cr.commit()  # pylint: disable=invalid-commit
            for first, then in checks:
                if first:
                    patiently(own, first)
                own.execute(then)
            if fill:
                fill(own)
            for name, table, definition, comment in indexes:
                self.add_index(own, name, table, definition, comment)

    # -- columns ---------------------------------------------------------------------

    def add_columns(self, model, fields):
        """Return the statement that adds columns to one table, by no rewrite of it.

        Rows that are there get the default, which the database keeps apart.

        :param model: whose table it is
        :param list fields: that have no column
        :return: SQL
        """
        table = SQL.identifier(model._table)
        added, afterwards = [], []
        for field in fields:
            name, value = SQL.identifier(field.name), self._default(model, field)
            kept = SQL("DROP DEFAULT")
            if field.type == "boolean":
                value, kept = bool(value), SQL("SET DEFAULT false")
            column = SQL(
                "ADD COLUMN IF NOT EXISTS %s %s", name, SQL(field.column_type[1])
            )
            if value is not None:
                column = SQL("%s DEFAULT %s", column, value)
                # whoever runs without us yet goes on creating rows
                if field.required:
                    column = SQL("%s NOT NULL", column)
                else:
                    afterwards.append(SQL("ALTER COLUMN %s %s", name, kept))
            added.append(column)
        statement = SQL("ALTER TABLE %s %s", table, SQL(", ").join(added))
        if afterwards:
            statement = SQL(
                "%s; ALTER TABLE %s %s", statement, table, SQL(", ").join(afterwards)
            )
        return statement

    def _default(self, model, field):
        """Return what the framework would fill the column of present rows with."""
        related = field.comodel_name and self.env[field.comodel_name]._table
        if not field.default or (related and related not in self.columns):
            return None
        model = model.with_context(prefetch_fields=False)
        value = field.convert_to_write(field.default(model), model)
        return field.convert_to_column_insert(value, model)

    # -- checks ----------------------------------------------------------------------

    def _objects(self, kind):
        """Yield models with what they declare of a kind and is not in the database."""
        for model in self.models:
            for declared in model._table_objects.values():
                if isinstance(declared, kind) and declared._module == self.module:
                    name = declared.full_name(model)
                    if not self.objects.get(name):
                        yield model, declared, name

    def checks(self):
        """Yield what makes each check that is missing.

        :return: pairs of a statement that locks for a moment, if it has not been run,
            and of one that looks at the rows beside the work of others
        """
        for model, declared, name in self._objects(models.Constraint):
            definition = declared.get_definition(self.env.registry)
            if not definition.startswith("CHECK"):
                continue  # what is unique is an index, which is built beforehand
            table, check = SQL.identifier(model._table), SQL.identifier(name)
            first = SQL(
                "ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID;"
                " COMMENT ON CONSTRAINT %s ON %s IS %s",
                table,
                check,
                SQL(definition.replace("%", "%%")),
                check,
                table,
                definition,
            )
            then = SQL("ALTER TABLE %s VALIDATE CONSTRAINT %s", table, check)
            # an attempt that failed may have left one that is not validated
            yield None if name in self.objects else first, then

    # -- indexes ---------------------------------------------------------------------

    def indexes(self):
        """Return what indexes are missing, or were left unfinished.

        :return: list of their names, tables, definitions and comments
        """
        found = []
        for model, declared, name in self._objects(models.Index):
            definition = declared.get_definition(self.env.registry)
            if definition:
                found.append((name, model._table, definition, definition))
        for model in self.models:
            for field in model._fields.values():
                name = sql.make_index_name(model._table, field.name)
                if (
                    field.index
                    and field.store
                    and field.column_type
                    and self.module in field._modules
                    and not self.objects.get(name)
                ):
                    definition = self._field_index(field)
                    if definition:
                        found.append((name, model._table, definition, None))
        return found

    def _field_index(self, field):
        """Return the definition that the framework gives the index of a field."""
        registry, column = self.env.registry, f'"{field.name}"'
        if field.index == "trigram":
            if field.translate or not registry.has_trigram:
                return None
            if registry.has_unaccent == FunctionStatus.INDEXABLE:
                column = registry.unaccent(column)
            return f"INDEX USING gin ({column} gin_trgm_ops)"
        if field.translate or field.company_dependent:
            return None
        where = (
            f" WHERE {column} IS NOT NULL" if field.index == "btree_not_null" else ""
        )
        return f"INDEX ({column}){where}"

    def add_index(self, own, name, table, definition, comment):
        """Build an index beside the work of others, once what an attempt left is gone.

        :param own: cursor of own transactions
        :param str name: of the index
        :param str table: its table
        :param str definition: as the models declare it
        :param comment: by which the framework knows the definition, or ``None``
        """
        index = SQL.identifier(name)
        own.execute(SQL("DROP INDEX CONCURRENTLY IF EXISTS %s", index))
        own.execute(index_sql(name, table, definition))
        if comment:
            own.execute(SQL("COMMENT ON INDEX %s IS %s", index, comment))


def index_sql(name, table, definition, how=" CONCURRENTLY"):
    """Return the statement that builds an index.

    :param str name: of the index
    :param str table: its table
    :param str definition: as the models declare it
    :param str how: empty for the only way inside a transaction
    :return: SQL
    """
    kind, rest = definition.split("INDEX ", 1)
    return SQL(
        "CREATE %sINDEX%s %s ON %s %s",
        SQL(kind),
        SQL(how),
        SQL.identifier(name),
        SQL.identifier(table),
        SQL(rest.replace("%", "%%")),
    )
