"""What benchmarks share that run the ERP beside a connection of their own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
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
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
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
