"""What benchmarks share that run the ERP beside a connection of their own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import psycopg2

from odoo.tools import config

STARTED_WITHIN, STOPPED_WITHIN = 120, 20


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


@contextlib.contextmanager
def serving(database, *options, command=(sys.executable, "-m", "odoo")):
    """Run the ERP's server on a database as long as the block; yield its address.

    :param str database: its name
    :param options: further words of the command line
    :param command: what runs the ERP
    """
    port = free_port()
    words = ["-d", database, "--db-filter", f"^{database}$", "--log-level=error"]
    words += ["--http-interface", "127.0.0.1", "--http-port", port, *options]
    words += ["--max-cron-threads", 0]
    process = subprocess.Popen(list(map(str, [*command, *words])), env=os.environ)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/web/health", process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address, process):
    """Wait until the server answers."""
    end = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("the server has ended")
        with contextlib.suppress(urllib.error.URLError, OSError):
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        time.sleep(0.2)
    raise SystemExit(f"no answer within {STARTED_WITHIN} s")


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
