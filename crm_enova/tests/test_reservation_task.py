from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestReservationOfTask(ResourceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type_visit = cls.env.ref("crm_enova.enova_activity_type_task_visit")
        cls.task = cls._activity(
            name="Przegląd",
            user_id=cls.user_all.id,
            partner_id=cls.contractor.id,
            date_start=at(0),
            date_stop=at(2),
        )

    def _reserve(self):
        action = self.task.with_user(self.user_all).action_reserve()
        reservations = self.env[action["res_model"]].with_user(self.user_all)
        form = Form(reservations.with_context(**action["context"]))
        form.resource_id = self.van
        return form.save()

    def test_two_clicks(self):
        one = self._reserve()
        self.assertEqual((one.start, one.stop), (at(0), at(2)))
        self.assertEqual((one.name, one.partner_id), ("Przegląd", self.contractor))
        self.assertEqual(self.task.reservation_count, 1)

    def test_it_moves_with_the_task(self):
        one = self._reserve()
        self.task.write({"date_start": at(5), "date_stop": at(8)})
        self.assertEqual((one.start, one.stop), (at(5), at(8)))

    def test_the_task_stays_where_the_van_is_taken(self):
        one = self._reserve()
        self._book(5, 6)
        with self.assertRaisesRegex(UserError, "not free"), self.env.cr.savepoint():
            self.task.write({"date_start": at(5), "date_stop": at(7)})
        self.assertEqual((self.task.date_start, one.start), (at(0), at(0)))

    def test_what_has_not_begun_is_free_when_the_task_is_done(self):
        one = self._reserve()
        self.task.action_done()
        self.assertEqual(one.state, "cancelled")

    def test_what_one_took_last_is_proposed(self):
        """Reserve, save: two clicks."""
        second = self._resource(name="Van 2")
        self._book(8, 9, resource=second)
        action = self.task.with_user(self.user_all).action_reserve()
        reservations = self.env[action["res_model"]].with_user(self.user_all)
        form = Form(reservations.with_context(**action["context"]))
        self.assertEqual(form.save().resource_id, second)
        self._book(0, 1)
        action = self.task.with_user(self.user_all).action_reserve()
        self.assertFalse(action["context"]["default_resource_id"], "it is taken")

    @freeze_time(at(2) + timedelta(minutes=10))
    def test_a_task_without_time_gets_the_next_free_one(self):
        """What was booked last, from the next half hour on, as long as it takes."""
        task = self._activity(
            type_id=self.type_visit.id,
            user_id=self.user_all.id,
            partner_id=self.contractor.id,
        )
        self._book(2, 5)
        context = task.with_user(self.user_all).action_reserve()["context"]
        self.assertEqual(context["default_resource_id"], self.van.id)
        hours = self.type_visit.default_duration
        self.assertEqual(context["default_start"], at(5))
        self.assertEqual(context["default_stop"], at(5 + hours))

    @freeze_time(at(2) + timedelta(minutes=10))
    def test_who_has_booked_nothing_gets_what_is_free_first(self):
        task = self._activity(user_id=self.user_all.id)
        self._resource(name="Sala", out_from=at(-9), out_to=at(30))
        others = self.env["enova.resource"].search([("id", "!=", self.van.id)])
        others.active = False
        context = task.with_user(self.user_all).action_reserve()["context"]
        self.assertEqual(context["default_resource_id"], self.van.id)
        self.assertEqual(context["default_start"], at(2.5))
        self.van.active = False
        context = task.with_user(self.user_all).action_reserve()["context"]
        self.assertFalse(context["default_resource_id"])
        self.assertFalse(context["default_start"])

    @freeze_time(at(2))
    def test_a_task_that_is_due_later_is_reserved_for_that_day(self):
        task = self._activity(user_id=self.user_all.id, date_deadline=at(0, 3).date())
        self._book(2, 5)
        context = task.with_user(self.user_all).action_reserve()["context"]
        # midnight in Warsaw
        self.assertEqual(context["default_start"], at(-9, 3))

    def test_the_form_shows_what_else_is_free(self):
        second, third = self._resource(name="Van 2"), self._resource(name="Van 3")
        rooms = self.env["enova.resource.category"].create({"name": "Sale"})
        room = self._resource(name="Sala", category_id=rooms.id)
        self._book(0, 1, resource=third)
        action = self.task.with_user(self.user_all).action_reserve()
        reservations = self.env[action["res_model"]].with_user(self.user_all)
        form = Form(reservations.with_context(**action["context"]))
        form.resource_id = self.van
        free = form.free_resource_ids[:]
        self.assertIn(second, free)
        self.assertFalse((self.van | third | room) & free)
        form.resource_id = self.env["enova.resource"]
        self.assertIn(room, form.free_resource_ids[:])
        form.resource_id = self.van
        one = form.save()
        one.action_cancel()
        self.assertFalse(one.free_resource_ids)

    def test_moving_the_task_needs_the_approval_again(self):
        one = self._reserve()
        self.van.approval_required = True
        self.task.with_user(self.user_all).write({"date_start": at(5)})
        self.assertEqual(one.state, "requested")

    def test_it_is_free_when_the_task_is_not_to_be(self):
        one = self._reserve()
        self.task.action_cancel()
        self.assertEqual(one.state, "cancelled")
        self._book(0, 2)

    def test_it_is_over_with_the_task(self):
        one = self._reserve()
        with freeze_time(at(1)):
            self.task.action_done()
        self.assertEqual((one.state, one.stop), ("done", at(1)))
        with self.assertRaisesRegex(UserError, "closed"):
            self.task.action_reserve()


@tagged("post_install", "-at_install")
class TestReservationRights(ResourceCase):
    def test_who_reads_what(self):
        own = self.user_own.id
        secret = self._activity(private=True, user_id=own)
        task = self._activity(partner_id=self.other_contractor.id)
        rows = {
            "of own": self._book(0, 1, user_id=own),
            "free": self._book(1, 2),
            "private": self._book(
                2, 3, user=self.user_own, activity_id=secret.id, user_id=own
            ),
            "task of others": self._book(
                3, 4, activity_id=task.id, partner_id=self.other_contractor.id
            ),
            "contractor of others": self._book(
                4, 5, partner_id=self.other_contractor.id
            ),
        }
        self.env.flush_all()
        visible = {
            "own": {"of own", "free", "private"},
            "all": set(rows) - {"private"},
            # responsible for the van, which is no reason to know what is private
            "manager": set(rows) - {"private"},
        }
        for role, names in visible.items():
            self.env.invalidate_all()
            found = self.env["enova.reservation"].with_user(self.crm_users[role])
            found = found.search([("resource_id", "=", self.van.id)])
            with self.subTest(role=role):
                self.assertEqual(
                    {name for name, row in rows.items() if row.id in found.ids}, names
                )
        # that it is taken everybody may know
        self.assertFalse(
            self.van.with_user(self.user_own)._free_units(
                at(3), at(4), self.van._taken(at(0), at(9))[self.van.id]
            )
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_refusal_changes_nothing(self):
        task = self._activity(partner_id=self.other_contractor.id)
        foreign = self._book(0, 1, activity_id=task.id)
        for role in ("own", "outsider", "portal"):
            record = foreign.with_user(self.crm_users[role])
            for attempt in (
                lambda r: r.write({"name": "x"}),
                lambda r: r.action_cancel(),
                lambda r: r.unlink(),
            ):
                self.env.invalidate_all()
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    attempt(record)
        self.env.invalidate_all()
        self.assertEqual((foreign.name, foreign.state), ("Wyjazd", "confirmed"))
