from contextlib import contextmanager
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestResourceChanges(ResourceCase):
    def test_fewer_units_than_are_booked(self):
        self.van.capacity = 2
        self._book(0, 1, name="Pierwszy")
        self._book(0, 1, name="Drugi")
        with self.assertRaisesRegex(ValidationError, "Drugi"), self.env.cr.savepoint():
            self.van.capacity = 1
        self.assertEqual(self.van.capacity, 2)

    def test_forbidding_what_overlaps(self):
        self.van.overlap = "warn"
        self._book(0, 2, name="Pierwszy")
        second = self._book(1, 3, name="Drugi")
        with self.assertRaisesRegex(ValidationError, "Drugi"), self.env.cr.savepoint():
            self.van.overlap = "forbid"
        self.assertEqual(self.van.overlap, "warn")
        second.action_cancel()
        self.van.overlap = "forbid"
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._book(1, 2)

    def test_longer_buffers_that_would_overlap(self):
        self._book(0, 1)
        second = self._book(1, 2, name="Drugi")
        with self.assertRaisesRegex(ValidationError, "Drugi"), self.env.cr.savepoint():
            self.van.buffer_after = 1
        second.action_cancel()
        self.van.buffer_after = 1
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._book(1, 2)

    def test_the_calendar_is_removed(self):
        """What has no hours any more is to be had at any hour; what is booked stays."""
        calendar = self.env["resource.calendar"].create({"name": "Na chwilę"})
        self.van.resource_calendar_id = calendar
        one = self._book(0, 1)
        self.van.resource_calendar_id = False
        calendar.unlink()
        self.assertFalse(self.van.resource_calendar_id)
        self.assertEqual(one.state, "confirmed")
        self._book(14, 15)
        free = self.van._next_free(at(0), timedelta(hours=1))
        self.assertEqual(free[self.van], at(1))

    def test_archiving_what_is_booked(self):
        self._book(0, 1, name="Pierwszy")
        with self.assertRaisesRegex(ValidationError, "Pierwszy"):
            self.van.action_archive()

    def test_managers_make_resources_and_others_do_not(self):
        resources = self.env["enova.resource"]
        values = {"name": "Sala", "category_id": self.vehicles.id}
        made = resources.with_user(self.user_manager).create(values)
        self.assertEqual(made.resource_id.name, "Sala")
        self.assertEqual(made.resource_id.resource_type, "material")
        made.write({"name": "Sala 2", "resource_calendar_id": False})
        self.assertEqual(made.resource_id.name, "Sala 2")
        self.assertFalse(made.resource_id.calendar_id)
        for user in (self.user_own, self.user_all):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                resources.with_user(user).create(values)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.van.with_user(user).write({"name": "x"})
        self.assertEqual(self.van.name, "Van 1")

    def test_categories_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.vehicles.with_context(lang="pl_PL").name = "Pojazdy"
        vans = self.vehicles.create({"name": "Vans", "parent_id": self.vehicles.id})
        vans.with_context(lang="pl_PL").name = "Busy"
        self.assertEqual(vans.display_name, "Vehicles / Vans")
        polish = vans.with_context(lang="pl_PL")
        self.assertEqual(polish.display_name, "Pojazdy / Busy")
        found = [row[0] for row in polish.name_search("Busy")]
        self.assertIn(vans.id, found)

    def test_another_company_s_are_out_of_reach(self):
        foreign = self._resource(
            name="Obcy", company_id=self.other_company.id, responsible_id=False
        )
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
            self.env.cr.savepoint(),
        ):
            self._book(resource=foreign)
        self.assertFalse(foreign.reservation_ids)


@tagged("post_install", "-at_install")
class TestNextFree(ResourceCase):
    def test_between_reservations(self):
        self._book(0, 2)
        self._book(3, 5)
        hour = timedelta(hours=1)
        self.assertEqual(self.van._next_free(at(0), hour), {self.van: at(2)})
        self.assertEqual(self.van._next_free(at(0), 2 * hour), {self.van: at(5)})

    def test_within_working_hours_and_leaves(self):
        calendar = self.company.resource_calendar_id
        van = self._resource(name="W godzinach", resource_calendar_id=calendar.id)
        van.tz = calendar.tz
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Przegląd",
                "resource_id": van.resource_id.id,
                "calendar_id": calendar.id,
                "date_from": at(-8, day=0),
                "date_to": at(15, day=0),
            }
        )
        # asked for on a Saturday: Monday is a leave, so it is Tuesday
        found = van._next_free(at(0, day=-2), timedelta(hours=1))
        self.assertEqual(found[van].date(), at(0, day=1).date())

    def test_what_is_free_of_a_category(self):
        """The same answer as the units give: units, buffers, service, policy."""
        kinds = {
            "units": {"capacity": 2},
            "full": {"capacity": 2},
            "before": {"buffer_before": 2},
            "after": {"buffer_after": 2},
            "out": {"out_from": at(-1), "out_to": at(3)},
            "back": {"out_from": at(-9), "out_to": at(0)},
            "open": {"out_from": at(-1)},
            "twice": {"overlap": "warn"},
            "others": {"group_ids": self.env.ref("base.group_system").ids},
        }
        made = {name: self._resource(name=name, **more) for name, more in kinds.items()}
        for name in ("units", "full", "full", "twice"):
            self._book(0, 1, resource=made[name])
        self._book(-2, -1, resource=made["before"])
        self._book(2, 3, resource=made["after"])
        resources = self.env["enova.resource"].with_user(self.user_all)
        found = resources._free_of_category(
            self.vehicles, at(0), at(1), self.env.company
        )
        self.assertEqual(set(found.mapped("name")), {"Van 1", "units", "back"})
        every = self.van.union(*made.values()) - made["others"]
        taken = every._taken(at(-9), at(9))
        self.assertEqual(
            set(found),
            {one for one in every if one._free_units(at(0), at(1), taken[one.id])},
        )

    def test_constant_queries_for_a_category(self):
        resources = self.van
        for number in range(20):
            resources |= self._resource(name=f"V{number}")
        for resource in resources:
            self._book(0, 1, resource=resource)
        counts = []
        for some in (resources[:2], resources):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = some._next_free(at(0), timedelta(hours=1))
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(found.values()), {at(1)})
        self.assertEqual(counts[0], counts[1])

    def test_hours_that_nobody_can_plan(self):
        for name in ("buffer_before", "buffer_after"):
            for hours in (-1, 1001):
                with self.subTest(name=name, hours=hours), self._refused_by_database():
                    self.van[name] = hours
        self.van.write({"buffer_before": 1000, "buffer_after": 1000})
        self.assertTrue(self._book(2000, 2001))
        with self.assertRaisesRegex(UserError, "hours"):
            self.van.with_user(self.user_own).next_free("2099-01-05 08:00:00", 1e9)

    @contextmanager
    def _refused_by_database(self):
        """Expect a constraint to refuse what is flushed."""
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            yield
            self.env.flush_all()

    def test_as_the_web_client_asks(self):
        self._book(0, 2)
        rows = self.van.with_user(self.user_own).next_free("2099-01-05 08:00:00", 1)
        self.assertEqual(
            rows,
            [{"id": self.van.id, "name": "Van 1", "start": "2099-01-05 10:00:00"}],
        )
