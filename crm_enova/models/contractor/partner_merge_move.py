"""Make all rows that point to some records point to others, and lose none.

A plain-Python part of the merge of partners (see ``partner_merge.py``).
"""

import json
import re
from collections import Counter, defaultdict

import psycopg2.errors

from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .partner_merge_links import computed_pairs, links_to, stored_models
from .partner_merge_rows import drop_rows
from .partner_merge_stored import free_file_fields


class Move:
    """One pass over the database: ids of a model are replaced by others.

    A table takes one statement for all its columns, and one more per unique index,
    however many rows there are. Where two rows would become the same for a unique
    index, the row that pointed to the kept record before (else the older one) stays;
    whatever points to the other row is moved to it first, by the same rules, and what
    the other row holds and this one lacks is filled in. A CHECK or an EXCLUDE
    constraint that stands in the way refuses the whole.
    """

    def __init__(self, env, model, replaced, progress=None):
        """
        :param env: environment
        :param str model: name of a model
        :param dict replaced: id of the record that goes to id of that which stays
        :param dict progress: by model the names of selections of which, of two rows
            that become one, the later value stays
        """
        self.env = env
        self.model = model
        self.replaced = replaced
        self.progress = progress or {}
        self.counts = Counter()
        self._model_of = {records._table: records for records in stored_models(env)}
        self._indexes = None

    def run(self):
        """Move; the caller flushes before and invalidates after.

        :return: ``Counter`` of tables: rows moved that anybody may know about
        :raises ValidationError: when the database does not allow it
        """
        links = links_to(self.env, self.model)
        self._indexes = self._unique_indexes(list(links))
        free_file_fields(self.env, self.model, self.replaced)
        try:
            for table, columns in links.items():
                self._drop_duplicates(table, columns)
                self.counts[table] += self._update(table, columns)
        except (
            psycopg2.errors.CheckViolation,
            psycopg2.errors.ExclusionViolation,
        ) as error:
            raise ValidationError(self._refusal(error)) from error
        self._move_computed_pairs()
        return self.counts

    def clashes(self):
        """Yield what will become the same, before anything moves.

        :return: triples of an empty recordset, the expressions of the unique key, and
            pairs of ids: of the row that goes and of that which stays
        """
        links = links_to(self.env, self.model)
        lasting = {
            table: columns
            for table, columns in links.items()
            if table in self._model_of and not self._model_of[table]._transient
        }
        self._indexes = self._unique_indexes(list(lasting))
        for table, columns in lasting.items():
            for index in self._concerned_indexes(table, columns):
                pairs = self._duplicates(table, columns, *index)
                if pairs:
                    yield self._model_of[table], index[0], pairs

    def _refusal(self, error):
        records = self._model_of.get(error.diag.table_name)
        # no query: the transaction is broken
        return self.env._(
            "They cannot be merged: the result would break the rule %(rule)s of"
            " %(model)s. Nothing has been changed.",
            rule=error.diag.constraint_name,
            model=records._description if records is not None else "",
        )

    # -- one statement per table -------------------------------------------

    def _update(self, table, columns):
        """Point one table's rows to the kept records; return how many to tell of."""
        new = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(link.column), self._new_value(link))
            for link in columns
        )
        hits = SQL(" OR ").join(self._hit(link) for link in columns)
        if table == self.env[self.model]._table:  # records that go stay as they are
            hits = SQL("(%s) AND id <> ALL(%s)", hits, list(self.replaced))
        return self.env.execute_query(
            SQL(
                "WITH moved AS (UPDATE %s SET %s WHERE %s RETURNING (%s) AS shown)"
                " SELECT count(*) FILTER (WHERE shown) FROM moved",
                SQL.identifier(table),
                new,
                hits,
                self._shown(table),
            )
        )[0][0]

    def _shown(self, table):
        """Return the condition of rows of whose existence anybody may know."""
        records = self._model_of.get(table)
        fields = records._fields if records is not None else {}
        if "private" in fields and fields["private"].store:
            return SQL("private IS NOT TRUE")
        if "privacy" in fields and fields["privacy"].store:
            return SQL("COALESCE(privacy, 'public') = 'public'")
        return SQL("TRUE")

    def _values(self, link, ids):
        """Return ids as a column holds them."""
        return [f"{self.model},{id_}" for id_ in ids] if link.text else list(ids)

    def _hit(self, link, also=()):
        """Return the condition of rows that point to a record that goes."""
        values = self._values(link, [*self.replaced, *also])
        hit = SQL("%s = ANY(%s)", SQL.identifier(link.column), values)
        return SQL("(%s AND %s)", hit, link.condition) if link.condition else hit

    def _new_value(self, link):
        """Return the expression of a column's value after the move."""
        column = SQL.identifier(link.column)
        pairs = zip(
            self._values(link, self.replaced),
            self._values(link, self.replaced.values()),
            strict=True,
        )
        mapping = json.dumps({str(old): new for old, new in pairs})
        new = SQL("%s::jsonb ->> %s::text", mapping, column)
        if not link.text:
            new = SQL("(%s)::int", new)
        return SQL("CASE WHEN %s THEN %s ELSE %s END", self._hit(link), new, column)

    # -- unique clashes ----------------------------------------------------

    def _unique_indexes(self, tables):
        """Return the unique indexes of tables: keys, predicate, whether NULLs clash."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT owner.relname, index.indnullsnotdistinct,
                       pg_get_expr(index.indpred, index.indrelid),
                       ARRAY(SELECT pg_get_indexdef(index.indexrelid, key::int, TRUE)
                               FROM generate_series(1, index.indnkeyatts) AS key)
                  FROM pg_index AS index
                  JOIN pg_class AS owner ON owner.oid = index.indrelid
                 WHERE index.indisunique AND owner.relname = ANY(%s)
                   AND owner.relnamespace = current_schema::regnamespace
              ORDER BY index.indexrelid
                """,
                tables,
            )
        )
        indexes = defaultdict(list)
        for table, nulls_clash, predicate, keys in rows:
            indexes[table].append((keys, predicate, nulls_clash))
        return indexes

    def _drop_duplicates(self, table, columns):
        """Remove the rows that would become the same as another one of their table."""
        records = self._model_of.get(table)
        for index in self._concerned_indexes(table, columns):
            duplicates = self._duplicates(table, columns, *index)
            if duplicates and records is not None:
                name = records._name
                # what hangs on the row that goes hangs on the other one from now on
                Move(self.env, name, dict(duplicates), self.progress).run()
                drop_rows(self.env, records, duplicates, self.progress.get(name, ()))
            elif duplicates:
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE ctid = ANY(%s::tid[])",
                        SQL.identifier(table),
                        [row for row, _kept in duplicates],
                    )
                )

    def _concerned_indexes(self, table, columns):
        """Yield the unique indexes of a table in which one of the columns is a key."""
        names = "|".join(re.escape(link.column) for link in columns)
        for index in self._indexes[table]:
            if re.search(rf"\b({names})\b", " ".join(index[0])):
                yield index

    def _row_key(self, table):
        """Return how a row is named: tables of relations have no id."""
        return SQL("id") if table in self._model_of else SQL("ctid::text")

    def _duplicates(self, table, columns, keys, predicate, nulls_clash):
        """Return pairs of rows that clash for one unique index: that goes, that stays.

        The keys are evaluated on the rows as they would be after the move.
        """
        # expressions of the database's own catalogue, nothing that a user wrote
        keys = [SQL(key.replace("%", "%%")) for key in keys]
        conditions = [] if nulls_clash else [SQL("%s IS NOT NULL", k) for k in keys]
        if predicate:
            conditions.append(SQL("(%s)", SQL(predicate.replace("%", "%%"))))
        return self.env.execute_query(
            SQL(
                """
                SELECT enova_row, enova_kept FROM (
                    SELECT enova_row, row_number() OVER place AS enova_place,
                           first_value(enova_row) OVER place AS enova_kept
                      FROM (%s) AS later
                     WHERE %s
                    WINDOW place AS (PARTITION BY %s ORDER BY enova_moved, enova_row)
                ) AS ranked WHERE enova_place > 1
                """,
                self._rows_after(table, columns),
                SQL(" AND ").join(conditions or [SQL("TRUE")]),
                SQL(", ").join(keys),
            )
        )

    def _rows_after(self, table, columns):
        """Return a query of the rows concerned, with the values of after the move."""
        moved = {link.column: self._new_value(link) for link in columns}
        selected = [
            SQL("%s AS %s", value, SQL.identifier(column))
            for column, value in moved.items()
        ]
        others = self.env.execute_query(
            SQL(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
                " AND attnum > 0 AND NOT attisdropped AND attname <> ALL(%s)",
                f'"{table}"',
                list(moved),
            )
        )
        selected += [SQL.identifier(row[0]) for row in others]
        kept = set(self.replaced.values())
        moves = [SQL("COALESCE(%s, FALSE)", self._hit(link)) for link in columns]
        return SQL(
            "SELECT %s, %s AS enova_row, (%s) AS enova_moved FROM %s WHERE %s",
            SQL(", ").join(selected),
            self._row_key(table),
            SQL(" OR ").join(moves),
            SQL.identifier(table),
            SQL(" OR ").join(self._hit(link, also=kept) for link in columns),
        )

    # -- what is no plain column -------------------------------------------

    def _move_computed_pairs(self):
        """Move the pairs whose model only Python can tell: few rows, of settings."""
        for records, field in computed_pairs(self.env):
            # sudo: settings that the merging user need not see; only the id changes
            pointing = records.sudo().with_context(active_test=False)
            pointing = pointing.search([(field.name, "in", list(self.replaced))])
            for record in pointing:
                if record[field.model_field] == self.model:
                    record[field.name] = self.replaced[record[field.name]]
