"""Rename the states of reservations, and drop an index that serves nothing."""

import re

from odoo.tools import SQL

# {state before: state now}
RESERVATION_STATES = {"asked": "requested"}
# How a reservation's state is named in a domain on each model.
STATE_PATHS = {
    "enova.reservation": ["state"],
    "enova.resource": ["reservation_ids.state"],
    "enova.activity": ["reservation_ids.state"],
    "enova.project": ["reservation_ids.state"],
    "calendar.event": ["enova_reservation_ids.state"],
    "repair.order": ["enova_reservation_ids.state"],
}
VALUE = r"\[[^\]]*\]|\([^)]*\)|'\w*'|\"\w*\""


def migrate(cr, version):
    """Prepare the database for the models of this version."""
    if not version:
        return
    for before, now in RESERVATION_STATES.items():
        cr.execute(
            "UPDATE enova_reservation SET state = %s WHERE state = %s", [now, before]
        )
    _rename_in_domains(cr, "ir_filters", "model_id")
    _rename_in_domains(cr, "enova_color_rule", "model")
    _drop_dead_indexes(cr)


def _rename_in_domains(cr, table, model_column):
    """Let the domains of users look for the states by their new names."""
    query = SQL(
        "SELECT id, %(model)s, domain FROM %(table)s WHERE %(model)s IN %(models)s",
        model=SQL.identifier(model_column),
        table=SQL.identifier(table),
        models=tuple(STATE_PATHS),
    )
    cr.execute(query)
    for record_id, model, domain in cr.fetchall():
        renamed = _renamed(domain or "", STATE_PATHS[model])
        if renamed != (domain or ""):
            cr.execute(
                SQL(
                    "UPDATE %s SET domain = %s WHERE id = %s",
                    SQL.identifier(table),
                    renamed,
                    record_id,
                )
            )


def _renamed(domain, paths):
    """Return a domain's text with the states renamed where they are values."""
    path = "|".join(map(re.escape, paths))
    leaf = rf"(['\"](?:{path})['\"]\s*,\s*['\"][^'\"]*['\"]\s*,\s*)({VALUE})"

    def rename(match):
        value = match[2]
        for before, now in RESERVATION_STATES.items():
            value = re.sub(rf"(['\"]){before}\1", rf"\g<1>{now}\1", value)
        return match[1] + value

    return re.sub(leaf, rename, domain)


def _drop_dead_indexes(cr):
    """Leave the subject of tasks and events with the one index that searches use."""
    cr.execute(
        """
        SELECT index.indexrelid::regclass::text
          FROM pg_index AS index
          JOIN pg_class AS class ON class.oid = index.indexrelid
          JOIN pg_am AS method ON method.oid = class.relam
          JOIN pg_attribute AS attribute ON attribute.attrelid = index.indrelid
           AND attribute.attnum = index.indkey[0]
         WHERE index.indrelid = 'enova_activity'::regclass AND index.indnatts = 1
           AND attribute.attname = 'name'
           AND (method.amname <> 'gin' OR class.relname <> 'enova_activity__name_index')
        """
    )
    for (name,) in cr.fetchall():
        cr.execute(SQL("DROP INDEX %s", SQL(name)))
