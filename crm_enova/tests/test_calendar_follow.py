from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .test_calendar_entry import CalendarCase


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestActivityFollows(CalendarCase):
    """Who moves the entry in the calendar moves the task."""

    def setUp(self):
        super().setUp()
        self.visit = self._visit(
            attendee_ids=[Command.set(self.user_outsider.partner_id.ids)]
        )
        self.entry = self._entry(self.visit)

    def test_an_attendee_without_the_crm_moves_it(self):
        entry = self.entry.with_user(self.user_outsider)
        entry.write({"start": "2026-05-07 10:00:00", "stop": "2026-05-07 11:30:00"})
        self.assertEqual(self.visit.date_start, datetime(2026, 5, 7, 10))
        self.assertEqual(self.visit.date_stop, datetime(2026, 5, 7, 11, 30))
        entry.write({"name": "Nowa nazwa", "location": "Biuro"})
        self.assertEqual(
            (self.visit.name, self.visit.location), ("Nowa nazwa", "Biuro")
        )
        with self.assertRaises(AccessError):
            self.visit.with_user(self.user_outsider).read(["name"])

    def test_attendees(self):
        self.entry.with_user(self.user_own).write(
            {"partner_ids": [Command.link(self.contact.id)]}
        )
        people = self.user_outsider.partner_id + self.contact
        self.assertEqual(self.visit.attendee_ids, people)

    def test_nothing_else_is_taken(self):
        before = self.visit.read(["user_id", "description", "stage_id", "private"])
        self.entry.with_user(self.user_own).write(
            {
                "description": "<p>x</p>",
                "user_id": self.user_all.id,
                "privacy": "public",
            }
        )
        after = self.visit.read(["user_id", "description", "stage_id", "private"])
        self.assertEqual(after, before)

    def test_archived_or_deleted_is_cancelled(self):
        self.entry.with_user(self.user_own).action_archive()
        self.assertEqual(self.visit.state, "cancelled")
        self.entry.with_user(self.user_own).action_unarchive()
        self.visit.action_reopen()
        self.assertEqual((self.visit.state, self.entry.active), ("planned", True))
        self.entry.with_user(self.user_own).unlink()
        self.assertEqual(self.visit.state, "cancelled")
        self.assertFalse(self._entry(self.visit))
        self.visit.action_reopen()
        self.assertTrue(self._entry(self.visit))

    def test_history_stays_when_the_entry_goes(self):
        self.visit.action_done("był")
        self.entry.with_user(self.user_own).unlink()
        self.assertEqual((self.visit.state, self.visit.result), ("done", "był"))
        self.visit.name = "Poprawka"
        self.assertFalse(self._entry(self.visit))

    def test_what_may_not_be_cancelled_stays(self):
        self.visit_type.transition_ids = [
            Command.create(
                {
                    "stage_id": self.stage_planned.id,
                    "next_stage_ids": [Command.set(self.stage_in_progress.ids)],
                }
            )
        ]
        self.entry.with_user(self.user_own).unlink()
        self.assertEqual(self.visit.state, "planned")
        self.assertFalse(self.visit.calendar_entry)

    def test_repeated_entries_are_let_go(self):
        self.entry.with_user(self.user_own).write(
            {
                "recurrency": True,
                "rrule_type": "weekly",
                "mon": True,
                "end_type": "count",
                "count": 3,
                "recurrence_update": "all_events",
            }
        )
        self.assertFalse(self._entry(self.visit))
        self.assertEqual(self.visit.state, "planned")
        self.visit.date_start = "2026-05-11 08:00:00"
        self.assertFalse(self._entry(self.visit))

    def test_a_link_opens_no_door(self):
        """Who may not write the task cannot link an entry of theirs and move it."""
        foreign = self._activity(
            partner_id=self.other_contractor.id, date_start=self.start
        )
        mine = self.env["calendar.event"].create(
            {"name": "Moje", "start": self.start, "stop": self.stop}
        )
        values = {"name": "x", "start": self.start, "stop": self.stop}
        for user in (self.user_own, self.user_outsider):
            events = mine.with_user(user)
            with self.subTest(user=user.login), mute_logger("odoo.addons.base.models"):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    events.enova_activity_id = foreign.id
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    events.create({**values, "enova_activity_id": foreign.id})
        self.assertFalse(self._entry(foreign))
        self.assertEqual(foreign.date_start, self.start)


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestRecordMeeting(CalendarCase):
    """An ordinary meeting of the calendar becomes an event of the contractor."""

    def _meeting(self, *guests, **values):
        people = self.user_own.partner_id.union(*guests)
        return (
            self.env["calendar.event"]
            .with_user(self.user_own)
            .with_context(no_mail_to_attendees=True, dont_notify=True)
            .create(
                {
                    "name": "Rozmowa o cenach",
                    "start": "2026-04-17 10:00:00",
                    "stop": "2026-04-17 11:00:00",
                    "location": "Targi",
                    "partner_ids": [Command.set(people.ids)],
                    **values,
                }
            )
        )

    def test_recorded_with_one_click(self):
        meeting = self._meeting(self.contact)
        action = meeting.action_enova_record()
        event = self.env["enova.activity"].browse(action["res_id"])
        self.assertEqual(event.type_id, self.meeting_type)
        self.assertEqual(event.partner_id, self.contractor)
        self.assertEqual(event.contact_id, self.contact)
        self.assertEqual((event.state, event.user_id), ("done", self.user_own))
        self.assertEqual(event.date_start, datetime(2026, 4, 17, 10))
        self.assertEqual(event.location, "Targi")
        self.assertEqual(self._entry(event), meeting)
        again = meeting.action_enova_record()
        self.assertEqual(again["res_id"], event.id)

    def test_stays_in_step(self):
        meeting = self._meeting(
            self.contractor, start="2026-05-04 08:00:00", stop="2026-05-04 09:00:00"
        )
        event = self.env["enova.activity"].browse(
            meeting.action_enova_record()["res_id"]
        )
        self.assertEqual(event.state, "planned")
        meeting.write({"start": "2026-05-05 08:00:00", "stop": "2026-05-05 09:00:00"})
        self.assertEqual(event.date_start, datetime(2026, 5, 5, 8))
        event.with_user(self.user_own).date_start = "2026-05-06 08:00:00"
        self.assertEqual(meeting.start, datetime(2026, 5, 6, 8))

    def test_no_contractor_takes_part(self):
        with self.assertRaisesRegex(UserError, "no contractor"):
            self._meeting(self.user_all.partner_id).action_enova_record()

    def test_private_stays_private(self):
        meeting = self._meeting(self.contractor, privacy="private")
        event = self.env["enova.activity"].browse(
            meeting.action_enova_record()["res_id"]
        )
        self.assertTrue(event.private)

    def test_no_rights_in_the_crm(self):
        meeting = self._meeting(self.contractor)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            meeting.with_user(self.user_outsider).action_enova_record()
        self.assertFalse(
            self.env["enova.activity"].search([("name", "=", meeting.name)])
        )
