from datetime import date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import BaseCase, Form, freeze_time, tagged

from ..models.activity.activity_times import (
    noon_of,
    shown_span,
    start_day,
    whole_days,
)
from ..models.base.appointment import ACTIVITY, ENTRY, Member, State, plan
from ..models.base.moment import Moment, to_utc, to_wall
from .test_calendar_entry import CalendarCase

# What the database of zones of the ERP knows, too: users choose among these.
ZONES = sorted(available_timezones() & pytz.all_timezones_set)
# Both ends of the world, half hours, and changes of the clock at midnight.
FAR = (
    "Pacific/Kiritimati",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "America/Havana",
    "America/Los_Angeles",
    "Pacific/Pago_Pago",
)
NOW = datetime(2026, 5, 4, 6)
zones = st.sampled_from(ZONES)
days = st.dates(date(2020, 1, 2), date(2035, 12, 30))


@tagged("post_install", "-at_install")
class TestDaysEverywhere(BaseCase):
    """A whole day is the day that is stored, in every zone of the world."""

    def test_all_zones_are_tried(self):
        self.assertGreater(len(ZONES), 400)

    @settings(max_examples=400, deadline=None)
    @given(first=days, length=st.integers(0, 9), zone=zones, other=zones)
    def test_moments(self, first, length, zone, other):
        last = first + timedelta(length)
        when = Moment.whole_days(first, last, zone)
        self.assertEqual(when.days, (first, last))
        self.assertEqual(when.on_clock(other).days, (first, last))
        self.assertEqual(when.on_clock(other).on_clock(zone), when)
        self.assertEqual(when.moved(length).days[0], first + timedelta(length))

    @settings(max_examples=400, deadline=None)
    @given(first=days, length=st.integers(0, 9), zone=zones)
    def test_what_is_stored(self, first, length, zone):
        last = first + timedelta(length)
        start, stop = noon_of(first), noon_of(last)
        self.assertEqual(whole_days(start, stop), (first, last))
        self.assertEqual(start_day(start, pytz.timezone(zone), True), first)

    @settings(max_examples=400, deadline=None)
    @given(first=days, length=st.integers(0, 9), zone=zones)
    def test_the_calendar_of_a_reader_anywhere_finds_it(self, first, length, zone):
        """The web client asks from midnight to midnight of its own clock."""
        clock = pytz.timezone(zone)
        last = first + timedelta(length)
        spans = [
            shown_span(noon_of(first), noon_of(last), False, True),
            shown_span(False, False, first, True),
        ]
        self.assertEqual(spans[0][0].date(), first)
        self.assertEqual(spans[0][1].date(), last)
        self.assertEqual({end.date() for end in spans[1]}, {first})
        begin = to_utc(datetime.combine(first, time.min), clock)
        end = to_utc(datetime.combine(first, time(23, 59, 59)), clock)
        for start, stop in spans:
            self.assertLessEqual(start, end)
            self.assertGreaterEqual(stop, begin)

    @settings(max_examples=200, deadline=None)
    @given(first=days, by=st.integers(-400, 400), task=zones, entry=zones)
    def test_task_and_entry_agree_on_the_day(self, first, by, task, entry):
        """Whoever of the two moves, by whichever clock each of them goes."""
        members = [
            Member(
                ACTIVITY,
                "enova.activity",
                1,
                State(Moment.whole_days(first, first, task)),
            ),
            Member(
                ENTRY,
                "calendar.event",
                1,
                State(Moment.whole_days(first, first, entry)),
            ),
        ]
        for origin in members:
            moved = State(origin.state.when.moved(by or 1))
            [move] = plan(origin, origin.state, moved, members, NOW)
            day = first + timedelta(by or 1)
            self.assertEqual(move.values["when"].days, (day, day))

    @settings(max_examples=400, deadline=None)
    @given(day=days, minutes=st.integers(0, 24 * 60 - 1), zone=zones)
    def test_hours_come_back_on_every_clock(self, day, minutes, zone):
        """Where the clock shows that hour at all."""
        clock = pytz.timezone(zone)
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        moment = to_utc(wall, clock)
        shown = to_wall(moment, clock)
        self.assertLessEqual(timedelta(), shown - wall)
        self.assertEqual(start_day(moment, clock), shown.date())


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestWholeDays(CalendarCase):
    """Somebody in Warsaw, somebody at the other end of the world, and one day."""

    def _far(self, zone):
        """Let the assignee work in a zone."""
        self.user_own.tz = zone
        return zone

    def _meeting(self, **values):
        people = self.user_own.partner_id + self.contact
        events = self.env["calendar.event"].with_user(self.user_all)
        return events.with_context(no_mail_to_attendees=True).create(
            {
                "name": "Targi",
                "allday": True,
                "start_date": "2026-05-04",
                "stop_date": "2026-05-05",
                "start": "2026-05-04",
                "stop": "2026-05-05",
                "user_id": self.user_own.id,
                "partner_ids": [Command.set(people.ids)],
                **values,
            }
        )

    def _check(self, task, first, last):
        """Both sides and all that follows say these days of May 2026."""
        first, last = date(2026, 5, first), date(2026, 5, last)
        self.assertTrue(task.all_day)
        self.assertEqual((task.day_from, task.day_to), (first, last))
        self.assertEqual(task.date_due, first)
        self.assertEqual(task.calendar_start, datetime.combine(first, time.min))
        self.assertEqual(task.calendar_stop.date(), last)
        for entry in self._entry(task):
            self.assertEqual((entry.start_date, entry.stop_date), (first, last))

    def test_recorded_and_moved(self):
        for zone in map(self._far, FAR):
            with self.subTest(zone=zone):
                meeting = self._meeting()
                action = meeting.with_user(self.user_all).action_enova_record()
                task = self.env["enova.activity"].browse(action["res_id"])
                self._check(task, 4, 5)
                # dragged in the ERP's calendar, as the web client writes it
                meeting.with_user(self.user_all).write(
                    {"allday": True, "start": "2026-05-06", "stop": "2026-05-07"}
                )
                self._check(task, 6, 7)
                # dragged in ours, by both of them
                for user, day in ((self.user_all, 11), (self.user_own, 12)):
                    task.with_user(user).with_context(tz=user.tz).write(
                        {
                            "all_day": True,
                            "calendar_start": f"2026-05-{day}",
                            "calendar_stop": f"2026-05-{day + 1}",
                        }
                    )
                    self._check(task, day, day + 1)
                task.with_user(self.user_all).action_reschedule("2026-05-18")
                self._check(task, 18, 19)
                task.user_id = self.user_all
                self._check(task, 18, 19)

    def test_whoever_moves_to_another_continent_keeps_their_days(self):
        task = self._visit(
            all_day=True, date_start="2026-05-04 12:00:00", date_stop=False
        )
        for zone in map(self._far, FAR):
            with self.subTest(zone=zone):
                self.env.invalidate_all()
                self._check(task, 4, 4)
                task.write({"date_start": "2026-05-05 12:00:00"})
                self._check(task, 5, 5)
                task.write({"date_start": "2026-05-04 12:00:00"})
                task.write({"date_stop": "2026-05-04 12:00:00"})

    def test_turned_into_whole_days_and_back(self):
        """By the clock of the assignee: eleven in the evening of the third there."""
        self._far("America/Los_Angeles")
        visit = self._visit(
            date_start="2026-05-04 06:00:00", date_stop="2026-05-04 06:30:00"
        )
        visit.all_day = True
        self._check(visit, 3, 3)
        visit.all_day = False
        self.assertEqual(visit.date_start, datetime(2026, 5, 3, 14))
        self.assertEqual(visit.date_stop, datetime(2026, 5, 4, 2))
        self.assertEqual(self._entry(visit).start, datetime(2026, 5, 3, 14))

    def test_dragged_out_of_the_row_of_days(self):
        visit = self._visit(
            all_day=True, date_start="2026-05-04 12:00:00", date_stop=False
        )
        visit.with_user(self.user_own).write(
            {
                "all_day": False,
                "calendar_start": "2026-05-06 08:00:00",
                "calendar_stop": "2026-05-06 09:00:00",
            }
        )
        self.assertFalse(visit.all_day)
        self.assertEqual(visit.date_start, datetime(2026, 5, 6, 8))
        self.assertEqual(self._entry(visit).stop, datetime(2026, 5, 6, 9))

    def test_planned_by_a_click_on_a_day(self):
        for zone in map(self._far, FAR):
            with self.subTest(zone=zone):
                activities = self.env["enova.activity"].with_user(self.user_own)
                activities = activities.with_context(
                    tz=zone,
                    default_date_start="2026-05-04 12:00:00",
                    default_date_stop="2026-05-04 12:00:00",
                    default_all_day=True,
                )
                form = Form(activities, "crm_enova.enova_activity_view_form_quick")
                self.assertEqual(form.day_from, date(2026, 5, 4))
                form.name = "Kliknięte"
                form.type_id = self.visit_type
                form.partner_id = self.contractor
                form.day_to = date(2026, 5, 6)
                task = form.save()
                self._check(task, 4, 6)

    def test_the_form_shows_days(self):
        visit = self._visit()
        form = Form(visit.with_user(self.user_own).with_context(tz="Europe/Warsaw"))
        form.all_day = True
        self.assertEqual(form.day_from, date(2026, 5, 4))
        form.day_from = date(2026, 5, 7)
        form.save()
        self._check(visit, 7, 7)

    def test_reminded_in_the_morning_where_the_assignee_is(self):
        self._far("Pacific/Auckland")
        visit = self._visit(
            all_day=True,
            date_start="2026-05-04 12:00:00",
            date_stop=False,
            reminder="0",
        )
        self.assertEqual(visit.reminder_at, datetime(2026, 5, 3, 21))

    def test_series_over_the_change_of_the_clocks(self):
        """Whole days from March to April: each is a Monday, in Auckland too."""
        self._far("Pacific/Auckland")
        visit = self._visit(
            all_day=True, date_start="2027-03-22 12:00:00", date_stop=False
        )
        windows = self.env["enova.activity.repeat"].with_user(self.user_own)
        form = Form(windows.with_context(active_id=visit.id, tz="Pacific/Auckland"))
        self.assertTrue(form.mon)
        form.count = 3
        form.on_free_day = "keep"
        form.save().action_confirm()
        visits = visit.recurrence_id.activity_ids.sorted("date_start")
        expected = [date(2027, 3, 22), date(2027, 3, 29), date(2027, 4, 5)]
        self.assertEqual(visits.mapped("day_from"), expected)
        self.assertEqual(
            visits.calendar_event_ids.sorted("start").mapped("start_date"), expected
        )

    def test_series_of_deadlines_in_auckland(self):
        self._far("Pacific/Auckland")
        task = self._activity(date_deadline="2026-05-04", user_id=self.user_own.id)
        windows = self.env["enova.activity.repeat"].with_user(self.user_own)
        windows.create(
            {"activity_id": task.id, "mon": True, "count": 2}
        ).action_confirm()
        tasks = task.recurrence_id.activity_ids.sorted("date_deadline")
        self.assertEqual(
            tasks.mapped("date_deadline"), [date(2026, 5, 4), date(2026, 5, 11)]
        )

    def test_the_history_shows_the_day(self):
        visit = self._visit(
            all_day=True, date_start="2026-05-04 12:00:00", date_stop=False
        )
        entries = self.contractor.with_user(self.user_own).enova_timeline()["entries"]
        [entry] = [e for e in entries if e["id"] == visit.id]
        self.assertEqual(entry["date"], "2026-05-04")
