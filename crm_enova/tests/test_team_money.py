from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .test_target import NOW
from .test_team import TeamCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestTeamMoney(TeamCase):
    """Orders, plan and forecast on the page of the team."""

    def test_orders_need_a_right_of_the_erp(self):
        self._sold(300)
        self._target()
        columns = {column["name"] for column in self._team()["columns"]}
        self.assertFalse(columns & {"offers", "orders", "plan"})
        figures = set(self._figures())
        self.assertEqual(figures, {"forecast", "contacts", "late"})
        self._sells()
        columns = {column["name"] for column in self._team()["columns"]}
        self.assertLessEqual({"offers", "orders", "plan"}, columns)

    def test_orders_and_plan(self):
        self._sells()
        self._target(amount=1000)
        self._target(self.user_all, amount=1000)
        self._sold(620)
        self._sold(80, user=self.user_all)
        self._sold(4000, day=None)
        self._sold(900, "2026-10-05 10:00:00")
        row = self._row()
        self.assertEqual(
            (row["orders"], row["offers"], row["plan"]), ("620", "4,000", "62 %")
        )
        turnover = self._figures()["orders"]
        self.assertIn("700", turnover["value"])
        self.assertEqual(turnover["share"], 35)
        self.assertIn("35% of plan", turnover["hint"])
        self.assertEqual(self._row(period="previous")["orders"], "900")
        self.assertEqual(self._row(period="previous")["plan"], "", "no target")
        self.assertEqual(self._row(period="quarter")["orders"], "1,520")

    def test_who_is_behind(self):
        self._sells()
        self._target(amount=1000)
        self._target(self.user_all, amount=1000)
        self._sold(620)
        self._sold(80, user=self.user_all)
        tones = {
            row["id"]: row["cells"]["plan"]["tone"] for row in self._team()["people"]
        }
        self.assertEqual(tones[self.user_own.id], "", "20 days of 30: not far behind")
        self.assertEqual(tones[self.user_all.id], "alarm")
        self.assertEqual(tones[self.user_manager.id], "", "nothing was wanted")

    def test_forecast(self):
        for month, amount in (("2026-11-30", 1000), ("2027-01-10", 5000), (False, 70)):
            self._project(
                user_id=self.user_own.id, planned_revenue=amount, date_expected=month
            )
        won = self._project(
            user_id=self.user_own.id, planned_revenue=9, date_expected="2026-11-30"
        )
        won._close("won")
        forecast = self._figures()["forecast"]
        self.assertIn("100", forecast["value"])
        found = self.env["enova.project"].search(forecast["domain"])
        self.assertEqual(found.mapped("planned_revenue"), [1000])


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestTeamQueries(TeamCase):
    """As many queries for fifty people as for three."""

    def _queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        users = self.env["res.users"].with_user(self.user_manager)
        before = self.env.cr.sql_log_count
        users.enova_team()
        return self.env.cr.sql_log_count - before

    def test_constant(self):
        self._sells()
        self._queries()  # what is cached for good
        few = self._queries()
        group = self.env.ref("crm_enova.crm_enova_group_own")
        people = self.env["res.users"].with_context(no_reset_password=True)
        people = people.create(
            [
                {
                    "name": f"Person {number}",
                    "login": f"person_{number}",
                    "group_ids": [Command.link(group.id)],
                }
                for number in range(30)
            ]
        )
        for person in people:
            self._target(person)
            self._talk("2026-11-10", user=person)
            self._project(user_id=person.id)
        people[0].out_of_office_from = "2026-11-01"
        self._queries()
        self.assertLessEqual(self._queries(), few + 3, "who stands in is asked then")
