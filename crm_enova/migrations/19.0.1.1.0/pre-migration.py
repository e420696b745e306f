"""Rename the states of reservations, and drop an index that serves nothing."""

import re

from odoo.tools import SQL, sql

# {state before: state now}
RESERVATION_STATES = {"asked": "requested"}
MODEL_OF = "(SELECT model FROM ir_model WHERE ir_model.id = {})"
# Where texts of users hold domains: table, column, and the model that it is about.
DOMAINS = (
    ("ir_filters", "domain", "model_id"),
    ("enova_color_rule", "domain", "model"),
    ("enova_campaign", "audience_domain", "'res.partner'"),
    ("mailing_mailing", "mailing_domain", MODEL_OF.format("mailing_model_id")),
    ("ir_rule", "domain_force", MODEL_OF.format("model_id")),
)
# How a domain names the state of a reservation, on its own model and on others.
OWN_MODEL = "enova.reservation"
OWN_PATH, OTHER_PATH = r"state", r"(?:\w+\.)*(?:\w+_)?reservation_ids?\.state"
VALUE = r"\[[^\]]*\]|\([^)]*\)|'\w*'|\"\w*\""


def migrate(cr, version):
    """Prepare the database for the models of this version."""
    if not version:
        return
    for before, now in RESERVATION_STATES.items():
        _rename_state(cr, before, now)
    for table, column, model in DOMAINS:
        if sql.column_exists(cr, table, column):
            _rename_in_domains(cr, table, column, model)
    _drop_dead_indexes(cr)
    _turn_order_links(cr)


def _rename_state(cr, before, now):
    """Give the reservations of a state, and the state itself, its new name."""
    cr.execute(
        "UPDATE enova_reservation SET state = %s WHERE state = %s", [now, before]
    )
    cr.execute(
        """
        UPDATE ir_model_fields_selection AS selection SET value = %s
          FROM ir_model_fields AS field
         WHERE field.id = selection.field_id AND field.model = 'enova.reservation'
           AND field.name = 'state' AND selection.value = %s
        """,
        [now, before],
    )
    name = "selection__enova_reservation__state__"
    cr.execute(
        "UPDATE ir_model_data SET name = %s WHERE module = 'crm_enova' AND name = %s",
        [name + now, name + before],
    )


def _rename_in_domains(cr, table, column, model):
    """Let the domains that users wrote look for the states by their new names."""
    words = "|".join(RESERVATION_STATES)
    cr.execute(
        SQL(
            "SELECT id, %s, %s FROM %s WHERE %s ~ %s",
            SQL(model),
            SQL.identifier(column),
            SQL.identifier(table),
            SQL.identifier(column),
            rf"['\"]({words})['\"]",
        )
    )
    for record_id, about, domain in cr.fetchall():
        renamed = _renamed(domain, OWN_PATH if about == OWN_MODEL else OTHER_PATH)
        if renamed != domain:
            cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    renamed,
                    record_id,
                )
            )


def _renamed(domain, path):
    """Return a domain's text with the states renamed where they are values."""
    leaf = rf"(['\"]{path}['\"]\s*,\s*['\"][^'\"]*['\"]\s*,\s*)({VALUE})"

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


def _turn_order_links(cr):
    """Give the links of orders the key and the index that a fresh table has.

    Core begins the key with the model that comes first, which is the order's now.
    """
    cr.execute(
        """
        SELECT indexrelid::regclass::text, indisprimary FROM pg_index
         WHERE indrelid = to_regclass('enova_activity_sale_order_rel')
           AND (indisprimary AND pg_get_indexdef(indexrelid)
                    LIKE '%(enova_activity_id, sale_order_id)'
             OR NOT indisprimary AND pg_get_indexdef(indexrelid)
                    LIKE '%(sale_order_id, enova_activity_id)')
        """
    )
    found = {is_primary: name for name, is_primary in cr.fetchall()}
    if len(found) < 2:
        return
    cr.execute(
        SQL(
            """
            ALTER TABLE enova_activity_sale_order_rel DROP CONSTRAINT %s;
            DROP INDEX %s;
            ALTER TABLE enova_activity_sale_order_rel
                ADD PRIMARY KEY (sale_order_id, enova_activity_id);
            CREATE INDEX ON enova_activity_sale_order_rel
                (enova_activity_id, sale_order_id)
            """,
            SQL(found[True]),
            SQL(found[False]),
        )
    )
