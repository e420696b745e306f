from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestDeviceLife(ServiceCase):
    """What becomes of a device, and of what is tied to it, as years go by."""

    @mute_logger("odoo.sql_db")
    def test_device_with_orders_is_kept(self):
        """Archived it leaves the lists, and its orders know it still."""
        order = self._service_order()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.device.with_user(self.user_manager).unlink()
        self.device.action_archive()
        self.assertNotIn(self.device, self.env["enova.device"].search([]))
        self.assertEqual(order.device_id, self.device)
        order.action_validate()
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(order.state, "done")

    def test_deleted_device_leaves_its_tasks(self):
        device = self._device(name="Na chwilę")
        device.reading_ids = [Command.create({"value": 5})]
        readings = device.reading_ids
        task = self._activity(device_id=device.id)
        with self.assertRaises(AccessError):
            device.with_user(self.user_all).unlink()
        device.with_user(self.user_manager).unlink()
        self.env.invalidate_all()
        self.assertTrue(task.exists())
        self.assertFalse(task.device_id)
        self.assertEqual(task.partner_id, self.contractor)
        self.assertFalse(readings.exists())

    def test_person_who_is_deleted_leaves_device_and_order(self):
        person = self.contact.create(
            {"name": "Jan", "parent_id": self.contractor.id, "type": "contact"}
        )
        device = self._device(contact_id=person.id, place_id=person.id)
        order = self._service_order(device_id=device.id, contact_id=person.id)
        person.unlink()
        self.env.invalidate_all()
        self.assertFalse(device.contact_id or device.place_id or order.contact_id)
        self.assertEqual(order.partner_id, self.contractor)

    def test_two_contractors_become_one(self):
        """Devices of both stand at the one that is left, with whoever is there."""
        theirs = self._device(name="Waga", partner_id=self.other_contractor.id)
        order = self._service_order(device_id=theirs.id)
        task = self._activity(device_id=theirs.id)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.other_contractor + self.contractor).ids, self.contractor
        )
        self.env.invalidate_all()
        self.assertEqual(theirs.commercial_partner_id, self.contractor)
        self.assertEqual(order.enova_contractor_id, self.contractor)
        self.assertEqual(task.commercial_partner_id, self.contractor)
        self.assertEqual(self.contractor.enova_device_count, 2)
        theirs.contact_id = self.contact
        order.contact_id = self.contact

    def test_owner_changes_while_an_order_is_open(self):
        """The order is the former owner's; the new one begins with a new one."""
        order = self._service_order()
        self.device.partner_id = self.other_contractor
        self.assertEqual(order.partner_id, self.contractor)
        new = self._service_order()
        self.assertEqual(new.partner_id, self.other_contractor)
        with self.assertRaisesRegex(ValidationError, "change the owner"):
            new.partner_id = self.contractor

    def test_order_is_refused_in_words(self):
        """Which order, of whom, and what to do."""
        order = self._service_order()
        with self.assertRaises(ValidationError) as refused:
            order.contact_id = self.other_contractor
        for words in (order.name, self.contractor.display_name, "Choose others"):
            self.assertIn(words, str(refused.exception))

    def test_technician_who_leaves(self):
        self.device.technician_id = self.user_mate
        order = self._service_order(technician_ids=False)
        self.assertFalse(order.technician_ids)
        order = self.env["repair.order"].create({"device_id": self.device.id})
        self.assertEqual(order.technician_ids, self.user_mate)
        self.user_mate.active = False
        order.invalidate_recordset()
        self.assertFalse(order.technician_ids)
        self.assertEqual(
            order.with_context(active_test=False).technician_ids, self.user_mate
        )

    def test_warranty_ends_on_the_clock_of_the_reader(self):
        """An hour before midnight in UTC it is the next day in Warsaw."""
        self.device.warranty_until = date(2026, 3, 28)
        devices = self.env["enova.device"]
        for moment, zone, lasts in (
            ("2026-03-28 22:59:00", "Europe/Warsaw", True),
            ("2026-03-28 23:00:00", "Europe/Warsaw", False),
            ("2026-03-28 23:00:00", "UTC", True),
            # an hour later in summer
            ("2026-03-29 03:59:00", "America/New_York", True),
            ("2026-03-29 04:00:00", "America/New_York", False),
        ):
            with freeze_time(moment), self.subTest(moment=moment, zone=zone):
                self.env.invalidate_all()
                found = devices.with_context(tz=zone)
                seen = self.device.with_env(found.env)
                self.assertIs(seen.under_warranty, lasts)
                mine = found.search([("under_warranty", "=", True)])
                self.assertIs(self.device in mine, lasts)
                made = found.env["repair.order"].create({"device_id": seen.id})
                self.assertIs(made.under_warranty, lasts)

    def test_interval_ends_with_a_short_month(self):
        device = self._device(inspection_months=6, last_inspection=date(2027, 8, 31))
        self.assertEqual(device.next_inspection, date(2028, 2, 29), "a leap year")
        device.inspection_months = 600
        self.assertEqual(device.next_inspection, date(2077, 8, 31))

    def test_two_readings_of_a_day(self):
        """The one that was entered last is right."""
        self.device.reading_ids = [
            Command.create({"date": "2026-05-02", "value": 1200}),
            Command.create({"date": "2026-05-02", "value": 120}),
        ]
        self.assertEqual(self.device.meter_hours, 120)
        self.device.reading_ids.sorted("id")[0].date = date(2026, 5, 3)
        self.assertEqual(self.device.meter_hours, 1200)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_reading_of_a_hidden_device(self):
        hidden = self._device(company_id=self.other_company.id)
        readings = self.env["enova.device.reading"].with_user(self.user_all)
        with self.assertRaises(UserError):
            readings.create({"device_id": hidden.id, "value": 9})
        self.assertFalse(hidden.reading_ids)
        self.assertFalse(readings.search([("device_id", "=", hidden.id)]))

    def test_form_of_an_order_keeps_what_was_typed(self):
        """A device that is chosen later changes neither person nor technicians."""
        self.device.write(
            {"contact_id": self.contact.id, "technician_id": self.user_mate.id}
        )
        second = self.contact.create({"name": "Jan", "parent_id": self.contractor.id})
        orders = self.env["repair.order"].with_user(self.user_dispatcher)
        form = Form(orders, "crm_enova.repair_order_view_form_service")
        form.partner_id = self.contractor
        form.contact_id = second
        form.technician_ids.add(self.user_technician)
        form.device_id = self.device
        order = form.save()
        self.assertEqual(order.contact_id, second)
        self.assertEqual(order.technician_ids, self.user_technician)
        self.assertEqual(order.enova_contractor_id, self.contractor)

    def test_thousand_devices_and_their_orders(self):
        """Numbers in one draw; what orders take over in as many queries as for few."""
        devices = self.env["enova.device"]

        def make(number):
            return devices.create(
                [
                    {"name": f"Waga {n}", "partner_id": self.contractor.id}
                    for n in range(number)
                ]
            )

        def queries(call):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            result = call()
            return result, self.env.cr.sql_log_count - before

        make(2)
        few, cheap = queries(lambda: make(10))
        many, dear = queries(lambda: make(1000))
        self.assertEqual(len(set(many.mapped("identifier"))), 1000)
        # rows are inserted by the hundred
        self.assertLessEqual(dear, cheap + 40)
        orders = self.env["repair.order"]

        def fill(some):
            return orders._fill_from_devices([{"device_id": d.id} for d in some])

        _values, cheap = queries(lambda: fill(few))
        values, dear = queries(lambda: fill(many))
        self.assertEqual(cheap, dear)
        self.assertEqual({v["partner_id"] for v in values}, {self.contractor.id})
