from dataclasses import replace
from datetime import date, datetime, timedelta

import pytz

from odoo.tests import BaseCase, tagged

from ..models.base.appointment import (
    ACTIVITY,
    CANCELLED,
    DONE,
    ENTRY,
    OPEN,
    RESERVATION,
    WAITING,
    Member,
    State,
    finished,
    follow,
    plan,
)
from ..models.base.moment import Moment, to_utc

NOW = datetime(2026, 5, 4, 6)


def at(hour, day=4):
    """Return an hour of Monday the fourth of May in Warsaw."""
    wall = datetime(2026, 5, day) + timedelta(hours=hour)
    return to_utc(wall, pytz.timezone("Europe/Warsaw"))


def hours(start, stop, day=4):
    return Moment(at(start, day), at(stop, day), False, "Europe/Warsaw")


def days(first, last=None, zone="Europe/Warsaw"):
    return Moment.whole_days(date(2026, 5, first), date(2026, 5, last or first), zone)


def activity(when, status=OPEN, **values):
    return Member(ACTIVITY, "enova.activity", 1, State(when, status), **values)


def entry(when, active=True):
    return Member(ENTRY, "calendar.event", 1, State(when, active=active))


def reservation(when, number=1, status=OPEN, **values):
    return Member(
        RESERVATION, "enova.reservation", number, State(when, status), **values
    )


def planned(origin, members, now=NOW, **change):
    """Return the values of each move by role and id."""
    after = replace(origin.state, **change)
    moves = plan(origin, origin.state, after, [origin, *members], now)
    return {(move.role, move.id): move.values for move in moves}


