"""Every way in which a row can point to a record: found by walking, not listed.

A plain-Python part of the merge of partners (see ``partner_merge.py``).
"""

from dataclasses import dataclass

from odoo.tools import SQL

# Core's own scratch tables of the merge, which it leaves alone too.
IGNORED = "base_partner_merge_"
# Aliases call the record that they feed a thread.
ALIAS_PAIRS = {
    "alias_force_thread_id": "alias_model_id",
    "alias_parent_thread_id": "alias_parent_model_id",
}
# How the model is called beside an integer "…res_id".
MODEL_NAMES = ("res_model", "model", "res_model_name", "res_model_id", "model_id")


@dataclass(frozen=True)
class Link:
    """A column that points to records of a model.

    ``condition`` says which rows do (``None``: all); ``text`` is true where the column
    holds ``model,id`` rather than an id.
    """

    table: str
    column: str
    condition: SQL | None = None
    text: bool = False


def links_to(env, model):
    """Return the links to records of a model, of all tables.

    :param env: any environment
    :param str model: name of a model
    :return: dict of table to list of :class:`Link`, one per column
    """
    found = {}
    for link in [*_foreign_keys(env, model), *_pairs(env, model)]:
        columns = found.setdefault(link.table, {})
        columns.setdefault(link.column, link)
    return {table: list(columns.values()) for table, columns in found.items()}


def stored_models(env):
    """Yield the models that have a table of their own.

    :param env: environment that the models come with
    :return: iterator of empty recordsets, by name
    """
    for name, model in sorted(env.registry.items()):
        if model._auto and not model._abstract:
            yield env[name]


def _foreign_keys(env, model):
    """Yield what the database knows: many2one columns and many2many tables."""
    rows = env.execute_query(
        SQL(
            """
            SELECT source.relname, attribute.attname
              FROM pg_constraint AS key
              JOIN pg_class AS source ON source.oid = key.conrelid
              JOIN pg_class AS target ON target.oid = key.confrelid
              JOIN pg_attribute AS attribute
                ON attribute.attrelid = source.oid
               AND attribute.attnum = key.conkey[1]
             WHERE key.contype = 'f' AND cardinality(key.conkey) = 1
               AND target.relname = %s
               AND target.relnamespace = current_schema::regnamespace
          ORDER BY source.relname, attribute.attname
            """,
            env[model]._table,
        )
    )
    for table, column in rows:
        if not table.startswith(IGNORED):
            yield Link(table, column)


def _pairs(env, model):
    """Yield what only the registry knows: pairs of model and id."""
    for records in stored_models(env):
        if records._table.startswith(IGNORED):
            continue
        for field in records._fields.values():
            if not field.store or not field.column_type:
                continue
            if field.type == "reference":
                yield Link(records._table, field.name, text=True)
            condition = _condition(env, records, field, model)
            if condition:
                yield Link(records._table, field.name, condition)


def _condition(env, records, field, model):
    """Return which rows of a pair point to the model; ``None`` if it is no pair."""
    if (records._name, field.name) == ("ir.filters", "embedded_parent_res_id"):
        return SQL(
            "embedded_action_id IN (SELECT id FROM ir_embedded_actions"
            " WHERE parent_res_model = %s)",
            model,
        )
    of_model = records._fields.get(model_field(records, field))
    if of_model is None or not of_model.store:
        return None
    column = SQL.identifier(of_model.name)
    if of_model.type == "many2one":
        return SQL("%s = %s", column, env["ir.model"]._get_id(model))
    return SQL("%s = %s", column, model)


def model_field(records, field):
    """Return the name of the field that tells the model of an id.

    :param records: recordset of the model that has the field
    :param field: one of its fields
    :return: str, or ``None`` where the field is no id of that kind
    """
    if field.type == "many2one_reference":
        return field.model_field
    if field.type != "integer":
        return None
    if field.name in ALIAS_PAIRS:
        return ALIAS_PAIRS[field.name]
    if not field.name.endswith("res_id"):
        return None
    prefix = field.name.removesuffix("res_id")
    names = (prefix + name for name in MODEL_NAMES)
    return next((name for name in names if name in records._fields), None)


def computed_pairs(env):
    """Yield pairs of a model and a field whose model is not stored: ask each row.

    :param env: environment that the models come with
    :return: iterator of (empty recordset, field)
    """
    for records in stored_models(env):
        for field in records._fields.values():
            if field.type == "many2one_reference" and field.store:
                if not records._fields[field.model_field].store:
                    yield records, field
