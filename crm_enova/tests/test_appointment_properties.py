from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytz
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.base.appointment import (
    ACTIVITY,
    CANCELLED,
    DONE,
    ENTRY,
    OPEN,
    ORDER,
    RESERVATION,
    WAITING,
    Member,
    State,
    follow,
    plan,
)
from ..models.base.moment import Moment, to_utc, to_wall

ZONES = (
    "Europe/Warsaw",
    "Europe/Dublin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Pago_Pago",
    "UTC",
)
NOW = datetime(2026, 5, 4, 6)
HOUR = timedelta(hours=1)


def applied(members, moves):
    """Return the members as the moves leave them."""
    values = {(move.model, move.id): move.values for move in moves}
    return [
        replace(member, state=replace(member.state, **values.get(member.key, {})))
        for member in members
    ]


zones = st.sampled_from(ZONES)
dates = st.dates(date(2024, 1, 2), date(2031, 12, 30))


@st.composite
def moments(draw, zone=zones, shortest=0):
    """Draw hours or whole days, near the changes of the clocks more often."""
    zone = draw(zone)
    changes = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 4, 4)]
    first = draw(st.one_of(dates, st.sampled_from(changes)))
    if draw(st.booleans()):
        last = first + timedelta(draw(st.integers(0, 5)))
        return Moment.whole_days(first, last, zone)
    start = datetime.combine(first, time()) + timedelta(
        minutes=15 * draw(st.integers(0, 95))
    )
    length = timedelta(minutes=15 * draw(st.integers(shortest, 200)))
    return Moment(start, start + length, False, zone)


statuses = st.sampled_from([OPEN, OPEN, DONE, CANCELLED])
bookings = st.sampled_from([OPEN, OPEN, WAITING, DONE, CANCELLED])


@st.composite
def reservations(draw, owner, when=None, is_bound=False):
    count = 1 if is_bound else draw(st.integers(0, 4))
    found = []
    for number in range(count):
        moment = draw(moments(shortest=1))
        if when and (is_bound or draw(st.booleans())):
            moment = when.on_clock(draw(zones))
        found.append(
            Member(
                RESERVATION,
                "enova.reservation",
                100 * is_bound + 10 * (owner == ENTRY) + number,
                State(moment, OPEN if is_bound else draw(bookings)),
                owner=owner,
                is_bound=is_bound,
            )
        )
    return found


@st.composite
def appointments(draw):
    """Draw members that agree with each other, one of which may be the origin."""
    kind = draw(st.sampled_from(["task", "recorded", "meeting", "own"]))
    when = draw(moments(shortest=1))
    members = []
    if kind != "task":
        members += draw(reservations(ENTRY, when))
        members.append(
            Member(ENTRY, "calendar.event", 1, State(when.on_clock(draw(zones))))
        )
    if kind == "own":
        members += draw(reservations(ENTRY, when, is_bound=True))
    if kind in ("task", "recorded"):
        state = State(when.on_clock(draw(zones)), draw(st.sampled_from([OPEN, DONE])))
        may_cancel = draw(st.booleans())
        members.append(
            Member(ACTIVITY, "enova.activity", 1, state, may_cancel=may_cancel)
        )
        members += draw(reservations(ACTIVITY, when))
    return draw(st.permutations(members))


@st.composite
def changes(draw):
    """Draw an origin, its states before and after, and the members."""
    members = draw(appointments())
    origin = draw(st.sampled_from(members))
    before, after = origin.state, origin.state
    if draw(st.booleans()):
        zone = before.when.zone
        after = replace(after, when=draw(moments(st.just(zone), shortest=1)))
    if draw(st.booleans()):
        if origin.role == ENTRY:
            after = replace(after, active=draw(st.booleans()))
        else:
            after = replace(after, status=draw(statuses))
    if origin.role == ACTIVITY and draw(st.integers(0, 5)) == 0:
        after = replace(after, when=None)
    now = draw(st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 31)))
    return origin, before, after, members, now


