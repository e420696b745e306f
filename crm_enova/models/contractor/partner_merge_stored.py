"""What points to a partner without a column of its own, or belongs to one.

Values inside JSON columns (properties and defaults; core itself moves the values of
company-dependent fields), and files of fields such as images. A plain-Python part of
the merge of partners (see ``partner_merge.py``).
"""

import json

from odoo.tools import SQL

from .partner_merge_links import stored_models

BLANK = ("null", "false", '""', "[]", "0", "0.0")


def move_properties(env, model, replaced):
    """Replace ids in the properties of all models.

    :param env: any environment
    :param str model: the model that the ids belong to
    :param dict replaced: id that goes to id that stays
    """
    for records in stored_models(env):
        for field in records._fields.values():
            if field.type != "properties" or not field.store:
                continue
            for name in _property_names(env, records, field, model):
                env.cr.execute(_replace_property(records, field, name, replaced))


def _property_names(env, records, field, model):
    """Return the properties of one field that hold records of the model."""
    container = env[records._fields[field.definition_record].comodel_name]
    column = container._fields[field.definition_record_field]
    if not column.store:
        return []
    rows = env.execute_query(
        SQL(
            "SELECT DISTINCT item ->> 'name' FROM %s, jsonb_array_elements(%s) AS item"
            " WHERE jsonb_typeof(%s) = 'array' AND item ->> 'comodel' = %s"
            " AND item ->> 'type' IN ('many2one', 'many2many')",
            SQL.identifier(container._table),
            SQL.identifier(column.name),
            SQL.identifier(column.name),
            model,
        )
    )
    return [row[0] for row in rows]


def _replace_property(records, field, name, replaced):
    """Return the statement that replaces ids in one property: one, or a list."""
    return SQL(
        """
        UPDATE %(table)s
           SET %(column)s = jsonb_set(%(column)s, ARRAY[%(name)s],
               CASE jsonb_typeof(%(column)s -> %(name)s)
               WHEN 'array' THEN (
                    SELECT jsonb_agg(DISTINCT
                           COALESCE(%(map)s::jsonb -> (item #>> '{}'), item))
                      FROM jsonb_array_elements(%(column)s -> %(name)s) AS item)
               ELSE COALESCE(%(map)s::jsonb -> (%(column)s ->> %(name)s),
                             %(column)s -> %(name)s) END)
         WHERE %(column)s ->> %(name)s = ANY(%(ids)s)
            OR jsonb_typeof(%(column)s -> %(name)s) = 'array'
               AND (%(column)s -> %(name)s) @> ANY(%(lists)s::jsonb[])
        """,
        table=SQL.identifier(records._table),
        column=SQL.identifier(field.name),
        name=name,
        map=json.dumps(replaced),
        ids=[str(id_) for id_ in replaced],
        lists=[json.dumps([id_]) for id_ in replaced],
    )


def join_properties(env, model, sources, kept):
    """Give a record the properties that are blank on it and filled on others.

    :param env: any environment
    :param str model: of the records
    :param list sources: ids, the most wanted first
    :param int kept: id of the record
    """
    for field in env[model]._fields.values():
        if field.type != "properties" or not field.store:
            continue
        env.cr.execute(
            SQL(
                """
                UPDATE %(table)s SET %(column)s = joined.value
                  FROM (SELECT jsonb_object_agg(key, value
                                   ORDER BY value::text <> ALL(%(blank)s), place DESC)
                          FROM unnest(%(ids)s) WITH ORDINALITY AS given (id, place)
                          JOIN %(table)s AS record USING (id),
                               jsonb_each(record.%(column)s)
                       ) AS joined (value)
                 WHERE id = %(kept)s AND joined.value IS NOT NULL
                """,
                table=SQL.identifier(env[model]._table),
                column=SQL.identifier(field.name),
                blank=list(BLANK),
                ids=[kept, *sources],
                kept=kept,
            )
        )


def move_defaults(env, model, replaced):
    """Replace ids in the default values that users have set for fields.

    :param env: any environment
    :param str model: the model that the ids belong to
    :param dict replaced: id that goes to id that stays
    """
    env.cr.execute(
        SQL(
            """
            UPDATE ir_default SET json_value = %(map)s::jsonb ->> json_value
              FROM ir_model_fields AS field
             WHERE field.id = ir_default.field_id AND field.relation = %(model)s
               AND field.ttype = 'many2one' AND json_value = ANY(%(ids)s)
            """,
            map=json.dumps(replaced),
            model=model,
            ids=[str(id_) for id_ in replaced],
        )
    )


def free_file_fields(env, model, replaced):
    """Turn files of fields that the kept record has too into plain attachments.

    Smaller copies of an image are computed from it: they go with their record.

    :param env: environment of who merges
    :param str model: name of a model
    :param dict replaced: id of the record that goes to id of that which stays
    """
    fields = [
        field
        for field in env[model]._fields.values()
        if field.store and field.type in ("binary", "image")
    ]
    uploaded = [field.name for field in fields if not field.compute]
    derived = [field.name for field in fields if field.compute]
    # sudo: files of the merged records, whatever field they belong to
    files = env["ir.attachment"].sudo()
    files.browse(_clashing_files(env, model, replaced, derived)).unlink()
    freed = files.browse(_clashing_files(env, model, replaced, uploaded))
    for record_id, group in freed.grouped("res_id").items():
        # sudo: a file is named after the record that the user merges
        name = env[model].sudo().browse(record_id).display_name
        group.write({"res_field": False, "name": name})
    files.flush_model()


def _clashing_files(env, model, replaced, names):
    """Return the files of these fields for which the kept record has its own."""
    if not names:
        return []
    rows = env.execute_query(
        SQL(
            """
            WITH pair AS (
                SELECT * FROM unnest(%(gone)s, %(kept)s) AS p (gone, kept)
            )
            SELECT file.id
              FROM ir_attachment AS file
              JOIN pair ON pair.gone = file.res_id
             WHERE file.res_model = %(model)s AND file.res_field = ANY(%(names)s)
               AND EXISTS (
                   SELECT FROM ir_attachment AS known
                LEFT JOIN pair AS other ON other.gone = known.res_id
                    WHERE known.res_model = %(model)s
                      AND known.res_id = ANY(%(gone)s || %(kept)s)
                      AND known.res_field = file.res_field
                      AND (known.res_id = pair.kept
                        OR other.kept = pair.kept AND other.gone < pair.gone))
            """,
            model=model,
            gone=list(replaced),
            kept=list(replaced.values()),
            names=names,
        )
    )
    return [row[0] for row in rows]
