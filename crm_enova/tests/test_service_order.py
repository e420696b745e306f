from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestServiceOrder(ServiceCase):
    def test_order_takes_from_the_device_what_nobody_gives(self):
        today = fields.Date.context_today(self.device)
        self.device.write(
            {
                "warranty_until": today + timedelta(days=10),
                "technician_id": self.user_mate.id,
                "contact_id": self.contact.id,
            }
        )
        order = self.env["repair.order"].create({"device_id": self.device.id})
        self.assertEqual(order.partner_id, self.contractor)
        self.assertEqual(order.enova_contractor_id, self.contractor)
        self.assertEqual(order.contact_id, self.contact)
        self.assertEqual(order.technician_ids, self.user_mate)
        self.assertTrue(order.under_warranty)
        given = self._service_order(under_warranty=False)
        self.assertFalse(given.under_warranty)
        self.assertEqual(given.technician_ids, self.user_technician)

    def test_form_takes_from_the_device_too(self):
        self.device.technician_id = self.user_technician
        orders = self.env["repair.order"].with_user(self.user_dispatcher)
        with Form(orders, "crm_enova.repair_order_view_form_service") as form:
            form.device_id = self.device
            self.assertEqual(form.partner_id, self.contractor)
            form.fault = "Cieknie"
        self.assertEqual(form.record.technician_ids, self.user_technician)
        self.assertFalse(form.record.product_id)

    def test_end_of_an_order_with_a_device_moves_no_stock(self):
        """Core moves a product to repair, and asks for its serial number; none here."""
        quants = self.env["stock.quant"].search_count([])
        order = self._service_order()
        order.action_validate()
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(order.state, "done")
        self.assertFalse(order.product_id or order.lot_id or order.move_id)
        self.assertFalse(self.env["stock.move"].search([("repair_id", "=", order.id)]))
        self.assertEqual(self.env["stock.quant"].search_count([]), quants)

    def test_device_or_product(self):
        with self.assertRaisesRegex(ValidationError, "a device of the client or"):
            self._service_order(product_id=self.part.id)
        order = self._service_order()
        with self.assertRaises(ValidationError):
            order.product_id = self.part

    def test_device_of_another_contractor_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "must be theirs"):
            self._service_order(partner_id=self.other_contractor.id)
        order = self._service_order()
        with self.assertRaises(ValidationError):
            order.partner_id = self.other_contractor
        with self.assertRaises(ValidationError):
            order.contact_id = self.other_contractor

    def test_device_of_another_company_is_refused(self):
        foreign = self._device(company_id=self.other_company.id)
        with self.assertRaises(UserError):
            self._service_order(device_id=foreign.id)

    def test_contractor_with_a_device_and_an_order_is_merged(self):
        """The order follows its contractor, and goes on being of its device."""
        order = self._service_order()
        twin = self.env["res.partner"].create(
            {"name": "Młyn Lubelski", "is_company": True}
        )
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.contractor + twin).ids, twin)
        self.env.invalidate_all()
        self.assertEqual(order.partner_id, twin)
        self.assertEqual(order.device_id.commercial_partner_id, twin)
        self.assertEqual(order.enova_contractor_id, twin)
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(order.state, "done")

    def test_calendar_says_whose_order_it_is(self):
        order = self._service_order()
        self.assertEqual(order.display_name, order.name)
        named = order.with_context(enova_with_client=True)
        self.assertEqual(named.display_name, f"{order.name} {order.partner_id.name}")

    def test_copy_keeps_device_and_fault(self):
        order = self._service_order(diagnosis="Grzałka")
        twin = order.with_user(self.user_dispatcher).copy()
        self.assertEqual((twin.device_id, twin.fault), (self.device, "Nie grzeje"))
        self.assertFalse(twin.diagnosis)
        other = order.with_user(self.user_dispatcher).copy({"fault": "Inna"})
        self.assertEqual(other.fault, "Inna")

    def test_late_is_what_is_open_past_its_promise(self):
        past = datetime.now() - timedelta(hours=1)
        orders = self.env["repair.order"]
        late = self._service_order(date_deadline=past)
        coming = self._service_order(date_deadline=past + timedelta(days=1))
        done = self._service_order(date_deadline=past)
        done.state = "done"
        every = late + coming + done
        self.assertEqual(every.filtered("is_late"), late)
        domain = [("id", "in", every.ids)]
        self.assertEqual(orders.search([*domain, ("is_late", "=", True)]), late)
        self.assertEqual(
            orders.search([*domain, ("is_late", "=", False)]),
            (every - late).sorted(),
        )

    def test_earlier_orders_of_the_device_are_counted_for_the_reader(self):
        self._service_order(technician_ids=[Command.clear()])
        order = self._service_order()
        self.assertEqual(order.with_user(self.user_dispatcher).device_order_count, 1)
        self.assertEqual(order.with_user(self.user_technician).device_order_count, 0)

    def test_new_from_everywhere(self):
        sale = self.env["sale.order"].create({"partner_id": self.contractor.id})
        dispatcher = self.user_dispatcher
        contexts = {
            "contractor": self.contractor.with_user(
                dispatcher
            ).action_new_enova_service_order(),
            "person": self.contact.with_user(
                dispatcher
            ).action_new_enova_service_order(),
            "device": self.device.with_user(dispatcher).action_new_service_order(),
            "sale": sale.with_user(dispatcher).action_enova_new_service_order(),
        }
        for name, action in contexts.items():
            with self.subTest(name=name):
                orders = self.env["repair.order"].with_user(dispatcher)
                orders = orders.with_context(**action["context"])
                form = Form(orders, action["views"][0][0])
                order = form.save()
                self.assertEqual(order.enova_contractor_id, self.contractor)
        person = contexts["person"]["context"]["default_contact_id"]
        self.assertEqual(person, self.contact.id)
        task = self._activity(partner_id=self.contractor.id, device_id=self.device.id)
        action = task.action_new_service_order()
        self.assertEqual(action["context"]["default_device_id"], self.device.id)

    def test_visit_is_tied_to_order_and_device(self):
        order = self._service_order().with_user(self.user_dispatcher)
        action = order.action_new_visit()
        visits = self.env["enova.activity"].with_user(self.user_dispatcher)
        visit = visits.with_context(**action["context"]).create({})
        self.assertEqual(visit.user_id, self.user_technician)
        self.assertEqual(visit.device_id, self.device)
        self.assertEqual(visit.service_order_ids, order)
        self.assertEqual(order.enova_activity_count, 1)
        self.assertEqual(order.action_open_device()["res_id"], self.device.id)

    def test_contractor_shows_devices_and_open_orders(self):
        self._service_order()
        partner = self.contractor.with_user(self.user_dispatcher)
        self.assertEqual(partner.enova_device_count, 1)
        self.assertEqual(partner.enova_service_count, 1)
        self.assertEqual(partner.enova_device_ids, self.device)
        action = partner.action_open_enova_devices()
        found = self.env["enova.device"].search(action["domain"])
        self.assertEqual(found, self.device)
        action = partner.action_open_enova_service_orders()
        self.assertEqual(self.env["repair.order"].search_count(action["domain"]), 1)
        belongings = [name for name, *_rest in partner._belongings()]
        self.assertIn("enova.device", belongings)

    def test_history_of_the_contractor_names_the_device(self):
        order = self._service_order()
        partner = self.contractor.with_user(self.user_dispatcher)
        [entry] = partner.enova_timeline(sources=["service"])["entries"]
        self.assertEqual((entry["model"], entry["id"]), ("repair.order", order.id))
        self.assertEqual(entry["result"], self.device.display_name)

    def test_telephone_window_tells_of_devices(self):
        self._service_order()
        sheet = self.contractor.with_user(self.user_dispatcher).enova_call_sheet()
        service = sheet["service"]
        self.assertEqual(service["device_count"], 1)
        self.assertEqual(service["open_count"], 1)
        self.assertTrue(service["may_create"])
        self.assertEqual(service["devices"][0]["id"], self.device.id)
        # who may not read service orders is told of devices alone
        service = self.contractor.with_user(self.user_own).enova_call_sheet()["service"]
        self.assertEqual((service["device_count"], service["open_count"]), (1, 0))
        self.assertFalse(service["may_create"])
