"""What benchmarks share that run the ERP beside a connection of their own."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time

import psycopg2

from odoo.tools import config


@contextlib.contextmanager
def connection(database, autocommit=False):
    """Yield a plain connection to a database of the server that the ERP uses."""
    link = psycopg2.connect(dbname=database)
    link.autocommit = autocommit
    try:
        yield link.cursor()
        if not autocommit:
            link.commit()
    finally:
        link.close()


def erp(*arguments, script=None):
    """Run the ERP's command line; return what it prints, or fail with its log."""
    command = [sys.executable, "-m", "odoo", *arguments]
    done = subprocess.run(
        command, input=script, capture_output=True, text=True, env=os.environ
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return done.stdout


def copy(source, target):
    """Copy a database and its files."""
    with connection("postgres", autocommit=True) as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    shutil.rmtree(config.filestore(target), ignore_errors=True)
    shutil.copytree(config.filestore(source), config.filestore(target))


def drop(database):
    """Drop a database and its files."""
    with connection("postgres", autocommit=True) as cursor:
        # not by force, which refuses where the database is just being vacuumed
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
    shutil.rmtree(config.filestore(database), ignore_errors=True)


class Watch(threading.Thread):
    """Notes how long tables are kept locked that were there when it began."""

    POLL = 0.02
    # what keeps others from writing; the last, from reading too
    STRONG = (
        "ShareLock",
        "ShareRowExclusiveLock",
        "ExclusiveLock",
        "AccessExclusiveLock",
    )

    def __init__(self, database):
        super().__init__(daemon=True)
        self.database, self.going, self.first, self.held = database, True, {}, {}

    def run(self):
        with connection(self.database, autocommit=True) as cursor:
            cursor.execute("SELECT oid::int8 FROM pg_class WHERE relkind = 'r'")
            tables = [oid for (oid,) in cursor.fetchall()]
            while self.going:
                cursor.execute(
                    "SELECT virtualtransaction, relation::regclass::text, mode"
                    "  FROM pg_locks WHERE granted AND locktype = 'relation'"
                    "   AND relation::int8 = ANY(%s)"
                    "   AND mode = ANY(%s)",
                    [tables, list(self.STRONG)],
                )
                self._note(cursor.fetchall(), time.perf_counter())
                time.sleep(self.POLL)

    def _note(self, rows, now):
        for row in rows:
            seconds = now - self.first.setdefault(row, now)
            table, mode = row[1:]
            longest = self.held.get(table, (0, ""))
            self.held[table] = max(longest, (seconds, mode))

    def stop(self):
        """End the watch; return the longest seconds and their lock, by table."""
        self.going = False
        self.join()
        return self.held
