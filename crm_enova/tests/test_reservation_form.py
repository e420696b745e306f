from datetime import date, datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .project_common import ProjectMixin
from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestReservationForm(ProjectMixin, ResourceCase):
    """What the form proposes before anything is booked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()

    def _form(self, record=None, user=None, tz="Europe/Warsaw"):
        records = self.env["enova.reservation"] if record is None else record
        return Form(records.with_user(user or self.user_all).with_context(tz=tz))

    def test_offer_is_taken_with_its_length(self):
        self._book(0, 2, user=self.user_manager)
        form = self._form()
        form.resource_id = self.van
        form.start, form.stop = at(1), at(2.5)
        self.assertEqual(form.offer_start, at(2))
        form.take_offer = True
        self.assertEqual((form.start, form.stop), (at(2), at(3.5)))
        self.assertFalse(form.take_offer or form.offer_start)
        self.assertEqual(form.save().blocked_start, at(2))

    def test_nothing_is_offered_for_what_it_has_itself(self):
        one = self._book(0, 2)
        self.assertFalse(self._form(one).offer_start)
        self.van.capacity = 2
        form = self._form()
        form.resource_id, form.start, form.stop = self.van, at(0), at(2)
        self.assertFalse(form.offer_start, "a second unit is free")
        self.van.write({"capacity": 1, "overlap": "warn"})
        form = self._form()
        form.resource_id, form.start, form.stop = self.van, at(0), at(2)
        self.assertFalse(form.offer_start)
        self.assertIn("booked by others", form.warning)

    def test_offer_where_it_is_out_of_service(self):
        self.van.write({"out_from": at(0), "out_to": at(30)})
        form = self._form()
        form.resource_id, form.start, form.stop = self.van, at(1), at(2)
        self.assertEqual(form.offer_start, at(30))
        self.van.out_to = False
        form = self._form()
        form.resource_id, form.start, form.stop = self.van, at(1), at(2)
        self.assertFalse(form.offer_start, "nobody knows when it is back")

    def test_what_else_is_free(self):
        """Of the category, without what is taken or for others."""
        free = self._resource(name="Van 2", sequence=1)
        taken = self._resource(name="Van 3")
        self._book(0, 2, resource=taken, user=self.user_manager)
        manager = self.env.ref("crm_enova.crm_enova_group_manager")
        theirs = self._resource(name="Van 4", group_ids=manager.ids)
        form = self._form()
        form.resource_id, form.start, form.stop = self.van, at(0), at(2)
        self.assertEqual(form.free_resource_ids[:], free)
        form = self._form(user=self.user_manager)
        form.resource_id, form.start, form.stop = self.van, at(0), at(2)
        self.assertEqual(form.free_resource_ids[:], free | theirs)
        one = self._book(4, 5)
        self.assertTrue(one.free_resource_ids)
        one.action_cancel()
        self.assertFalse(one.free_resource_ids, "nothing is wanted any more")

    def test_end_follows_the_start(self):
        form = self._form()
        form.resource_id, form.start = self.van, at(0)
        self.assertEqual(form.stop, at(1))
        form.stop = at(3)
        form.start = at(2)
        self.assertEqual(form.stop, at(3), "it is after the start still")
        form.start = at(5)
        self.assertEqual(form.stop, at(6))

    def test_day_on_which_the_clocks_change(self):
        for day, hours in ((date(2027, 3, 28), 23), (date(2027, 10, 31), 25)):
            with self.subTest(day=day):
                form = self._form()
                form.resource_id = self.van
                form.start = datetime(day.year, day.month, day.day, 9)
                form.all_day = True
                self.assertEqual((form.day_from, form.day_to), (day, day))
                self.assertEqual(form.save().hours, hours)

    def test_last_day_is_not_before_the_first(self):
        form = self._form()
        form.resource_id, form.start = self.van, at(0)
        form.all_day = True
        first = at(0, day=3).date()
        form.day_from = first
        self.assertEqual(form.day_to, first)
        one = form.save()
        self.assertEqual(one.stop - one.start, timedelta(days=1))
        self.assertEqual(one.day_to, first)

    def test_whole_days_on_another_clock(self):
        """Booked in New York they are other hours than in Warsaw."""
        spans = {}
        for zone in ("America/New_York", "Europe/Warsaw"):
            form = self._form(tz=zone)
            form.resource_id = self._resource(name=zone)
            form.start, form.all_day = at(8), True
            one = form.save()
            spans[zone] = one.start
            self.assertEqual(one.day_from, at(0).date())
            self.assertEqual(one.hours, 24)
        self.assertEqual(spans, {"America/New_York": at(-3), "Europe/Warsaw": at(-9)})

    def test_task_fills_in_what_is_empty(self):
        project = self._project(name="Wdrożenie")
        task = self._activity(
            name="Wizyta",
            partner_id=self.contractor.id,
            project_id=project.id,
            user_id=self.user_own.id,
            date_start=at(4),
            date_stop=at(6),
        )
        form = self._form()
        form.resource_id = self.van
        form.activity_id = task
        self.assertEqual((form.start, form.stop), (at(4), at(6)))
        self.assertEqual((form.name, form.user_id), ("Wizyta", self.user_own))
        one = form.save()
        self.assertEqual(one.project_id, project)
        self.assertEqual(one.partner_id, self.contractor)
        form = self._form()
        form.name = "Coś innego"
        form.activity_id = self._activity(name="Bez godziny")
        self.assertEqual(form.name, "Coś innego")
        self.assertEqual(form.user_id, self.user_all, "the task is nobody's")

    def test_beyond_the_working_hours(self):
        calendar = self.company.resource_calendar_id
        calendar.tz = "Europe/Warsaw"
        self.van.write({"resource_calendar_id": calendar.id, "tz": "Europe/Warsaw"})
        saturday = self._book(at(0, day=5), at(2, day=5))
        self.assertIn("beyond the working hours", saturday.warning)
        self.assertFalse(self._book(0, 1).warning)

    def test_neither_resource_nor_category(self):
        reservations = self.env["enova.reservation"].with_user(self.user_all)
        with self.assertRaisesRegex(UserError, "Choose a resource, or a category"):
            reservations.create({"start": at(0), "stop": at(1)})
        with self.assertRaisesRegex(UserError, "must end after"):
            reservations.create({"resource_id": self.van.id, "start": at(0)})


@tagged("post_install", "-at_install")
class TestReservationSeries(ResourceCase):
    """A row of them, where not everything is everybody's."""

    def _repeat(self, one, user=None, **values):
        windows = self.env["enova.reservation.repeat"].with_user(user or self.user_all)
        windows = windows.with_context(active_id=one.id, tz="Europe/Warsaw")
        window = windows.create({"reservation_id": one.id, "mon": True, **values})
        window.action_confirm()
        series = self.env["enova.reservation"].search([("series_id", "=", one.id)])
        return series.sorted("start")

    def test_each_is_asked_for_where_one_approves(self):
        self.van.approval_required = True
        one = self._book(0, 2, user=self.user_own)
        self.assertEqual(one.state, "requested")
        one.with_user(self.user_manager).action_confirm()
        messages = self.env["mail.message"]
        told = [("partner_ids", "in", self.user_manager.partner_id.ids)]
        before = messages.search(told)
        series = self._repeat(one, self.user_own, count=4)
        self.assertEqual(series.mapped("state"), ["confirmed", *["requested"] * 3])
        [notice] = messages.search(told) - before
        self.assertEqual(notice.body.count("<li>"), 3, "one notice names them all")

    def test_what_is_private_stays_so(self):
        one = self._book(0, 2, user=self.user_own, private=True, note="x")
        one.user_id = self.user_own
        series = self._repeat(one, self.user_own, count=3)
        self.assertEqual(set(series.mapped("private")), {True})
        self.assertEqual(series.user_id, self.user_own)
        seen = self.env["enova.reservation"].with_user(self.user_all)
        self.assertFalse(seen.search([("id", "in", series.ids)]))

    def test_rest_is_cancelled_from_one_on(self):
        one = self._book(0, 2)
        series = self._repeat(one, count=5)
        with_others = series[1].with_user(self.user_all)
        series[3].action_refuse()
        with_others.action_cancel_series()
        self.assertEqual(
            series.mapped("state"),
            ["confirmed", "cancelled", "cancelled", "refused", "cancelled"],
        )
        again = self._book(at(0, day=7), at(2, day=7), user=self.user_manager)
        self.assertEqual(again.state, "confirmed")

    def test_cancelling_one_alone_leaves_the_rest(self):
        alone = self._book(0, 2)
        other = self._book(2, 4)
        alone.action_cancel_series()
        self.assertEqual((alone.state, other.state), ("cancelled", "confirmed"))

    def test_first_one_is_deleted(self):
        one = self._book(0, 2)
        series = self._repeat(one, count=3)
        rest = series - one
        one.with_user(self.user_manager).unlink()
        self.env.invalidate_all()
        self.assertEqual(rest.exists(), rest)
        rest[0].with_user(self.user_all).action_cancel_series()
        self.assertEqual(rest.mapped("state"), ["cancelled", "confirmed"])
