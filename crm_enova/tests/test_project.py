from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestProject(ProjectCase):
    def test_a_new_one_begins_where_its_definition_does(self):
        project = self._project(type_id=self.project_sale.id)
        self.assertEqual(project.stage_id, self.project_stage_planned)
        self.assertEqual(project.state, "planned")
        self.assertEqual(project.measure, "revenue")
        self.assertRegex(project.reference, r"^P/\d{4}/\d{5}$")
        self.assertEqual(project.display_name, f"{project.reference} Project")
        self.assertEqual(project.commercial_partner_id, self.contractor)

    def test_the_form_proposes_deadline_and_measure(self):
        self.project_sale.duration = 5
        with freeze_time("2026-03-06 10:00:00"):
            form = Form(self.env["enova.project"].with_user(self.user_own))
            form.name = "Nowa linia"
            form.partner_id = self.contractor
            form.date_start = date(2026, 3, 6)
            project = form.save()
        # a Friday: five working days later it is Friday again
        self.assertEqual(project.date_deadline, date(2026, 3, 13))
        self.assertEqual(project.user_id, self.user_own)

    @mute_logger("odoo.sql_db")
    def test_bad_values_are_refused(self):
        for values, error, words in (
            (
                {"date_start": "2026-03-02", "date_deadline": "2026-03-01"},
                IntegrityError,
                "deadline",
            ),
            ({"name": "x" * 1001}, IntegrityError, "name_length"),
            (
                {
                    "type_id": self.project_other.id,
                    "stage_id": self.project_stage_lost.id,
                },
                ValidationError,
                "does not allow",
            ),
        ):
            with (
                self.subTest(values=words),
                self.assertRaisesRegex(error, words),
                self.env.cr.savepoint(),
            ):
                self._project(**values).flush_recordset()

    def test_many_at_once_take_constant_queries(self):
        partners = self.env["res.partner"].create(
            [{"name": f"K{n}", "is_company": True} for n in range(60)]
        )
        projects = self.env["enova.project"]

        def prepare(some):
            return [{"name": "P", "partner_id": p.id} for p in some]

        projects.create(prepare(partners[:2]))
        self.env.flush_all()
        counts = []
        for some in (partners[:5], partners[5:60]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            projects.create(prepare(some))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_a_list_of_eighty_takes_constant_queries(self):
        projects = self.env["enova.project"].create(
            [
                {"name": f"P{n}", "partner_id": self.contractor.id, "measure": "own"}
                for n in range(80)
            ]
        )
        for project in projects:
            self._activity(project_id=project.id, stage_id=self.stage_done.id)
        names = (
            "progress",
            "next_date",
            "activity_count",
            "open_task_count",
            "reached",
            "goal_share",
            "sale_order_count",
            "invoice_count",
            "picking_count",
            "service_order_count",
        )
        for some in (projects[:4], projects):
            self.env.flush_all()
            self.env.invalidate_all()
            # the rows, counts of tasks, progress and next step, each kind of document
            with self.assertQueryCount(8):
                some.read(names)
        self.assertEqual(set(projects.mapped("progress")), {100})

    def test_own_fields_of_the_definition(self):
        self.project_sale.properties_definition = [
            {"name": "a1", "type": "integer", "string": "Hale"}
        ]
        project = self._project(type_id=self.project_sale.id, properties={"a1": 3})
        self.assertEqual(dict(project.properties), {"a1": 3})

    def test_the_contractor_stays_while_something_is_with_it(self):
        project = self._project()
        self._activity(project_id=project.id, partner_id=self.contractor.id)
        with self.assertRaisesRegex(ValidationError, "Młyn"), self.env.cr.savepoint():
            project.partner_id = self.other_contractor
        self.assertEqual(project.partner_id, self.contractor)
        empty = self._project()
        empty.partner_id = self.other_contractor
        self.assertEqual(empty.commercial_partner_id, self.other_contractor)


@tagged("post_install", "-at_install")
class TestProjectProgress(ProjectCase):
    def test_weights_of_definitions(self):
        project = self._project()
        self.type_call_task.project_weight = 3
        values = {"project_id": project.id, "result": "Tak"}
        call = self._activity(type_id=self.type_call_task.id, **values)
        task = self._activity(**values)
        self._activity(stage_id=self.stage_cancelled.id, **values)
        self.assertEqual(project.progress, 0)
        call.action_done()
        self.assertEqual(project.progress, 75)
        task.action_done()
        self.assertEqual(project.progress, 100)
        task.action_reopen()
        self.assertEqual(project.progress, 75)

    def test_private_ones_count_for_nobody(self):
        project = self._project(user_id=self.user_own.id)
        mine = self._activity(
            project_id=project.id, private=True, user_id=self.user_own.id
        )
        self._activity(project_id=project.id)
        mine.with_user(self.user_own).action_done()
        for user in (self.user_own, self.user_manager):
            self.env.invalidate_all()
            self.assertEqual(project.with_user(user).progress, 0)
        # what one may open one counts
        self.assertEqual(project.with_user(self.user_own).activity_count, 2)
        self.assertEqual(project.with_user(self.user_manager).activity_count, 1)

    def test_next_step_is_the_earliest_open_day(self):
        project = self._project()
        for day, stage in (
            ("2026-03-02", self.stage_done),
            ("2026-03-09", self.stage_planned),
            ("2026-03-05", self.stage_planned),
        ):
            self._activity(project_id=project.id, date_deadline=day, stage_id=stage.id)
        self.assertEqual(project.next_date, date(2026, 3, 5))

    def test_goal_as_meetings_and_own_figure(self):
        visit = self.env.ref("crm_enova.enova_activity_type_task_visit")
        project = self._project(measure="meetings", target=4)
        for stage in (self.stage_done, self.stage_planned):
            self._activity(
                type_id=visit.id,
                project_id=project.id,
                partner_id=self.contractor.id,
                stage_id=stage.id,
                result="Byłem",
            )
        self.assertEqual((project.reached, project.goal_share), (1, 25))
        own = self._project(measure="own", target=10, own_value=15)
        self.assertEqual((own.reached, own.goal_share), (15, 150))
