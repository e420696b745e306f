from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import MO, relativedelta
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .project_common import ProjectMixin
from .resource_common import ResourceCase

# The first Monday of February next year: a creator begins within ten years.
MONDAY = date.today() + relativedelta(years=1, month=2, day=1, weekday=MO)
# Ten o'clock in Warsaw, where it is winter then.
TEN = datetime.combine(MONDAY, time(9))


@tagged("post_install", "-at_install")
class TestCreatorReserves(ProjectMixin, ResourceCase):
    """Visits to many contractors, with as many vans as there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls.second_van = cls._resource(name="Van 2")
        cls.playbook = cls._template(resource_category_id=cls.vehicles.id)
        cls.partners = cls.env["res.partner"].create(
            [
                {"name": f"K{i}", "is_company": True, "user_id": cls.user_own.id}
                for i in range(5)
            ]
        )

    @classmethod
    def _template(cls, **values):
        line = {"timed": True, "hour": 10, "duration": 2, **values}
        return cls._playbook(("Wizyta", 0, line), ("Oferta", 1))

    def _visits(self, run):
        tasks = run.project_ids.enova_activity_ids
        return tasks.filtered("date_start").sorted(
            lambda task: (task.date_start, task.id)
        )

    def _make(self, playbook=None, partners=None, **values):
        return self._run(
            partner_ids=partners or self.partners,
            playbook_id=(playbook or self.playbook).id,
            date_start=MONDAY,
            **values,
        )

    def test_visits_one_after_the_other(self):
        run = self._make()
        visits = self._visits(run)
        hours = [(task.date_start - TEN) / timedelta(hours=1) for task in visits]
        self.assertEqual(hours, [0, 0, 2, 2, 4])
        booked = visits.reservation_ids
        self.assertEqual(len(booked), 5)
        for task in visits:
            one = task.reservation_ids
            self.assertEqual((one.start, one.stop), (task.date_start, task.date_stop))
            self.assertEqual(one.user_id, self.user_own)
            self.assertEqual(one.project_id, task.project_id)
        self.assertEqual((run.reserved_count, run.unreserved_count), (5, 0))

    def test_around_what_is_booked_already(self):
        self._book(TEN, TEN + timedelta(hours=3))
        visits = self._visits(self._make())
        hours = [(task.date_start - TEN) / timedelta(hours=1) for task in visits]
        self.assertEqual(hours, [0, 2, 3, 4, 5])

    def test_units_of_one_resource(self):
        self.van.capacity = 3
        playbook = self._template(resource_id=self.van.id)
        visits = self._visits(self._make(playbook))
        self.assertEqual(
            [(task.date_start - TEN) / timedelta(hours=1) for task in visits],
            [0, 0, 0, 2, 2],
        )
        self.assertEqual(visits[:3].reservation_ids.mapped("unit"), [1, 2, 3])

    def test_without_where_nothing_is_free(self):
        playbook = self._template(
            resource_category_id=self.vehicles.id, on_clash="without"
        )
        run = self._make(playbook)
        visits = self._visits(run)
        self.assertEqual(set(visits.mapped("date_start")), {TEN})
        self.assertEqual(len(visits.reservation_ids), 2)
        self.assertEqual((run.reserved_count, run.unreserved_count), (2, 3))
        action = run.with_context(enova_unreserved=True).action_open_reserving()
        found = self.env["enova.activity"].search(action["domain"])
        self.assertEqual(len(found), 3)
        self.assertFalse(found.reservation_ids)

    def test_the_preview_says_the_same(self):
        creator = self._creator(
            partner_ids=self.partners, playbook_id=self.playbook.id, date_start=MONDAY
        )
        self.assertIn("Wizyta: 5 reservations of Vehicles", creator.preview)
        self.assertRegex(creator.preview, r"one after the other, until \S+ 2:00")
        without = self._template(resource_id=self.van.id, on_clash="without")
        creator.playbook_id = without
        self.assertIn("Wizyta: 1 reservations of Van 1", creator.preview)
        self.assertIn("nothing is free: 4", creator.preview)

    def test_into_projects_that_are_there(self):
        projects = self._project() | self._project(name="Drugi")
        run = self._run(
            project_ids=projects,
            audience="projects",
            playbook_id=self.playbook.id,
            date_start=MONDAY,
        )
        self.assertEqual(len(projects.reservation_ids), 2)
        self.assertEqual(run.reserved_count, 2)

    def test_again_reserves_nothing_twice(self):
        self._make(campaign_name="Wiosna")
        before = self.env["enova.reservation"].search_count([])
        self._make(campaign_name="Wiosna")
        self.assertEqual(self.env["enova.reservation"].search_count([]), before)

    def test_in_the_background_batches_follow_each_other(self):
        run = self._make()
        more = self.env["res.partner"].create(
            [
                {"name": f"L{i}", "is_company": True, "user_id": self.user_own.id}
                for i in range(2)
            ]
        )
        second = self._make(partners=more)
        starts = self._visits(second).mapped("date_start")
        last = max(self._visits(run).mapped("date_start"))
        self.assertEqual(starts, [last, last + timedelta(hours=2)])

    def test_a_template_that_cannot_reserve_is_refused_by_name(self):
        self.van.active = False
        with self.assertRaisesRegex(UserError, "Van 1 is archived"):
            self._make(self._template(resource_id=self.van.id))
        foreign = self._resource(
            name="Obcy", company_id=self.other_company.id, responsible_id=False
        )
        with self.assertRaisesRegex(UserError, "another company"):
            self._make(self._template(resource_id=foreign.id))
        self.second_van.group_ids = self.env.ref("base.group_system")
        with self.assertRaisesRegex(UserError, "only"):
            self._make(self._template(resource_id=self.second_van.id))
        self.assertFalse(
            self.env["enova.project"].search([("name", "like", "Przegląd%")])
        )

    def test_a_line_needs_hours_to_reserve(self):
        with self.assertRaisesRegex(ValidationError, "at which hour"):
            self._template(resource_id=self.van.id, timed=False)
        with Form(self.playbook) as form, form.line_ids.edit(1) as line:
            line.resource_id = self.van
            self.assertTrue(line.timed)

    def test_a_resource_of_a_template_stays(self):
        self._template(resource_id=self.van.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.van.unlink()

    def test_constant_queries(self):
        def count(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            creator = self._creator(
                partner_ids=partners, playbook_id=self.playbook.id, date_start=MONDAY
            )
            counts = dict.fromkeys(creator.playbook_id.line_ids, len(partners))
            before = self.env.cr.sql_log_count
            creator._places(counts)
            return self.env.cr.sql_log_count - before

        count(self.partners[:1])
        self.assertEqual(count(self.partners[:1]), count(self.partners))
