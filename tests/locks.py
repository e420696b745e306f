"""How long tables are kept locked while something else happens."""

import contextlib
import subprocess

# What keeps others from writing; the last, from reading too. Asked from another
# database, since an index that is built beside the work of others waits for all here.
WATCH = """
SELECT extract(epoch FROM clock_timestamp()), l.virtualtransaction, l.relation, l.mode
  FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
 WHERE d.datname = '{database}' AND l.granted AND l.locktype = 'relation'
   AND l.relation IN ({tables})
   AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                  'AccessExclusiveLock')
\\watch 0.03
"""
TABLES = """
SELECT oid, relname FROM pg_class
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


@contextlib.contextmanager
def watched(outside, database):
    """Yield a dict that has, after the block, the longest seconds by table and lock.

    Of tables that are there before it.
    """
    names = dict(outside.sql(database, TABLES))
    statement = WATCH.format(database=database, tables=", ".join(names))
    watch = subprocess.Popen(
        ["psql", "-XAtq", "-F", "\t", "-d", "postgres"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=outside.erp.env,
    )
    watch.stdin.write(statement)
    watch.stdin.flush()
    found = {}
    try:
        yield found
    finally:
        watch.terminate()
        printed, _errors = watch.communicate()
    first = {}
    for line in printed.splitlines():
        if line.count("\t") != 3:
            continue
        moment, transaction, table, mode = line.split("\t")
        since = first.setdefault((transaction, table, mode), float(moment))
        known = names[table], mode
        found[known] = max(found.get(known, 0), float(moment) - since)
