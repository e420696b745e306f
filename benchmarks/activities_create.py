"""Activities created in bulk, beside core's to-dos and calendar entries.

Ours get all that a campaign or an import gives them: definition, stage, number, a
contractor each, deadline, and an assignee other than the creator, who is told. Core's
to-dos are created in their quietest way, nobody being told; with the assignee told,
as they are by default, they are shown beside. The calendar invites the assignee, as
it does when a person enters an appointment for another.
"""

from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from unittest.mock import patch

from odoo import fields

from harness import Benchmark

PARTNERS = 10_000
USERS = 20
# The comparison in which core needs no query for each row, and the guard's price.
CACHED, ROUNDS = 2_000, 5
# Core writes the rows of one creation in statements of a hundred.
ROWS_PER_STATEMENT = 100


def people(env):
    """Create the contractors and the assignees; return their ids."""
    quiet = env["res.users"].with_context(no_reset_password=True)
    group = env.ref("crm_enova.crm_enova_group_own")
    users = quiet.create(
        [
            {
                "name": f"User {i}",
                "login": f"bench_{i}",
                "group_ids": [(4, group.id)],
                "email": f"bench_{i}@example.com",
                "notification_type": "inbox",
            }
            for i in range(USERS)
        ]
    )
    partners = env["res.partner"].create(
        [{"name": f"Contractor {i}", "is_company": True} for i in range(PARTNERS)]
    )
    return partners.ids, users


def ours(env, count, partners, users):
    """Create tasks given to others."""
    definition = env.ref("crm_enova.enova_activity_type_task_call").id
    stage = env.ref("crm_enova.enova_activity_stage_planned").id
    today = fields.Date.today()
    env["enova.activity"].create(
        [
            {
                "name": f"Task {i}",
                "type_id": definition,
                "stage_id": stage,
                "partner_id": partners[i % PARTNERS],
                "user_id": users.ids[i % USERS],
                "date_deadline": today + timedelta(days=i % 30),
            }
            for i in range(count)
        ]
    )


def todos(env, count, partners, users, **context):
    """Create core's to-dos on contractors; ``context`` may keep them quiet."""
    model = env["ir.model"]._get_id("res.partner")
    definition = env.ref("mail.mail_activity_data_call").id
    today = fields.Date.today()
    env["mail.activity"].with_context(**context).create(
        [
            {
                "summary": f"Task {i}",
                "activity_type_id": definition,
                "res_model_id": model,
                "res_id": partners[i % PARTNERS],
                "user_id": users.ids[i % USERS],
                "date_deadline": today + timedelta(days=i % 30),
            }
            for i in range(count)
        ]
    )


def entries(env, count, users):
    """Create calendar entries of the assignees, each being invited."""
    start = fields.Datetime.now() + timedelta(days=1)
    env["calendar.event"].create(
        [
            {
                "name": f"Entry {i}",
                "start": start + timedelta(hours=i),
                "stop": start + timedelta(hours=i + 1),
                "user_id": users.ids[i % USERS],
                "partner_ids": [(6, 0, users[i % USERS].partner_id.ids)],
            }
            for i in range(count)
        ]
    )


@contextmanager
def unguarded():
    """Let links through unseen, to learn what looking at them costs."""
    # addons are found once the ERP has read its configuration
    from odoo.addons.crm_enova.models.base import enova_guard_mixin as guard

    mixin = guard.EnovaGuardMixin
    with patch.object(mixin, "_check_links", lambda records, vals_list: None):
        yield


def alternating(bench, first, second, **options):
    """Measure two ways in turns, since a machine is not as fast from minute to minute.

    :param first: pair of label and work
    :param second: the same
    :return: the median of how many times as long the first takes as the second
    """
    ratios = []
    for turn in range(ROUNDS):
        pair = [
            bench.measure(
                f"{label}, {turn + 1}", work, repeat=1, warm=not turn, **options
            )
            for label, work in (first, second)
        ]
        ratios.append(pair[0].seconds / pair[1].seconds)
    return median(ratios)


def compare_cached(bench, env, partners, users):
    """State what ours takes beside core's to-dos, and with the guard beside without."""
    rows = bench.size("cached", CACHED)
    args = (env, rows, partners, users)

    def cache():
        env["res.partner"].browse(partners).fetch()

    def free():
        with unguarded():
            ours(*args)

    options = {"items": rows, "before": cache}
    core = (
        "mail.activity, cached",
        lambda: todos(*args, mail_activity_quick_update=True),
    )
    guarded = ("enova.activity, cached", lambda: ours(*args))
    factor = alternating(bench, core, guarded, **options)
    bench.at_least("times mail.activity, contractors in the cache", factor, 1.2)
    unseen = ("enova.activity, links unseen", free)
    factor = alternating(bench, guarded, unseen, **options)
    bench.at_most("times as long with the guard", factor, 1.1)


with Benchmark("Activities created in bulk") as bench:
    partners, users = people(bench.env)
    # an administrator, to whom rights and rules apply
    env = bench.env(user=bench.env.ref("base.user_admin"))
    count = bench.size("count", 10_000)
    few = bench.size("few", 1_000)
    # fewer of what is slow; their rates do not depend on the number
    quiet = bench.size("quiet", 3_000)
    noisy = bench.size("noisy", 100)
    calendar = bench.size("calendar", 20)
    args = (partners, users)
    own = bench.measure(
        "enova.activity", lambda: ours(env, count, *args), items=count, warm=True
    )
    less = bench.measure(
        f"enova.activity, {few:,}", lambda: ours(env, few, *args), items=few
    )
    todo = bench.measure(
        "mail.activity, quiet",
        lambda: todos(env, quiet, *args, mail_activity_quick_update=True),
        items=quiet,
    )
    bench.measure(
        "mail.activity, default", lambda: todos(env, noisy, *args), items=noisy
    )
    entry = bench.measure(
        "calendar.event", lambda: entries(env, calendar, users), items=calendar
    )
    bench.at_least("times mail.activity", own.rate / todo.rate, 1.5)
    bench.at_least("times calendar.event", own.rate / entry.rate, 100)
    compare_cached(bench, env, *args)
    # What is left once core's own statements of a hundred rows are taken away.
    further = (count - few) / ROWS_PER_STATEMENT
    bench.at_most(
        "statements per further hundred", (own.queries - less.queries) / further, 2
    )
    bench.note("orientation: 4,000 activities per second on a quiet machine")
