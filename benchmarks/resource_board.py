"""A week of the board, beside the same reservations in a plain calendar.

Without the board one reads the same week by the ERP's calendar view: all reservations
with the fields that it shows. It knows neither working hours nor what is hidden.
"""

from datetime import datetime, timedelta

from lxml import etree

from odoo import Command, api, fields

from harness import Benchmark

RESOURCES = 100
RESERVATIONS = 5_000
HISTORY = 200_000
WEEK = datetime(2026, 6, 1)

# Hours of each resource one after the other, from Monday on; before it, the history.
FILL = """
INSERT INTO enova_reservation (name, resource_id, unit, start, stop, blocked_start,
       blocked_stop, state, forbid, company_id, user_id, partner_id, create_uid,
       create_date)
SELECT 'Trip ' || n, ids[1 + n %% count], 1, moment, moment + interval '1 hour', moment,
       moment + interval '1 hour', 'confirmed', TRUE, %(company)s, %(user)s,
       partners[1 + n %% 200], 1, now()
  FROM (SELECT n, %(ids)s::int[] AS ids, %(partners)s::int[] AS partners,
               %(resources)s AS count,
               %(start)s::timestamp
                   + %(direction)s * (n / %(resources)s) * interval '2 hours' AS moment
          FROM generate_series(%(first)s, %(last)s) AS n) AS rows
"""


def setting(env, resources, count, history):
    """Create people, resources, a week of reservations, and those before it."""
    group = env.ref("crm_enova.crm_enova_group_all").id
    user = env["res.users"].create(
        {
            "name": "Planner",
            "login": "planner",
            "tz": "Europe/Warsaw",
            "group_ids": [Command.link(group)],
        }
    )
    partners = env["res.partner"].create(
        [{"name": f"C {i}", "is_company": True} for i in range(200)]
    )
    category = env.ref("crm_enova.enova_resource_category_vehicles")
    rows = env["enova.resource"].create(
        [
            {
                "name": f"Van {i}",
                "category_id": category.id,
                "resource_calendar_id": env.company.resource_calendar_id.id,
            }
            for i in range(resources)
        ]
    )
    env.flush_all()
    values = {
        "ids": rows.ids,
        "partners": partners.ids,
        "resources": resources,
        "company": env.company.id,
        "user": user.id,
        "start": WEEK,
    }
    env.cr.execute(FILL, {**values, "first": 0, "last": count - 1, "direction": 1})
    past = {"first": resources, "last": resources + history - 1, "direction": -1}
    env.cr.execute(FILL, {**values, **past})
    env.cr.execute("ANALYZE enova_reservation")
    env.cr.commit()
    return user


def shown(env):
    """Return the fields that the web client reads for the calendar."""
    views = env["enova.reservation"].get_views([(False, "calendar")])
    arch = etree.fromstring(views["views"]["calendar"]["arch"])
    names = {node.get("name") for node in arch.iter("field")}
    names |= {arch.get(key) for key in ("date_start", "date_stop", "color")}
    return ["display_name", *sorted(names)]


with Benchmark("Board of resources") as bench:
    count = bench.size("count", RESERVATIONS)
    resources = bench.size("resources", RESOURCES)
    history = bench.size("history", HISTORY)
    user = setting(bench.env, resources, count, history)
    env = api.Environment(bench.env.cr, user.id, {"tz": "Europe/Warsaw"})
    last = WEEK + timedelta(days=7)
    names = shown(env)
    ours_range = [fields.Datetime.to_string(moment) for moment in (WEEK, last)]

    def board():
        """Read rows, working hours and bars of a week."""
        answer = env["enova.resource"].board([], *ours_range, groupby="category_id")
        assert len(answer["resources"]) == resources
        assert len(answer["bars"]) >= count * 0.8

    def plain():
        """Read the reservations of the week as the ERP's calendar does."""
        domain = [("start", "<=", last), ("stop", ">=", WEEK)]
        specification = {name: {} for name in names}
        for name in ("resource_id", "user_id", "partner_id"):
            specification[name] = {"fields": {"display_name": {}}}
        found = env["enova.reservation"].web_search_read(domain, specification)
        assert len(found["records"]) >= count * 0.8

    core = bench.measure("a plain calendar", plain, count, repeat=7, warm=True)
    ours = bench.measure("the board", board, count, repeat=7, warm=True)
    bench.at_most("times the plain calendar", ours.seconds / core.seconds, 1)
    bench.at_most("milliseconds on the server", ours.milliseconds, 300)
