"""A long run that is killed again and again ends like one that nobody disturbed."""

import os
import random
import signal
import time

from devtools import databases

KILLS = 20
CONTRACTORS = 1500
BATCH = 12

PREPARE = f"""
admin = env.ref("base.user_admin")
env["res.partner"].with_context(tracking_disable=True).create([
    {{"name": f"Crash {{n:04}}", "is_company": True, "user_id": admin.id,
      "contractor_status": "contractor"}} for n in range({CONTRACTORS})
])
playbook = env["enova.playbook"].create({{
    "name": "Crash", "project_name": "{{template}}: {{contractor}}",
    "line_ids": [(0, 0, {{"name": f"{{n}} {{{{contractor}}}}", "day_offset": n}})
                 for n in range(3)],
}})
for title in ("Undisturbed", "Disturbed"):
    run = env["enova.creator.run"].create({{
        "name": title, "user_id": admin.id, "playbook_id": playbook.id,
        "campaign_id": env["enova.campaign"].create({{"title": title}}).id,
        "state": "paused", "date_start": "2026-03-26",
    }})
    partners = env["res.partner"].search([("name", "=like", "Crash %")], order="id")
    run._fill(partners, {{}}, env["enova.project"])
"""

# Forks one worker after the other, as the ERP's own server does: loaded once.
WORK = f"""
import os
import sys
from devtools.inside.session import environment
from odoo import sql_db

with environment(sys.argv[1]):
    from odoo.addons.crm_enova.models.project import enova_creator_run
enova_creator_run.BATCH = {BATCH}
sql_db.close_all()
for line in sys.stdin:
    worker = os.fork()
    if worker:
        os.waitpid(worker, 0)
        print("over", flush=True)
        continue
    with environment(sys.argv[1]) as env:
        run = env["enova.creator.run"].search([("name", "=", line.strip())])
        run.state = "running"
        env.cr.commit()
        print("at work", os.getpid(), flush=True)
        env["enova.creator.run"]._cron_process()
        print("finished", flush=True)
    os._exit(0)
"""

# All that a run has made, without the numbers and ids that differ by nature.
MADE = """
SELECT partner.name, project.name, project.date_deadline, project.user_id,
       string_agg(concat_ws('|', activity.name, activity.date_deadline,
                            activity.user_id, activity.state),
                  ',' ORDER BY activity.name),
       count(DISTINCT member.id), count(DISTINCT project.id)
  FROM res_partner AS partner
  JOIN enova_campaign AS campaign ON TRUE
  JOIN utm_campaign AS utm ON utm.id = campaign.campaign_id AND utm.title::text LIKE
       '%"{title}"%'
  LEFT JOIN enova_project AS project
    ON project.partner_id = partner.id AND project.campaign_id = campaign.id
  LEFT JOIN enova_activity AS activity ON activity.project_id = project.id
  LEFT JOIN enova_campaign_member AS member
    ON member.partner_id = partner.id AND member.campaign_id = campaign.id
 WHERE partner.name LIKE 'Crash %'
 GROUP BY 1, 2, 3, 4 ORDER BY 1
"""
HALF_MADE = """
SELECT count(*) FROM enova_project AS project
 WHERE (SELECT count(*) FROM enova_activity WHERE project_id = project.id) <> 3
"""


class Server:
    """Workers of the ERP that go on with a run, one at a time."""

    def __init__(self, outside, database):
        self.process = outside.forks.script(WORK, database)

    def start(self, name):
        """Start a worker; return its process id once it is at work."""
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.flush()
        *words, pid = self.read().split()
        assert words == ["at", "work"]
        return int(pid)

    def read(self):
        return self.process.stdout.readline().strip()

    def stop(self):
        self.process.communicate(timeout=60)


def test_killed_twenty_times(outside):
    chance = random.Random(20)
    template = databases.addon_template(outside.erp, demo=False)
    with outside.copy_of(template, "crash") as database:
        outside.python(database, PREPARE)
        server = Server(outside, database)
        try:
            server.start("Undisturbed")
            start = time.monotonic()
            assert [server.read(), server.read()] == ["finished", "over"]
            # all of them together have less time than one needs, even where this
            # machine, busy with other tests so far, gets twice as fast now
            longest = (time.monotonic() - start) / KILLS / 2
            for _kill in range(KILLS):
                worker = server.start("Disturbed")
                time.sleep(chance.uniform(0, longest))
                os.kill(worker, signal.SIGKILL)
                assert server.read() == "over", "finished before it could be killed"
                assert outside.sql(database, HALF_MADE) == [["0"]]
            server.start("Disturbed")
            assert [server.read(), server.read()] == ["finished", "over"]
        finally:
            server.stop()
        left = "SELECT name, state FROM enova_creator_run ORDER BY name"
        assert outside.sql(database, left) == [
            ["Disturbed", "done"],
            ["Undisturbed", "done"],
        ]
        made = outside.sql(database, MADE.replace("{title}", "Disturbed"))
        assert len(made) == CONTRACTORS
        assert made == outside.sql(database, MADE.replace("{title}", "Undisturbed"))
