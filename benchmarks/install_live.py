"""What installing the addon costs a company with years of data.

Two databases without the addon: one empty, one with 200,000 partners and 100,000
documents. The addon is installed in each by the ERP's own command line, while a second
connection watches which tables are kept locked meanwhile. The database that the
benchmark is given has the addon; so it is uninstalled first.
"""

import os
import time

from live import Watch, connection, copy, drop, erp

from odoo.tools import config

from harness import Benchmark, Measure

ADDON = "crm_enova"
PARTNERS = """
    INSERT INTO res_partner (name, complete_name, commercial_partner_id, is_company,
           type, active, vat, phone, email, city, user_id, create_date, write_date,
           create_uid, write_uid, autopost_bills, lang)
    SELECT 'Contractor ' || i, 'Contractor ' || i, currval('res_partner_id_seq') + 1,
           true, 'contact', true, 'PL' || (7000000000 + i), '+48 600 ' || i,
           'office' || i || '@example.com', 'Lublin',
           CASE WHEN i %% 3 = 0 THEN 2 END, now(), now(), 1, 1, 'ask', 'en_US'
      FROM generate_series(1, %s) AS i
"""


PREPARE = """
addon = env["ir.module.module"].search([("name", "=", "crm_enova")])
addon.button_immediate_uninstall()
env.transaction.reset()
partner = env["res.partner"].create({"name": "Sample", "is_company": True})
product = env["product.product"].create({"name": "Sample", "type": "consu"})
outgoing = env["stock.picking.type"].search([("code", "=", "outgoing")], limit=1)
records = [
    env[model].create({"partner_id": partner.id, **values})
    for model, values in (
        ("sale.order", {}),
        ("account.move", {"move_type": "out_invoice"}),
        ("stock.picking", {"picking_type_id": outgoing.id}),
        ("repair.order", {"product_id": product.id}),
    )
]
env.cr.commit()
print("SAMPLES", *(f"{record._table}={record.id}" for record in records))
"""


def prepare(database):
    """Take the addon out; return one document of each kind, as ids by table."""
    printed = erp("shell", "-d", database, "--no-http", script=PREPARE)
    [line] = [row for row in printed.splitlines() if row.startswith("SAMPLES")]
    pairs = (pair.split("=") for pair in line.split()[1:])
    return {table: int(row) for table, row in pairs}


def multiply(cursor, table, sample, count):
    """Insert copies of a row, each of another partner and with a name of its own."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' AND attname <> 'id'",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall()]
    replaced = {
        "name": "'D/' || i",
        "partner_id": "people.ids[i %% people.size + 1]",
        "commercial_partner_id": "people.ids[i %% people.size + 1]",
        "access_token": "NULL",
    }
    values = [replaced.get(name, f'sample."{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f"""
        WITH people AS (
            SELECT array_agg(id) AS ids, count(*)::int AS size
              FROM res_partner WHERE name LIKE 'Contractor %%'
        )
        INSERT INTO {table} ({names})
        SELECT {", ".join(values)}
          FROM {table} AS sample, people, generate_series(1, %s) AS i
         WHERE sample.id = %s
        """,
        [count, sample],
    )


def fill(database, rows, partners, documents):
    """Give a database its years of data."""
    with connection(database) as cursor:
        # the first value, which the statement below counts on from
        cursor.execute("SELECT nextval('res_partner_id_seq')")
        cursor.execute(PARTNERS, [partners])
        cursor.execute(
            "UPDATE res_partner SET commercial_partner_id = id"
            " WHERE name LIKE 'Contractor %'"
        )
        for table, share in zip(rows, (0.35, 0.35, 0.25, 0.05), strict=True):
            multiply(cursor, table, rows[table], int(documents * share))
    with connection(database, autocommit=True) as cursor:
        cursor.execute("VACUUM FULL ANALYZE")


def size(database):
    """Return the bytes that a database takes."""
    with connection(database) as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def install(bench, database, label):
    """Install the addon; return seconds, bytes more, and the locks' seconds."""
    before = size(database)
    watch = Watch(database)
    watch.start()
    start = time.perf_counter()
    erp("-d", database, "-i", ADDON, "--stop-after-init", "--no-http")
    seconds = time.perf_counter() - start
    locks = watch.stop()
    grown = (size(database) - before) / 2**20
    bench.measures.append(Measure(label, 1, seconds, 0))
    bench.note(f"{label}: {grown:,.0f} MB more")
    for table, (held, mode) in sorted(locks.items(), key=lambda row: -row[1][0])[:5]:
        bench.note(f"{label}: {table} locked for {held:.2f} s ({mode})")
    longest = max((held for held, _mode in locks.values()), default=0)
    bench.at_most(f"{label}: longest lock of a table, s", longest, 1)
    return seconds


bench = Benchmark("Installing on a live database")
conf = bench.options.conf
if conf:
    os.environ["ODOO_RC"] = conf
config.parse_config(["-d", bench.database, "--no-http"], setup_logging=False)
rows = prepare(bench.database)
empty, live = f"{bench.database}_empty", f"{bench.database}_live"
try:
    # before anything is connected to what they are copied from
    copy(bench.database, empty)
    copy(bench.database, live)
    with bench:
        partners = bench.size("partners", 200_000)
        documents = bench.size("documents", 100_000)
        alone = install(bench, empty, "empty database")
        fill(live, rows, partners, documents)
        full = install(bench, live, f"{partners:,} partners, {documents:,} documents")
        # minutes of a maintenance window, not hours, on whatever disk this runs
        bench.at_most("seconds more than empty", full - alone, 180)
finally:
    drop(empty)
    drop(live)
