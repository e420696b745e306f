from itertools import zip_longest

from dateutil.relativedelta import relativedelta

from odoo.fields import Command

from .enova_demo_tables import Tables

CAMPAIGN = "Jesienne przeglądy"
MEMBERS = 12
# The one that is over: 24 asked, 18 reached, 9 interested, of whom 5 have bought.
FINISHED = "Wiosenny przegląd magazynów"
FINISHED_MEMBERS = 24
FINISHED_ANSWERS = (
    *["interested"] * 4,
    *["answered"] * 3,
    *["refused"] * 4,
    *["reached"] * 2,
)
# How much of their plan people have sold, and the plan of who has sold nothing yet.
PLANNED_SHARES, PLANNED = (
    {"handlowiec": 0.62, "doradca": 0.94, "kierownik": 1.05},
    30000,
)
# The project that is to be decided in this month.
DECIDED = "p01"
# What the first members have said, and how far their projects are.
ANSWERS = ("interested", "interested", "refused", "answered")
ARRANGED = (
    "Umówieni na wtorek rano.",
    "Najlepiej po godzinie 14.",
    "Wózki będą wolne od 6 rano.",
    "Wpuści nas kierownik zmiany.",
    "Wjazd od rampy numer 2.",
    "Prosi o telefon dzień wcześniej.",
    "Przegląd razem z sąsiednią halą.",
)
INSPECTED = (
    "Cztery wózki sprawne, protokół podpisany.",
    "Jeden wózek do wymiany rolek, protokół podpisany.",
    "Dwa wózki sprawne, trzeci bez ważnego badania.",
)


