"""Statements on core's tables that keep people waiting no longer than a moment."""

import time
from contextlib import contextmanager
from functools import partial

from psycopg2.errors import (
    DeadlockDetected,
    LockNotAvailable,
    SerializationFailure,
)

from odoo.sql_db import db_connect
from odoo.tools import SQL, mute_logger

# Shorter than the second after which the database looks for deadlocks: whoever meets
# us in the other order goes on, and we come again.
PATIENCE = "700ms"
ATTEMPTS = 180
PAUSE = 1
ROWS = 5000  # that one statement may lock
BUSY = (DeadlockDetected, LockNotAvailable, SerializationFailure)


@contextmanager
def own_transactions(dbname):
    """Yield a cursor that commits each statement and sees what others commit.

    :param str dbname: name of the database
    """
    with db_connect(dbname).cursor() as cr:
        cr._cnx.autocommit = True
        try:
            cr.execute("SET default_transaction_isolation = 'read committed'")
            # a lock is not kept until the disk has answered; what is lost with the
            # machine, the next attempt does again
            cr.execute("SET synchronous_commit = off")
            yield cr
        finally:
            for setting in ("default_transaction_isolation", "synchronous_commit"):
                cr.execute(SQL("RESET %s", SQL.identifier(setting)))
            cr._cnx.autocommit = False


def attempt(cr, act):
    """Do something that waits for locks, for a moment only.

    Whoever waits for a lock of a table keeps all behind them waiting.

    :param cr: cursor of :func:`own_transactions`
    :param act: a statement, or a function
    :return: bool, whether it was done
    """
    if not callable(act):
        act = partial(cr.execute, act, log_exceptions=False)
    cr.execute(SQL("SET lock_timeout = %s", PATIENCE))
    try:
        with mute_logger("odoo.sql_db"):
            act()
    except BUSY:
        return False
    finally:
        cr.execute("SET lock_timeout = 0")
    return True


def patiently(cr, act):
    """Do the same, and try again while others are busy.

    :param cr: cursor of :func:`own_transactions`
    :param act: a statement, or a function
    :raises TimeoutError: when somebody holds what it needs for minutes; no error of the
        database, after which a request would be tried again as a whole
    """
    for _number in range(ATTEMPTS):
        if attempt(cr, act):
            return
        time.sleep(PAUSE)
    raise TimeoutError("Somebody keeps a table locked that has to be changed.")


def in_batches(cr, table, statement):
    """Run an update for some rows at a time, by their ids.

    :param cr: cursor of :func:`own_transactions`
    :param str table: its rows are updated
    :param statement: function of a condition on the column ``id`` that returns the SQL
    """
    cr.execute(SQL("SELECT max(id) FROM %s", SQL.identifier(table)))
    [last] = cr.fetchone()
    for start in range(0, last or 0, ROWS):
        patiently(cr, statement(SQL("BETWEEN %s AND %s", start + 1, start + ROWS)))
