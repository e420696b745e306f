from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .test_calendar_entry import CalendarCase


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestInvited(CalendarCase):
    """Whoever takes part in a task is written to once somebody has invited them."""

    def setUp(self):
        super().setUp()
        self.client = self.contact
        self.client.email = "ewa@mlyn.example.com"
        self.visit = self._visit(attendee_ids=[Command.set(self.client.ids)])
        self.entry = self._entry(self.visit)

    def _letters(self, partner=None):
        """Return how many messages somebody was sent about entries until now."""
        self.env.flush_all()
        people = (partner or self.client).ids
        return self.env["mail.message"].search_count(
            [("model", "=", "calendar.event"), ("notified_partner_ids", "in", people)]
        )

    def _drag(self, day, user=None):
        """Move the entry as somebody does in the ERP's own calendar."""
        self.entry.with_user(user or self.user_own).write(
            {"start": f"2026-05-{day} 10:00:00", "stop": f"2026-05-{day} 11:00:00"}
        )

    def test_silent_from_every_side(self):
        self._drag("05")
        self._drag("06", self.user_all)
        self.visit.with_user(self.user_own).date_start = "2026-05-07 10:00:00"
        self.visit.with_user(self.user_own).action_reschedule("2026-05-08")
        self.visit.with_user(self.user_own).write(
            {"calendar_start": "2026-05-11 10:00:00", "all_day": False}
        )
        self.assertEqual(str(self.entry.start), "2026-05-11 10:00:00")
        self.visit.user_id = self.user_all
        self.entry.with_user(self.user_all).write({"location": "Gdzie indziej"})
        self.assertFalse(self._letters())
        self.assertFalse(self._letters(self.user_own.partner_id))

    def test_invited_by_our_button(self):
        self.visit.with_user(self.user_own).action_invite()
        self.assertEqual(self._letters(), 1)
        self._drag("05")
        self.assertEqual(self._letters(), 2, "who was invited hears of a new date")
        self.visit.date_start = "2026-05-07 10:00:00"
        self.assertEqual(self._letters(), 2, "the task moves in silence, as ever")

    def test_added_in_the_calendar(self):
        self.entry.with_user(self.user_own).write(
            {"partner_ids": [Command.link(self.contractor.id)]}
        )
        self.assertIn(self.contractor, self.visit.attendee_ids)
        self.assertEqual(self._letters(self.contractor), 1)
        self._drag("05")
        self.assertEqual(self._letters(self.contractor), 2)
        self.assertFalse(self._letters())

    def test_added_in_the_task_after_the_others_were_invited(self):
        self.visit.with_user(self.user_own).action_invite()
        self.visit.attendee_ids = [Command.link(self.contractor.id)]
        self._drag("05")
        self.assertFalse(self._letters(self.contractor))
        self.assertEqual(self._letters(), 2)
        self.visit.with_user(self.user_own).action_invite()
        self.assertEqual(self._letters(self.contractor), 1)

    def test_taken_out_and_in_again_is_a_new_guest(self):
        self.visit.with_user(self.user_own).action_invite()
        self.visit.attendee_ids = [Command.clear()]
        self.visit.attendee_ids = [Command.link(self.client.id)]
        self._drag("05")
        self.assertEqual(self._letters(), 1)

    def test_the_framework_s_own_button_invites(self):
        self.entry.with_user(self.user_own).action_sendmail()
        self.assertEqual(self._letters(), 1)
        self._drag("05")
        self.assertEqual(self._letters(), 2)

    def test_a_series_made_of_it(self):
        """The framework makes entries anew; nobody is invited by that."""
        self.entry.with_user(self.user_own).write(
            {
                "recurrency": True,
                "rrule_type": "weekly",
                "mon": True,
                "interval": 1,
                "end_type": "count",
                "count": 3,
            }
        )
        family = self.entry.recurrence_id.calendar_event_ids
        self.assertEqual(len(family), 3)
        family[1].with_user(self.user_own).write(
            {
                "start": "2026-05-12 10:00:00",
                "stop": "2026-05-12 11:00:00",
                "recurrence_update": "future_events",
            }
        )
        self.assertFalse(self._letters())

    def test_series_of_tasks(self):
        wizard = self.env["enova.activity.repeat"].with_user(self.user_own)
        wizard = wizard.create({"activity_id": self.visit.id, "mon": True, "count": 3})
        wizard.action_confirm()
        visits = self.visit.recurrence_id.activity_ids
        entries = visits.calendar_event_ids
        self.assertEqual(len(entries), 3)
        for entry in entries:
            entry.with_user(self.user_own).write(
                {"start": "2026-06-05 10:00:00", "stop": "2026-06-05 11:00:00"}
            )
        self.assertFalse(self._letters())

    def test_alarms(self):
        """Of one's own alarm one is reminded; a guest is not before the invitation."""
        template = self.env.ref("calendar.calendar_template_meeting_reminder")
        attendees = self.entry.attendee_ids
        attendees.with_context(no_mail_to_attendees=False)._notify_attendees(
            template, notify_author=True
        )
        self.assertEqual(self._letters(self.user_own.partner_id), 1)
        self.assertFalse(self._letters())

    def test_the_framework_s_own_meetings(self):
        """Those of no task invite and tell as they do without the CRM."""
        for user in (self.user_own, self.user_outsider):
            with self.subTest(user=user.login):
                before = self._letters()
                people = self.client + user.partner_id
                meeting = (
                    self.env["calendar.event"]
                    .with_user(user)
                    .create(
                        {
                            "name": "Narada",
                            "start": self.start,
                            "stop": self.stop,
                            "partner_ids": [Command.set(people.ids)],
                        }
                    )
                )
                self.assertEqual(self._letters(), before + 1)
                moved = {"start": "2026-05-05 10:00:00", "stop": "2026-05-05 11:00:00"}
                meeting.with_user(user).write(moved)
                self.assertEqual(self._letters(), before + 2)

    def test_recorded_meetings_stay_loud(self):
        """Whoever was invited before the meeting was recorded still hears of it."""
        meeting = (
            self.env["calendar.event"]
            .with_user(self.user_own)
            .create(
                {
                    "name": "Rozmowa",
                    "start": self.start,
                    "stop": self.stop,
                    "partner_ids": [
                        Command.set((self.client + self.user_own.partner_id).ids)
                    ],
                }
            )
        )
        meeting.action_enova_record()
        self.assertEqual(self._letters(), 1)
        meeting.write({"start": "2026-05-05 10:00:00", "stop": "2026-05-05 11:00:00"})
        self.assertEqual(self._letters(), 2)

    def test_the_flag_is_the_system_s(self):
        attendee = self.entry.attendee_ids.filtered(
            lambda one: one.partner_id == self.client
        )
        self.assertTrue(attendee.enova_uninvited)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            attendee.with_user(self.user_own).enova_uninvited = False
        self.assertTrue(attendee.enova_uninvited)
