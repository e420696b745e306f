"""The first page of My tasks in a base of a million, as the web client asks for it.

Fifty people have 150 open tasks each, whatever the age of the base; the rest is
history. Core's list of to-dos gets the same shape: what is done it keeps archived.
"""

from list_page import PAGE, specification
from lxml import etree

from odoo import api
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from harness import Benchmark

USERS = 50
OPEN = 150
PARTNERS = 20_000
COUNT_LIMIT = 10_001
SMALL = 10_000


def people(env):
    """Create the contractors and the users, and keep them; return two users.

    Each user of the group "own" is the caretaker of a share of the contractors.
    """
    quiet = env["res.users"].with_context(no_reset_password=True)
    groups = [
        env.ref(f"crm_enova.crm_enova_group_{name}").id for name in ("own", "all")
    ]
    users = quiet.create(
        [
            {
                "name": f"User {i}",
                "login": f"bench_{i}",
                "tz": "Europe/Warsaw",
                "group_ids": [(4, groups[i % 2])],
            }
            for i in range(USERS)
        ]
    )
    env["res.partner"].with_context(tracking_disable=True).create(
        [
            {
                "name": f"Contractor {i}",
                "is_company": True,
                "phone": f"+48 600 {i:06d}",
                "user_id": users[i % USERS].id if i % 2 else False,
            }
            for i in range(PARTNERS)
        ]
    )
    env.cr.commit()
    return users


def fill(env, users, first, last):
    """Insert activities and to-dos with these numbers; open ones come first."""
    ref = env.ref
    partners = env["res.partner"].search(
        [("name", "=like", "Contractor %")], order="id"
    )
    values = {
        "first": first,
        "last": last,
        "people": users.ids,
        "count": USERS,
        "open": USERS * OPEN,
        "contractors": partners.ids,
        "partners": len(partners),
        "company": env.company.id,
        "task": ref("crm_enova.enova_activity_type_task_call").id,
        "planned": ref("crm_enova.enova_activity_stage_planned").id,
        "done": ref("crm_enova.enova_activity_stage_done").id,
        "todo": ref("mail.mail_activity_data_call").id,
        "model": env["ir.model"]._get_id("res.partner"),
    }
    env.cr.execute(ACTIVITIES, values)
    env.cr.execute(TODOS, values)
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE enova_activity")
    env.cr.execute("VACUUM ANALYZE mail_activity")
    env.cr._cnx.autocommit = False


ROW = """
    FROM (SELECT i, i < %(open)s AS pending,
                 (%(people)s::int[])[i %% %(count)s + 1] AS person,
                 (%(people)s::int[])[(i / 7) %% %(count)s + 1] AS giver,
                 (%(contractors)s::int[])[(i * 7919::bigint) %% %(partners)s + 1]
                     AS contractor,
                 CASE WHEN i < %(open)s THEN CURRENT_DATE - 20 + (i / %(count)s) %% 60
                      ELSE CURRENT_DATE - 1 - (i %% 1000) END AS day
            FROM generate_series(%(first)s, %(last)s - 1) AS i) AS made
"""
ACTIVITIES = (
    """
    INSERT INTO enova_activity (name, reference, type_id, kind, channel, stage_id,
           state, partner_id, commercial_partner_id, user_id, assigned_by_id,
           company_id, active, private, all_day, priority, date, date_deadline,
           date_due, date_done, result, create_uid, write_uid, create_date, write_date)
    SELECT 'Call ' || i, 'T/' || i, %(task)s, 'task', 'phone',
           CASE WHEN pending THEN %(planned)s ELSE %(done)s END,
           CASE WHEN pending THEN 'planned' ELSE 'done' END,
           contractor, contractor, person,
           CASE WHEN i %% 5 = 0 THEN giver ELSE person END,
           %(company)s, true, i %% 50 = 0, false, '0', day + time '12:00', day, day,
           CASE WHEN pending THEN NULL ELSE day + time '12:00' END,
           CASE WHEN pending THEN NULL ELSE 'What came of call ' || i END,
           1, 1, day, day
    """
    + ROW
)
TODOS = (
    """
    INSERT INTO mail_activity (summary, activity_type_id, res_model_id, res_model,
           res_id, res_name, user_id, date_deadline, active, date_done, feedback,
           create_uid, write_uid, create_date, write_date)
    SELECT 'Call ' || i, %(todo)s, %(model)s, 'res.partner', contractor,
           'Contractor ' || contractor, person, day, pending,
           CASE WHEN pending THEN NULL ELSE day END,
           CASE WHEN pending THEN NULL ELSE 'What came of call ' || i END,
           1, 1, day, day
    """
    + ROW
)


