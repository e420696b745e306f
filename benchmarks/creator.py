"""Projects and tasks for two thousand contractors, beside the ERP's own projects.

A template of three tasks, given to the caretakers, who are told; the ERP's projects and
tasks are made in one call each, which is quicker than its own screens are. Then ten
thousand contractors in the background, while somebody clicks in the list of tasks; and
the form of the campaign that this has made.
"""

import statistics
import subprocess
import sys
import time

from list_page import specification
from lxml import etree

from odoo.fields import Command
from odoo.modules.registry import Registry

from harness import Benchmark

USERS = 20
LINES = 3


def with_project(bench):
    """Install the project application; return an environment of an administrator."""
    bench.env["ir.module.module"].search(
        [("name", "=", "project")]
    ).button_immediate_install()
    bench.env.cr.commit()
    Registry(bench.database)
    bench.env.transaction.reset()
    return bench.env(user=bench.env.ref("base.user_admin"))


def people(env, count):
    """Create contractors with caretakers, and keep them; return the contractors."""
    group = env.ref("crm_enova.crm_enova_group_own")
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"User {i}",
                    "login": f"bench_{i}",
                    "email": f"bench_{i}@example.com",
                    "group_ids": [(4, group.id)],
                    "notification_type": "inbox",
                }
                for i in range(USERS)
            ]
        )
    )
    partners = env["res.partner"].create(
        [
            {"name": f"Contractor {i}", "is_company": True, "user_id": users[i % 20].id}
            for i in range(count)
        ]
    )
    env.cr.commit()
    return partners, users


def template(env):
    """Create the template: a project and three tasks."""
    return env["enova.playbook"].create(
        {
            "name": "Inspection",
            "line_ids": [
                Command.create({"name": f"{i} {{contractor}}", "day_offset": i})
                for i in range(LINES)
            ],
        }
    )


def creator(env, partners, playbook, title):
    """Return the window, filled in."""
    wizard = env["enova.creator"].create(
        {
            "partner_ids": [Command.set(partners.ids)],
            "playbook_id": playbook.id,
            "campaign_name": title,
        }
    )
    env.flush_all()
    return wizard


def core(env, partners, users):
    """Make the ERP's projects and tasks for the same contractors."""
    projects = env["project.project"].create(
        [
            {
                "name": f"Inspection: {partner.name}",
                "partner_id": partner.id,
                "user_id": users[i % USERS].id,
            }
            for i, partner in enumerate(partners)
        ]
    )
    env["project.task"].create(
        [
            {
                "name": f"{n} {project.partner_id.name}",
                "project_id": project.id,
                "partner_id": project.partner_id.id,
                "user_ids": [Command.set(project.user_id.ids)],
                "date_deadline": "2030-01-07",
            }
            for project in projects
            for n in range(LINES)
        ]
    )


# The ERP's scheduler runs in a process of its own, and so does this.
BACKGROUND = """
import sys, time
import odoo.init
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

config.parse_config(["-d", sys.argv[1], "--no-http", "--log-level=warn"],
                    setup_logging=True)
with Registry(sys.argv[1]).cursor() as cr:
    env = api.Environment(cr, SUPERUSER_ID, {})
    print("ready", flush=True)
    start = time.perf_counter()
    env["enova.creator.run"]._cron_process()
    print(time.perf_counter() - start, flush=True)
"""


def background(database):
    """Go on with the runs; return the process, once it is at work."""
    process = subprocess.Popen(
        [sys.executable, "-c", BACKGROUND, database], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    return process


def click(env):
    """Return a function that reads the first page of the list of tasks."""
    spec, order = specification(
        env, "enova.activity", env.ref("crm_enova.enova_activity_view_list").id
    )

    def read():
        env.invalidate_all()
        env["enova.activity"].web_search_read(
            [], spec, limit=80, order=order, count_limit=10_001
        )

    return read


def form(env, campaign):
    """Return a function that reads a campaign as its form does."""
    view = env.ref("crm_enova.enova_campaign_view_form").id
    arch = etree.fromstring(
        env["enova.campaign"].get_views([(view, "form")])["views"]["form"]["arch"]
    )
    fields = env["enova.campaign"]._fields
    spec = {
        node.get("name"): {"fields": {"display_name": {}}}
        if fields[node.get("name")].relational
        else {}
        for node in arch.iter("field")
        if not list(node.iterancestors("field"))
    }

    # counted beforehand: fetching them all is not what the form does
    members = len(campaign.member_ids)

    def read():
        assert campaign.web_read(spec)[0]["member_count"] == members

    return read


def median_of(work, seconds=None, while_alive=None):
    """Return the median milliseconds of some work, repeated for as long as told."""
    times, end = [], time.perf_counter() + (seconds or 0)
    while time.perf_counter() < end or (while_alive and while_alive.poll() is None):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
        time.sleep(0.2)
    return statistics.median(times)


with Benchmark("A creator") as bench:
    env = with_project(bench)
    count = bench.size("count", 2_000)
    total = bench.size("total", 10_000)
    few = bench.size("few", 1_000)
    core_count = bench.size("core", 50)
    partners, users = people(env, total)
    playbook = template(env)
    each = 1 + LINES
    wizards = {
        size: creator(env, partners[:size], playbook, f"Of {size}")
        for size in (few, count, total)
    }
    env.cr.commit()
    own = bench.measure(
        f"creator, {count:,} contractors",
        wizards[count].action_create,
        items=count * each,
        warm=True,
    )
    less = bench.measure(
        f"creator, {few:,} contractors", wizards[few].action_create, items=few * each
    )
    theirs = bench.measure(
        "project.project and project.task",
        lambda: core(env, partners[:core_count], users),
        items=core_count * each,
        repeat=1,
        warm=True,
    )
    bench.note("orientation: 1,500 records per second on quiet cores")
    bench.at_least("times the ERP's own", own.rate / theirs.rate, 10)
    # what is left once the ERP's own statements of a hundred rows are taken away
    hundreds = (count - few) * each / 100
    bench.at_most(
        "statements per further hundred", (own.queries - less.queries) / hundreds, 4
    )

    # the page that is read has something to show before, too
    wizards[few].action_create()
    wizards[total].action_create()
    env.cr.commit()
    reader = env(user=users[0])
    idle = median_of(click(reader), seconds=4)
    env.cr.commit()
    worker = background(bench.database)

    def one_click():
        click(reader)()
        env.cr.commit()

    busy = median_of(one_click, while_alive=worker)
    seconds = float(worker.stdout.read())
    env.cr.commit()
    env.invalidate_all()
    campaign = env["enova.campaign"].search([("title", "=", f"Of {total}")])
    assert len(campaign.project_ids) == total
    bench.note(f"{total:,} in the background: {seconds:.1f} s of work")
    bench.at_most("seconds of work in the background", seconds, 60)
    bench.note(f"a page of the list: {idle:.0f} ms alone, {busy:.0f} ms meanwhile")
    bench.at_most("times a page meanwhile", busy / idle, 2)
    shown = bench.measure(
        f"form of a campaign, {total:,} members",
        form(env, campaign),
        repeat=9,
        warm=True,
    )
    bench.at_most("milliseconds of the form", shown.milliseconds, 150)
