"""A working day of a large company, on the database that ``./dev bench seed`` fills.

The screens that no contractor begins: the home of a salesperson, the page of the team,
one's own tasks, and the files of all.
"""

from list_page import PAGE, specification

from odoo import api
from odoo.tools import SQL

from harness import Benchmark

COUNT_LIMIT = 10_001
REPEAT = 5
LIST = 150
CONTEXT = {"lang": "en_US", "tz": "Europe/Warsaw", "allowed_company_ids": [1]}


class Workday:
    """What each screen asks of the server, for readers of the large database."""

    def __init__(self, bench):
        self.bench = bench

    def env(self, login):
        """Return the environment of one of the readers, as in a request."""
        user = self.bench.env["res.users"].search([("login", "=", login)])
        return api.Environment(self.bench.env.cr, user.id, CONTEXT)

    def measure(self, label, work, limit):
        """Measure one screen against its limit in milliseconds."""
        measure = self.bench.measure(label, work, repeat=REPEAT, warm=True)
        self.bench.at_most(f"{label}, ms", measure.milliseconds, limit)

    def pages(self):
        """Home and team, each in one call."""
        for login in ("big", "small", "boss"):
            users = self.env(login)["res.users"]
            self.measure(f"My day, {login}", users.enova_my_day, 300)
        team = self.env("boss")["res.users"]
        self.measure("Team", team.enova_team, 400)

    def lists(self):
        """Pages of lists, with their count; own tasks as they open, by urgency."""
        self.my_tasks("big")
        # as the archive opens
        domain = [("enova_partner_id", "!=", False)]
        view = "ir_attachment_view_list_archive"
        for login in ("big", "boss"):
            self.page(f"files, {login}", login, "ir.attachment", view, domain)

    def my_tasks(self, login):
        """My tasks as it opens: the counts of its tabs, and groups by urgency."""
        env = self.env(login)
        activities = env["enova.activity"]
        view = env.ref("crm_enova.enova_activity_view_list_my").id
        spec, order = specification(env, "enova.activity", view)
        domain = [
            ("user_id", "=", env.uid),
            ("state", "in", ("planned", "in_progress")),
        ]

        def read():
            activities.enova_my_counts()
            activities.web_read_group(
                domain,
                ["due_state"],
                limit=PAGE,
                order=order,
                auto_unfold=True,
                unfold_read_specification=spec,
                unfold_read_default_limit=PAGE,
            )

        self.measure(f"My tasks, {login}", read, LIST)

    def page(self, label, login, model, view, domain):
        """Measure the first page of a list, counted."""
        env = self.env(login)
        spec, order = specification(env, model, env.ref(f"crm_enova.{view}").id)
        self.measure(
            label,
            lambda: env[model].web_search_read(
                domain, spec, limit=PAGE, order=order, count_limit=COUNT_LIMIT
            ),
            LIST,
        )


with Benchmark("A working day of a large company") as bench:
    day = Workday(bench)
    for part in (day.pages, day.lists):
        part()
    [(count,)] = bench.env.execute_query(SQL("SELECT count(*) FROM enova_activity"))
    bench.note(f"{count:,} activities")