def page(env, model, view, domain):
    """Return a function that reads the first page as the web client does."""
    spec, order = specification(env, model, view)

    def read():
        result = env[model].web_search_read(
            domain, spec, limit=PAGE, order=order, count_limit=COUNT_LIMIT
        )
        assert len(result["records"]) == PAGE, len(result["records"])

    return read


def own_page(env):
    """My tasks as it opens: the counts of its tabs, and three groups by urgency."""
    domain = own_domain(env)
    view = env.ref("crm_enova.enova_activity_view_list_my").id
    spec, order = specification(env, "enova.activity", view)

    def read():
        activities = env["enova.activity"]
        activities.enova_my_counts()
        answer = activities.web_read_group(
            domain,
            ["due_state"],
            limit=PAGE,
            order=order,
            auto_unfold=True,
            unfold_read_specification=spec,
            unfold_read_default_limit=PAGE,
        )
        rows = sum(len(g.get("__records") or ()) for g in answer["groups"])
        assert rows >= PAGE, rows

    return read


def own_domain(env):
    """Return the domain that the action switches on."""
    search = env["enova.activity"].get_view(view_type="search")["arch"]
    filters = {
        node.get("name"): node.get("domain")
        for node in etree.fromstring(search).iter("filter")
    }
    return list(
        Domain.AND(
            safe_eval(filters[name], {"uid": env.uid})
            for name in ("filter_activities_my", "open")
        )
    )


def core_page(env):
    """Core's list of the user's to-dos, without its further limits on dates."""
    view = env.ref("mail.mail_activity_view_tree_open_target").id
    return page(env, "mail.activity", view, [("user_id", "=", env.uid)])


def explain(bench, env):
    """Show the plan of our page's query."""
    query = env["enova.activity"]._search(
        [("user_id", "=", env.uid), ("state", "in", ("planned", "in_progress"))],
        order="date_due, id",
        limit=PAGE,
    )
    for (line,) in env.execute_query(
        SQL("EXPLAIN (ANALYZE, BUFFERS) %s", query.select())
    ):
        bench.note(line)


with Benchmark("My tasks, first page of 80") as bench:
    total = bench.size("count", 1_000_000)
    users = people(bench.env)
    as_user = {
        name: api.Environment(bench.env.cr, users[i].id, {"tz": "Europe/Warsaw"})
        for i, name in enumerate(("own", "all"))
    }
    times = {}
    for size, first in ((SMALL, 0), (total, SMALL)):
        fill(bench.env, users, first, size)
        for name, env in as_user.items():
            for label, make in (("ours", own_page), ("core", core_page)):
                times[label, name, size] = bench.measure(
                    f"{label}, group {name}, {size:,}",
                    make(env),
                    repeat=bench.size("repeat", 15),
                    warm=True,
                ).milliseconds
    for name, env in as_user.items():
        own = times["ours", name, total]
        core = times["core", name, total]
        bench.at_most(f"times core's list, group {name}", own / core, 1.2)
        before = times["ours", name, SMALL]
        bench.at_most(f"times its own at {SMALL:,}, {name}", own / before, 1.5)
        if own > 1.2 * core or own > 1.5 * before:
            explain(bench, env)
    bench.note("orientation: 40 ms")
