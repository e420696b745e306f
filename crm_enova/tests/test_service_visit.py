from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .service_common import SIGNATURE, ServiceCase


@tagged("post_install", "-at_install")
class TestServiceVisit(ServiceCase):
    """Whose hours they are, and what is said to whoever comes too late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"enova_hour_rate": 200, "enova_hour_cost": 80})
        both = (cls.user_technician + cls.user_mate).ids
        cls.record = cls._service_order(technician_ids=[Command.set(both)])
        cls.order = cls.record.with_user(cls.user_technician)
        cls.visit_type = cls.env.ref("crm_enova.enova_activity_type_task_service")

    def _visit(self, user, **values):
        return self._activity(
            type_id=self.visit_type.id,
            partner_id=self.contractor.id,
            service_order_ids=[Command.link(self.record.id)],
            user_id=user.id,
            **values,
        )

    def _log(self, hours, result="Wymieniono", order=None):
        work = (order or self.order)._log_work(hours, result)
        self.env.invalidate_all()
        return work

    def test_hours_are_those_of_who_worked(self):
        """The visit of a mate is left open; what was noted before is added to."""
        theirs = self._visit(self.user_mate, time_spent=1)
        mine = self._visit(self.user_technician, time_spent=0.5)
        self.assertEqual(self._log(2).id, mine.id)
        self.assertEqual((mine.state, mine.time_spent), ("done", 2.5))
        self.assertEqual((theirs.state, theirs.time_spent), ("planned", 1))
        self.assertEqual(self.record.work_hours, 3.5)
        # a second report finds no visit that is open
        event = self._log(1)
        self.assertNotEqual(event.id, mine.id)
        self.assertEqual((event.user_id, event.state), (self.user_technician, "done"))
        self.assertEqual(event.device_id, self.device)
        self.assertEqual(self.record.work_hours, 4.5)

    def test_visit_of_another_order_is_none(self):
        other = self._service_order()
        visit = self._visit(self.user_technician)
        visit.service_order_ids = [Command.set(other.ids)]
        self._log(1)
        self.assertEqual(visit.state, "planned")
        self.assertEqual((self.record.work_hours, other.work_hours), (1, 0))

    def test_definition_of_service_that_is_gone(self):
        """Another event does as well: hours are not lost for want of a name."""
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "crm_enova"),
                ("name", "=", "enova_activity_type_event_service"),
            ]
        )
        data.unlink()
        self.env.registry.clear_cache()
        event = self._log(2)
        self.assertEqual(event.kind, "event")
        self.assertEqual(self.record.work_hours, 2)

    def test_archived_hours(self):
        """What is archived as entered by mistake is charged to nobody."""
        self._log(2)
        event = self._log(1)
        event.sudo().action_archive()
        self.env.invalidate_all()
        self.assertEqual(self.record.work_hours, 2)
        self.assertEqual(self.record.work_price, 400)

    def test_one_visit_for_two_orders(self):
        """Hours count for each that it is tied to, and are shown so on both."""
        other = self._service_order()
        visit = self._visit(self.user_technician)
        visit.service_order_ids = [Command.link(other.id)]
        self._log(2)
        self.assertEqual((self.record.work_hours, other.work_hours), (2, 2))

    @mute_logger("odoo.sql_db")
    def test_impossible_hours(self):
        reports = self.env["enova.service.report"].with_user(self.user_technician)
        for hours in (-1, 1001):
            with self.subTest(hours=hours):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    reports.create({"order_id": self.record.id, "hours": hours})
        self.assertFalse(self.record.work_hours)

    def test_step_that_does_not_follow(self):
        with self.assertRaises(UserError) as refused:
            self.order.action_service_end()
        for words in (self.record.name, "“New”", "does not follow"):
            self.assertIn(words, str(refused.exception))
        self.order.action_service_start()
        with self.assertRaisesRegex(UserError, "does not follow"):
            self.order.with_user(self.user_mate).action_service_start()
        self.order.action_service_end()
        with self.assertRaisesRegex(UserError, "is closed"):
            self.order.with_user(self.user_mate).action_service_end()

    def test_taken_off_the_order(self):
        """From then on they do nothing with it, also in a window opened before."""
        window = self.env["enova.service.report"].with_user(self.user_technician)
        window = window.create({"order_id": self.record.id, "solution": "x"})
        self.record.technician_ids = [Command.unlink(self.user_technician.id)]
        self.env.invalidate_all()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base"):
            window.action_save()
        self.assertFalse(self.record.solution)

    def test_signature_that_is_no_picture(self):
        for signature in ("x", "podpis", "UG9kcGlz"):
            with self.subTest(signature=signature):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    self.order.action_sign("accepted", signature, "Ewa")
                self.env.invalidate_all()
                self.assertFalse(self.record.accepted_on)

    def test_both_protocols_are_signed_apart(self):
        with freeze_time("2026-03-28 23:30:00"):
            self.order.action_sign("accepted", SIGNATURE, "Ewa")
        with freeze_time("2026-03-29 01:30:00"):
            self.order.with_user(self.user_mate).action_sign(
                "returned", SIGNATURE, "Jan"
            )
        self.assertEqual(
            (self.record.accepted_by, self.record.returned_by), ("Ewa", "Jan")
        )
        gap = self.record.returned_on - self.record.accepted_on
        self.assertEqual(gap.total_seconds(), 7200)
        copy = self.record.copy()
        self.assertFalse(copy.accepted_on or copy.returned_signature)
        self.assertEqual((copy.device_id, copy.fault), (self.device, "Nie grzeje"))

    def test_promise_is_broken_a_second_later(self):
        self.record.date_deadline = "2026-03-29 01:00:00"
        orders = self.env["repair.order"].with_user(self.user_dispatcher)
        for moment, late in (
            ("2026-03-29 01:00:00", False),
            ("2026-03-29 01:00:01", True),
        ):
            with freeze_time(moment), self.subTest(moment=moment):
                self.env.invalidate_all()
                self.assertIs(self.record.is_late, late)
                for value in (True, False):
                    found = orders.search([("is_late", "=", value)])
                    self.assertIs(self.record in found, late == value)
                self.assertIn(self.record, orders.search([("is_late", "!=", not late)]))
        self.record.action_repair_cancel()
        with freeze_time("2026-04-01 01:00:00"):
            self.env.invalidate_all()
            self.assertFalse(self.record.is_late)


@tagged("post_install", "-at_install")
class TestServiceCompanies(ServiceCase):
    """Orders of two companies, entered by somebody who works for both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"enova_hour_rate": 200, "enova_hour_cost": 80})
        cls.other_company.write({"enova_hour_rate": 50, "enova_hour_cost": 20})
        cls.user_dispatcher.company_ids = [Command.link(cls.other_company.id)]
        cls.there = cls._device(name="Waga", company_id=cls.other_company.id)
        both = (cls.company + cls.other_company).ids
        cls.orders = cls.env["repair.order"].with_user(cls.user_dispatcher)
        cls.orders = cls.orders.with_context(allowed_company_ids=both)
        operation = cls.env["stock.picking.type"].search(
            [
                ("code", "=", "repair_operation"),
                ("company_id", "=", cls.other_company.id),
            ],
            limit=1,
        )
        cls.values = {
            "device_id": cls.there.id,
            "company_id": cls.other_company.id,
            "picking_type_id": operation.id,
        }

    def test_storekeeper_enters_one_at_the_rates(self):
        """Who sees neither rates nor devices."""
        order = (
            self.env["repair.order"]
            .with_user(self.user_keeper)
            .create({"partner_id": self.contractor.id})
        )
        self.assertNotIn("hour_rate", order.fields_get())
        self.assertEqual((order.sudo().hour_rate, order.sudo().hour_cost), (200, 80))

    def test_rates_that_were_agreed_on_stay(self):
        form = Form(self.orders, "crm_enova.repair_order_view_form_service")
        form.device_id = self.device
        form.hour_rate = 150
        order = form.save()
        self.company.enova_hour_rate = 300
        self.env.invalidate_all()
        self.assertEqual(order.hour_rate, 150)

    def test_each_company_sells_its_own_work(self):
        here, there = (
            c._enova_work_product() for c in self.company + self.other_company
        )
        self.assertEqual(here.company_id, self.company)
        self.assertEqual(there.company_id, self.other_company)
        self.assertEqual((here.list_price, there.list_price), (200, 50))
        self.assertEqual(self.company._enova_work_product(), here)

    def test_deputy_of_one_company_sees_its_orders_alone(self):
        order = self.orders.create(self.values)
        alone = self.orders.with_context(allowed_company_ids=self.company.ids)
        self.assertNotIn(order, alone.search([]))
        self.assertEqual(self.contractor.with_env(alone.env).enova_service_count, 0)
        self.env.invalidate_all()
        self.assertEqual(
            self.contractor.with_env(self.orders.env).enova_service_count, 1
        )
