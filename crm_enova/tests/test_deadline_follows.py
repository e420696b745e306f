import json
from datetime import date, datetime

from odoo.tests import freeze_time, tagged

from .test_calendar_entry import CalendarCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-25 08:00:00")
class TestDeadlineFollows(CalendarCase):
    """A deadline on the day of the start follows it; a promise stays, and is named."""

    def _visit_due(self, deadline, **values):
        return self._visit(
            date_start="2026-03-27 09:00:00",
            date_stop="2026-03-27 10:00:00",
            date_deadline=deadline,
            **values,
        ).with_user(self.user_own)

    def _roads(self, visit):
        """Return every way to move a visit to Monday at ten, summer time by then."""
        entry = self._entry(visit).with_user(self.user_own)
        hours = {"start": "2026-03-30 08:00:00", "stop": "2026-03-30 09:00:00"}
        return {
            "form": lambda: visit.write({"date_start": hours["start"]}),
            "our calendar": lambda: visit.write(
                {
                    "calendar_start": hours["start"],
                    "calendar_stop": hours["stop"],
                    "all_day": False,
                }
            ),
            "ERP's calendar": lambda: entry.write(hours),
            "next week": visit.action_reschedule_next_week,
            "a day": lambda: visit.action_reschedule("2026-03-30"),
        }

    def _notices(self):
        """Return what has been shown until now, and forget it."""
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].sudo().search([("id", "!=", 0)], order="id")
        sent = [json.loads(row.message) for row in rows]
        rows.unlink()
        return [
            m["payload"]["message"] for m in sent if m["type"] == "simple_notification"
        ]

    def _moved(self, deadline, road):
        visit = self._visit_due(deadline)
        self._notices()
        self._roads(visit)[road]()
        self.assertEqual(visit.date_start, datetime(2026, 3, 30, 8), road)
        return visit

    def test_one_rule_on_every_road(self):
        roads = list(self._roads(self._visit_due(False)))
        self.assertEqual(len(roads), 5)
        for road in roads:
            with self.subTest(road=road):
                same = self._moved("2026-03-27", road)
                self.assertEqual(same.date_deadline, date(2026, 3, 30))
                self.assertFalse(self._notices())
                later = self._moved("2026-04-10", road)
                self.assertEqual(later.date_deadline, date(2026, 4, 10))
                self.assertFalse(self._notices())
                promise = self._moved("2026-03-28", road)
                self.assertEqual(promise.date_deadline, date(2026, 3, 28))
                [notice] = self._notices()
                self.assertIn(promise.name, notice)
                none = self._moved(False, road)
                self.assertFalse(none.date_deadline)

    def test_tomorrow(self):
        with freeze_time("2026-03-27 08:00:00"):
            visit = self._visit_due("2026-03-27")
            visit.action_reschedule_tomorrow()
        self.assertEqual(visit.date_start, datetime(2026, 3, 28, 9))
        self.assertEqual(visit.date_deadline, date(2026, 3, 28))

    def test_in_a_series_it_keeps_its_distance(self):
        visit = self._visit_due("2026-03-29")
        windows = self.env["enova.activity.repeat"].with_user(self.user_own)
        windows.create(
            {"activity_id": visit.id, "fri": True, "count": 3}
        ).action_confirm()
        second = visit.recurrence_id.activity_ids.sorted("date_start")[1]
        second = second.with_user(self.user_own)
        self.assertEqual(second.date_deadline, date(2026, 4, 5))
        second.action_reschedule("2026-04-08")
        self.assertEqual(second.date_deadline, date(2026, 4, 10))
        self._entry(second).with_user(self.user_own).write(
            {"start": "2026-04-09 08:00:00", "stop": "2026-04-09 09:00:00"}
        )
        self.assertEqual(second.date_deadline, date(2026, 4, 11))

    def test_the_day_of_the_start_is_the_assignee_s(self):
        """Seven in the evening of the 27th in Los Angeles is the 28th in Warsaw."""
        self.user_own.tz = "America/Los_Angeles"
        visit = self._visit(
            date_start="2026-03-28 02:00:00",
            date_stop="2026-03-28 03:00:00",
            date_deadline="2026-03-27",
        ).with_user(self.user_all)
        visit.date_start = "2026-03-31 02:00:00"
        self.assertEqual(visit.date_deadline, date(2026, 3, 30))

    def test_what_was_given_holds(self):
        visit = self._visit_due("2026-03-27")
        visit.write(
            {"date_start": "2026-03-30 08:00:00", "date_deadline": "2026-04-02"}
        )
        self.assertEqual(visit.date_deadline, date(2026, 4, 2))

    def test_only_the_hour_changes(self):
        visit = self._visit_due("2026-03-27")
        visit.date_start = "2026-03-27 12:00:00"
        self.assertEqual(visit.date_deadline, date(2026, 3, 27))

    def test_whole_days(self):
        visit = self._visit(
            all_day=True,
            date_start="2026-03-27 12:00:00",
            date_stop="2026-03-28 12:00:00",
            date_deadline="2026-03-27",
        )
        visit.action_reschedule("2026-03-30")
        self.assertEqual(
            (visit.day_from, visit.day_to), (date(2026, 3, 30), date(2026, 3, 31))
        )
        self.assertEqual(visit.date_deadline, date(2026, 3, 30))

    def test_one_notice_for_many(self):
        visits = self._visit_due("2026-03-27").browse()
        for number in range(8):
            visits |= self._visit_due("2026-03-28", name=f"Wizyta {number}")
        self._notices()
        visits.action_reschedule("2026-04-01")
        [notice] = self._notices()
        self.assertIn("and 3 more", notice)
        visits.action_reschedule("2026-04-02")
        self.assertFalse(self._notices(), "they were late before")

    def test_in_bulk_a_constant_number_of_queries(self):
        def cost(count):
            values = {
                "name": "x",
                "type_id": self.type_task.id,
                "user_id": self.user_own.id,
                "date_start": "2026-03-27 09:00:00",
            }
            visits = self.env["enova.activity"].create(
                [
                    {**values, "date_deadline": f"2026-03-2{7 + i % 2}"}
                    for i in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            visits.write({"date_start": "2026-03-30 08:00:00"})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(4)
        self.assertLessEqual(cost(200), cost(4) + 2)

    def test_what_is_reserved_moves_once(self):
        """Dragged in our calendar, it is one move for all that belongs to it."""
        vehicles = self.env.ref("crm_enova.enova_resource_category_vehicles")
        resource = self.env["enova.resource"].create(
            {
                "name": "Van 1",
                "category_id": vehicles.id,
                "resource_calendar_id": False,
                "responsible_id": self.user_manager.id,
            }
        )
        visit = self._visit_due("2026-03-27")
        booked = self.env["enova.reservation"].create(
            {
                "name": "x",
                "resource_id": resource.id,
                "activity_id": visit.id,
                "start": "2026-03-27 08:30:00",
                "stop": "2026-03-27 10:00:00",
            }
        )
        self._roads(visit)["our calendar"]()
        self.assertEqual(booked.start, datetime(2026, 3, 30, 7, 30))
        self.assertEqual(booked.stop, datetime(2026, 3, 30, 9))
