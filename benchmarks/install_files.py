"""What installing the addon costs those who store files meanwhile.

A database without the addon, with a million files. While the addon is installed by the
ERP's own command line, a second connection stores a file and renames it, enters and
changes a contractor, and reads, over and over, as people at work do: the longest that
it ever waits is measured, and how long any table is kept locked. The database that the
benchmark is given has the addon; so it is uninstalled first.
"""

import os
import threading
import time

from live import Watch, connection, copy, drop, erp

from odoo.tools import config

from harness import Benchmark, Measure

ADDON = "crm_enova"
PAUSE = 0.01
PREPARE = """
addon = env["ir.module.module"].search([("name", "=", "crm_enova")])
addon.button_immediate_uninstall()
env.transaction.reset()
partner = env["res.partner"].create({"name": "Sample", "is_company": True})
env.cr.commit()
print("SAMPLE", partner.id)
"""
FILL = """
    INSERT INTO ir_attachment (name, type, res_model, res_id, mimetype, file_size,
           checksum, store_fname, index_content, company_id, create_uid, write_uid,
           create_date, write_date)
    SELECT 'Plik ' || i || '.txt', 'binary',
           CASE WHEN i %% 4 = 0 THEN 'res.company' ELSE 'res.partner' END,
           CASE WHEN i %% 4 = 0 THEN 1 ELSE people.ids[1 + i %% people.size] END,
           'text/plain', 1000, md5(i::text), 'aa/' || md5(i::text),
           repeat('umowa najmu dostawa ', 10) || i, 1, 1, 1,
           now() - i * interval '1 second', now()
      FROM generate_series(1, %s) AS i,
           (SELECT array_agg(id) AS ids, count(*)::int AS size
              FROM res_partner) AS people
"""
PARTNERS = """
    INSERT INTO res_partner (name, complete_name, is_company, type, active,
           autopost_bills, create_uid, write_uid, lang)
    SELECT 'C' || i, 'C' || i, true, 'contact', true, 'ask', 1, 1, 'en_US'
      FROM generate_series(1, %s) AS i
"""
STORE = """
    INSERT INTO ir_attachment (name, type, res_model, res_id, mimetype, create_uid,
           write_uid, create_date, write_date)
    VALUES ('now.txt', 'binary', 'res.partner', %s, 'text/plain', 1, 1, now(), now())
 RETURNING id
"""
ENTER = """
    INSERT INTO res_partner (name, complete_name, type, active, autopost_bills)
    VALUES ('Now', 'Now', 'contact', true, 'ask') RETURNING id
"""
WORK = {
    "store": "store a file",
    "rename": "rename a file",
    "read": "read a file",
    "enter": "enter a contractor",
    "change": "change a contractor",
    "see": "read the company",
}


class Work(threading.Thread):
    """Somebody who stores files, enters contractors and reads, without end."""

    def __init__(self, database, partner):
        super().__init__(daemon=True)
        self.database, self.partner, self.going = database, partner, True
        self.longest, self.turns = {}, 0

    def run(self):
        with connection(self.database, autocommit=True) as cursor:
            while self.going:
                self.note("store", cursor, STORE, [self.partner])
                [(file_id,)] = cursor.fetchall()
                rename = "UPDATE ir_attachment SET name = 'then.txt' WHERE id = %s"
                self.note("rename", cursor, rename, [file_id])
                read = "SELECT name FROM ir_attachment WHERE id = %s"
                self.note("read", cursor, read, [file_id])
                self.note("enter", cursor, ENTER, [])
                change = "UPDATE res_partner SET ref = 'then' WHERE id = %s"
                self.note("change", cursor, change, [self.partner])
                see = "SELECT name FROM res_company"
                self.note("see", cursor, see, [])
                self.turns += 1
                time.sleep(PAUSE)

    def note(self, what, cursor, statement, values):
        """Run a statement; keep the longest that it ever took."""
        start = time.perf_counter()
        cursor.execute(statement, values)
        seconds = time.perf_counter() - start
        self.longest[what] = max(seconds, self.longest.get(what, 0))


def fill(database, files):
    """Give a database contractors and files."""
    with connection(database) as cursor:
        cursor.execute(PARTNERS, [5000])
        cursor.execute("UPDATE res_partner SET commercial_partner_id = id")
        cursor.execute(FILL, [files])
    with connection(database, autocommit=True) as cursor:
        cursor.execute("VACUUM ANALYZE ir_attachment")


def count(database):
    """Return how many files have a contractor."""
    with connection(database) as cursor:
        cursor.execute(
            "SELECT count(*) FROM ir_attachment WHERE enova_partner_id IS NOT NULL"
        )
        return cursor.fetchone()[0]


bench = Benchmark("Installing beside people who store files")
if bench.options.conf:
    os.environ["ODOO_RC"] = bench.options.conf
config.parse_config(["-d", bench.database, "--no-http"], setup_logging=False)
printed = erp("shell", "-d", bench.database, "--no-http", script=PREPARE)
[sample] = [row for row in printed.splitlines() if row.startswith("SAMPLE")]
live = f"{bench.database}_files"
try:
    copy(bench.database, live)
    with bench:
        files = bench.size("files", 1_000_000)
        fill(live, files)
        work = Work(live, int(sample.split()[1]))
        work.start()
        watch = Watch(live)
        watch.start()
        start = time.perf_counter()
        erp("-d", live, "-i", ADDON, "--stop-after-init", "--no-http")
        seconds = time.perf_counter() - start
        work.going = False
        work.join()
        locks = watch.stop()
        bench.measures.append(Measure(f"{files:,} files", files, seconds, 0))
        bench.note(f"{work.turns:,} files were stored meanwhile")
        for what, longest in work.longest.items():
            bench.at_most(f"longest wait to {WORK[what]}, s", longest, 1)
        for table, (held, mode) in sorted(locks.items(), key=lambda row: -row[1][0])[
            :5
        ]:
            bench.note(f"{table} locked for {held:.2f} s ({mode})")
        held = max((held for held, _mode in locks.values()), default=0)
        bench.at_most("longest lock of a table, s", held, 1)
        bench.at_least("files with a contractor", count(live), files * 0.7)
finally:
    drop(live)
