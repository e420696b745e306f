"""Foreign keys to and from tables that others use, added after an installation.

A key keeps both its tables locked against writing until the transaction ends that
adds it, and an installation's is one of minutes. So its keys are written down, and
added when it has been committed, each in a transaction of its own.
"""

import time

from psycopg2.errors import ForeignKeyViolation

from odoo.tools import SQL

from .install_transactions import ATTEMPTS, PAUSE, attempt, own_transactions, patiently


def put_off(env, ours):
    """Take from the framework the keys that would lock what others use.

    :param env: environment of the installation, after the models have been set up
    :param str ours: name of the module; keys of others that are there stay as they are
    :return: list of table, column, other table and column, and what deletion does
    """
    wanted = env.registry._foreign_keys
    if not wanted:
        return []
    there = {(table, column) for table, column, _name, _valid in _keys_there(env.cr)}
    with own_transactions(env.cr.dbname) as own:
        # what the installation has made itself, nobody else sees
        own.execute("SELECT relname FROM pg_class WHERE relkind = 'r'")
        used = {name for (name,) in own.fetchall()}
    taken = []
    for key, (other, target, ondelete, _model, module) in list(wanted.items()):
        if key in there:
            # two fields of core tell of one key, each another deletion, and whoever is
            # asked last would have it made anew
            if module != ours:
                del wanted[key]
        elif not used.isdisjoint((key[0], other)):
            del wanted[key]
            taken.append([*key, other, target, ondelete])
    return taken


def add_keys(own, keys, attempts=ATTEMPTS):
    """Add keys, and check the rows that are there already.

    :param own: cursor of own transactions
    :param list keys: of :func:`put_off`
    :param int attempts: how often to come again while somebody is busy
    :return: list of the keys that are still missing
    """
    there = {(table, column) for table, column, _name, _valid in _keys_there(own)}
    left = [key for key in keys if tuple(key[:2]) not in there]
    for number in range(attempts):
        left = [key for key in left if not attempt(own, _addition(*key))]
        if not left:
            break
        if number < attempts - 1:
            time.sleep(PAUSE)
    _validate(own, {tuple(key[:2]): key for key in keys})
    return left


def _keys_there(cr):
    """Return table, column, name and validity of all foreign keys of one column."""
    cr.execute(
        """
        SELECT t.relname, c.attname, k.conname, k.convalidated
          FROM pg_constraint AS k
          JOIN pg_class AS t ON t.oid = k.conrelid
          JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attnum = k.conkey[1]
         WHERE k.contype = 'f' AND t.relnamespace = current_schema::regnamespace
        """
    )
    return cr.fetchall()


def _addition(table, column, other, target, ondelete):
    """Return the statement that adds a key, which looks at no row."""
    return SQL(
        "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (%s) ON DELETE %s NOT VALID",
        SQL.identifier(table),
        SQL.identifier(column),
        SQL.identifier(other),
        SQL.identifier(target),
        SQL(ondelete),
    )


def _validate(own, keys):
    """Check the rows under keys that were added; others go on working meanwhile."""
    for table, column, name, valid in _keys_there(own):
        if valid or (table, column) not in keys:
            continue
        statement = SQL(
            "ALTER TABLE %s VALIDATE CONSTRAINT %s",
            SQL.identifier(table),
            SQL.identifier(name),
        )
        try:
            own.execute(statement, log_exceptions=False)
        except ForeignKeyViolation:
            patiently(own, _mending(own, *keys[table, column]))
            own.execute(statement)


def _mending(own, table, column, other, target, ondelete):
    """Return what takes away references to what somebody deleted meanwhile.

    It does what the key would have done then.
    """
    own.execute(
        SQL(
            "SELECT attnotnull FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attname = %s",
            table,
            column,
        )
    )
    [is_required] = own.fetchone()
    name = SQL.identifier(column)
    act = SQL("UPDATE %s AS row SET %s = NULL", SQL.identifier(table), name)
    if is_required or ondelete.upper() == "CASCADE":
        act = SQL("DELETE FROM %s AS row", SQL.identifier(table))
    return SQL(
        "%s WHERE row.%s IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM %s AS other WHERE other.%s = row.%s)",
        act,
        name,
        SQL.identifier(other),
        SQL.identifier(target),
        name,
    )
