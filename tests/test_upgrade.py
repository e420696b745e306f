"""The last released version in use, updated to this one, is like a fresh install."""

import subprocess

import pytest
import snapshot
from conftest import complaints

from devtools import databases, releases
from devtools.console import StepFailed
from devtools.paths import ADDON, ROOT

ACTIVITIES = 10_000
# Done by the released version: work of years, and what refers to its words.
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
resource = env["enova.resource"].search([], limit=1)
asked = env["enova.reservation"].create([
    {{"name": f"Asked {{n}}", "resource_id": resource.id, "activity_id": one.id,
      "start": datetime(2031, 1, 6 + n, 8), "stop": datetime(2031, 1, 6 + n, 9)}}
    for n, one in enumerate(activities[200:210])
])
# as a resource with an approval leaves them
env.flush_all()
env.cr.execute(
    "UPDATE enova_reservation SET state = 'asked' WHERE id IN %s", [tuple(asked.ids)]
)
env.invalidate_all()
env["ir.filters"].create([
    {{"name": "Waiting", "model_id": "enova.reservation", "user_ids": users[:1].ids,
      "domain": "[('state', 'in', ['asked', 'refused']), ('name', '!=', 'asked')]"}},
    {{"name": "Untouched", "model_id": "res.partner",
      "domain": "[('name', '=', 'asked')]"}},
])
env["enova.color.rule"].create(
    {{"name": "Waiting", "model": "enova.reservation", "color": 3,
      "domain": "[('state', '=', 'asked')]"}}
)
"""
# What the update itself keeps: the registry of models, views, messages, and so on.
OF_THE_ERP = ("ir_", "orm_signaling", "res_groups", "bus_")
USERS_OWN = {"ir_attachment", "ir_filters", "ir_default", "ir_exports"}
# The words of states that are others since: they have to be those, no more and no less.
RENAMED = {("enova_reservation", "state"): {"asked": "requested"}}
# Texts that name such a word, compared one by one below.
REWORDED = {("ir_filters", "domain"), ("enova_color_rule", "domain")}


@pytest.fixture(scope="module")
def upgrade(outside):
    """Update a database of the last release; yield what was seen."""
    _version, commit = releases.last_release()
    released = releases.template(outside.erp, commit, SEED)
    with outside.copy_of(released, "upgrade") as name:
        before = _tables(outside, name)
        seen = {"database": name}
        seen["before"] = snapshot.contents(outside, name, before, RENAMED)
        seen["log"] = outside.odoo(
            "-d", name, "-u", ADDON, "--no-http", "--stop-after-init"
        )
        after = _tables(outside, name)
        kept = {
            table: [column for column in names if column in after.get(table, ())]
            for table, names in before.items()
            if table in after
        }
        seen["after"] = snapshot.contents(outside, name, kept)
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
            found[table] = [n for n in names if (table, n) not in REWORDED]
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
    changed = [name for name, sums in before.items() if after.get(name) != sums]
    _none([(name, before[name], after.get(name)) for name in changed])


def test_there_was_something_to_change(upgrade, outside):
    name = upgrade["database"]
    count = "SELECT count(*) FROM enova_activity WHERE name LIKE 'Activity %'"
    assert outside.sql(name, count) == [[str(ACTIVITIES)]]
    states = "SELECT DISTINCT state FROM enova_reservation WHERE name LIKE 'Asked %'"
    assert outside.sql(name, states) == [["requested"]]


def test_domains_name_the_new_states(upgrade, outside):
    name = upgrade["database"]
    filters = (
        "SELECT name, domain FROM ir_filters WHERE name IN ('Waiting', 'Untouched')"
        " ORDER BY name DESC"
    )
    assert outside.sql(name, filters) == [
        [
            "Waiting",
            "[('state', 'in', ['requested', 'refused']), ('name', '!=', 'asked')]",
        ],
        ["Untouched", "[('name', '=', 'asked')]"],
    ]
    rules = (
        "SELECT domain FROM enova_color_rule"
        " WHERE model = 'enova.reservation' AND domain LIKE '%state%'"
    )
    assert ["[('state', '=', 'requested')]"] in outside.sql(name, rules)


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
