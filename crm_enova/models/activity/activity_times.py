"""What follows from start, deadline and duration: one formula for computes and bulk."""

from datetime import datetime, time, timedelta

import pytz

# A day without an hour is stored as its noon in UTC: the same calendar day in every
# zone in which the reader may be, from UTC-12 to UTC+11.
NOON = time(12)


def history_date(start, deadline, entered):
    """Return what histories sort by: the start, else the deadline, else the entry.

    :param start: datetime in UTC, or a false value
    :param deadline: date, or a false value
    :param entered: datetime in UTC of the entry
    :return: datetime in UTC; a deadline counts as noon
    """
    if start:
        return start
    return datetime.combine(deadline, NOON) if deadline else entered


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


def due_day(start, deadline, zone):
    """Return the deadline, else the day of the start in a zone; UTC without one.

    :param start: datetime in UTC, or a false value
    :param deadline: date, or a false value
    :param zone: time zone of pytz in which the start is a day
    :return: date, or ``False`` where there is neither
    """
    if deadline or not start:
        return deadline or False
    local = pytz.utc.localize(start).astimezone(zone or pytz.utc)
    return local.date()
