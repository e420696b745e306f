"""Files of fields, such as images, of records that become one.

A plain-Python part of the merge of partners (see ``partner_merge.py``).
"""

from odoo.tools import SQL


def free_file_fields(env, model, replaced):
    """Turn files of fields that the kept record has too into plain attachments.

    Smaller copies of an image are computed from it: they go with their record.

    :param str model: name of a model
    :param dict replaced: id of the record that goes to id of that which stays
    """
    fields = [
        field
        for field in env[model]._fields.values()
        if field.store and field.type in ("binary", "image")
    ]
    own = [field.name for field in fields if not field.compute]
    derived = [field.name for field in fields if field.compute]
    # sudo: files of the merged records, whatever field they belong to
    files = env["ir.attachment"].sudo()
    files.browse(_clashing_files(env, model, replaced, derived)).unlink()
    freed = files.browse(_clashing_files(env, model, replaced, own))
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