@tagged("post_install", "-at_install")
class TestAppointmentTable(BaseCase):
    """Each rule once, with figures."""

    def setUp(self):
        super().setUp()
        self.task = activity(hours(10, 12))
        self.event = entry(hours(10, 12))
        self.van = reservation(hours(9, 13))
        self.room = reservation(hours(10, 12), 2, owner=ENTRY)
        self.all = [self.task, self.event, self.van, self.room]

    def test_the_activity_moves(self):
        self.assertEqual(
            planned(self.task, self.all, when=hours(14, 17, 6)),
            {
                (RESERVATION, 1): {"when": hours(13, 18, 6)},
                (RESERVATION, 2): {"when": hours(14, 17, 6)},
                (ENTRY, 1): {"when": hours(14, 17, 6)},
            },
        )

    def test_the_entry_moves(self):
        """What belongs to the task moves with the task."""
        self.assertEqual(
            planned(self.event, self.all, when=hours(14, 17, 6)),
            {
                (RESERVATION, 1): {"when": hours(13, 18, 6)},
                (RESERVATION, 2): {"when": hours(14, 17, 6)},
                (ACTIVITY, 1): {"when": hours(14, 17, 6)},
            },
        )

    def test_a_reservation_moves_alone(self):
        self.assertEqual(planned(self.van, self.all, when=hours(8, 13)), {})
        self.assertEqual(planned(self.van, self.all, status=CANCELLED), {})

    def test_the_end_alone(self):
        self.assertEqual(
            planned(self.task, self.all, when=hours(10, 11)),
            {
                (RESERVATION, 1): {"when": hours(9, 12)},
                (RESERVATION, 2): {"when": hours(10, 11)},
                (ENTRY, 1): {"when": hours(10, 11)},
            },
        )

    def test_nothing_would_be_left_of_it(self):
        first_hour = reservation(hours(10, 11))
        found = planned(self.task, [first_hour], when=hours(10, 10.5))
        self.assertEqual(found, {(RESERVATION, 1): {"when": hours(10, 10.5)}})
        found = planned(self.task, [first_hour], when=hours(12, 12))
        self.assertEqual(found, {(RESERVATION, 1): {"when": hours(12, 13)}})

    def test_no_hour_yet(self):
        """A start that is set, or taken away, moves no reservation."""
        task = activity(None)
        event = entry(hours(10, 12), active=False)
        self.assertEqual(
            planned(task, [event, self.van], when=hours(11, 12)),
            {(ENTRY, 1): {"when": hours(11, 12), "active": True}},
        )
        self.assertEqual(
            planned(self.task, [self.event, self.van], when=None),
            {(ENTRY, 1): {"active": False}},
        )

    def test_the_activity_is_cancelled(self):
        self.assertEqual(
            planned(self.task, self.all, status=CANCELLED),
            {
                (RESERVATION, 1): {"status": CANCELLED},
                (RESERVATION, 2): {"status": CANCELLED},
                (ENTRY, 1): {"active": False},
            },
        )

    def test_the_activity_is_reopened(self):
        task = activity(hours(10, 12), status=CANCELLED)
        event = entry(hours(10, 12), active=False)
        van = reservation(hours(9, 13), status=CANCELLED)
        found = planned(task, [event, van], status=OPEN)
        self.assertEqual(found, {(ENTRY, 1): {"active": True}})

    def test_the_activity_is_done(self):
        """What runs ends now, what is to come is freed; the entry stays."""
        late = reservation(hours(13, 14), 3)
        over = reservation(hours(7, 8), 4)
        found = planned(
            self.task, [self.event, self.van, late, over], now=at(11), status=DONE
        )
        short = Moment(at(9), at(11), False, "Europe/Warsaw")
        self.assertEqual(
            found,
            {
                (RESERVATION, 1): {"when": short, "status": DONE},
                (RESERVATION, 3): {"status": CANCELLED},
                (RESERVATION, 4): {"status": DONE},
            },
        )

    def test_what_nobody_has_approved_follows_and_never_begins(self):
        van = reservation(hours(9, 13), status=WAITING)
        found = planned(self.task, [van], when=hours(14, 16))
        self.assertEqual(found, {(RESERVATION, 1): {"when": hours(13, 17)}})
        for status in (DONE, CANCELLED):
            found = planned(self.task, [van], now=at(11), status=status)
            self.assertEqual(found, {(RESERVATION, 1): {"status": CANCELLED}})

    def test_what_is_over_stays(self):
        for status in (DONE, CANCELLED):
            van = reservation(hours(9, 13), status=status)
            for change in ({"when": hours(1, 2)}, {"status": CANCELLED}):
                self.assertEqual(planned(self.task, [van], **change), {})

    def test_taken_out_of_the_calendar(self):
        """The activity's entry goes, with what was booked for the meeting."""
        self.assertEqual(
            planned(self.task, self.all, active=False),
            {
                (RESERVATION, 2): {"status": CANCELLED},
                (ENTRY, 1): {"active": False},
            },
        )

    def test_the_entry_is_archived_or_deleted(self):
        self.assertEqual(
            planned(self.event, self.all, active=False),
            {
                (RESERVATION, 1): {"status": CANCELLED},
                (RESERVATION, 2): {"status": CANCELLED},
                (ACTIVITY, 1): {"status": CANCELLED},
            },
        )

    def test_what_may_not_be_cancelled_stays_without_an_entry(self):
        task = activity(hours(10, 12), may_cancel=False)
        found = planned(self.event, [task, self.van], active=False)
        self.assertEqual(found, {(ACTIVITY, 1): {"active": False}})
        task = activity(hours(10, 12), status=DONE)
        self.assertEqual(planned(self.event, [task], active=False), found)

    def test_an_archived_entry_tells_nothing(self):
        gone = entry(hours(10, 12), active=False)
        task = activity(hours(10, 12), status=CANCELLED)
        self.assertEqual(planned(gone, [task], when=hours(1, 2)), {})
        self.assertEqual(planned(gone, [task], active=True), {}, "it reopens nothing")

    def test_a_meeting_without_an_activity(self):
        early = reservation(hours(9, 12), 3, owner=ENTRY)
        members = [self.room, early]
        self.assertEqual(
            planned(self.event, members, when=hours(15, 16)),
            {
                (RESERVATION, 2): {"when": hours(15, 16)},
                (RESERVATION, 3): {"when": hours(14, 16)},
            },
        )
        cancelled = {"status": CANCELLED}
        self.assertEqual(
            planned(self.event, members, active=False),
            {(RESERVATION, 2): cancelled, (RESERVATION, 3): cancelled},
        )

    def test_a_reservation_with_an_entry_of_its_own(self):
        bound = reservation(hours(10, 12), is_bound=True, owner=ENTRY)
        for origin, other in ((bound, self.event), (self.event, bound)):
            for when in (hours(14, 16), days(6), days(6, 8)):
                key = other.role, other.id
                found = planned(origin, [other], when=when)
                self.assertEqual(found, {key: {"when": when}})
        found = planned(bound, [self.event], status=CANCELLED)
        self.assertEqual(found, {(ENTRY, 1): {"active": False}})
        found = planned(self.event, [bound], active=False)
        self.assertEqual(found, {(RESERVATION, 1): {"status": CANCELLED}})
        # given back early: the entry ends, too
        over = finished(bound.state, at(11))
        found = planned(bound, [self.event], when=over.when, status=DONE)
        self.assertEqual(found, {(ENTRY, 1): {"when": hours(10, 11)}})
        # confirmed anew it is shown again
        refused = replace(bound, state=replace(bound.state, status=CANCELLED))
        found = planned(refused, [entry(hours(10, 12), active=False)], status=OPEN)
        self.assertEqual(found, {(ENTRY, 1): {"active": True}})

    def test_a_whole_day_has_no_hour_that_could_move(self):
        task, event = activity(days(4)), entry(days(4, zone="Pacific/Auckland"))
        van = reservation(days(4))
        self.assertEqual(planned(event, [task, van], when=days(4)), {})
        moved = planned(event, [task, van], when=days(6, 7, zone="Pacific/Auckland"))
        self.assertEqual(
            moved,
            {
                (RESERVATION, 1): {"when": days(6, 7)},
                (ACTIVITY, 1): {"when": days(6, 7)},
            },
        )

    def test_whole_days_follow_hours_by_days(self):
        van = reservation(days(3, 4))
        self.assertEqual(planned(self.task, [van], when=hours(8, 9)), {})
        found = planned(self.task, [van], when=hours(8, 9, 6))
        self.assertEqual(found, {(RESERVATION, 1): {"when": days(5, 6)}})

    def test_hours_become_whole_days_and_hours_again(self):
        found = planned(self.event, [self.task, self.room], when=days(4))
        self.assertEqual(
            found,
            {(RESERVATION, 2): {"when": days(4)}, (ACTIVITY, 1): {"when": days(4)}},
        )
        event, task = entry(days(4)), activity(days(4))
        room = reservation(days(4), 2, owner=ENTRY)
        found = planned(event, [task, room], when=hours(10, 12))
        self.assertEqual(
            found,
            {
                (RESERVATION, 2): {"when": hours(10, 12)},
                (ACTIVITY, 1): {"when": hours(10, 12)},
            },
        )

    def test_over_the_change_of_the_clocks(self):
        """Saturday at ten to Sunday at ten; midnight stays midnight."""
        warsaw = "Europe/Warsaw"
        saturday = Moment(
            datetime(2026, 3, 28, 9), datetime(2026, 3, 28, 10), False, warsaw
        )
        sunday = saturday.moved(1)
        self.assertEqual(sunday.start, datetime(2026, 3, 29, 8))
        night = replace(saturday, start=datetime(2026, 3, 27, 23))  # midnight
        task, van = activity(saturday), reservation(night)
        found = planned(task, [van], when=sunday)
        wanted = replace(sunday, start=datetime(2026, 3, 28, 23))
        self.assertEqual(found, {(RESERVATION, 1): {"when": wanted}})
        self.assertEqual(
            follow(days(4), saturday, sunday), days(5), "a whole day is a day later"
        )
        day = Moment.whole_days(date(2026, 3, 29), date(2026, 3, 29), warsaw)
        self.assertEqual(day.stop - day.start, timedelta(hours=23))
        self.assertEqual(day.days, (date(2026, 3, 29), date(2026, 3, 29)))
