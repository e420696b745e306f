from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import new_user
from .resource_common import ResourceCase, at

QUIET = {"no_mail_to_attendees": True, "dont_notify": True}


class MeetingCase(ResourceCase):
    """Meetings of the ERP's calendar that have resources."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_van = cls._resource(name="Van 2")
        cls.plain_user = new_user(
            cls.env, "meeting_plain", groups="base.group_user", tz="Europe/Warsaw"
        )

    def _meeting(self, start=0, stop=1, user=None, resources=None, **values):
        events = self.env["calendar.event"].with_user(user or self.user_all)
        resources = self.van if resources is None else resources
        return events.with_context(**QUIET).create(
            {
                "name": "Narada",
                "start": at(start),
                "stop": at(stop),
                "enova_resource_ids": [Command.set(resources.ids)],
                **values,
            }
        )

    def _booked(self, resource=None):
        return self.env["enova.reservation"].search(
            [
                ("resource_id", "=", (resource or self.van).id),
                ("state", "in", ("requested", "confirmed")),
            ],
            order="start",
        )

    def _series(self, count=4, start=0, **values):
        return self._meeting(
            start,
            start + 1,
            recurrency=True,
            rrule_type="weekly",
            mon=True,
            tue=False,
            wed=False,
            thu=False,
            fri=False,
            sat=False,
            sun=False,
            event_tz="Europe/Warsaw",
            end_type="count",
            count=count,
            **values,
        )


@tagged("post_install", "-at_install")
class TestReservationOfMeeting(MeetingCase):
    def test_a_meeting_books_its_resources(self):
        guest = self.contact
        meeting = self._meeting(
            partner_ids=[Command.set((self.user_all.partner_id | guest).ids)],
            resources=self.van | self.second_van,
        )
        one = self._booked()
        self.assertEqual((one.start, one.stop), (at(0), at(1)))
        self.assertEqual((one.name, one.user_id), ("Narada", self.user_all))
        self.assertEqual(one.partner_id, guest.commercial_partner_id)
        self.assertEqual(one.calendar_event_id, meeting.with_user(self.env.user))
        self.assertEqual(len(self._booked(self.second_van)), 1)

    def test_in_the_form_of_the_calendar(self):
        events = self.env["calendar.event"].with_user(self.user_all)
        form = Form(events.with_context(**QUIET))
        form.name = "Narada"
        form.start, form.stop = at(3), at(4)
        form.enova_resource_ids.add(self.van)
        meeting = form.save()
        self.assertEqual(self._booked().calendar_event_id.id, meeting.id)

    def test_it_moves_with_the_meeting(self):
        meeting = self._meeting()
        meeting.write({"start": at(5), "stop": at(7)})
        one = self._booked()
        self.assertEqual((one.start, one.stop), (at(5), at(7)))

    def test_it_keeps_the_hour_that_it_begins_earlier(self):
        meeting = self._meeting(2, 3)
        one = self._booked()
        one.with_user(self.user_all).start = at(1)
        meeting.write({"start": at(5), "stop": at(6)})
        self.assertEqual((one.start, one.stop), (at(4), at(6)))

    def test_whoever_moves_the_meeting_moves_it_without_the_crm_too(self):
        meeting = self._meeting(
            partner_ids=[Command.set((self.user_all | self.plain_user).partner_id.ids)]
        )
        meeting.with_user(self.plain_user).write({"start": at(2), "stop": at(3)})
        self.assertEqual(self._booked().start, at(2))

    def test_the_meeting_stays_where_the_resource_is_taken(self):
        meeting = self._meeting()
        self._book(5, 6, user=self.user_manager, private=True, name="Tajne")
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            meeting.write({"start": at(5), "stop": at(6)})
        message = str(refused.exception)
        self.assertIn("Van 1 is not free then", message)
        self.assertIn("Busy", message)
        self.assertNotIn("Tajne", message)
        self.assertIn("Van 2", message, "what is free instead")
        self.assertEqual((meeting.start, self._booked()[0].start), (at(0), at(0)))

    def test_a_taken_one_is_not_booked(self):
        self._book(0, 1)
        with self.assertRaisesRegex(UserError, "not free"), self.env.cr.savepoint():
            self._meeting()
        self.assertEqual(len(self._booked()), 1)

    def test_off_is_free(self):
        for number, way in enumerate(("archive", "delete", "remove", "swap")):
            with self.subTest(way=way):
                meeting = self._meeting(number, number + 1)
                if way == "archive":
                    meeting.active = False
                elif way == "delete":
                    meeting.unlink()
                elif way == "remove":
                    meeting.enova_resource_ids = False
                else:
                    meeting.enova_resource_ids = self.second_van
                self.assertFalse(self._booked())
        self.assertEqual(len(self._booked(self.second_van)), 1)

    def test_whole_days_are_whole_days_on_the_meeting_s_clock(self):
        self._meeting(
            allday=True,
            start_date=at(0).date(),
            stop_date=at(0, day=1).date(),
            event_tz="Europe/Warsaw",
        )
        one = self._booked()
        self.assertTrue(one.all_day)
        # Warsaw is an hour ahead of UTC in January
        midnight = at(-8) - timedelta(hours=1)
        self.assertEqual((one.start, one.stop), (midnight, midnight + timedelta(2)))

    def test_a_private_meeting_says_nothing(self):
        self._meeting(privacy="private")
        one = self._booked()
        self.assertTrue(one.private)
        readable = one.with_user(self.user_own)._filtered_access("read")
        self.assertFalse(readable)
        self.env.invalidate_all()
        self.assertTrue(one.with_user(self.user_all)._filtered_access("read"))

    def test_what_needs_approval_is_asked_for_again(self):
        meeting = self._meeting()
        self.van.approval_required = True
        meeting.write({"start": at(5), "stop": at(6)})
        self.assertEqual(self._booked().state, "requested")

    def test_of_a_task_it_goes_with_the_task(self):
        task = self._activity(
            name="Wizyta",
            user_id=self.user_all.id,
            partner_id=self.contractor.id,
            date_start=at(0),
            date_stop=at(1),
            calendar_entry=True,
        )
        one = self._book(0, 1, activity_id=task.id)
        meeting = task.calendar_event_ids
        self.assertEqual(meeting.enova_resource_ids, self.van, "it is shown there")
        meeting.with_user(self.user_all).with_context(**QUIET).write(
            {"start": at(4), "stop": at(5)}
        )
        self.assertEqual((task.date_start, one.start), (at(4), at(4)))
        meeting.with_user(self.user_all).with_context(**QUIET).write(
            {"enova_resource_ids": [Command.set((self.van | self.second_van).ids)]}
        )
        self.assertEqual(task.reservation_ids.resource_id, self.van | self.second_van)
        task.action_cancel()
        self.assertFalse(self._booked() | self._booked(self.second_van))

    def test_others_resources_are_refused(self):
        self.van.group_ids = self.env.ref("base.group_system")
        with self.assertRaisesRegex(UserError, "only"), self.env.cr.savepoint():
            self._meeting()
        foreign = self._resource(
            name="Obcy", company_id=self.other_company.id, responsible_id=False
        )
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._meeting(resources=foreign)
        self.assertFalse(self._booked() | self._booked(foreign))

    def test_people_without_the_crm_do_not_have_the_field(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._meeting(user=self.plain_user)
        meeting = self._meeting()
        values = meeting.with_user(self.plain_user).read([])[0]
        self.assertNotIn("enova_resource_ids", values)


@tagged("post_install", "-at_install")
class TestReservationOfSeries(MeetingCase):
    def test_each_of_a_series_is_booked(self):
        self._series()
        self.assertEqual(
            self._booked().mapped("start"), [at(0, day=7 * week) for week in range(4)]
        )

    def test_two_hundred_with_three_clashes(self):
        """The rest is kept, and it is said which ones go without."""
        for week in (3, 50, 120):
            # over the changes of the clocks the meeting keeps its hour in Warsaw
            self._book(
                at(-3, day=7 * week), at(3, day=7 * week), user=self.user_manager
            )
        meeting = self._series(count=200)
        meetings = meeting.sudo().recurrence_id.calendar_event_ids.sorted("start")
        self.assertEqual(len(meetings), 200)
        without = meetings.filtered(lambda m: not m.enova_resource_ids)
        self.assertEqual([meetings.ids.index(one.id) for one in without], [3, 50, 120])
        booked = self._booked().filtered("calendar_event_id")
        self.assertEqual(booked.calendar_event_id, meetings - without)
        self.assertEqual(booked.mapped("start"), (meetings - without).mapped("start"))
        note = meeting.message_ids[0].body
        self.assertEqual(note.count("<li>Van 1"), 3)
        self.assertIn("go without", note)

    def test_the_whole_series_moves(self):
        meeting = self._series()
        self._book(at(4, day=14), at(6, day=14), user=self.user_manager)
        meeting.write(
            {
                "start": at(5),
                "stop": at(6),
                "recurrence_update": "all_events",
            }
        )
        booked = self._booked().filtered("calendar_event_id")
        self.assertEqual(booked.mapped("start"), [at(5), at(5, day=7), at(5, day=21)])
        self.assertFalse(
            self.env["enova.reservation"].search_count(
                [("resource_id", "=", self.van.id), ("state", "=", "cancelled")]
            )
            - 1,
            "the one that found no place is cancelled, the others have moved",
        )

    def test_one_of_a_series_moves_alone(self):
        meeting = self._series()
        second = meeting.sudo(False).recurrence_id.calendar_event_ids.sorted("start")[1]
        second.with_user(self.user_all).with_context(**QUIET).write(
            {
                "start": at(3, day=7),
                "stop": at(4, day=7),
                "recurrence_update": "self_only",
            }
        )
        self.assertEqual(
            self._booked().mapped("start"),
            [at(0), at(3, day=7), at(0, day=14), at(0, day=21)],
        )

    def test_those_that_follow_get_another_one(self):
        meeting = self._series()
        third = meeting.recurrence_id.calendar_event_ids.sorted("start")[2]
        third.with_context(**QUIET).write(
            {
                "enova_resource_ids": [Command.set(self.second_van.ids)],
                "recurrence_update": "future_events",
            }
        )
        self.assertEqual(self._booked().mapped("start"), [at(0), at(0, day=7)])
        self.assertEqual(
            self._booked(self.second_van).mapped("start"),
            [at(0, day=14), at(0, day=21)],
        )

    def test_the_series_is_deleted(self):
        meeting = self._series()
        meeting.action_mass_deletion("all_events")
        self.assertFalse(self._booked())
