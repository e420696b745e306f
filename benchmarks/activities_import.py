"""A file of activities through core's import, beside the same file into tasks.

The same rows, in a database that has both: subject, contractor, assignee, stage, tag,
deadline and description, imported by core's own screen in one batch. The contractors
of our file are given by NIP, those of the project's by name, which is all it knows.
"""

import csv
import io
from datetime import date, timedelta

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from harness import Benchmark

PARTNERS = 2_000
USERS = 20
OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "encoding": "utf-8",
    "has_headers": True,
    "date_format": "%Y-%m-%d",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}


def with_project(bench):
    """Install the project application, which tasks need; return an environment."""
    bench.env["ir.module.module"].search(
        [("name", "=", "project")]
    ).button_immediate_install()
    bench.env.cr.commit()
    registry = Registry(bench.database)
    bench.env = api.Environment(bench.env.cr, SUPERUSER_ID, {})
    bench.env.transaction.reset()
    return registry


def people(env):
    """Create contractors with NIP, assignees, a tag and a project, for all to keep."""
    env["res.partner"].create(
        [
            {"name": f"Contractor {i}", "is_company": True, "vat": f"{7000000000 + i}"}
            for i in range(PARTNERS)
        ]
    )
    group = env.ref("base.group_user")
    env["res.users"].with_context(no_reset_password=True).create(
        [
            {
                "name": f"User {i}",
                "login": f"bench_{i}",
                "group_ids": [(4, group.id)],
                "notification_type": "inbox",
            }
            for i in range(USERS)
        ]
    )
    env["enova.activity.tag"].create({"name": "Fair"})
    env["project.tags"].create({"name": "Fair"})
    project = env["project.project"].create({"name": "History"})
    stage = env["project.task.type"].create({"name": "Planned"})
    project.type_ids = stage
    env.cr.commit()


def content(count, contractor, extra):
    """Return a CSV file of ``count`` rows, as bytes."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["name", "partner", "user", "stage", "tag", "due", "text", "more"])
    for i in range(count):
        due = date(2026, 1, 1) + timedelta(days=i % 300)
        partner, user = i % PARTNERS, i % USERS
        writer.writerow(
            [
                f"Call {i}",
                contractor(partner),
                f"User {user}",
                "Planned",
                "Fair",
                due,
                f"What was said in call {i}",
                extra,
            ]
        )
    return stream.getvalue().encode()


def load(env, model, fields, file):
    """Import a file; fail on any message."""
    wizard = env["base_import.import"].create(
        {"res_model": model, "file": file, "file_type": "text/csv"}
    )
    # the screen's columns are not remembered between runs
    result = wizard.execute_import(fields, [False] * len(fields), dict(OPTIONS))
    assert result["ids"] and not result["messages"], result["messages"][:3]


OURS = ["name", "partner_id", "user_id", "stage_id", "tag_ids", "date_deadline"]
OURS += ["description", "type_id"]
TASKS = ["name", "partner_id", "user_ids", "stage_id", "tag_ids", "date_deadline"]
TASKS += ["description", "project_id"]

with Benchmark("A file of activities imported") as bench:
    with_project(bench)
    people(bench.env)
    env = bench.env
    count = bench.size("count", 10_000)
    # its rate does not depend on the number, and all of them take many minutes
    tasks = bench.size("tasks", 1_000)
    own_file = content(count, lambda i: f"700-{i:07d}", "To do")
    task_file = content(tasks, lambda i: f"Contractor {i}", "History")
    own = bench.measure(
        "enova.activity",
        lambda: load(env, "enova.activity", OURS, own_file),
        items=count,
        repeat=1,
        warm=True,
    )
    task = bench.measure(
        "project.task",
        lambda: load(env, "project.task", TASKS, task_file),
        items=tasks,
        repeat=1,
    )
    bench.at_least("times project.task", own.rate / task.rate, 2)
    bench.at_most("queries per 100 rows", own.queries * 100 / count, 20)
    bench.note("orientation: 400 rows per second")
