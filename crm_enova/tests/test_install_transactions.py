import threading
import time
from contextlib import closing
from functools import partial

from psycopg2.errors import UndefinedTable

from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from ..models.base import install_transactions as transactions
from ..models.base.install_transactions import (
    attempt,
    in_batches,
    own_transactions,
    patiently,
)

READ = "SELECT count(*) FROM enova_trial_rows WHERE done"
CHANGE = "ALTER TABLE enova_trial_rows ADD COLUMN more int4"


@tagged("post_install", "-at_install")
class TestInstallTransactions(TransactionCase):
    """Statements beside people at work, on a table of the test's own."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self._run, "DROP TABLE IF EXISTS enova_trial_rows")
        self._run("DROP TABLE IF EXISTS enova_trial_rows")
        self._run(
            "CREATE TABLE enova_trial_rows AS SELECT i AS id, false AS done"
            " FROM generate_series(1, 25) AS i"
        )
        self.patch(transactions, "PAUSE", 0.1)

    def _run(self, statement):
        with own_transactions(self.env.cr.dbname) as own:
            own.execute(statement)
            return own.fetchall() if own.description else None

    def _other(self):
        return closing(db_connect(self.env.cr.dbname).cursor())

    def test_each_statement_is_committed(self):
        with own_transactions(self.env.cr.dbname) as own, self._other() as other:
            own.execute("UPDATE enova_trial_rows SET done = true WHERE id = 1")
            other.execute(READ)
            self.assertEqual(other.fetchone(), (1,))
            own.execute("SHOW transaction_isolation")
            self.assertEqual(own.fetchone(), ("read committed",))

    def test_the_connection_is_given_back_as_it_was(self):
        with own_transactions(self.env.cr.dbname) as own:
            attempt(own, READ)
            connection = own._cnx
        self.assertFalse(connection.autocommit)
        with closing(connection.cursor()) as plain:
            for setting in ("lock_timeout", "synchronous_commit"):
                plain.execute(
                    "SELECT setting = reset_val FROM pg_settings WHERE name = %s",
                    [setting],
                )
                self.assertEqual(plain.fetchone(), (True,), setting)
        connection.rollback()

    def test_an_attempt_waits_for_a_moment_alone(self):
        """So those who come after it never wait for longer."""
        with own_transactions(self.env.cr.dbname) as own:
            with self._other() as other:
                other.execute(READ)
                start = time.monotonic()
                self.assertFalse(attempt(own, CHANGE))
                self.assertLess(time.monotonic() - start, 1)
            own.execute("SHOW lock_timeout")
            self.assertEqual(own.fetchone(), ("0",))
            self.assertTrue(attempt(own, CHANGE))

    def test_patience_outlasts_whoever_works(self):
        reading, ended = threading.Event(), []

        def work():
            with self._other() as other:
                other.execute(READ)
                reading.set()
                time.sleep(1.5)
                other.execute("UPDATE enova_trial_rows SET done = true")
                ended.append(True)
                other.commit()

        person = threading.Thread(target=work)
        person.start()
        self.addCleanup(person.join, 10)
        reading.wait(10)
        with own_transactions(self.env.cr.dbname) as own:
            patiently(own, CHANGE)
        self.assertTrue(ended)
        self.assertEqual(self._run(READ), [(25,)])

    def test_whoever_never_ends_is_told_of(self):
        self.patch(transactions, "ATTEMPTS", 2)
        with own_transactions(self.env.cr.dbname) as own, self._other() as other:
            other.execute(READ)
            with self.assertRaisesRegex(TimeoutError, "keeps a table locked"):
                patiently(own, CHANGE)
            # and nobody waits for it
            other.execute("UPDATE enova_trial_rows SET done = true")

    def test_other_errors_are_raised(self):
        with own_transactions(self.env.cr.dbname) as own, mute_logger("odoo.sql_db"):
            with self.assertRaises(UndefinedTable):
                patiently(own, "SELECT FROM enova_trial_nothing")

    def test_functions_are_run_too(self):
        with own_transactions(self.env.cr.dbname) as own:
            act = partial(own.execute, "UPDATE enova_trial_rows SET done = true")
            self.assertTrue(attempt(own, act))
        self.assertEqual(self._run(READ), [(25,)])

    def test_rows_in_batches(self):
        """Each batch is committed, and the last one is not forgotten."""
        self.patch(transactions, "ROWS", 10)
        asked = []

        def statement(ids):
            asked.append(ids.params)
            return SQL("UPDATE enova_trial_rows SET done = true WHERE id %s", ids)

        with own_transactions(self.env.cr.dbname) as own:
            in_batches(own, "enova_trial_rows", statement)
        self.assertEqual([list(p) for p in asked], [[1, 10], [11, 20], [21, 30]])
        self.assertEqual(self._run(READ), [(25,)])

    def test_an_empty_table(self):
        self._run("DELETE FROM enova_trial_rows")
        with own_transactions(self.env.cr.dbname) as own:
            in_batches(own, "enova_trial_rows", lambda ids: SQL("nonsense"))
