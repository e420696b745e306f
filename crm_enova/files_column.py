"""What locks core's tables when the addon comes: the least, and in one order."""

import time

from psycopg2.errors import DeadlockDetected, LockNotAvailable

from odoo.sql_db import db_connect

# What core's table of files gets of ours; each is committed at once.
FILES_QUICK = (
    "ALTER TABLE ir_attachment ADD COLUMN IF NOT EXISTS enova_partner_id int4",
    "ALTER TABLE ir_attachment ADD CONSTRAINT ir_attachment_enova_partner_id_fkey"
    " FOREIGN KEY (enova_partner_id) REFERENCES res_partner (id)"
    " ON DELETE SET NULL NOT VALID",
)
FILES_SLOW = (
    "ALTER TABLE ir_attachment VALIDATE CONSTRAINT ir_attachment_enova_partner_id_fkey",
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS ir_attachment_enova_partner_idx"
    " ON ir_attachment (enova_partner_id, create_date DESC, id DESC)"
    " WHERE enova_partner_id IS NOT NULL",
)
# What an installation changes or refers to, locked from its beginning to its end.
HELD = (
    "LOCK TABLE ir_attachment IN SHARE ROW EXCLUSIVE MODE",
    "LOCK TABLE res_partner, sale_order, account_move, stock_picking, repair_order"
    " IN ACCESS EXCLUSIVE MODE",
)
ATTEMPTS = 60
LONGEST = 60  # seconds of the last attempt


def prepare_tables(cr):
    """Make what can be made apart, then take the locks of an installation.

    :param cr: database cursor of the installation
    """
    prepare_files(cr)
    hold_tables(cr)


def prepare_files(cr):
    """Give core's table of files our column, its key and its index, and keep no lock.

    Everybody stores files all the time, also while an addon is installed or updated,
    which is one transaction of minutes. So what locks the table is committed at once:
    the column is empty, the key is checked afterwards, the index is built beside the
    work of others. What is there already is left as it is.

    :param cr: database cursor
    """
    cr.execute(
        "SELECT EXISTS (SELECT FROM information_schema.columns WHERE table_name ="
        " 'ir_attachment' AND column_name = 'enova_partner_id')"
    )
    if cr.fetchone()[0]:
        return
    # nothing that was done before may keep a lock that the next would wait for
    cr.commit()  # pylint: disable=invalid-commit
    with db_connect(cr.dbname).cursor() as other:
        other._cnx.autocommit = True
        for statement in FILES_QUICK:
            _execute_patiently(other, statement)
        # these two let others read and write meanwhile
        other.execute("SET lock_timeout = 0")
        for statement in FILES_SLOW:
            other.execute(statement)
        other._cnx.autocommit = False


def _execute_patiently(cr, statement):
    """Run a statement that locks a table for a moment.

    Whoever waits for such a lock keeps all behind them waiting: so not for long, and
    again later.

    :param cr: database cursor that commits each statement
    :param str statement: to run
    """
    cr.execute("SET lock_timeout = '700ms'")
    for _attempt in range(ATTEMPTS):
        try:
            cr.execute(statement, log_exceptions=False)
            return
        except LockNotAvailable:
            time.sleep(1)
    cr.execute("SET lock_timeout = '60s'")
    cr.execute(statement)


def hold_tables(cr):
    """Take all locks of an installation together, before it does anything.

    It works for minutes. Took it them one by one, it would meet somebody who holds the
    one and waits for the other, and the database would end either's work. Here all are
    given back and asked for again, so people finish what they do, and then wait.

    :param cr: database cursor of the installation
    :raises LockNotAvailable: when people hold one for longer than a minute
    """
    for attempt in range(ATTEMPTS):
        seconds = LONGEST if attempt == ATTEMPTS - 1 else 0.7
        try:
            with cr.savepoint(flush=False):
                cr.execute("SET LOCAL lock_timeout = %s", [int(seconds * 1000)])
                for statement in HELD:
                    cr.execute(statement, log_exceptions=False)
                cr.execute("SET LOCAL lock_timeout = 0")
            return
        except (DeadlockDetected, LockNotAvailable):
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(1)
