"""Letters whose printing is killed again and again: each is printed exactly once."""

import os
import random
import signal
import time

from devtools import databases

KILLS = 50
COUNT = 1500
# Small, so that all that a batch goes through is hit.
PAGES = 10
# How long a worker lives at first, at most; by the pace of the machine it becomes more
# or less, so that some batches are finished and some are not.
LONGEST = 0.4
FINISHED = "SELECT count(*) FROM enova_letter_batch"
STATE = "SELECT coalesce(error, state) FROM enova_letter_run"

PREPARE = f"""
from odoo.addons.crm_enova.models.mailing import mailing_mailing_print
mailing_mailing_print.AT_ONCE = 0
env["ir.cron"].search([]).active = False
partners = env["res.partner"].with_context(tracking_disable=True).create([
    {{"name": f"Addressee {{n:05}}", "street": f"ul. Polna {{n + 1}}", "city": "Lublin",
      "zip": f"{{10 + n % 90}}-001", "is_company": True,
      "contractor_status": "contractor"}} for n in range({COUNT})])
admin = env.ref("base.user_admin")
mailing = env["mailing.mailing"].with_user(admin).create({{
    "subject": "Killed", "mailing_type": "letter", "purpose": "contract",
    "user_id": admin.id, "body_html": "<p>Dear {{contractor}}</p>",
    "letter_batch_pages": {PAGES},
    "mailing_domain": repr([("id", "in", partners.ids)])}})
mailing.action_print_letters()
env.cr.commit()
"""

# Forks one worker after the other, as the ERP's own server does: loaded once.
WORK = """
import os
import sys
from devtools.inside.session import environment
from odoo import sql_db

with environment(sys.argv[1]):
    pass
sql_db.close_all()
for line in sys.stdin:
    worker = os.fork()
    if worker:
        os.waitpid(worker, 0)
        print("over", flush=True)
        continue
    with environment(sys.argv[1]) as env:
        # The database lets go of what a dead worker held a little after its death. Jobs
        # of the ERP that find it held are tried again; this one waits for it.
        env.cr.execute("SELECT FROM enova_letter_run FOR UPDATE")
        env.cr.commit()
        print("at work", os.getpid(), flush=True)
        env["enova.letter.run"]._cron_draw()
        print("finished", flush=True)
    os._exit(0)
"""

# The name on each page of the file of all letters, in their order.
READ = """
import io, re
from pypdf import PdfReader
NAME = re.compile("Addressee ([0-9]{5})")
run = env["enova.letter.run"].search([])
reader = PdfReader(io.BytesIO(run.attachment_id.raw))
for page in reader.pages:
    print(" ".join(sorted(set(NAME.findall(page.extract_text())))))
"""
ORDER = """
SELECT right(partner.name, 5) FROM enova_letter_line AS line
  JOIN res_partner AS partner ON partner.id = line.partner_id ORDER BY line.sequence
"""
STATES = "SELECT mailing_state, count(*) FROM enova_activity GROUP BY 1 ORDER BY 1"
# A batch is kept with its file, and with the pages of its letters, or not at all.
HALF_KEPT = """
SELECT count(*) FROM enova_letter_batch AS batch
 WHERE attachment_id IS NULL OR letter_count <> (
       SELECT count(*) FROM enova_letter_line
        WHERE batch_id = batch.id AND state = 'drawn' AND page_count > 0)
"""


class Printer:
    """A server whose workers print, one at a time."""

    def __init__(self, outside, database):
        self.process = outside.forks.script(WORK, database)

    def start(self):
        """Start a worker; return its process id once it is at work."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        *words, pid = self.read().split()
        assert words == ["at", "work"]
        return int(pid)

    def read(self):
        return self.process.stdout.readline().strip()

    def stop(self):
        self.process.communicate(timeout=120)


def test_killed_fifty_times(outside):
    chance = random.Random(50)
    template = databases.addon_template(outside.erp, demo=False)
    with outside.copy_of(template, "letters") as database:
        outside.python(database, PREPARE)
        printer = Printer(outside, database)
        try:
            longest, known = LONGEST, 0
            for _kill in range(KILLS):
                worker = printer.start()
                time.sleep(chance.uniform(0, longest))
                assert outside.sql(database, STATE) == [["running"]]
                os.kill(worker, signal.SIGKILL)
                assert printer.read() == "over", "finished before it could be killed"
                assert outside.sql(database, HALF_KEPT) == [["0"]]
                finished = int(outside.sql(database, FINISHED)[0][0])
                longest *= 1.3 if finished == known else 1
                longest /= 1.5 if finished > known + 2 else 1
                known = finished
            assert 0 < known < COUNT / PAGES, "kills fell into the drawing"
            printer.start()
            assert [printer.read(), printer.read()] == ["finished", "over"]
        finally:
            printer.stop()
        assert outside.sql(database, STATES) == [["printed", str(COUNT)]]
        names = [name for (name,) in outside.sql(database, ORDER)]
        assert len(set(names)) == COUNT
        # every page has one addressee, each has one page, in the order of the letters
        assert outside.python(database, READ).splitlines() == names
