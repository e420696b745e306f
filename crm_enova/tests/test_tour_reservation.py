from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .resource_common import ResourceMixin
from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourReservation(ResourceMixin, TourCase):
    def test_reserve_from_a_task_and_take_the_offered_time(self):
        self._set_up_resources()
        now = fields.Datetime.now().replace(minute=0, second=0)
        start, stop = now + timedelta(days=1), now + timedelta(days=1, hours=1)
        self._book(start, stop)
        task = self._activity(
            name="Visit",
            partner_id=self.contractor.id,
            user_id=self.user_all.id,
            date_start=start,
            date_stop=stop,
        )
        self.start_tour(
            f"/odoo/enova-activities/{task.id}", "enova_reservation", login="crm_all"
        )
        one = task.reservation_ids
        self.assertEqual((one.resource_id, one.start), (self.van, stop))
        self.assertEqual(one.user_id, self.user_all)

    def test_move_a_meeting_and_see_the_van_move(self):
        self._set_up_resources()
        today = self._today()
        # the day that the tour looks at, see calendar_drag.js
        weekday = 3 if today.isoweekday() == 3 else 2
        day = today - timedelta(days=today.weekday() - weekday)
        start = fields.Datetime.to_datetime(day) + timedelta(hours=10)
        meeting = (
            self.env["calendar.event"]
            .with_user(self.user_all)
            .with_context(no_mail_to_attendees=True, dont_notify=True)
            .create(
                {
                    "name": "Narada",
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "enova_resource_ids": [Command.set(self.van.ids)],
                }
            )
        )
        action = "/odoo/action-calendar.action_calendar_event"
        self.start_tour(action, "enova_meeting_moves", login="crm_all")
        [one] = self.van.reservation_ids
        self.assertEqual(one.calendar_event_id.id, meeting.id)
        self.assertEqual((one.start.hour, one.stop.hour), (13, 14))
