from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import new_user
from .resource_common import at
from .test_reservation_meeting import QUIET, MeetingCase
from .test_reservation_roads import ApprovalCase


@tagged("post_install", "-at_install")
class TestLinksOfReservations(ApprovalCase):
    def test_meeting_of_others(self):
        """A reservation is put on a meeting by who may write the meeting."""
        meeting = self._meeting(user=self.user_manager, privacy="private")
        self.env.flush_all()
        booked = self._book(3, 4)
        self._refused(
            lambda: booked.write({"calendar_event_id": meeting.id}), AccessError
        )
        self._refused(
            lambda: self._book(5, 6, calendar_event_id=meeting.id), AccessError
        )
        mine = self._meeting(6, 7)
        booked.write({"calendar_event_id": mine.id})
        self.assertEqual(booked.calendar_event_id, mine)

    def test_task_of_others(self):
        """A task is named by who may read it."""
        task = self._activity(
            private=True,
            user_id=self.user_manager.id,
            assigned_by_id=self.user_manager.id,
        )
        self._refused(lambda: self._book(activity_id=task.id), AccessError)
        booked = self._book()
        self._refused(lambda: booked.write({"activity_id": task.id}), AccessError)

    def test_entry_of_a_private_one(self):
        """It names the resource; what for is not in it, nor in a later change."""
        booked = self._book(
            name="Tajne",
            private=True,
            calendar_entry=True,
            partner_id=self.contractor.id,
        )
        entry = booked.sudo().calendar_event_id
        self.assertEqual(entry.name, "Van 1")
        self.assertEqual(entry.partner_ids, self.user_all.partner_id)
        booked.write({"name": "Bardziej tajne"})
        self.assertEqual(entry.name, "Van 1")
        booked.write({"private": False})
        self.assertEqual(entry.name, "Van 1: Bardziej tajne")
        booked.write({"private": True})
        self.assertEqual(entry.name, "Van 1")


@tagged("post_install", "-at_install")
class TestBystanderMeeting(MeetingCase):
    """Whoever has no CRM does with meetings what the ERP lets them do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = new_user(
            cls.env, "meeting_portal", groups="base.group_portal"
        )
        cls.public_user = cls.env.ref("base.public_user")
        cls.people = (cls.user_all | cls.plain_user).partner_id
        cls.people |= cls.portal_user.partner_id

    def _shared(self, *args, **values):
        partners = [Command.set(self.people.ids)]
        return self._meeting(*args, partner_ids=partners, **values)

    def _as_plain(self, meeting):
        meeting.flush_recordset()
        self.env.invalidate_all()
        return meeting.with_user(self.plain_user).with_context(**QUIET)

    def test_their_own(self):
        """Planned, moved, repeated, copied, archived and deleted."""
        events = self.env["calendar.event"].with_user(self.plain_user)
        meeting = events.with_context(**QUIET).create(
            {"name": "Zebranie", "start": at(0), "stop": at(1)}
        )
        meeting.write({"start": at(1), "stop": at(2), "name": "Narada"})
        meeting.write(
            {
                "recurrency": True,
                "rrule_type": "daily",
                "interval": 1,
                "end_type": "count",
                "count": 3,
            }
        )
        series = meeting.recurrence_id.calendar_event_ids
        self.assertEqual(len(series), 3)
        series[1].write({"start": at(5, 1), "stop": at(6, 1)})
        meeting.copy()
        meeting.action_mass_archive("all_events")
        series.unlink()
        self.assertFalse(series.exists())

    def test_of_others_with_resources(self):
        """A meeting that has resources is no other to them."""
        meeting = self._as_plain(self._shared())
        meeting.write({"start": at(2), "stop": at(3), "name": "Narada"})
        self.assertEqual(self._booked().start, at(2))
        self.assertEqual(self._booked().name, "Narada")
        meeting.active = False
        self.assertFalse(self._booked())
        meeting.active = True
        self.assertEqual(len(self._booked()), 1)
        meeting.unlink()
        self.assertFalse(self._booked())

    def test_series_of_others_with_resources(self):
        """Moved as a whole, one of it deleted, then all."""
        meeting = self._as_plain(
            self._series(partner_ids=[Command.set(self.people.ids)])
        )
        meeting.write(
            {"start": at(2), "stop": at(3), "recurrence_update": "all_events"}
        )
        self.assertEqual({b.start.hour for b in self._booked()}, {at(2).hour})
        self.assertEqual(len(self._booked()), 4)
        events = self._booked().calendar_event_id.sorted("start")
        self._as_plain(events[3]).unlink()
        self.assertEqual(len(self._booked()), 3)
        self._as_plain(events[0]).action_mass_deletion("all_events")
        self.assertFalse(self._booked())

    def test_portal_and_public(self):
        """They read and write as much as without us: what they may not is core's no."""
        meeting = self._shared()
        self.env.flush_all()
        for user in (self.portal_user, self.public_user):
            with self.subTest(user=user.login):
                events = self.env["calendar.event"].with_user(user)
                may_read = events.has_access("read")
                if may_read:
                    events.search([("id", "=", meeting.id)]).read(["name", "start"])
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(events.has_access(operation))
                # sudo: core answers an invitation for whoever holds its link
                attendee = meeting.attendee_ids.filtered(
                    lambda a: a.partner_id == self.portal_user.partner_id
                )
                attendee.with_user(user).sudo().do_accept()
                meeting.with_user(user).sudo().write({"start": at(4), "stop": at(5)})
                self.assertEqual(self._booked().start, at(4))
