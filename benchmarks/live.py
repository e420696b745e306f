"""What benchmarks share that run the ERP beside a connection of their own."""

import contextlib
import os
import shutil
import subprocess
import sys

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
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    shutil.rmtree(config.filestore(database), ignore_errors=True)
