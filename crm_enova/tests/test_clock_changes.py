"""Appointments in the weeks in which the clocks change, by every road that moves them.

What people plan by the clock on the wall stays at that hour, whichever side of the
change it lands on, with all that belongs to it.
"""

from datetime import date, datetime, time, timedelta

import pytz

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .resource_common import ResourceCase

# The zone, a day before its clocks change, and a day after it; both ways, both
# hemispheres, and half an hour of Lord Howe.
CHANGES = (
    ("Europe/Warsaw", date(2030, 3, 29), date(2030, 4, 1)),
    ("Europe/Warsaw", date(2030, 10, 25), date(2030, 10, 28)),
    ("America/New_York", date(2030, 3, 8), date(2030, 3, 11)),
    ("America/New_York", date(2030, 11, 1), date(2030, 11, 4)),
    ("Australia/Sydney", date(2030, 4, 5), date(2030, 4, 8)),
    ("Australia/Lord_Howe", date(2030, 10, 4), date(2030, 10, 7)),
)
BEGIN, END = time(9, 30), time(11)


def utc(zone, day, clock):
    """Return a moment of the clock on the wall of a zone, as the ERP stores it."""
    local = pytz.timezone(zone).localize(datetime.combine(day, clock))
    return local.astimezone(pytz.UTC).replace(tzinfo=None)


