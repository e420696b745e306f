from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import new_user
from .project_common import ProjectMixin
from .test_target import NOW, TargetCase


class TeamCase(ProjectMixin, TargetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()

    def _team(self, period="month", **context):
        self.env.flush_all()
        self.env.invalidate_all()
        users = self.env["res.users"].with_user(self.user_manager)
        return users.with_context(**context).enova_team(period)

    def _row(self, user=None, period="month"):
        """Return what each cell says of a person."""
        team = self._team(period)
        [row] = [r for r in team["people"] if r["id"] == (user or self.user_own).id]
        return {name: cell["text"] for name, cell in row["cells"].items()}

    def _figures(self, period="month"):
        return {figure["name"]: figure for figure in self._team(period)["figures"]}

    def _sells(self):
        self.user_manager.group_ids += self.seller

    def _talk(self, day, user=None, **values):
        return self._activity(
            **{
                "name": "Talk",
                "type_id": self.type_call.id,
                "user_id": (user or self.user_own).id,
                "partner_id": self.other_contractor.id,
                "date_start": f"{day} 08:00:00",
                **values,
            }
        )


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestTeam(TeamCase):
    """The page of the team, under the rights of a manager."""

    def test_managers_alone(self):
        for role in ("own", "all", "outsider", "portal"):
            users = self.env["res.users"].with_user(self.crm_users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                users.enova_team()

    def test_who_is_in_the_team(self):
        ids = {row["id"] for row in self._team()["people"]}
        inside = {self.user_own.id, self.user_all.id, self.user_manager.id}
        self.assertLessEqual(inside, ids)
        outside = {self.user_outsider.id, self.user_portal.id}
        self.assertFalse(outside & ids)
        self.user_all.action_archive()
        elsewhere = new_user(
            self.env,
            "crm_elsewhere",
            groups="crm_enova.crm_enova_group_own",
            company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)],
        )
        ids = {row["id"] for row in self._team()["people"]}
        self.assertFalse({self.user_all.id, elsewhere.id} & ids)

    def test_sorted_by_name(self):
        names = [row["name"] for row in self._team()["people"]]
        self.assertEqual(names, sorted(names, key=str.casefold))

    def test_today(self):
        self.assertEqual(self._row()["today"], "")
        today = {"date_deadline": "2026-11-20", "user_id": self.user_own.id}
        self._activity(name="Open", **today)
        self._activity(name="Done", **today).action_done()
        self._activity(name="Late, done today", user_id=self.user_own.id).action_done()
        self._activity(name="Cancelled", **today).action_cancel()
        self._activity(name="Later", **{**today, "date_deadline": "2026-11-21"})
        self.assertEqual(self._row()["today"], "2 / 3")
        self.assertEqual(self._row(self.user_all)["today"], "")

    def test_overdue(self):
        late = {"date_deadline": "2026-11-19", "user_id": self.user_own.id}
        for number in range(3):
            self._activity(name=f"Late {number}", **late)
        self._activity(name="Done", **late).action_done()
        self._activity(name="Hidden", private=True, **late)
        self.assertEqual(self._row()["late"], "3")
        self.assertEqual(self._figures()["late"]["tone"], "alarm")

    def test_calls_visits_contacts(self):
        visit = self.env.ref("crm_enova.enova_activity_type_event_visit")
        self._talk("2026-11-10")
        self._talk("2026-11-19")
        self._talk("2026-11-12", type_id=visit.id)
        self._talk("2026-10-12")
        self._talk("2026-11-12", type_id=self.type_note.id)
        self._activity(
            name="Planned call",
            type_id=self.type_call_task.id,
            user_id=self.user_own.id,
            partner_id=self.contractor.id,
            date_deadline="2026-11-11",
        )
        row = self._row()
        self.assertEqual((row["calls"], row["visits"]), ("2", "1"))
        self.assertEqual(self._figures()["contacts"]["value"], "3")
        self.assertEqual(self._row(period="previous")["calls"], "1")
        self.assertEqual(self._row(period="quarter")["calls"], "3")

    def test_the_first_hour_of_the_month_is_of_the_month(self):
        """It begins by the clock of the reader, in Warsaw an hour before UTC."""
        self._talk("2026-10-31", date_start="2026-10-31 23:30:00")
        self.assertEqual(self._row()["calls"], "1")

    def test_projects_without_next_step(self):
        idle = self._project(user_id=self.user_own.id)
        led = self._project(user_id=self.user_own.id)
        self._activity(project_id=led.id)
        self.assertEqual(self._row()["no_step"], "1")
        self._activity(project_id=idle.id)
        self.assertEqual(self._row()["no_step"], "")

    def test_going_cold(self):
        self.assertEqual(self._row()["cold"], "1", "nobody has ever spoken with them")
        self._talk("2026-08-10", partner_id=self.contractor.id)
        self.assertEqual(self._row()["cold"], "1")
        self._talk("2026-11-02", partner_id=self.contractor.id)
        self.assertEqual(self._row()["cold"], "")

    def test_who_is_away(self):
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.contractor.id,
                "user_id": self.user_all.id,
                "role": "deputy",
                "date_from": "2026-01-01",
            }
        )
        people = {row["id"]: row for row in self._team()["people"]}
        self.assertFalse(any(row["away"] for row in people.values()))
        self._leave(self.user_own)
        people = {row["id"]: row for row in self._team()["people"]}
        row = people[self.user_own.id]
        self.assertEqual((row["away"], row["substitutes"]), (True, ["Crm All"]))
        self.assertFalse(people[self.user_all.id]["away"])
        self._leave(self.user_all)
        people = {row["id"]: row for row in self._team()["people"]}
        self.assertEqual(people[self.user_own.id]["substitutes"], [])

    def _leave(self, user):
        now = fields.Datetime.now()
        user.write(
            {
                "out_of_office_from": now - timedelta(days=1),
                "out_of_office_to": now + timedelta(days=3),
            }
        )

    def test_each_cell_opens_what_it_counts(self):
        self._sells()
        self._target()
        self._sold(620)
        self._sold(100, day=None)
        self._talk("2026-11-10", user=self.user_all)
        self._talk("2026-11-10")
        self._activity(
            name="Late", user_id=self.user_own.id, date_deadline="2026-11-19"
        )
        self._activity(name="Now", user_id=self.user_own.id, date_deadline="2026-11-20")
        self._project(user_id=self.user_own.id)
        team = self._team()
        row = self._row()
        for column in team["columns"]:
            domain = [*column["domain"], ("user_id", "=", self.user_own.id)]
            found = self.env[column["model"]].with_user(self.user_manager)
            with self.subTest(column=column["name"]):
                self.assertEqual(
                    found.search_count(domain) > 0, bool(row[column["name"]])
                )
        counted = ("late", "calls", "visits", "cold", "no_step")
        for column in team["columns"]:
            if column["name"] in counted:
                domain = [*column["domain"], ("user_id", "=", self.user_own.id)]
                found = self.env[column["model"]].search_count(domain)
                self.assertEqual(row[column["name"]], str(found or ""))

    def test_odd_periods(self):
        for odd in (None, "year", 3, [], {"x": 1}):
            self.assertEqual(self._team(odd)["period"], "month")
        self.assertEqual(self._team("quarter")["label"], "Q4 2026")
        self.assertEqual(self._team("previous")["label"], "October 2026")

    def test_another_company(self):
        self._sells()
        self.user_manager.company_ids += self.other_company
        self._sold(620)
        self._target()
        self._talk("2026-11-10")
        team = self._team(allowed_company_ids=self.other_company.ids)
        names = {row["name"] for row in team["people"]}
        self.assertEqual(names, {"Crm Manager"})
        [turnover] = [f for f in team["figures"] if f["name"] == "orders"]
        self.assertNotIn("620", turnover["value"])
