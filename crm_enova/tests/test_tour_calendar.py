import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo.tests import tagged

from .resource_common import ResourceMixin
from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourCalendar(ResourceMixin, TourCase):
    def test_plan_by_drag(self):
        """Drawn, named and moved; the ERP's own calendar has it at the same hour."""
        url = "/odoo/action-crm_enova.enova_activity_action"
        self.start_tour(url, "enova_calendar_drag", login="crm_all")
        [task] = self.env["enova.activity"].search([("name", "=", "Show the new pump")])
        self.assertEqual(task.partner_id, self.other_contractor)
        self.assertEqual(task.user_id, self.user_all)
        [entry] = task.calendar_event_ids
        self.assertEqual((entry.start, entry.stop), (task.date_start, task.date_stop))
        # the browser of the tests lives in UTC
        self.assertEqual((task.date_start.hour, task.date_start.minute), (13, 0))

    def test_what_an_entry_begins_with(self):
        """Of a private one the server says the number alone, and so does the entry."""
        partner = [1, "Mill\nEwa"]
        cases = [
            ("Z/1 Call", "Z/1", partner, "Mill: Call · Z/1"),
            ("Z/1 Call Mill", "Z/1", partner, "Mill: Call · Z/1"),
            ("Z/1 Call", "Z/1", False, "Call · Z/1"),
            ("Call", False, partner, "Mill: Call"),
            ("Private task Z/1", "Z/1", partner, "Private task Z/1"),
        ]
        entries = [
            [{"display_name": whole, "reference": number, "partner_id": link}, title]
            for whole, number, link, title in cases
        ]
        code = """
            const {entryTitle} = odoo.loader.modules.get(
                "@crm_enova/calendar/entry_calendar"
            );
            for (const [entry, title] of %s) {
                if (entryTitle(entry) !== title) {
                    throw new Error(`${entryTitle(entry)} is not ${title}`);
                }
            }
            console.log("test successful");
        """
        ready = "odoo.isReady && Boolean(document.querySelector('.o_view_controller'))"
        url = "/odoo/enova-my-tasks"
        self.browser_js(url, code % json.dumps(entries), ready, login="crm_own")

    def test_deadlines_stand_on_their_day(self):
        """Wherever the browser is: a day is read, dragged and written as the day."""
        tours = {
            "enova_calendar_deadline": "UTC",
            "enova_calendar_deadline_east": "Pacific/Kiritimati",
            "enova_calendar_deadline_west": "Pacific/Pago_Pago",
        }
        for tour, zone in tours.items():
            with self.subTest(zone=zone):
                today = datetime.now(ZoneInfo(zone)).date()
                task = self._activity(
                    name="Send the offer",
                    user_id=self.user_own.id,
                    date_deadline=today,
                )
                url = "/odoo/action-crm_enova.enova_activity_action_my"
                self.start_tour(url, tour, login="crm_own")
                self.env.invalidate_all()
                near = (today - timedelta(days=1), today + timedelta(days=1))
                self.assertIn(task.date_deadline, near)
                self.assertFalse(task.date_start)
                task.unlink()

    def test_whole_days_of_reservations(self):
        """From midnight to midnight in Los Angeles, which is another day in UTC."""
        self._set_up_resources()
        zone = "America/Los_Angeles"
        self.user_all.tz = zone
        today = datetime.now(ZoneInfo(zone)).date()
        bookings = self.env["enova.reservation"].with_user(self.user_all)
        bookings = bookings.with_context(tz=zone)
        start, stop = bookings._whole_days(today, today)
        one = bookings.create(
            {
                "name": "Wyjazd",
                "resource_id": self.van.id,
                "all_day": True,
                "start": start,
                "stop": stop,
            }
        )
        url = "/odoo/action-crm_enova.enova_reservation_action"
        self.start_tour(url, "enova_calendar_reservation", login="crm_all")
        one.invalidate_recordset()
        days = {today - timedelta(days=1), today + timedelta(days=1)}
        self.assertIn(one.day_from, days)
        self.assertEqual(one.day_to, one.day_from)
        self.assertTrue(one.all_day)
