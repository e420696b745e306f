"""The screens of a large company, on the database that ``./dev bench seed`` fills.

Lists are read as the web client reads them: every column, and how many there are. The
history is that of the contractor with 2 % of all that happens; core's chatter of the
same contractor, with as many messages as we have activities, stands beside it. Beside
our form stands what of it core reads for the same contractor.
"""

from datetime import datetime

from filling import BIG_NAME
from list_page import (
    PAGE,
    specification,
    specification_in_steps,
    specification_of,
)

from odoo import api
from odoo.tools import SQL

from harness import Benchmark

# One contractor in 256 is called so, and one in sixteen so.
RARE, COMMON = "Cegielnia Dąbrowski", "Kowalska"
COUNT_LIMIT = 10_001
HISTORY_PAGE = 40
DEEP = 1000
REPEAT = 5
OURS = {"crm_enova"}
CONTEXT = {"lang": "en_US", "tz": "Europe/Warsaw"}


class Scale:
    """The readers, and what each screen asks of the server."""

    def __init__(self, bench):
        self.bench, self.times = bench, {}
        self.users = {
            login: bench.env["res.users"].search([("login", "=", login)]).id
            for login in ("big", "small", "everything", "boss")
        }
        self.partner_id = (
            bench.env["res.partner"].search([("name", "ilike", BIG_NAME)], limit=1).id
        )

    def env(self, login):
        """Return the environment of one of the readers, as in a request."""
        context = CONTEXT | {"allowed_company_ids": [1]}
        return api.Environment(self.bench.env.cr, self.users[login], context)

    def measure(self, label, work, limit=None, queries=None):
        """Measure one screen, and state its limits in milliseconds and queries."""
        measure = self.bench.measure(label, work, repeat=REPEAT, warm=True)
        if limit:
            self.bench.at_most(f"{label}, ms", measure.milliseconds, limit)
        if queries:
            self.bench.at_most(f"{label}, queries", measure.queries, queries)
        return measure

    # -- history -------------------------------------------------------------------

    def history(self):
        """First page, today's, one deep down, each source alone, and core's chatter."""
        env = self.env("everything")
        partner = env["res.partner"].browse(self.partner_id)
        sources = partner.enova_timeline(limit=1)["sources"]

        def page(label, limit=None, cursor=None):
            return self.measure(
                f"history: {label}",
                lambda: partner.enova_timeline(limit=HISTORY_PAGE, cursor=cursor),
                limit,
            ).milliseconds

        first = page("first page, all sources", 40)
        # on the first stands what is planned; most of the sources have none of that
        now = datetime.now().replace(microsecond=0).isoformat()
        today = page("page of today, all sources", 40, [now, "activity", 1])
        cursor, depth = self.deep_cursor()
        deep = page(f"page {depth:,}", cursor=cursor)
        self.bench.at_most("history: ms a source", max(first, today) / len(sources), 3)
        self.bench.at_most("history: deep page, of today's", deep / today, 1.5)
        for source in sources:
            name = source["name"]
            self.measure(
                f"history: {name} alone",
                lambda n=name: partner.enova_timeline(HISTORY_PAGE, sources=[n]),
            )
        core = self.measure("core's chatter, first 30", self.chatter(partner))
        times = core.milliseconds / today
        self.bench.note(f"core's chatter: {times:.1f} × the history of today")

    def chatter(self, partner):
        """Return core's way to the newest messages of a record."""
        # found once the ERP knows where addons lie
        from odoo.addons.mail.tools.discuss import Store

        messages = partner.env["mail.message"]

        def read():
            found = messages._message_fetch(None, thread=partner)["messages"]
            Store().add(found).get_result()

        return read

    def deep_cursor(self):
        """Return a place about a thousand pages down, and which page that is."""
        places = {
            "activity": ("enova_activity", "commercial_partner_id", "date"),
            "message": ("mail_message", "res_id", "date"),
            "file": ("ir_attachment", "enova_partner_id", "create_date"),
        }
        counts = {}
        for name, (table, owner, _date) in places.items():
            self.bench.env.cr.execute(
                f"SELECT count(*) FROM {table} WHERE {owner} = %s", [self.partner_id]
            )
            [(counts[name],)] = self.bench.env.cr.fetchall()
        share = counts["activity"] / sum(counts.values())
        deep = min(int(DEEP * HISTORY_PAGE * share), int(counts["activity"] * 0.9))
        self.bench.env.cr.execute(
            "SELECT date, id FROM enova_activity WHERE commercial_partner_id = %s"
            " ORDER BY date DESC, id DESC OFFSET %s LIMIT 1",
            [self.partner_id, deep],
        )
        [(moment, id_)] = self.bench.env.cr.fetchall()
        page = int(deep / share / HISTORY_PAGE)
        return [moment.isoformat(), "activity", id_], page

    # -- lists ---------------------------------------------------------------------

    def activities(self):
        """Tasks and events: all, and those of contractors of a name."""
        view = "crm_enova.enova_activity_view_list"
        for login in ("big", "small", "everything", "boss"):
            self.page(f"activities, {login}: all", login, "enova.activity", view, [])
            for label, name, limit in (
                ("the largest one", BIG_NAME, 150),
                ("a rare name", RARE, 150),
                # of one in sixteen, which nobody looks for
                ("a common name", COMMON, None),
                ("no such name", "Nikt Taki", 150),
            ):
                self.page(
                    f"activities, {login}: {label}",
                    login,
                    "enova.activity",
                    view,
                    [("partner_id", "child_of", name)],
                    limit,
                )

    def contractors(self):
        """Contractors: all, by name, and by telephone."""
        view = "crm_enova.res_partner_view_list"
        shown = [("contractor_status", "=", "contractor")]
        for login in ("big", "boss"):
            for label, domain in (
                ("all", []),
                ("a rare name", [("display_name", "ilike", RARE)]),
                ("a telephone", [("phone_search", "ilike", "500 004 711")]),
                ("a part of one", [("phone_search", "ilike", "4711")]),
            ):
                self.page(
                    f"contractors, {login}: {label}",
                    login,
                    "res.partner",
                    view,
                    [*shown, *domain],
                )
        partners = self.env("big")["res.partner"]
        for label, text in (
            ("telephone", "500 004 711"),
            ("part of a telephone", "004711"),
            ("rare name", RARE),
        ):
            self.measure(
                f"choice of a partner: {label}",
                lambda t=text: partners.name_search(t, limit=8),
                150,
            )

    def page(self, label, login, model, view, domain, limit=150):
        """Measure the first page of a list, counted, in at most so many ms."""
        env = self.env(login)
        spec, order = specification(env, model, env.ref(view).id)
        self.measure(
            label,
            lambda: env[model].web_search_read(
                domain, spec, limit=PAGE, order=order, count_limit=COUNT_LIMIT
            ),
            limit,
        )

    # -- form and board ------------------------------------------------------------

    def form(self):
        """The form of the largest contractor, as it is opened; then its head."""
        env = self.env("everything")
        partner = env["res.partner"].browse(self.partner_id)
        form = partner.get_formview_id()
        at_once, later = specification_in_steps(env, "res.partner", form)
        first = self.measure("form: read", lambda: partner.web_read(at_once), 75)
        self.bench.at_most("form: queries until it stands", first.queries, 25)
        second = self.measure("form: then", lambda: partner.web_read(later))
        whole = self.of_core(partner, {**at_once, **later})
        core = self.measure("form: of both core's", lambda: partner.web_read(whole))
        self.bench.note(
            f"form: {first.queries} and {second.queries} queries, "
            f"{core.queries} of them core's when it is read whole"
        )
        self.measure("form: line below the name", partner.enova_head)
        self.measure("form: tiles", partner.enova_summary, 40, 15)
        self.measure("form: open tasks", partner.enova_open_tasks)

    def of_core(self, records, spec):
        """Return that part of a specification that is there without the addon."""
        return {
            name: {
                **part,
                "fields": self.of_core(records[name], part["fields"]),
            }
            if "fields" in part
            else part
            for name, part in spec.items()
            if name == "display_name" or set(records._fields[name]._modules) != OURS
        }

    def board(self):
        """The board by stage: counts, first cards of each, and the bars above."""
        for login in ("big", "boss"):
            env = self.env(login)
            view = env.ref("crm_enova.enova_activity_view_kanban").id
            spec, order = specification_of(env, "enova.activity", view, "kanban")
            # as the web client does for our board: folded columns stay folded, and
            # closed ones are counted as far as lists are
            activities = env["enova.activity"].with_context(
                read_group_expand=True, enova_count_limit=COUNT_LIMIT - 1
            )
            bar = {
                "field": "due_state",
                "colors": {"overdue": "danger", "today": "warning"},
            }

            def read(activities=activities, spec=spec, order=order, bar=bar):
                activities.web_read_group(
                    [],
                    ["stage_id"],
                    order=order,
                    auto_unfold=True,
                    unfold_read_specification=spec,
                    unfold_read_default_limit=PAGE,
                )
                activities.read_progress_bar([], "stage_id", bar)

            self.measure(f"board by stage, {login}", read, 150)


with Benchmark("The screens of a large company") as bench:
    scale = Scale(bench)
    only = {name: bench.size(name, 0) for name in ("history", "lists", "form", "board")}
    parts = {
        "history": (scale.history,),
        "lists": (scale.activities, scale.contractors),
        "form": (scale.form,),
        "board": (scale.board,),
    }
    for name, steps in parts.items():
        if only[name] or not any(only.values()):
            for step in steps:
                step()
    count = bench.env.execute_query(SQL("SELECT count(*) FROM enova_activity"))[0][0]
    bench.note(f"{count:,} activities")
