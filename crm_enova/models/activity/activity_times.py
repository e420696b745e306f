"""What follows from start, deadline and duration: one formula for computes and bulk."""

from datetime import datetime, time, timedelta

import pytz

# A day without an hour is stored as its noon in UTC: the same calendar day in every
# zone in which the reader may be, from UTC-12 to UTC+11.
NOON = time(12)
# A calendar finds a whole day by its own midnights, wherever its reader is.
LAST_SECOND = time(23, 59, 59)


def noon_of(day):
    """Return what is stored for a whole day: the day itself, in no zone.

    :param date day: the day
    :return: datetime
    """
    return datetime.combine(day, NOON)


def history_date(start, deadline, entered):
    """Return what histories sort by: the start, else the deadline, else the entry.

    :param start: datetime in UTC, or a false value
    :param deadline: date, or a false value
    :param entered: datetime in UTC of the entry
    :return: datetime in UTC; a deadline counts as noon
    """
    if start:
        return start
    return noon_of(deadline) if deadline else entered


def end_of(start, stop, hours):
    """Return the end: none without a start, never before it; else ``hours`` later.

    :param start: datetime, or a false value
    :param stop: datetime as it was chosen, or a false value
    :param float hours: the duration where no fitting end was chosen
    :return: datetime, or ``False`` without a start
    """
    if not start:
        return False
    if stop and stop >= start:
        return stop
    return start + timedelta(hours=hours or 0)


def due_day(start, deadline, zone, all_day=False):
    """Return the deadline, else the day of the start in a zone; UTC without one.

    :param start: datetime in UTC, or a false value
    :param deadline: date, or a false value
    :param zone: time zone of pytz in which the start is a day
    :param bool all_day: whether the start stands for whole days
    :return: date, or ``False`` where there is neither
    """
    return deadline or start_day(start, zone, all_day)


def start_day(start, zone, all_day=False):
    """Return the day of a start in a zone, UTC without one; a whole day's is stored.

    :param start: datetime in UTC, or a false value
    :param zone: time zone of pytz, or a false value
    :param bool all_day: whether the start stands for whole days
    :return: date, or ``False`` without a start
    """
    if all_day or not start:
        return start.date() if start else False
    local = pytz.utc.localize(start).astimezone(zone or pytz.utc)
    return local.date()


def whole_days(start, stop):
    """Return the first and the last day of what takes whole days.

    :param datetime start: as stored
    :param stop: datetime as stored, or a false value
    :return: pair of dates
    """
    return start.date(), max(stop or start, start).date()


def shown_span(start, stop, deadline, all_day):
    """Return from when to when a calendar shows it.

    Whole days are those that are stored, converted into no zone; what has nothing but
    a deadline takes its day.

    :param start: datetime in UTC, or a false value
    :param stop: datetime in UTC, or a false value
    :param deadline: date, or a false value
    :param bool all_day: whether start and stop stand for whole days
    :return: pair of datetimes, or of ``False`` for what has no day
    """
    if start and not all_day:
        return start, stop or start
    if not (start or deadline):
        return False, False
    first, last = whole_days(start, stop) if start else (deadline, deadline)
    return datetime.combine(first, time.min), datetime.combine(last, LAST_SECOND)
