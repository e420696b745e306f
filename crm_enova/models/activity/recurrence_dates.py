"""The days of a series: from a rule to dates, and from wall clock to UTC.

The dates of a rule are those of `dateutil.rrule`, and an hour that the clocks leave out
is resolved by `dateutil.tz`. What is here is what no rrule says: what falls on a free
day moves, is left out or stays, and two never share a day. Core's `calendar.recurrence`
makes entries of the calendar, without regard to free days.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil import rrule

from ..base.moment import to_utc as wall_to_utc

FREQUENCIES = {
    "daily": rrule.DAILY,
    "weekly": rrule.WEEKLY,
    "monthly": rrule.MONTHLY,
    "yearly": rrule.YEARLY,
}
WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
# No series has more; a rule that fits almost no day is not tried for ever.
LONGEST = 1000
MOST_TRIED = 40_000
# Every month has this many days; beyond it the last day of the month is meant.
SURE_DAYS = 28
FURTHEST_MOVE = 60


@dataclass(frozen=True)
class Rule:
    """What somebody has asked for.

    :param str frequency: ``daily``, ``weekly``, ``monthly`` or ``yearly``
    :param int interval: every how many of them, at least 1
    :param frozenset weekdays: for ``weekly``, 0 is Monday; empty: that of the first day
    :param int position: for ``monthly`` and ``yearly``, 1 to 4 or -1 for the last one:
        which of ``weekday`` in the month; 0: the day of the month of the first day
    :param int weekday: see ``position``
    :param count: how many, or ``None``
    :param until: last date on which one may be planned, or ``None``
    :param str on_free_day: ``keep``, ``skip``, ``next`` or ``previous`` (working day)
    """

    frequency: str
    interval: int = 1
    weekdays: frozenset = frozenset()
    position: int = 0
    weekday: int = 0
    count: int | None = None
    until: date | None = None
    on_free_day: str = "keep"


def occurrences(
    rule, first, is_free, exceptions=(), taken=(), last=None, limit=LONGEST
):
    """Return the days of a series, one a day at most.

    What falls on a free day is kept, left out or moved. What is moved to a day that
    has one already, or beyond the last day, is left out. Days left out for these
    reasons do not count; those that somebody took out by hand do.

    :param Rule rule: see there
    :param date first: where the series begins
    :param is_free: function of a date, whether nobody works then
    :param exceptions: days on which there is to be none
    :param taken: dates of the rule that have one already, done or cancelled
    :param last: the last date of the rule to look at, or ``None``
    :param int limit: how many at most, where the rule names no number
    :return: list of (date by the rule, day planned), by the former
    """
    used, found, excluded = set(), [], 0
    wanted = rule.count or limit
    for moment in islice(_dates(rule, first), MOST_TRIED):
        original = moment.date()
        if len(found) + excluded >= wanted or (last and original > last):
            break
        day = _working_day(original, rule.on_free_day, is_free)
        if original in exceptions or day in exceptions:
            excluded += 1
        elif day and day not in used and original not in taken:
            if not rule.until or day <= rule.until:
                used.add(day)
                found.append((original, day))
    return found


def _dates(rule, first):
    """Return an iterator over the dates of the rule, before free days are looked at."""
    options = {"dtstart": datetime.combine(first, time.min), "interval": rule.interval}
    if rule.until:
        options["until"] = datetime.combine(rule.until, time.max)
    if rule.frequency == "weekly":
        options["byweekday"] = sorted(rule.weekdays or {first.weekday()})
        options["wkst"] = rrule.MO
    elif rule.frequency in ("monthly", "yearly"):
        options.update(_in_month(rule, first))
        if rule.frequency == "yearly":
            options["bymonth"] = first.month
    return iter(rrule.rrule(FREQUENCIES[rule.frequency], **options))


def _in_month(rule, first):
    """Return which day of a month is meant; the 31st is the last day of a short one."""
    if rule.position:
        return {"byweekday": WEEKDAYS[rule.weekday](rule.position)}
    if first.day <= SURE_DAYS:
        return {"bymonthday": first.day}
    return {"bymonthday": range(SURE_DAYS, first.day + 1), "bysetpos": -1}


def _working_day(day, on_free_day, is_free):
    if on_free_day == "keep" or not is_free(day):
        return day
    if on_free_day == "skip":
        return None
    step = timedelta(days=1 if on_free_day == "next" else -1)
    for _try in range(FURTHEST_MOVE):
        day += step
        if not is_free(day):
            return day
    return None


def to_utc(day, hour, zone):
    """Return the moment at which a clock in a zone shows an hour.

    An hour that the change to summer time leaves out is the one an hour later; of one
    that comes twice it is the first.

    :param date day: in the zone
    :param time hour: of the clock there
    :param zone: a pytz time zone
    :return: naive datetime in UTC
    """
    return wall_to_utc(datetime.combine(day, hour), zone)
