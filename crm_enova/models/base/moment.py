"""From when to when something is, on whose clock."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytz

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
# Before and after these, hours of other zones may be out of the calendar.
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2999, 12, 31)


def is_within_reach(value):
    """Tell whether a day or moment can be counted with, in any zone.

    :param value: date, datetime, the ISO text of one, or a false value
    :return: bool
    """
    if not value:
        return True
    if isinstance(value, str):
        return str(FIRST_DAY.year) <= value[:4] <= str(LAST_DAY.year)
    return FIRST_DAY.year <= getattr(value, "year", 0) <= LAST_DAY.year


def to_utc(wall, zone):
    """Return the moment at which a clock in a zone shows a day and an hour.

    An hour that the change to summer time leaves out is the one an hour later; of one
    that comes twice it is the first.

    :param datetime wall: what the clock shows
    :param zone: a pytz time zone
    :return: naive datetime in UTC
    """
    # which of the two is called summer time differs from zone to zone
    moments = {
        zone.localize(wall, is_dst=is_dst).astimezone(pytz.utc)
        for is_dst in (True, False)
    }
    later = max(moments)
    skipped = later.astimezone(zone).replace(tzinfo=None) != wall
    return (later if skipped else min(moments)).replace(tzinfo=None)


def to_wall(moment, zone):
    """Return what a clock in a zone shows at a moment.

    :param datetime moment: naive, in UTC
    :param zone: a pytz time zone
    :return: naive datetime
    """
    return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)


def zone_of(user, env):
    """Return the time zone of a colleague, else that of the reader.

    What a client names that is none is passed over, as the ERP does.

    :param user: whose clock it is, if anybody's
    :param env: of the reader
    :return: a pytz time zone
    """
    # sudo: in which zone a colleague works
    name = user.sudo().tz
    return pytz.timezone(name) if name else env.tz


@dataclass(frozen=True)
class Moment:
    """From when to when, on whose clock.

    Whole days begin and end at midnight of that clock, whatever hours a model stores
    for them: make them by :meth:`whole_days`.

    :param datetime start: naive, in UTC
    :param datetime stop: naive, in UTC; not before the start
    :param bool all_day: whether these are whole days
    :param str zone: name of the time zone of the clock
    """

    start: datetime
    stop: datetime
    all_day: bool = False
    zone: str = "UTC"

    @classmethod
    def whole_days(cls, first, last, zone):
        """Return the days from one to another, both included.

        :param date first: where the clock is
        :param date last: where the clock is
        :param str zone: name of the time zone of the clock
        :return: Moment
        """
        clock = pytz.timezone(zone)
        start = to_utc(datetime.combine(first, time.min), clock)
        stop = to_utc(datetime.combine(last + DAY, time.min), clock)
        return cls(start, stop, True, zone)

    @property
    def days(self):
        """The first and the last day on its clock; a midnight ends the day before."""
        clock = pytz.timezone(self.zone)
        last = max(self.stop - SECOND, self.start)
        return to_wall(self.start, clock).date(), to_wall(last, clock).date()

    def same_as(self, other):
        """Tell whether both are at the same time; whole days: on the same days.

        :param Moment other: in any zone
        :return: bool
        """
        if self.all_day and other.all_day:
            return self.days == other.days
        return (self.all_day, self.start, self.stop) == (
            other.all_day,
            other.start,
            other.stop,
        )

    def on_clock(self, zone):
        """Return the same hours, or the same days, for another clock.

        :param str zone: name of the time zone of that clock
        :return: Moment
        """
        if self.all_day and zone != self.zone:
            return self.whole_days(*self.days, zone)
        return replace(self, zone=zone)

    def moved(self, days):
        """Return it so many days later, at the same hours of its clock.

        :param int days: may be negative
        :return: Moment in the same zone
        """
        if not days:
            return self
        step = timedelta(days=days)
        if self.all_day:
            first, last = self.days
            return self.whole_days(first + step, last + step, self.zone)
        clock = pytz.timezone(self.zone)
        start = to_utc(to_wall(self.start, clock) + step, clock)
        stop = to_utc(to_wall(self.stop, clock) + step, clock)
        # an hour that comes twice can turn the ends round
        return replace(self, start=start, stop=max(stop, start))