@tagged("post_install", "-at_install")
class TestAppointmentProperties(BaseCase):
    """What holds of every appointment and every change of it."""

    @settings(max_examples=150, deadline=None)
    @given(change=changes())
    def test_the_origin_is_left_alone_and_the_order_kept(self, change):
        origin = change[0]
        moves = plan(*change)
        self.assertNotIn(origin.key, [(move.model, move.id) for move in moves])
        roles = [ORDER.index(move.role) for move in moves]
        self.assertEqual(roles, sorted(roles))
        self.assertEqual(len({(m.model, m.id) for m in moves}), len(moves))
        for move in moves:
            self.assertTrue(move.values)
            when = move.values.get("when")
            if when and move.role == RESERVATION:
                self.assertLess(when.start, when.stop)

    @settings(max_examples=150, deadline=None)
    @given(change=changes())
    def test_planning_again_gives_nothing(self, change):
        origin, _before, after, members, now = change
        left = applied(members, plan(*change))
        self.assertEqual(plan(origin, after, after, left, now), [])

    @settings(max_examples=80, deadline=None)
    @given(change=changes(), seed=st.randoms(use_true_random=False))
    def test_the_order_of_the_members_does_not_matter(self, change, seed):
        origin, before, after, members, now = change
        shuffled = list(members)
        seed.shuffle(shuffled)
        moves = plan(*change)
        self.assertEqual(plan(origin, before, after, shuffled, now), moves)

    @settings(max_examples=120, deadline=None)
    @given(members=appointments(), when=moments(shortest=1), data=st.data())
    def test_all_agree_wherever_it_moves_to(self, members, when, data):
        """Whoever begins: activity, entry and the entry's own reservation agree."""
        bonds = [m for m in members if m.role != RESERVATION or m.is_bound]
        origin = data.draw(st.sampled_from(bonds))
        after = replace(origin.state, when=when.on_clock(origin.state.when.zone))
        moves = plan(origin, origin.state, after, members, NOW)
        for member in applied(bonds, moves):
            if member.key != origin.key and member.state.status == OPEN:
                self.assertTrue(member.state.when.same_as(when), member)

    @settings(max_examples=120, deadline=None)
    @given(members=appointments(), data=st.data())
    def test_cancellation_reaches_everybody(self, members, data):
        bonds = [m for m in members if m.role != RESERVATION or m.is_bound]
        origin = data.draw(st.sampled_from(bonds))
        after = replace(origin.state, status=CANCELLED)
        if origin.role == ENTRY:
            after = replace(origin.state, active=False)
        for member in applied(members, plan(origin, origin.state, after, members, NOW)):
            if member.key == origin.key:
                continue
            if member.role == ENTRY:
                self.assertFalse(member.state.active)
            elif member.role == ACTIVITY:
                self.assertTrue(member.state.status != OPEN or not member.state.active)
            elif origin.role == ACTIVITY or member.owner == ENTRY:
                self.assertNotIn(member.state.status, (OPEN, WAITING))

    @settings(max_examples=150, deadline=None)
    @given(when=moments(), by=st.integers(-400, 400))
    def test_days_later_the_clock_shows_the_same(self, when, by):
        clock = pytz.timezone(when.zone)
        moved = when.moved(by)
        self.assertEqual((moved.all_day, moved.zone), (when.all_day, when.zone))
        shift = timedelta(days=by)
        if when.all_day:
            self.assertEqual(moved.days, tuple(day + shift for day in when.days))
            return
        self.assertLessEqual(moved.start, moved.stop)
        wanted = to_wall(when.start, clock) + shift
        found = to_wall(moved.start, clock)
        exists = to_wall(to_utc(wanted, clock), clock) == wanted
        if exists:
            self.assertEqual(found, wanted)
        else:
            self.assertLessEqual(timedelta(), found - wanted)
            self.assertLessEqual(found - wanted, HOUR)

    @settings(max_examples=120, deadline=None)
    @given(
        when=moments(shortest=1),
        by=st.integers(-400, 400),
        early=st.integers(-8, 40),
        late=st.integers(0, 40),
    )
    def test_reservations_keep_lead_and_lag_on_the_clock(self, when, by, early, late):
        """Also where the clocks change between the two."""
        assume(not when.all_day)
        clock = pytz.timezone(when.zone)
        quarter = timedelta(minutes=15)
        booked = replace(
            when, start=when.start - early * quarter, stop=when.stop + late * quarter
        )
        assume(booked.start < booked.stop)
        after = when.moved(by)
        found = follow(booked, when, after)
        if not by:
            self.assertEqual(found, booked)
            return

        def distance(moment, end):
            return to_wall(end, clock) - to_wall(moment, clock)

        for name in ("start", "stop"):
            old, new = getattr(when, name), getattr(after, name)
            wanted = to_wall(new, clock) + distance(old, getattr(booked, name))
            if to_wall(to_utc(wanted, clock), clock) != wanted:
                return  # an hour that is left out
        if found.start == after.start and found.stop == after.stop:
            return  # nothing would have been left of it
        for name in ("start", "stop"):
            self.assertEqual(
                distance(getattr(after, name), getattr(found, name)),
                distance(getattr(when, name), getattr(booked, name)),
            )

    @settings(max_examples=120, deadline=None)
    @given(first=dates, length=st.integers(0, 9), zone=zones, other=zones)
    def test_a_whole_day_is_the_same_day_on_every_clock(
        self, first, length, zone, other
    ):
        when = Moment.whole_days(first, first + timedelta(length), zone)
        there = when.on_clock(other)
        self.assertEqual(there.days, (first, first + timedelta(length)))
        self.assertTrue(there.same_as(when))
        self.assertEqual(there.on_clock(zone), when)
        task = Member(ACTIVITY, "enova.activity", 1, State(when))
        event = Member(ENTRY, "calendar.event", 1, State(there))
        for origin in (task, event):
            moved = replace(origin.state, when=origin.state.when.moved(3))
            [move] = plan(origin, origin.state, moved, [task, event], NOW)
            self.assertEqual(move.values["when"].days, moved.when.days)

    @settings(max_examples=80, deadline=None)
    @given(
        booked=moments(shortest=1),
        before=moments(shortest=1),
        after=moments(shortest=1),
    )
    def test_whole_days_stay_whole(self, booked, before, after):
        found = follow(booked, before, after)
        self.assertLess(found.start, found.stop)
        if found.all_day:
            self.assertEqual(found.whole_days(*found.days, found.zone), found)
