from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestServiceTell(ServiceCase):
    """What clients are written to, each in their own language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.template = cls.env.ref("crm_enova.repair_order_mail_state")
        cls.template.with_context(lang="pl_PL").subject = "PL {{ object.name }}"
        cls.stage_repair = cls.env.ref("crm_enova.enova_service_stage_repair")
        cls.stage_ready = cls.env.ref("crm_enova.enova_service_stage_ready")
        cls.stage_repair.template_id = cls.template
        cls.contractor.lang = "en_US"
        cls.contact.write({"email": "ewa@mlyn.example.com", "lang": "pl_PL"})

    def _mails(self, records):
        domain = [("model", "=", records._name), ("res_id", "in", records.ids)]
        queue = self.env["mail.mail"].search(domain, order="id")
        return queue.filtered(lambda mail: mail.recipient_ids)

    def test_in_the_language_of_who_reads_it(self):
        """The contact person's, where they do not speak that of their company."""
        order = self._service_order(contact_id=self.contact.id)
        other = self._service_order()
        both = order + other
        both.with_user(self.user_dispatcher).action_repair_start()
        mails = self._mails(both)
        subjects = {mail.res_id: mail.subject for mail in mails}
        self.assertEqual(subjects[order.id], f"PL {order.name}")
        self.assertTrue(subjects[other.id].startswith(f"{other.name}: "))

    def test_on_the_clock_of_the_client(self):
        """Whoever moves the order may be elsewhere."""
        self.user_dispatcher.tz = "America/New_York"
        self.contractor.tz = "Europe/Warsaw"
        order = self._service_order(date_deadline="2026-07-01 08:00:00")
        order.with_user(self.user_dispatcher).action_repair_start()
        self.assertIn("10:00", self._mails(order).body_html)

    def test_contractor_is_told_where_the_person_has_no_address(self):
        self.contact.email = False
        order = self._service_order(contact_id=self.contact.id)
        order.action_repair_start()
        self.assertEqual(self._mails(order).recipient_ids, self.contractor)

    def test_broken_address_is_no_address(self):
        self.contact.email = "ewa at mlyn"
        order = self._service_order(contact_id=self.contact.id)
        order.action_repair_start()
        self.assertEqual(self._mails(order).recipient_ids, self.contractor)
        self.contractor.email = "biuro"
        second = self._service_order(contact_id=self.contact.id)
        second.action_repair_start()
        self.assertFalse(self._mails(second))

    def test_each_stage_with_a_template_is_told(self):
        self.stage_ready.template_id = self.template
        order = self._service_order()
        order.action_repair_start()
        link = order.service_url
        order.action_repair_end()
        self.assertEqual(len(self._mails(order)), 2)
        self.assertEqual(order.enova_told_stage_id, self.stage_ready)
        self.assertEqual(order.service_url, link, "the link in the first one works")

    def test_card_that_skips_a_stage_is_told_of_once(self):
        client = self.env.ref("crm_enova.enova_service_stage_client")
        accepted = self.env.ref("crm_enova.enova_service_stage_accepted")
        (client + accepted).template_id = self.template
        order = self._service_order()
        order.enova_stage_id = client
        self.assertEqual(len(self._mails(order)), 1)
        self.assertEqual(order.enova_told_stage_id, client)

    def test_copy_tells_anew(self):
        order = self._service_order()
        order.action_repair_start()
        copy = order.copy()
        self.assertFalse(copy.enova_told_stage_id)
        copy.action_repair_start()
        self.assertEqual(len(self._mails(copy)), 1)

    def test_queries_do_not_grow_with_orders(self):
        orders = self.env["repair.order"].create(
            [
                {"device_id": self.device.id, "contact_id": self.contact.id}
                for _turn in range(24)
            ]
        )
        counts = []
        for some in (orders[:4], orders[4:8], orders[8:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._queue_client_mails(self.template)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self._mails(orders)), 24)
        self.assertEqual(len(set(orders.mapped("service_url"))), 24)
        # keys are written one by one, but the framework gathers them
        self.assertLessEqual(counts[2], counts[1] + 14)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestInspectionTell(ServiceCase):
    """Clients who want to know of inspections."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.template = cls.env.ref("crm_enova.enova_device_mail_inspection")
        cls.template.with_context(lang="pl_PL").subject = "Przegląd {{ object.name }}"
        cls.contractor.lang = "en_US"
        cls.device.write(
            {
                "inspection_months": 12,
                "last_inspection": "2025-06-20",
                "inspection_tell": True,
            }
        )

    def _mails(self):
        queue = self.env["mail.mail"].search([("model", "=", "enova.device")])
        return queue.filtered(lambda mail: mail.recipient_ids)

    def test_in_the_language_of_who_reads_it(self):
        self.contact.write({"email": "ewa@mlyn.example.com", "lang": "pl_PL"})
        second = self._device(
            name="Waga",
            contact_id=self.contact.id,
            inspection_months=12,
            last_inspection="2025-06-20",
            inspection_tell=True,
        )
        (self.device + second).action_plan_inspections()
        subjects = {mail.res_id: mail.subject for mail in self._mails()}
        self.assertEqual(
            subjects,
            {self.device.id: "Inspection: Ekspres", second.id: "Przegląd Waga"},
        )

    def test_nobody_without_an_address_is_written_to(self):
        """Neither alone nor beside others, and the inspection is planned still."""
        self.contractor.email = False
        self.device.action_plan_inspections()
        self.assertFalse(self._mails())
        self.assertTrue(self.device.inspection_made_for)
        other = self._device(
            partner_id=self.other_contractor.id,
            inspection_months=12,
            last_inspection="2025-06-20",
            inspection_tell=True,
        )
        self.other_contractor.email = "biuro@polnoc.example.com"
        self.device.inspection_made_for = False
        self.env["enova.activity"].search([("device_id", "=", self.device.id)]).unlink()
        (self.device + other).action_plan_inspections()
        self.assertEqual(self._mails().recipient_ids, self.other_contractor)

    def test_template_that_is_gone(self):
        self.template.unlink()
        self.device.action_plan_inspections()
        self.assertFalse(self._mails())
        self.assertTrue(self.device.inspection_made_for)

    def test_without_a_definition_it_says_what_to_do(self):
        definitions = self.env["enova.activity.type"]
        definitions.search([("is_inspection", "=", True)]).is_inspection = False
        with self.assertRaisesRegex(UserError, "Mark one of them"):
            self.device.action_plan_inspections()
        self.assertFalse(self.device.inspection_made_for)
        self.company.enova_inspection_makes = "order"
        self.device.action_plan_inspections()
        self.assertEqual(self.device.order_ids.fault, "Inspection")

    def test_devices_of_two_companies_by_hand(self):
        """Each company has it made as it wants it."""
        self.other_company.enova_inspection_makes = "order"
        there = self._device(
            name="Waga",
            company_id=self.other_company.id,
            inspection_months=12,
            last_inspection="2025-06-20",
        )
        self.user_dispatcher.company_ids = [Command.link(self.other_company.id)]
        devices = (self.device + there).with_user(self.user_dispatcher)
        devices.with_context(
            allowed_company_ids=(self.company + self.other_company).ids
        ).action_plan_inspections()
        tasks = self.env["enova.activity"].search(
            [("device_id", "in", (self.device + there).ids)]
        )
        self.assertEqual(tasks.device_id, self.device)
        self.assertEqual(there.order_ids.company_id, self.other_company)

    def test_caretaker_of_another_company_is_given_nothing(self):
        there = self._device(
            company_id=self.other_company.id,
            inspection_months=12,
            last_inspection="2025-06-20",
        )
        self.assertFalse(there._inspector())
        self.user_own.company_ids = [Command.link(self.other_company.id)]
        self.assertEqual(there._inspector(), self.user_own)