@tagged("post_install", "-at_install")
@freeze_time("2026-01-07 08:00:00")
class TestClockChanges(ResourceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.env.ref("crm_enova.enova_activity_type_task_visit")
        # a company without holidays, which would move some of the days
        cls.company.country_id = cls.env.ref("base.us")

    def _planned(self, zone, day, **values):
        """Return a visit with its entry in the calendar and a van around it."""
        self.user_all.tz = zone
        task = self._activity(
            name="Wizyta",
            type_id=self.visit.id,
            user_id=self.user_all.id,
            assigned_by_id=self.user_all.id,
            partner_id=self.contractor.id,
            date_start=utc(zone, day, BEGIN),
            date_stop=utc(zone, day, END),
            **values,
        )
        booked = self._book(
            utc(zone, day, time(8)),
            utc(zone, day, time(12, 15)),
            activity_id=task.id,
            resource=self._resource(name=f"Van {zone} {day}"),
        )
        return task.with_user(self.user_all).with_context(tz=zone), booked

    def _assert_at(self, zone, day, task, booked):
        hours = utc(zone, day, BEGIN), utc(zone, day, END)
        self.env.flush_all()
        self.env.invalidate_all()
        entry = task.sudo().calendar_event_ids
        self.assertEqual((task.date_start, task.date_stop), hours)
        self.assertEqual((entry.start, entry.stop), hours)
        around = utc(zone, day, time(8)), utc(zone, day, time(12, 15))
        self.assertEqual((booked.start, booked.stop), around)
        self.assertEqual(task.date_due, day)

    def test_every_road_keeps_the_hour_of_the_wall(self):
        roads = {
            "our button": lambda task, hours, day: task.action_reschedule(str(day)),
            "our form": lambda task, hours, day: task.write(
                {"date_start": hours[0], "date_stop": hours[1]}
            ),
            "our calendar": lambda task, hours, day: task.write(
                {"calendar_start": hours[0], "calendar_stop": hours[1]}
            ),
            "the ERP's calendar": lambda task, hours, day: (
                task.calendar_event_ids.write({"start": hours[0], "stop": hours[1]})
            ),
        }
        for zone, before, after in CHANGES:
            for road, move in roads.items():
                for first, second in ((before, after), (after, before)):
                    with self.subTest(zone=zone, road=road, day=second):
                        with self.env.cr.savepoint():
                            task, booked = self._planned(zone, first)
                            self._assert_at(zone, first, task, booked)
                            hours = tuple(utc(zone, second, t) for t in (BEGIN, END))
                            move(task, hours, second)
                            self._assert_at(zone, second, task, booked)
                            task.sudo().unlink()

    def test_there_and_back_again(self):
        """Undo puts all of it where it was, an hour of difference or not."""
        for zone, before, after in CHANGES:
            with self.subTest(zone=zone, day=before):
                task, booked = self._planned(zone, before)
                notice = task.action_reschedule(str(after))
                self._assert_at(zone, after, task, booked)
                self.env["enova.undo"].with_user(self.user_all).browse(
                    notice["params"]["undo_id"]
                ).action_undo()
                self._assert_at(zone, before, task, booked)

    def test_weekly_in_the_season_of_the_change(self):
        for zone, before, _after in CHANGES:
            with self.subTest(zone=zone, day=before):
                task, _booked = self._planned(zone, before)
                weekday = ("mon", "tue", "wed", "thu", "fri")[before.weekday()]
                window = self.env["enova.activity.repeat"].with_user(self.user_all)
                window = window.with_context(tz=zone)
                window.create(
                    {"activity_id": task.id, weekday: True, "count": 5}
                ).action_confirm()
                found = task.recurrence_id.activity_ids.sorted("date_start")
                days = [before + timedelta(weeks=week) for week in range(5)]
                self.assertEqual(
                    found.mapped("date_start"), [utc(zone, d, BEGIN) for d in days]
                )
                self.assertEqual(
                    found.mapped("date_stop"), [utc(zone, d, END) for d in days]
                )

    def test_reminded_at_the_same_hour_a_day_before(self):
        for zone, _before, after in CHANGES:
            # the first working day after the change: the day before is a Sunday
            with self.subTest(zone=zone, day=after):
                task, _booked = self._planned(zone, after, reminder="1440")
                eve = after - timedelta(days=1)
                self.assertEqual(task.reminder_at, utc(zone, eve, BEGIN))
                task.reminder = "60"
                self.assertEqual(
                    task.reminder_at, utc(zone, after, BEGIN) - timedelta(hours=1)
                )

    def test_whole_days_over_the_change_are_as_many_days(self):
        """Three days that one of is 23 or 25 hours long."""
        for zone, before, after in CHANGES:
            with self.subTest(zone=zone, day=before):
                self.user_all.tz = zone
                task = self._activity(
                    name="Targi",
                    type_id=self.visit.id,
                    user_id=self.user_all.id,
                    partner_id=self.contractor.id,
                    all_day=True,
                    date_start=f"{before} 12:00:00",
                    date_stop=f"{after} 12:00:00",
                )
                entry = task.calendar_event_ids
                self.assertEqual((entry.start_date, entry.stop_date), (before, after))
                week = timedelta(weeks=1)
                entry.write({"start_date": before + week, "stop_date": after + week})
                self.assertEqual(
                    (task.day_from, task.day_to), (before + week, after + week)
                )

    def test_a_van_for_a_whole_day_that_has_23_or_25_hours(self):
        """From midnight to midnight on the clock of whoever books it."""
        for zone, before, _after in CHANGES:
            changing = before + timedelta(days=2)
            with self.subTest(zone=zone, day=changing):
                self.user_all.tz = zone
                van = self._resource(name=f"Bus {zone} {changing}")
                first = utc(zone, changing, time())
                last = utc(zone, changing + timedelta(days=1), time())
                self.assertNotEqual(last - first, timedelta(days=1))
                booked = self._book(first, last, resource=van, all_day=True)
                hours = (last - first).total_seconds() / 3600
                self.assertAlmostEqual(booked.hours, hours)
                nextday = self._book(last, last + timedelta(hours=1), resource=van)
                self.assertEqual(nextday.state, "confirmed")

    def test_colleagues_in_two_zones_see_the_same_moment(self):
        """The visit is where its assignee is; the giver's clocks change otherwise."""
        self.user_manager.tz = "America/New_York"
        day = date(2030, 3, 12)  # New York has changed, Warsaw has not
        task, booked = self._planned("Europe/Warsaw", day)
        task.sudo().attendee_ids = [Command.link(self.user_manager.partner_id.id)]
        self._assert_at("Europe/Warsaw", day, task, booked)
        later = date(2030, 4, 2)
        task.action_reschedule(str(later))
        self._assert_at("Europe/Warsaw", later, task, booked)
        moment = pytz.UTC.localize(task.date_start)
        in_york = moment.astimezone(pytz.timezone("America/New_York"))
        self.assertEqual((in_york.hour, in_york.minute), (3, 30))
