"""A long run that is killed again and again ends like one that nobody disturbed."""

import random
import signal
import subprocess
import time

from devtools import databases
from devtools.paths import ROOT

KILLS = 20
CONTRACTORS = 3000
BATCH = 25

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

WORK = f"""
from odoo.addons.crm_enova.models.project import enova_creator_run
enova_creator_run.BATCH = {BATCH}
run = env["enova.creator.run"].search([("name", "=", NAME)])
run.state = "running"
env.cr.commit()
print("ready", flush=True)
env["enova.creator.run"]._cron_process()
print("finished", flush=True)
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


def _worker(outside, database, name):
    """Start a process that goes on with a run; wait until it is at work."""
    script = "from devtools.inside.session import environment\nimport sys\n"
    script += "with environment(sys.argv[1]) as env:\n"
    code = WORK.replace("NAME", repr(name))
    script += "".join(f"    {line}\n" for line in code.splitlines())
    process = subprocess.Popen(
        [str(outside.erp.python), "-c", script, database],
        env=outside.erp.env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_killed_twenty_times(outside):
    chance = random.Random(20)
    template = databases.addon_template(outside.erp, demo=False)
    with outside.copy_of(template, "crash") as database:
        outside.python(database, PREPARE)
        undisturbed = _worker(outside, database, "Undisturbed")
        start = time.monotonic()
        assert undisturbed.stdout.read() == "finished\n"
        # all of them together have less time than one needs
        longest = (time.monotonic() - start) / KILLS
        for _kill in range(KILLS):
            process = _worker(outside, database, "Disturbed")
            time.sleep(chance.uniform(0, longest))
            assert process.poll() is None, "it was finished before it could be killed"
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert outside.sql(database, HALF_MADE) == [["0"]]
        last = _worker(outside, database, "Disturbed")
        assert last.stdout.read() == "finished\n"
        left = "SELECT name, state FROM enova_creator_run ORDER BY name"
        assert outside.sql(database, left) == [
            ["Disturbed", "done"],
            ["Undisturbed", "done"],
        ]
        made = outside.sql(database, MADE.replace("{title}", "Disturbed"))
        assert len(made) == CONTRACTORS
        assert made == outside.sql(database, MADE.replace("{title}", "Undisturbed"))
