"""Where the members of an appointment go when one of them has changed.

An appointment is an activity, at most one entry of the calendar, and reservations; any
of them may be missing. :func:`plan` is told what has changed and says what follows for
the others. It asks no database and writes nothing; titles, places, attendees, the
rules of a series and what to do at a clash are not its business.

The rules, once for all roads:

* Activity and entry are at the same time. So are an entry and the reservation that has
  it as its own.
* Any other reservation keeps, on the clock of its owner, the time that it begins
  earlier and ends later. Its owner is the activity, else the entry.
* A whole day has no hour that could move: whole days are compared, and moved, as days.
* What is cancelled frees its reservations and leaves the calendar. What is done ends
  those that run and frees those that have not begun.
* An entry that leaves the calendar cancels its activity where that may be; else the
  activity stays without an entry. Back in the calendar, it reopens nothing.
* The origin is never moved, and what is over is moved by nobody.
"""

from dataclasses import dataclass, field, replace

import pytz

from .moment import Moment, to_utc, to_wall

ACTIVITY = "activity"
ENTRY = "entry"
RESERVATION = "reservation"
# Reservations first, for they may clash.
ORDER = (RESERVATION, ENTRY, ACTIVITY)

OPEN = "open"
# A reservation that nobody has approved: it follows like an open one, and never begins.
WAITING = "waiting"
DONE = "done"
CANCELLED = "cancelled"


@dataclass(frozen=True)
class State:
    """What a member is like before or after a change.

    :param when: a :class:`Moment`, or ``None`` where nothing is planned for an hour
    :param str status: ``OPEN``, ``WAITING``, ``DONE`` or ``CANCELLED``; an entry has
        none
    :param bool active: whether it stands in the calendar: neither archived nor, of an
        activity, taken out of it; a reservation is told by its status alone
    """

    when: Moment | None
    status: str = OPEN
    active: bool = True


@dataclass(frozen=True)
class Member:
    """A record that belongs to an appointment, as it is now.

    :param str role: ``ACTIVITY``, ``ENTRY`` or ``RESERVATION``
    :param str model: name of its model
    :param int id: its id
    :param State state: as it is now
    :param str owner: of a reservation: the role of what it was booked for
    :param bool is_bound: of a reservation: the entry is its own
    :param bool may_cancel: of an activity: its definition lets it be cancelled
    """

    role: str
    model: str
    id: int
    state: State
    owner: str = ACTIVITY
    is_bound: bool = False
    may_cancel: bool = True

    @property
    def key(self):
        """What tells it from all others."""
        return self.model, self.id


@dataclass(frozen=True)
class Move:
    """What a member is to take over.

    :param str role: see :class:`Member`
    :param str model: name of its model
    :param int id: its id
    :param dict values: those of ``when``, ``status`` and ``active`` that change
    """

    role: str
    model: str
    id: int
    values: dict = field(default_factory=dict)


def plan(origin, before, after, members, now):
    """Return what follows for an appointment from the change of one of its members.

    :param Member origin: the one that was changed
    :param State before: of the origin
    :param State after: of the origin; one that was deleted is not active, or cancelled
    :param members: all that belong to the appointment, as they are now, in any order;
        the origin may be among them
    :param datetime now: naive, in UTC
    :return: list of :class:`Move` in the order in which they are to be applied
    """
    others = [member for member in members if member.key != origin.key]
    changes = _changes(origin, before, after, others)
    moves = []
    for member in sorted(others, key=lambda m: (ORDER.index(m.role), m.id)):
        if member.role == RESERVATION:
            target = _reservation_after(member, changes, now)
        else:
            _was, target = changes.get(member.role, (None, member.state))
        values = _differences(member, target)
        if values:
            moves.append(Move(member.role, member.model, member.id, values))
    return moves


def finished(state, now):
    """Return a reservation that is given back now; one that has not begun is freed.

    What nobody has approved has not begun, whatever the hour.

    :param State state: of a reservation
    :param datetime now: naive, in UTC
    :return: State, a new one
    """
    when = state.when
    if state.status == WAITING or when.start >= now:
        return replace(state, status=CANCELLED)
    if when.stop > now:
        when = replace(when, stop=now, all_day=False)
    return replace(state, when=when, status=DONE)


