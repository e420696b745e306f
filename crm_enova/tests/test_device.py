from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestDevice(ServiceCase):
    def test_numbers_are_given_in_one_draw(self):
        devices = self.env["enova.device"]
        values = [
            {"name": f"Młynek {n}", "partner_id": self.contractor.id} for n in range(5)
        ]
        numbers = devices.create(values).mapped("identifier")
        self.assertEqual(len(set(numbers)), 5)
        self.assertTrue(all(number.startswith("U/") for number in numbers))
        self.assertEqual(sorted(numbers), numbers)

    def test_identifier_that_is_given_stays(self):
        self.assertEqual(self._device(identifier="A-7").identifier, "A-7")

    @mute_logger("odoo.sql_db")
    def test_identifier_is_given_once_in_a_company(self):
        self._device(identifier="A-7")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._device(identifier="A-7")
        other = self._device(identifier="A-7", company_id=self.other_company.id)
        self.assertTrue(other)

    def test_name_says_the_identifier_and_is_found_by_all(self):
        device = self._device(identifier="A-7", serial_number="SN99")
        self.assertEqual(device.display_name, "Ekspres (A-7)")
        devices = self.env["enova.device"]
        for text in ("Ekspr", "A-7", "SN99"):
            with self.subTest(text=text):
                ids = [id_ for id_, _name in devices.name_search(text)]
                self.assertIn(device.id, ids)

    @mute_logger("odoo.sql_db")
    def test_warranty_does_not_end_before_the_sale(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._device(sold_on=date(2026, 5, 1), warranty_until=date(2026, 4, 30))

    @mute_logger("odoo.sql_db")
    def test_intervals_have_limits(self):
        for values in (
            {"inspection_months": -1},
            {"inspection_months": 2**31 - 1},
            {"inspection_hours": -5},
            {"name": "x" * 501},
            {"identifier": "x" * 101},
            {"serial_number": "x" * 201},
        ):
            with self.subTest(values=values):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self._device(**values)

    def test_person_and_place_are_of_the_contractor(self):
        self.assertTrue(self._device(contact_id=self.contact.id))
        for name in ("contact_id", "place_id"):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self._device(**{name: self.other_contractor.id})

    def test_change_of_the_owner_asks_for_their_person(self):
        device = self._device(contact_id=self.contact.id)
        with self.assertRaises(ValidationError):
            device.partner_id = self.other_contractor
        device.write({"partner_id": self.other_contractor.id, "contact_id": False})
        self.assertEqual(device.commercial_partner_id, self.other_contractor)

    def test_warranty_lasts_the_whole_of_its_last_day(self):
        today = fields.Date.context_today(self.device)
        devices = self.env["enova.device"]
        for days, lasts in ((-1, False), (0, True), (1, True)):
            self.device.warranty_until = today + timedelta(days=days)
            with self.subTest(days=days):
                self.assertIs(self.device.under_warranty, lasts)
                found = devices.search([("under_warranty", "=", True)])
                self.assertEqual(self.device in found, lasts)
                found = devices.search([("under_warranty", "=", False)])
                self.assertEqual(self.device in found, not lasts)

    def test_newest_reading_counts(self):
        self.device.reading_ids = [
            Command.create({"date": "2026-05-02", "value": 120}),
            Command.create({"date": "2026-05-01", "value": 100}),
        ]
        self.assertEqual(self.device.meter_hours, 120)
        self.device.reading_ids[0].unlink()
        self.assertEqual(self.device.meter_hours, 100)

    @mute_logger("odoo.sql_db")
    def test_meter_shows_nothing_negative(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.device.reading_ids = [Command.create({"value": -1})]

    def test_label_leads_to_the_device(self):
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "crm_enova.enova_device_report_label", self.device.ids
        )
        text = html.decode()
        self.assertIn(self.device.identifier, text)
        # the ERP's own barcode, drawn into the page
        self.assertIn("data:image/png;base64,", text)
        self.assertTrue(
            self.device._label_url().endswith(f"/odoo/enova-devices/{self.device.id}")
        )
        action = self.env.ref("crm_enova.enova_device_action")
        self.assertEqual(action.path, "enova-devices")
        printed = self.device.with_user(self.user_own).action_print_label()
        self.assertEqual(printed["report_name"], "crm_enova.enova_device_label")

    def test_history_opens_with_defaults(self):
        for action in (
            self.device.action_open_orders(),
            self.device.action_open_activities(),
        ):
            with self.subTest(action=action["name"]):
                self.assertEqual(action["domain"], [("device_id", "=", self.device.id)])
                self.assertEqual(
                    action["context"]["default_partner_id"], self.contractor.id
                )

    def test_counts_are_what_the_reader_sees(self):
        self._service_order()
        done = self._service_order(technician_ids=[Command.clear()])
        done.state = "done"
        device = self.device.with_user(self.user_dispatcher)
        self.assertEqual((device.order_count, device.open_order_count), (2, 1))
        device = self.device.with_user(self.user_technician)
        self.assertEqual((device.order_count, device.open_order_count), (1, 1))

    def test_counting_takes_as_many_queries_for_many(self):
        devices = self.device + self._device(name="Drugi") + self._device(name="Trzeci")
        for device in devices:
            self._service_order(device_id=device.id)
        devices = devices.with_user(self.user_dispatcher)
        devices[:1].mapped("order_count")  # rights are cached by now
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            devices.mapped("order_count")


@tagged("post_install", "-at_install")
class TestDeviceOfActivity(ServiceCase):
    def test_task_takes_the_contractor_of_the_device(self):
        task = self._activity(device_id=self.device.id)
        self.assertEqual(task.partner_id, self.contractor)

    def test_form_takes_the_contractor_of_the_device(self):
        form = Form(self.env["enova.activity"].with_user(self.user_all))
        form.name = "Zadzwonić w sprawie ekspresu"
        form.device_id = self.device
        self.assertEqual(form.partner_id, self.contractor)

    def test_device_of_another_contractor_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "another contractor"):
            self._activity(
                device_id=self.device.id, partner_id=self.other_contractor.id
            )

    def test_follow_up_stays_at_the_device(self):
        task = self._activity(device_id=self.device.id)
        follow_up = self._activity(parent_id=task.id, name="Dalej")
        self.assertEqual(follow_up.device_id, self.device)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_hidden_device_is_taken_by_nobody(self):
        """Of a device of another company nothing is told, not even whose it is."""
        hidden = self._device(company_id=self.other_company.id)
        tasks = self.env["enova.activity"].with_user(self.user_own)
        with self.assertRaises(UserError):
            tasks.create(
                {
                    "name": "x",
                    "type_id": self.type_task.id,
                    "device_id": hidden.id,
                }
            )
