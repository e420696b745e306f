from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .service_common import SIGNATURE, ServiceCase


@tagged("post_install", "-at_install")
class TestServiceReport(ServiceCase):
    """What a technician writes down in the window, and what becomes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls._service_order(diagnosis="Grzałka")
        cls.order = cls.record.with_user(cls.user_technician)

    def _report(self, user=None, kind="work", **values):
        user = user or self.user_technician
        reports = self.env["enova.service.report"].with_user(user)
        reports = reports.with_context(default_order_id=self.record.id)
        return reports.create({"kind": kind, **values})

    def test_goes_on_from_what_was_written(self):
        report = self._report()
        self.assertEqual(report.diagnosis, "Grzałka")
        self.assertTrue(report.has_device)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_takes_nothing_from_an_order_one_may_not_read(self):
        reports = self.env["enova.service.report"].with_user(self.user_mate)
        reports = reports.with_context(default_order_id=self.record.id)
        defaults = reports.default_get(["order_id", "diagnosis", "solution"])
        self.assertNotIn("diagnosis", defaults)
        with self.assertRaises(AccessError):
            reports.create({"order_id": self.record.id, "kind": "work"})

    def test_saves_texts_hours_meter_and_signature(self):
        self.order.action_service_start()
        report = self._report(
            solution="Wymieniono grzałkę",
            hours=1.5,
            meter_hours=820,
            end_order=True,
            signed_by="Ewa Nowak",
            signature=SIGNATURE,
        )
        action = report.action_save()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertEqual(self.record.solution, "Wymieniono grzałkę")
        self.assertEqual(self.record.diagnosis, "Grzałka")
        self.assertEqual(self.record.work_hours, 1.5)
        self.assertEqual(self.device.meter_hours, 820)
        self.assertEqual(self.device.reading_ids.user_id, self.user_technician)
        self.assertEqual(self.record.state, "done")
        self.assertEqual(self.record.returned_by, "Ewa Nowak")
        self.assertTrue(self.record.returned_on and self.record.returned_signature)

    def test_end_of_what_was_not_started_starts_it(self):
        self._report(solution="Wyczyszczono", end_order=True).action_save()
        self.assertEqual(self.record.state, "done")

    def test_end_without_a_solution_is_refused(self):
        with self.assertRaisesRegex(UserError, "what was done"):
            self._report(end_order=True).action_save()

    def test_empty_fields_blank_nothing(self):
        self._report(diagnosis="", solution="x").action_save()
        self.assertEqual(self.record.diagnosis, "Grzałka")

    def test_cancelled_order_is_reported_on_by_nobody(self):
        self.record.action_repair_cancel()
        with self.assertRaisesRegex(UserError, "cancelled"):
            self._report(solution="x").action_save()

    def test_hours_go_to_the_open_visit(self):
        visit = self._activity(
            name="Wizyta",
            user_id=self.user_technician.id,
            partner_id=self.contractor.id,
            service_order_ids=[(4, self.record.id)],
        )
        self._report(solution="Naprawione", hours=2).action_save()
        self.assertEqual(visit.state, "done")
        self.assertEqual((visit.time_spent, visit.result), (2, "Naprawione"))
        self.assertEqual(self.record.enova_activity_ids, visit)

    def test_hours_without_a_visit_become_an_event(self):
        self._report(solution="Naprawione", hours=0.5).action_save()
        event = self.record.enova_activity_ids
        self.assertEqual(event.state, "done")
        self.assertEqual(event.device_id, self.device)
        self.assertEqual(event.user_id, self.user_technician)
        self.assertEqual(event.partner_id, self.contractor)


@tagged("post_install", "-at_install")
class TestServiceProtocol(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls._service_order(condition="Porysowana obudowa")
        cls.order = cls.record.with_user(cls.user_technician)

    def _html(self, name, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user_technician)
        return reports._render_qweb_html(name, self.record.ids)[0].decode()

    def test_acceptance_is_signed_once(self):
        action = self.order.action_sign_acceptance()
        self.assertEqual(action["context"]["default_kind"], "accepted")
        self.order.action_sign("accepted", SIGNATURE, " Ewa Nowak ")
        self.assertEqual(self.record.accepted_by, "Ewa Nowak")
        before = self.record.accepted_on
        with self.assertRaisesRegex(UserError, "Ewa Nowak already"):
            self.order.action_sign("accepted", SIGNATURE, "Ktoś inny")
        self.assertEqual(self.record.accepted_by, "Ewa Nowak")
        self.assertEqual(self.record.accepted_on, before)

    def test_signature_and_name_are_both_asked_for(self):
        for kind, signature, name in (
            ("accepted", "", "Ewa"),
            ("accepted", SIGNATURE, " "),
            ("other", SIGNATURE, "Ewa"),
            ("accepted", 5, "Ewa"),
            ("state", SIGNATURE, "Ewa"),
        ):
            with self.subTest(kind=kind, name=name), self.assertRaises(UserError):
                self.order.action_sign(kind, signature, name)
        self.assertFalse(self.record.accepted_on or self.record.returned_on)

    def test_signature_is_not_written_by_hand(self):
        """Nor by those who may write the order."""
        order = self.record.with_user(self.user_dispatcher)
        with self.assertRaises(AccessError):
            order.write({"accepted_by": "Ktoś"})

    def test_acceptance_is_printed_in_full(self):
        self.order.action_sign("accepted", SIGNATURE, "Ewa Nowak")
        html = self._html("crm_enova.repair_order_report_acceptance")
        for text in (
            self.record.name,
            self.contractor.name,
            self.device.identifier,
            "Nie grzeje",
            "Porysowana obudowa",
            "Ewa Nowak",
            "data:image/png;base64",
        ):
            with self.subTest(text=text):
                self.assertIn(text, html)

    def test_return_is_printed_with_parts_for_who_sees_no_stock(self):
        self.order.action_add_part(self.part.id, 2)
        self.record.write({"diagnosis": "Grzałka", "solution": "Wymieniono"})
        html = self._html("crm_enova.repair_order_report_return")
        for text in ("Grzałka", "Wymieniono", "Uszczelka", "2.0"):
            with self.subTest(text=text):
                self.assertIn(text, html)

    def test_protocol_is_a_pdf(self):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        for name in ("acceptance", "return"):
            pdf, kind = reports._render_qweb_pdf(
                f"crm_enova.repair_order_report_{name}", self.record.ids
            )
            with self.subTest(name=name):
                self.assertEqual(kind, "pdf")
                self.assertTrue(pdf.startswith(b"%PDF"))

    def test_print_buttons(self):
        self.assertEqual(
            self.order.action_print_acceptance()["report_name"],
            "crm_enova.repair_order_acceptance",
        )
        self.assertEqual(
            self.order.action_print_return()["report_name"],
            "crm_enova.repair_order_return",
        )