def follow(when, before, after):
    """Return where something goes that keeps its distance from what has moved.

    The distance is kept on the clock of what has moved, of start and stop each. Where
    nothing would be left of it, it takes the whole time.

    :param Moment when: of what follows
    :param Moment before: of what has moved
    :param Moment after: of what has moved
    :return: Moment of what follows, in its own zone
    """
    if before.same_as(after):
        return when
    if when.same_as(before):
        target = after.on_clock(when.zone)
    elif when.all_day:
        target = _follow_days(when, before, after)
    else:
        clock = pytz.timezone(after.zone)
        start = _shifted(when.start, before.start, after.start, clock)
        stop = _shifted(when.stop, before.stop, after.stop, clock)
        target = replace(when, start=start, stop=stop)
        if stop <= start:
            target = after.on_clock(when.zone)
    return _lasting(target, when)


def _changes(origin, before, after, others):
    """Return (before, after) of activity and entry, by role, as far as they change."""
    by_role = {member.role: member for member in others}
    entry, activity = by_role.get(ENTRY), by_role.get(ACTIVITY)
    changes = {}
    if origin.role != RESERVATION:
        changes[origin.role] = before, after
    elif not origin.is_bound:
        # how much earlier a reservation begins is nobody else's business
        return changes
    if entry:
        # the entry is as far as what it stands for, though it does not say so
        was = replace(entry.state, status=before.status)
        changes[ENTRY] = was, _entry_after(was, after)
    if activity and ENTRY in changes:
        changes[ACTIVITY] = activity.state, _activity_after(activity, *changes[ENTRY])
    return changes


def _entry_after(entry, leader):
    """Return the entry of an activity or a reservation that has changed."""
    entry = replace(entry, status=leader.status)
    if leader.status == CANCELLED or not (leader.active and leader.when):
        return replace(entry, active=False)
    return replace(entry, when=leader.when.on_clock(entry.when.zone), active=True)


def _activity_after(activity, before, after):
    """Return the activity whose entry has changed."""
    state = activity.state
    if after.active:
        zone = state.when.zone if state.when else after.when.zone
        return replace(state, when=after.when.on_clock(zone))
    if not before.active:
        return state
    if state.status == OPEN and activity.may_cancel:
        return replace(state, status=CANCELLED)
    return replace(state, active=False)


def _reservation_after(member, changes, now):
    """Return a reservation after what it was booked for has changed."""
    state = member.state
    before, after = changes.get(member.owner, (None, None))
    if state.status not in (OPEN, WAITING) or before == after:
        return state
    if after.status == CANCELLED or (member.owner == ENTRY and not after.active):
        return replace(state, status=CANCELLED)
    if after.status == DONE:
        return finished(state, now)
    if not (before.when and after.when):
        return state
    if member.is_bound:
        target = _lasting(after.when.on_clock(state.when.zone), state.when)
        return replace(state, when=target)
    return replace(state, when=follow(state.when, before.when, after.when))


def _differences(member, target):
    """Return the values of a member that are to change."""
    state, values = member.state, {}
    when = target.when
    if when and not (state.when and state.when.same_as(when)):
        values["when"] = when
    if member.role != ENTRY and target.status != state.status:
        values["status"] = target.status
    if member.role != RESERVATION and target.active != state.active:
        values["active"] = target.active
    return values


def _follow_days(when, before, after):
    """Return whole days that follow by as many days."""
    starts, ends = zip(before.days, after.days, strict=True)
    first = when.days[0] + (starts[1] - starts[0])
    last = when.days[1] + (ends[1] - ends[0])
    if last < first:
        first, last = after.days
    return when.whole_days(first, last, when.zone)


def _lasting(target, when):
    """Return the target; one without a length gets that of what went there."""
    if target.stop > target.start:
        return target
    return replace(target, stop=target.start + (when.stop - when.start))


def _shifted(moment, before, after, clock):
    """Return a moment as far from another one as it was, on a clock."""
    if moment == before:
        return after
    distance = to_wall(moment, clock) - to_wall(before, clock)
    return to_utc(to_wall(after, clock) + distance, clock)
