from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .service_common import ServiceCase

TODAY = date(2026, 6, 15)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestInspectionDay(ServiceCase):
    """When the next inspection is due."""

    def test_by_the_calendar(self):
        device = self._device(inspection_months=6, sold_on=date(2026, 1, 31))
        self.assertEqual(device.next_inspection, date(2026, 7, 31))
        device.last_inspection = date(2026, 2, 28)
        self.assertEqual(device.next_inspection, date(2026, 8, 28))
        device.inspection_months = 0
        self.assertFalse(device.next_inspection)

    def test_day_of_the_entry_where_nothing_else_is_known(self):
        device = self._device(inspection_months=12)
        entered = device.create_date.date()
        self.assertEqual(device.next_inspection, entered + relativedelta(years=1))

    def test_end_of_the_warranty_comes_first(self):
        device = self._device(
            inspection_months=12,
            sold_on=date(2026, 1, 1),
            warranty_until=date(2026, 12, 1),
        )
        self.assertEqual(device.next_inspection, date(2026, 12, 1))
        # what was inspected a month before is not inspected again for its warranty
        device.last_inspection = date(2026, 11, 1)
        self.assertEqual(device.next_inspection, date(2027, 11, 1))

    def test_by_the_meter(self):
        device = self._device(inspection_hours=500)
        self.assertFalse(device.next_inspection)
        device.reading_ids = [Command.create({"date": "2026-06-01", "value": 499})]
        self.assertFalse(device.next_inspection)
        device.reading_ids = [Command.create({"date": "2026-06-10", "value": 500})]
        self.assertEqual(device.next_inspection, date(2026, 6, 10))
        device._finish_inspections()
        self.assertFalse(device.next_inspection)
        self.assertEqual(device.last_inspection_hours, 500)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestInspectionJob(ServiceCase):
    """What the nightly job makes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {"enova_inspection_days": 14, "enova_inspection_makes": "task"}
        )
        cls.device.write(
            {
                "inspection_months": 12,
                "last_inspection": date(2025, 6, 29),
                "technician_id": cls.user_technician.id,
            }
        )

    def _run(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_enova.enova_device_cron_inspections"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _tasks(self, device=None):
        device = device or self.device
        return self.env["enova.activity"].search(
            [("device_id", "=", device.id)], order="id"
        )

    def test_task_is_made_once(self):
        self._run()
        task = self._tasks()
        self.assertEqual(len(task), 1)
        self.assertEqual(task.date_deadline, date(2026, 6, 29))
        self.assertEqual(task.user_id, self.user_technician)
        self.assertEqual(task.partner_id, self.contractor)
        self.assertTrue(task.type_id.is_inspection)
        self.assertEqual(self.device.inspection_made_for, date(2026, 6, 29))
        self._run()
        self.assertEqual(self._tasks(), task)

    def test_nothing_is_made_too_early_or_for_what_is_archived(self):
        self.device.last_inspection = date(2025, 6, 30)
        archived = self._device(
            inspection_months=1, last_inspection=date(2025, 1, 1), active=False
        )
        self._run()
        self.assertFalse(self._tasks() + self._tasks(archived))

    def test_inspection_that_is_done_counts_and_the_next_one_comes(self):
        self._run()
        self._tasks().action_done("W porządku")
        self.assertEqual(self.device.last_inspection, TODAY)
        self.assertEqual(self.device.next_inspection, date(2027, 6, 15))
        self._run()
        self.assertEqual(len(self._tasks()), 1)
        with freeze_time("2027-06-10 10:00:00"):
            self._run()
        self.assertEqual(len(self._tasks()), 2)

    def test_no_second_one_beside_an_open_one(self):
        """Who changes the interval while a task is open gets no further task."""
        self._run()
        self.device.inspection_months = 6
        self._run()
        self.assertEqual(len(self._tasks()), 1)

    def test_other_tasks_of_the_device_are_no_inspection(self):
        task = self._activity(device_id=self.device.id)
        task.action_done("x")
        self.assertEqual(self.device.last_inspection, date(2025, 6, 29))

    def test_order_instead_of_a_task(self):
        self.company.enova_inspection_makes = "order"
        self._run()
        self.assertFalse(self._tasks())
        order = self.device.order_ids
        self.assertEqual(len(order), 1)
        self.assertTrue(order.is_inspection)
        self.assertEqual(order.technician_ids, self.user_technician)
        self.assertEqual(order.partner_id, self.contractor)
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(self.device.last_inspection, TODAY)
        self._run()
        self.assertEqual(self.device.order_ids, order)

    def test_caretaker_does_it_where_there_is_no_technician(self):
        self.device.technician_id = False
        self._run()
        self.assertEqual(self._tasks().user_id, self.user_own)

    def test_client_is_told_if_wanted(self):
        silent = self._device(
            inspection_months=12, last_inspection=date(2025, 6, 20), name="Cichy"
        )
        self.device.inspection_tell = True
        self._run()
        self.assertTrue(self._tasks(silent))
        mails = self.env["mail.mail"].search([("model", "=", "enova.device")])
        self.assertEqual(mails.mapped("res_id"), self.device.ids)
        self.assertEqual(mails.recipient_ids, self.contractor)
        self.assertIn(self.device.identifier, mails.body_html)

    def test_overdue_are_found(self):
        self.device.last_inspection = date(2025, 6, 1)
        action = self.env.ref("crm_enova.enova_device_action_inspections")
        self.assertIn("search_default_inspection_overdue", action.context)
        found = self.env["enova.device"].search([("next_inspection", "<", "today")])
        self.assertIn(self.device, found)

    def test_one_may_plan_by_hand(self):
        later = self._device(inspection_months=12, last_inspection=date(2026, 1, 1))
        later.with_user(self.user_own).action_plan_inspections()
        self.assertEqual(self._tasks(later).date_deadline, date(2027, 1, 1))
        later.with_user(self.user_own).action_plan_inspections()
        self.assertEqual(len(self._tasks(later)), 1)

    def test_companies_have_settings_of_their_own(self):
        self.other_company.write({"enova_inspection_days": 60})
        partner = self.other_contractor
        day = TODAY - timedelta(days=320)
        values = {"inspection_months": 12, "last_inspection": day}
        here = self._device(partner_id=partner.id, **values)
        there = self._device(
            partner_id=partner.id, company_id=self.other_company.id, **values
        )
        self._run()
        self.assertFalse(self._tasks(here))
        self.assertEqual(self._tasks(there).company_id, self.other_company)

    def test_a_night_is_one_notice_for_each_assignee(self):
        """More than a thousand at once are no second one, and orders are fewer."""
        template = self.device.copy({"last_inspection": date(2025, 6, 20)})
        [values] = template.copy_data({"last_inspection": date(2025, 6, 20)})
        values["technician_id"] = self.user_technician.id
        self.env["enova.device"].create([values] * 1100)
        told = [
            ("partner_ids", "in", self.user_technician.partner_id.ids),
            ("subject", "like", "You have been given"),
        ]
        before = self.env["mail.message"].search_count(told)
        self._run()
        self.assertEqual(self.env["mail.message"].search_count(told), before + 1)
        self.company.enova_inspection_makes = "order"
        self.env["enova.device"].create([values] * 1100)
        batch = self.env["enova.device"]._pending_inspections(self.company)
        self.assertEqual(len(batch), 1000)

    def test_queries_do_not_grow_with_devices(self):
        devices = self.env["enova.device"].create(
            [
                {
                    "name": f"Waga {n}",
                    "partner_id": self.contractor.id,
                    "inspection_months": 12,
                    "last_inspection": date(2025, 6, 20),
                    "technician_id": self.user_technician.id,
                }
                for n in range(40)
            ]
        )
        self.env.flush_all()
        few, many = devices[:5], devices[5:]
        self.env.invalidate_all()
        few._plan_inspections()
        self.env.flush_all()
        counts = []
        for batch in (many[:10], many[10:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch._plan_inspections()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 3)
