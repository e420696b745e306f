"""The last released version in use, updated to this one, is like a fresh install."""

import subprocess

import pytest
import snapshot
from conftest import complaints

from devtools import databases, releases
from devtools.console import StepFailed
from devtools.paths import ADDON, ROOT

ACTIVITIES = 10_000
# Done by the released version: work of years.
SEED = f"""
from datetime import datetime, timedelta

env = env(context=dict(env.context, tracking_disable=True, mail_create_nolog=True))
partners = env["res.partner"].create(
    [{{"name": f"Upgraded {{n}}", "is_company": True}} for n in range(100)]
)
types = env["enova.activity.type"].search([])
users = env["res.users"].search([("share", "=", False)])
start = datetime(2026, 1, 5, 8)
for first in range(0, {ACTIVITIES}, 1000):
    env["enova.activity"].create([
        {{"name": f"Activity {{n}}", "partner_id": partners[n % 100].id,
          "type_id": types[n % len(types)].id, "user_id": users[n % len(users)].id,
          "date": start + timedelta(hours=n), "result": f"Result {{n}}"}}
        for n in range(first, first + 1000)
    ])
    env.flush_all()
    env.invalidate_all()
activities = env["enova.activity"].search([("name", "=like", "Activity %")], limit=300)
activities[:100].action_done("Well")
activities[100:200].action_cancel()
"""
# What the update itself keeps: the registry of models, views, messages, and so on.
OF_THE_ERP = ("ir_", "orm_signaling", "res_groups", "rule_group", "bus_")
USERS_OWN = {"ir_attachment", "ir_filters", "ir_default", "ir_exports"}
# The count and the sum of a table without rows, which may go without a loss.
EMPTY = ["0", ""]

# The ERP itself notes that there is a new job.
MESSAGES = """
SELECT model, body FROM mail_message
 WHERE id > %s AND model NOT IN ('ir.cron', 'ir.actions.server')
"""

# What is not compared, as (table, column): what goes in this version.
NOT_COMPARED = set()


@pytest.fixture(scope="module")
def upgrade(outside):
    """Update a database of the last release; yield what was seen."""
    _version, commit = releases.last_release()
    released = releases.template(outside.erp, commit, SEED)
    with outside.copy_of(released, "upgrade") as name:
        before = _tables(outside, name)
        seen = {"database": name}
        seen["before"] = snapshot.contents(outside, name, before)
        # what the version brings of its own comes after them
        until = snapshot.newest(outside, name, before)
        seen["log"] = outside.odoo(
            "-d", name, "-u", ADDON, "--no-http", "--stop-after-init"
        )
        after = _tables(outside, name)
        kept = {
            table: [column for column in names if column in after.get(table, ())]
            for table, names in before.items()
            if table in after
        }
        seen["after"] = snapshot.contents(outside, name, kept, until)
        seen["messages"] = outside.sql(name, MESSAGES % until["mail_message"])
        seen["schema"] = snapshot.schema(outside, name)
        yield seen


@pytest.fixture(scope="module")
def fresh_schema(outside):
    """Return the schema of this version, just installed with the same addons."""
    template = databases.addon_template(outside.erp, demo=True)
    with outside.copy_of(template, "upgradefresh") as name:
        return snapshot.schema(outside, name)


def _tables(outside, name):
    """Return {table: [column]} of what belongs to users."""
    found = {}
    for table, names in snapshot.columns(outside, name).items():
        if table in USERS_OWN or not table.startswith(OF_THE_ERP):
            found[table] = [n for n in names if (table, n) not in NOT_COMPARED]
    return found


def _none(found):
    """Fail with everything that was found, one a line."""
    assert not found, "\n" + "\n".join(sorted(map(str, found)))


def test_no_complaint(upgrade):
    _none(complaints(upgrade["log"]))


def test_nothing_of_the_schema_is_left_over(upgrade, fresh_schema):
    _none(upgrade["schema"] - fresh_schema)


def test_nothing_of_the_schema_is_missing(upgrade, fresh_schema):
    _none(fresh_schema - upgrade["schema"])


def test_what_users_entered_is_unchanged(upgrade):
    before, after = upgrade["before"], upgrade["after"]
    changed = [n for n, sums in before.items() if after.get(n, EMPTY) != sums]
    _none([(name, before[name], after.get(name)) for name in changed])


def test_nobody_is_told_of_an_update(upgrade):
    _none([tuple(row) for row in upgrade["messages"]])


def test_there_was_something_to_change(upgrade, outside):
    name = upgrade["database"]
    count = "SELECT count(*) FROM enova_activity WHERE name LIKE 'Activity %'"
    assert outside.sql(name, count) == [[str(ACTIVITIES)]]


def test_a_release_must_be_an_ancestor():
    version, commit = releases.last_release()
    assert version != "" and len(commit) == 40
    unknown = f"## 1.0\n\nCommit {'0' * 40}.\n"
    with pytest.raises(StepFailed) as failure:
        releases.last_release(unknown)
    assert "not in this clone" in failure.value.reason


def test_a_shallow_clone_says_what_to_do(tmp_path, monkeypatch):
    command = ["git", "clone", "--quiet", "--depth", "1", f"file://{ROOT}", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.setattr(releases, "ROOT", tmp_path)
    with pytest.raises(StepFailed) as failure:
        releases.last_release()
    assert failure.value.remedy == "git fetch --unshallow"