class Projects(Tables):
    """Projects with their orders, and a campaign that a creator has set up."""

    def _load_campaign(self, company, users, contractors):
        """Create a template, and run the campaign of it unless there is one."""
        known = self._existing("enova.campaign", "campaign")
        playbook = self._load_playbook(users)
        if not known:
            self._within(company)._run_campaign(users, contractors, playbook)

    def _load_projects(self, users, contractors):
        """Return the demo projects by key, each in its stage, with its orders."""
        orders = self._existing("sale.order", "order")
        known = self._existing("enova.project", "project")
        ref = self.env.ref
        rows = self._rows("projects")
        prepared = {
            row["key"]: {
                "name": row["name"],
                "partner_id": contractors[row["contractor"]].id,
                "user_id": users[row["user"]].id,
                "type_id": ref(f"crm_enova.enova_project_type_{row['type']}").id,
                "date_start": self._day(row["start"]),
                "date_deadline": self._day(row["deadline"]),
                "planned_revenue": float(row["planned"]),
                "target": float(row["planned"]),
                "goal": row["goal"],
            }
            for row in rows
        }
        prepared[DECIDED]["date_expected"] = self._day(0) + relativedelta(day=31)
        projects = self._create_missing("enova.project", "project", prepared)
        for row in rows:
            if row["key"] in known:
                continue
            project = projects[row["key"]]
            for key in filter(None, [row["orders"]]):
                orders[key].enova_project_id = project
                orders[key].invoice_ids.enova_project_id = project
                orders[key].picking_ids.enova_project_id = project
            reason = row["reason"] and ref(
                f"crm_enova.enova_project_reason_{row['reason']}"
            )
            project.write(
                {
                    "stage_id": ref(f"crm_enova.enova_project_stage_{row['state']}").id,
                    "reason_id": reason and reason.id,
                }
            )
        return projects

    def _load_project_activities(self, projects):
        """Put what is open and lately done with a contractor into its open project."""
        activities = self.env["enova.activity"]
        for project in projects.values():
            if project.state not in ("planned", "in_progress"):
                continue
            found = activities.search(
                [
                    ("commercial_partner_id", "=", project.partner_id.id),
                    ("project_id", "=", False),
                    ("private", "=", False),
                    ("date", ">=", project.date_start),
                ]
            )
            if not project.enova_activity_ids:
                found.write({"project_id": project.id})

    def _load_targets(self, users):
        """Plan the month for those who sell, so that one of them is behind."""
        month = self._day(0).replace(day=1)
        prepared = {}
        for key, share in PLANNED_SHARES.items():
            orders = self.env["sale.order"].search(
                [
                    ("user_id", "=", users[key].id),
                    ("state", "=", "sale"),
                    ("date_order", ">=", month),
                ]
            )
            ordered = sum(orders.mapped("amount_untaxed"))
            prepared[key] = {
                "user_id": users[key].id,
                "month": month,
                "amount": round(ordered / share, -2) or PLANNED,
                "contacts": 20,
            }
        return self._create_missing("enova.target", "target", prepared)

    def _load_playbook(self, users):
        """Return the template of the campaign."""
        lines = [
            Command.create(
                {
                    "sequence": place,
                    "name": row["name"],
                    "type_id": self.env.ref(
                        f"crm_enova.enova_activity_type_{row['type']}"
                    ).id,
                    "day_offset": int(row["day"]),
                    "offset_from": row["from"],
                    "assign_to": row["assign"],
                    "user_id": users["serwis"].id
                    if row["assign"] == "fixed"
                    else False,
                }
            )
            for place, row in enumerate(self._rows("playbook"))
        ]
        prepared = {
            "name": "Przegląd roczny",
            "type_id": self.env.ref("crm_enova.enova_project_type_sale").id,
            "project_name": "Przegląd {year}, {city}",
            "goal": "Przegląd wszystkich wózków i oferta na naprawy",
            "measure": "meetings",
            "target": 1,
            "planned_revenue": 1200,
            "line_ids": lines,
        }
        playbooks = self._create_missing("enova.playbook", "playbook", {"p": prepared})
        return playbooks["p"]

    def _run_campaign(self, users, contractors, playbook):
        """Set a campaign up by the creator, as the sales manager would."""
        chosen = list(contractors.values())[:MEMBERS]
        prepared = {
            "title": CAMPAIGN,
            "goal": "Przegląd u dziesięciu klientów przed zimą",
            "user_id": users["kierownik"].id,
            "date_start": self._day(-14),
            "date_stop": self._day(60),
            "planned_revenue": 15000,
            "hourly_cost": 120,
            "budget_ids": [
                Command.create({"name": "Ulotki", "planned": 800, "spent": 640}),
                Command.create({"name": "Dojazdy", "planned": 1500, "spent": 420}),
            ],
        }
        campaign = self._create_missing("enova.campaign", "campaign", {"c": prepared})
        creators = self.env["enova.creator"].with_user(users["kierownik"])
        creator = creators.create(
            {
                "partner_ids": [Command.set([partner.id for partner in chosen])],
                "playbook_id": playbook.id,
                "campaign_id": campaign["c"].id,
                "date_start": self._day(-14),
            }
        )
        creator.action_create()
        self._advance_campaign(campaign["c"])

    def _load_finished_campaign(self, users, contractors):
        """Create last spring's campaign: what came of it is there to be looked at."""
        if self._existing("enova.campaign", "finished"):
            return
        prepared = {
            "title": FINISHED,
            "goal": "Nowe wózki i regały przed letnim szczytem",
            "user_id": users["kierownik"].id,
            "date_start": self._day(-170),
            "date_stop": self._day(-95),
            "planned_revenue": 55000,
            "budget_ids": [
                Command.create(
                    {"name": "Pokazy u klientów", "planned": 6000, "spent": 6350}
                ),
                Command.create(
                    {"name": "Katalogi i wysyłka", "planned": 3000, "spent": 3450}
                ),
            ],
        }
        made = self._create_missing("enova.campaign", "finished", {"f": prepared})
        campaign = made["f"]
        orders = self._existing("sale.order", "order")
        bought = [orders[row["key"]] for row in self._rows("orders") if row["campaign"]]
        for order in bought:
            order.campaign_id = campaign.campaign_id
        first = [order.partner_id for order in bought]
        others = [p for p in contractors.values() if p not in first]
        members = [*first, *others][:FINISHED_MEMBERS]
        answers = [*[False] * len(first), *FINISHED_ANSWERS]
        self.env["enova.campaign.member"].create(
            [
                {"campaign_id": campaign.id, "partner_id": partner.id, "answer": answer}
                for partner, answer in zip_longest(members, answers, fillvalue=False)
            ]
        )

    def _advance_campaign(self, campaign):
        """Let two weeks go by: calls made, answers noted, some visits done.

        What is open is planned anew, a few a day: a call is late, and nothing else.
        """
        members = campaign.member_ids
        for member, answer in zip(members, ANSWERS, strict=False):
            member.answer = answer
        for number, project in enumerate(campaign.project_ids.sorted("id")):
            call, visit, offer = project.enova_activity_ids.sorted("id")
            offer.date_deadline = self._day(number + 2)
            if number < len(ARRANGED):
                call.time_spent = 0.25
                call.action_done(ARRANGED[number])
            else:
                call.date_deadline = self._day(2 * (number - len(ARRANGED)) - 1)
            if number < len(INSPECTED):
                visit.time_spent = 2
                visit.action_done(INSPECTED[number])
                project.action_start()
            else:
                visit.date_deadline = self._day(number - len(INSPECTED))
