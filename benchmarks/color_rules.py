"""A list of eighty rows painted by ten rules, beside the same list without rules."""

from datetime import date, timedelta

from list_page import PAGE, specification

from odoo import api
from odoo.tools import SQL

from harness import Benchmark

MODEL = "enova.activity"
RULES = [
    ("Urgent", "[('priority', '=', '2')]"),
    ("Overdue", "[('due_state', '=', 'overdue')]"),
    ("Due today", "[('due_state', '=', 'today')]"),
    ("Of a city", "[('partner_id.city', '=', 'Lublin')]"),
    ("Soon", "[('date_deadline', '<', 'today +3d')]"),
    ("Private", "[('private', '=', True)]"),
    ("Tagged", "[('tag_ids.name', 'ilike', 'vip')]"),
    ("Assigned by me", "[('assigned_by_id', '=', uid)]"),
    ("A word", "[('name', 'ilike', '99')]"),
    ("Cancelled", "[('state', '=', 'cancelled')]"),
]


def setting(env, count):
    """Create contractors, tasks and a user who sees all; return the user."""
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": "Painter",
                "login": "painter",
                "tz": "Europe/Warsaw",
                "group_ids": [(4, env.ref("crm_enova.crm_enova_group_all").id)],
            }
        )
    )
    partners = env["res.partner"].create(
        [{"name": f"C {i}", "is_company": True, "city": "Radom"} for i in range(100)]
    )
    today = date.today()
    env[MODEL].create(
        [
            {
                "name": f"Task {i}",
                "partner_id": partners[i % 100].id,
                "user_id": user.id,
                "date_deadline": today + timedelta(days=i % 60 - 10),
            }
            for i in range(count)
        ]
    )
    env["enova.color.rule"].search([]).unlink()
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.execute_query(SQL("VACUUM ANALYZE enova_activity"))
    env.cr._cnx.autocommit = False
    return user


with Benchmark("Colour rules") as bench:
    count = bench.size("count", 10_000)
    user = setting(bench.env, count)
    env = api.Environment(bench.env.cr, user.id, {"tz": "Europe/Warsaw"})
    view = env.ref("crm_enova.enova_activity_view_list").id
    spec, order = specification(env, MODEL, view)

    def page():
        """Read the page as the web client does."""
        return env[MODEL].web_search_read([], spec, limit=PAGE, order=order)

    def painted():
        """Read the page and ask for its colours, which is the one call more."""
        ids = [record["id"] for record in page()["records"]]
        assert len(ids) == PAGE
        env["enova.color.rule"].paint(MODEL, ids)

    plain = bench.measure("list without rules", page, PAGE, repeat=25, warm=True)
    bench.env["enova.color.rule"].create(
        [
            {
                "name": name,
                "domain": domain,
                "sequence": place,
                "user_id": False,
                "model": MODEL,
            }
            for place, (name, domain) in enumerate(RULES)
        ]
    )
    bench.env.cr.commit()
    ours = bench.measure("with ten rules", painted, PAGE, repeat=25, warm=True)
    bench.at_most("times the list without rules", ours.seconds / plain.seconds, 1.3)
    bench.at_most("queries more", ours.queries - plain.queries, 3)
