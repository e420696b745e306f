"""A month of a team in our calendar, beside the same meetings in the ERP's own."""

from datetime import datetime, timedelta

from lxml import etree

from odoo import Command, api

from harness import Benchmark

ENTRIES = 2_000
PEOPLE = 20
MONTH = datetime(2026, 6, 1)
QUIET = {
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "skip_contact_description": True,
    "tracking_disable": True,
    "no_reset_password": True,
}


def times(place):
    """Return start and end of an entry, spread over the month's working hours."""
    start = MONTH + timedelta(days=place % 30, hours=7 + place % 9)
    return start, start + timedelta(hours=1)


def setting(env, count):
    """Create people, contractors, tasks of the month, and as many plain meetings."""
    group = env.ref("crm_enova.crm_enova_group_all").id
    users = env["res.users"].create(
        [
            {
                "name": f"Person {i}",
                "login": f"person{i}",
                "tz": "Europe/Warsaw",
                "group_ids": [Command.link(group)],
            }
            for i in range(PEOPLE)
        ]
    )
    partners = env["res.partner"].create(
        [{"name": f"C {i}", "is_company": True} for i in range(200)]
    )
    tasks, meetings = [], []
    for place in range(count):
        start, stop = times(place)
        user = users[place % PEOPLE]
        # every fourth has nothing but a deadline
        when = {"date_start": start, "date_stop": stop}
        if place % 4 == 0:
            when = {"date_deadline": start.date()}
        tasks.append(
            {
                "name": f"Task {place}",
                "partner_id": partners[place % 200].id,
                "user_id": user.id,
                **when,
            }
        )
        meetings.append(
            {
                "name": f"Meeting {place}",
                "user_id": user.id,
                "start": start,
                "stop": stop,
                "partner_ids": [Command.set(user.partner_id.ids)],
            }
        )
    env["enova.activity"].create(tasks)
    env["calendar.event"].create(meetings)
    env.cr.commit()
    return users[0]


def shown(env, model, view):
    """Return the fields that the web client reads for a calendar."""
    views = env[model].get_views([(view, "calendar")])
    arch = etree.fromstring(views["views"]["calendar"]["arch"])
    names = {node.get("name") for node in arch.iter("field")}
    mapped = ("date_start", "date_stop", "date_delay", "all_day", "color")
    names |= {arch.get(key) for key in mapped if arch.get(key)}
    return ["display_name", *sorted(names)]


with Benchmark("Calendar of a month") as bench:
    count = bench.size("count", ENTRIES)
    user = setting(bench.env(context={**bench.env.context, **QUIET}), count)
    env = api.Environment(bench.env.cr, user.id, {"tz": "Europe/Warsaw"})
    end = MONTH + timedelta(days=35)
    ours_fields = shown(
        env, "enova.activity", env.ref("crm_enova.enova_activity_view_calendar").id
    )
    core_fields = shown(
        env, "calendar.event", env.ref("calendar.view_calendar_event_calendar").id
    )

    def ours():
        """Read what the calendar shows, and ask for its colours."""
        domain = [("calendar_start", "<=", end), ("calendar_stop", ">=", MONTH)]
        rows = env["enova.activity"].search_read(domain, ours_fields)
        assert len(rows) == count
        env["enova.color.rule"].paint("enova.activity", [row["id"] for row in rows])

    def core():
        """Read the same of the ERP's own meetings."""
        domain = [("start", "<=", end), ("stop", ">=", MONTH)]
        rows = env["calendar.event"].search_read(domain, core_fields)
        assert len(rows) >= count

    plain = bench.measure("the ERP's meetings", core, count, repeat=7, warm=True)
    mine = bench.measure("tasks and events", ours, count, repeat=7, warm=True)
    bench.at_most("times the ERP's own calendar", mine.seconds / plain.seconds, 1)
    bench.at_most("seconds on the server", mine.seconds, 0.25)
