from datetime import date

from psycopg2 import IntegrityError

from odoo.tests import Form, freeze_time, tagged, users
from odoo.tools import mute_logger

from .migration_common import MigrationMixin
from .project_common import DocumentMixin, ProjectCase


@tagged("post_install", "-at_install")
class TestForecast(DocumentMixin, ProjectCase):
    """What open projects are likely to bring."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_documents()

    def test_a_stage_proposes(self):
        project = self._project(planned_revenue=1000)
        self.assertEqual((project.probability, project.forecast), (10, 100))
        project.stage_id = self.project_stage_offer
        self.assertEqual((project.probability, project.forecast), (50, 500))
        project.probability = 80
        self.assertEqual(project.forecast, 800)

    def test_a_stage_that_proposes_nothing_leaves_it(self):
        self.project_stage_offer.probability = 0
        project = self._project(planned_revenue=1000, probability=35)
        self.assertEqual(project.probability, 35, "who says it is not overruled")
        project.stage_id = self.project_stage_offer
        self.assertEqual((project.probability, project.forecast), (35, 350))

    def test_blank_is_not_counted(self):
        project = self._project(planned_revenue=1000, probability=0)
        self.assertEqual((project.probability, project.forecast), (0, 0))
        for vals in ({"probability": False}, {"planned_revenue": False}):
            self.assertEqual(self._project(**vals).forecast, 0)

    def test_orders_come_before_the_plan(self):
        project = self.project
        self._order(quantity=2).action_confirm()
        self.assertEqual(project.expected_revenue, 200)
        self.assertEqual(project.forecast, 200 * project.probability / 100)

    def test_foreign_currency(self):
        currency = self._foreign_currency()
        prices = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": currency.id}
        )
        order = self._order(quantity=1, pricelist_id=prices.id)
        order.order_line.price_unit = 25
        self.assertEqual(self.project.expected_revenue, 100)
        self.assertEqual(self.project.forecast, 10)

    def test_what_is_decided_is_no_forecast(self):
        for state in ("won", "lost", "dropped"):
            project = self._project(planned_revenue=1000)
            project._close(state, self.reason)
            with self.subTest(state=state):
                self.assertEqual(project.forecast, 0)
            project.action_reopen()
            self.assertEqual((project.probability, project.forecast), (30, 300))

    def test_the_first_deadline_is_proposed(self):
        project = self._project(date_deadline="2099-04-30")
        self.assertEqual(project.date_expected, date(2099, 4, 30))
        project.date_deadline = "2099-05-30"
        self.assertEqual(project.date_expected, date(2099, 4, 30), "it stays")
        project.date_expected = False
        self.assertFalse(project.date_expected)
        other = self._project(date_deadline="2099-04-30", date_expected="2099-02-01")
        self.assertEqual(other.date_expected, date(2099, 2, 1))

    def test_a_copy_begins_anew(self):
        project = self._project(planned_revenue=1000, date_expected="2020-01-01")
        project.stage_id = self.project_stage_offer
        self.assertEqual(project.copy().probability, 10)
        self.assertFalse(project.copy().date_expected)

    def test_in_bulk_as_one_by_one(self):
        """What is filled in for many rows is what core would compute for each."""
        projects = self.env["enova.project"].create(
            [
                {
                    "name": str(number),
                    "partner_id": self.contractor.id,
                    "planned_revenue": number * 1000,
                    "date_deadline": "2099-04-30",
                    "stage_id": stage.id,
                }
                for number, stage in enumerate(
                    (self.project_stage_planned, self.project_stage_offer)
                )
            ]
        )
        names = ["probability", "date_expected", "forecast"]
        filled = projects.read(names)
        for name in names:
            self.env.add_to_compute(projects._fields[name], projects)
        self.assertEqual(projects.read(names), filled)

    def test_text_is_read_as_core_reads_it(self):
        project = self._project(
            planned_revenue="1000", stage_id=self.project_stage_planned.id
        )
        self.assertEqual(project.forecast, 100)

    @mute_logger("odoo.sql_db")
    def test_a_share_is_a_share(self):
        project = self._project()
        for record in (project, self.project_stage_offer):
            for wrong in (-1, 101):
                with (
                    self.subTest(record=record, wrong=wrong),
                    self.assertRaises(IntegrityError),
                    self.env.cr.savepoint(),
                ):
                    record.probability = wrong
                    record.flush_recordset()

    def test_by_month(self):
        month = "2099-06-10"
        for amount in (1000, 2000):
            self._project(planned_revenue=amount, date_expected=month)
        groups = self.env["enova.project"]._read_group(
            [("date_expected", ">=", "2099-01-01")],
            ["date_expected:month"],
            ["forecast:sum"],
        )
        self.assertEqual(groups, [(date(2099, 6, 1), 300)])

    @users("crm_own")
    def test_the_form(self):
        with Form(self.env["enova.project"]) as form:
            form.name = "Line"
            form.partner_id = self.contractor
            form.planned_revenue = 4000
            self.assertEqual((form.probability, form.forecast), (10, 400))
            form.probability = 50
            self.assertEqual(form.forecast, 2000)


@tagged("post_install", "-at_install")
class TestNextStep(ProjectCase):
    """A project in which nothing is open says so."""

    def _found(self, operator="=", value="no_step"):
        domain = [("attention", operator, value), ("id", "in", self.projects.ids)]
        return set(self.env["enova.project"].search(domain).mapped("name"))

    def setUp(self):
        super().setUp()
        names = ("led", "done", "empty", "private", "archived", "won")
        self.projects = self.env["enova.project"].union(
            *(self._project(name=name) for name in names)
        )
        led, done, _empty, private, archived, won = self.projects
        self._activity(project_id=led.id)
        self._activity(project_id=done.id).action_done()
        self._activity(project_id=private.id, private=True, user_id=self.user_own.id)
        self._activity(project_id=archived.id).action_archive()
        won._close("won")

    def test_search_and_compute_agree(self):
        idle = {"done", "empty", "private", "archived"}
        self.assertEqual(self._found(), idle)
        flagged = self.projects.filtered(lambda p: p.attention == "no_step")
        self.assertEqual(set(flagged.mapped("name")), idle)
        self.assertEqual(self._found("!="), {"led", "won"})
        self.assertEqual(self._found(value=False), {"led", "won"})
        self.assertEqual(self._found("in", ["no_step", False]), {*idle, "led", "won"})
        self.assertEqual(self._found(value="x"), set())

    def test_filtered_as_searched(self):
        self.assertEqual(
            self.projects.filtered_domain([("attention", "=", "no_step")]),
            self.projects.filtered(lambda p: p.attention == "no_step"),
        )

    def test_it_follows(self):
        led, done = self.projects[:2]
        task = self.env["enova.activity"].search([("project_id", "=", led.id)])
        task.action_cancel()
        self.assertEqual(led.attention, "no_step")
        self._activity(project_id=done.id)
        self.assertFalse(done.attention)
        self.assertNotIn("done", self._found())

    def test_the_same_for_every_reader(self):
        """A member of the team who may not see the task is not told there is none."""
        project = self._project(
            partner_id=self.other_contractor.id, member_ids=self.user_own.ids
        )
        task = self._activity(
            project_id=project.id, partner_id=self.other_contractor.id
        )
        self.assertFalse(task.with_user(self.user_own).has_access("read"))
        mine = project.with_user(self.user_own)
        self.assertFalse(mine.attention)
        self.assertFalse(
            mine.search([("attention", "=", "no_step"), ("id", "=", project.id)])
        )

    def test_one_query_for_all(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.projects.fetch(["state"])
        with self.assertQueryCount(1):
            self.projects.mapped("attention")
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["enova.project"].search_count([("attention", "=", "no_step")])


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 08:00:00")
class TestForecastMigrated(MigrationMixin, ProjectCase):
    version, before = "19.0.1.4.0", "19.0.1.3.0"

    def test_projects_that_are_there(self):
        project = self._project(date_deadline="2026-12-10", planned_revenue=500)
        self._set(project, probability=None, forecast=None, date_expected=None)
        self._migrate("pre-forecast", before=None)
        self.assertFalse(project.date_expected, "a new database has nothing to fill")
        self._migrate("pre-forecast")
        self.assertEqual(project.date_expected, date(2026, 12, 10))
        self.assertEqual((project.probability, project.forecast), (0, 0))
        project.probability = 50
        self.assertEqual(project.forecast, 250)
        self._migrate("pre-forecast")
        self.assertEqual(project.probability, 50, "twice does no harm")
