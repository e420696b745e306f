from datetime import datetime

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


class CalendarCase(CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit_type = cls.env.ref("crm_enova.enova_activity_type_task_visit")
        cls.meeting_type = cls.env.ref("crm_enova.enova_activity_type_event_meeting")
        cls.start = datetime(2026, 5, 4, 8)
        cls.stop = datetime(2026, 5, 4, 9)

    def _visit(self, **values):
        prepared = {
            "name": "Wizyta w młynie",
            "type_id": self.visit_type.id,
            "partner_id": self.contractor.id,
            "user_id": self.user_own.id,
            "date_start": self.start,
            "date_stop": self.stop,
            "location": "Lublin, Młyńska 1",
            **values,
        }
        return self._activity(**prepared)

    def _entry(self, activity):
        events = self.env["calendar.event"].with_context(active_test=False)
        return events.search([("enova_activity_id", "=", activity.id)])


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestEntryFollows(CalendarCase):
    """What is planned stands in the calendar, as it is."""

    def test_made_with_everything(self):
        visit = self._visit(attendee_ids=[Command.set(self.contact.ids)])
        entry = self._entry(visit)
        self.assertEqual(entry.name, visit.name)
        self.assertEqual((entry.start, entry.stop), (self.start, self.stop))
        self.assertEqual(entry.location, "Lublin, Młyńska 1")
        self.assertEqual(entry.user_id, self.user_own)
        people = self.user_own.partner_id + self.contact
        self.assertEqual(entry.partner_ids, people)
        self.assertFalse(entry.privacy)
        self.assertFalse(entry.activity_ids)

    def test_none_where_none_is_meant(self):
        for values in (
            {"type_id": self.type_task.id},
            {"date_start": False, "date_stop": False},
            {"calendar_entry": False},
            {"stage_id": self.stage_done.id, "result": "był"},
        ):
            with self.subTest(values=values):
                self.assertFalse(self._entry(self._visit(**values)))

    def test_follows_every_change(self):
        visit = self._visit()
        entry = self._entry(visit)
        visit.write(
            {
                "name": "Inaczej",
                "date_start": "2026-05-06 12:00:00",
                "date_stop": "2026-05-06 14:30:00",
                "location": False,
                "user_id": self.user_all.id,
                "attendee_ids": [Command.link(self.contact.id)],
            }
        )
        self.assertEqual(self._entry(visit), entry)
        self.assertEqual(entry.name, "Inaczej")
        self.assertEqual(entry.start, datetime(2026, 5, 6, 12))
        self.assertEqual(entry.stop, datetime(2026, 5, 6, 14, 30))
        self.assertFalse(entry.location)
        self.assertEqual(entry.user_id, self.user_all)
        people = self.user_all.partner_id + self.contact
        self.assertEqual(entry.partner_ids, people)

    def test_entered_later_and_taken_out(self):
        task = self._activity(date_start=self.start, user_id=self.user_own.id)
        self.assertFalse(self._entry(task))
        task.calendar_entry = True
        entry = self._entry(task)
        self.assertTrue(entry.active)
        task.date_start = False
        self.assertFalse(entry.active)
        task.date_start = self.start
        self.assertTrue(entry.active)

    def test_cancelled_and_reopened(self):
        visit = self._visit()
        entry = self._entry(visit)
        visit.action_cancel()
        self.assertFalse(entry.active)
        visit.action_reopen()
        self.assertEqual((visit.state, entry.active), ("planned", True))
        visit.action_done("był")
        self.assertTrue(entry.active)

    def test_deleted(self):
        visit = self._visit()
        entry = self._entry(visit)
        visit.unlink()
        self.assertFalse(entry.exists())

    def test_whole_day(self):
        start = datetime(2026, 5, 4, 5)  # seven in Warsaw, as the web client sends it
        visit = self._visit(all_day=True, date_start=start, date_stop=start)
        entry = self._entry(visit)
        self.assertTrue(entry.allday)
        self.assertEqual(str(entry.start_date), "2026-05-04")
        entry.with_user(self.user_own).write(
            {"start_date": "2026-05-07", "stop_date": "2026-05-07"}
        )
        self.assertEqual(visit.date_start.date(), entry.start_date)
        self.assertTrue(visit.all_day)

    def test_nobody_is_written_to_until_invited(self):
        visit = self._visit(attendee_ids=[Command.set(self.contractor.ids)])
        visit.date_start = "2026-05-05 10:00:00"
        self.assertFalse(self._told_contractor())
        visit.with_user(self.user_own).action_invite()
        self.assertTrue(self._told_contractor())

    def _told_contractor(self):
        self.env.flush_all()
        return self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.contractor.ids)]
        )

    def test_nobody_to_invite(self):
        visit = self._visit()
        with self.assertRaisesRegex(UserError, "nobody to invite"):
            visit.with_user(self.user_own).action_invite()

    def test_private_is_busy_to_others(self):
        visit = self._visit(private=True)
        entry = self._entry(visit)
        seen = {}
        for role in ("own", "manager", "outsider"):
            self.env.invalidate_all()
            seen[role] = entry.with_user(self.crm_users[role]).read(
                ["name", "location", "start"]
            )[0]
        self.assertEqual(seen["own"]["name"], f"Private task {visit.reference}")
        for role in ("manager", "outsider"):
            self.assertEqual(seen[role]["name"], "Busy")
            self.assertFalse(seen[role]["location"])
            self.assertEqual(seen[role]["start"], self.start)

    def test_giver_moves_what_is_private_to_the_assignee(self):
        visit = self._visit(private=True, assigned_by_id=self.user_all.id)
        visit.with_user(self.user_all).date_start = "2026-05-05 10:00:00"
        self.assertEqual(self._entry(visit).start, datetime(2026, 5, 5, 10))

    def test_one_entry_each(self):
        visit = self._visit()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            with mute_logger("odoo.sql_db"):
                self.env["calendar.event"].create(
                    {
                        "name": "Kopia",
                        "start": self.start,
                        "stop": self.stop,
                        "enova_activity_id": visit.id,
                    }
                )
        copied = self._entry(visit).copy()
        self.assertFalse(copied.enova_activity_id)

    def test_starting_many_touches_no_entry(self):
        few, many = self._queries_of_starting(2), self._queries_of_starting(25)
        self.assertLessEqual(many, few)

    def _queries_of_starting(self, count):
        visits = self.env["enova.activity"].union(
            *(self._visit(name=str(number)) for number in range(count))
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        visits.write({"stage_id": self.stage_in_progress.id})
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_click_in_the_calendar_begins_there(self):
        activities = self.env["enova.activity"].with_user(self.user_own)
        activities = activities.with_context(
            default_date_start="2026-05-04 08:00:00",
            default_date_stop="2026-05-04 10:00:00",
            default_all_day=False,
        )
        view = "crm_enova.enova_activity_view_form_quick"
        form = Form(activities, view=view)
        self.assertEqual(form.date_start, self.start)
        form.name = "Kliknięte"
        form.type_id = self.visit_type
        form.partner_id = self.contractor
        visit = form.save()
        self.assertEqual(visit.date_stop, datetime(2026, 5, 4, 10))
        self.assertTrue(self._entry(visit))

    def test_drag_in_our_own_calendar(self):
        """The web client writes what the calendar shows."""
        visit = self._visit()
        visit.with_user(self.user_own).write(
            {
                "calendar_start": "2026-05-06 08:00:00",
                "calendar_stop": "2026-05-06 09:00:00",
                "all_day": False,
            }
        )
        self.assertEqual(visit.date_start, datetime(2026, 5, 6, 8))
        self.assertEqual(self._entry(visit).start, datetime(2026, 5, 6, 8))
        visit.with_user(self.user_own).write({"calendar_stop": "2026-05-06 11:00:00"})
        self.assertEqual(self._entry(visit).stop, datetime(2026, 5, 6, 11))
