"""Where an entry stands in a history, and the cursor that names such a place."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple

# A day without an hour counts as its noon in UTC, as it does for activities: it then
# stands among the entries of its own day in every time zone of the readers.
NOON = time(12)
LARGEST_ID = 2**31 - 1


class Position(NamedTuple):
    """The place of one entry; a later one is greater, and no two are equal."""

    moment: datetime
    source: str
    id: int

    def to_cursor(self):
        """Return the place as a list that survives JSON and :meth:`from_cursor`.

        :return: [ISO text of the moment, name of the source, id]
        """
        return [self.moment.isoformat(), self.source, self.id]

    @classmethod
    def from_cursor(cls, cursor, sources):
        """Read a cursor as the client sent it; nothing of it is ever evaluated.

        :param cursor: anything
        :param sources: names of the sources that there are
        :return: a position
        :raises ValueError: when :meth:`to_cursor` cannot have made it
        """
        if not isinstance(cursor, list | tuple) or len(cursor) != 3:
            raise ValueError("a cursor has three parts")
        moment, source, record_id = cursor
        if not isinstance(moment, str) or source not in sources:
            raise ValueError("unknown moment or source")
        if type(record_id) is not int or not 0 < record_id <= LARGEST_ID:
            raise ValueError("not a record's id")
        parsed = datetime.fromisoformat(moment)
        if parsed.tzinfo or parsed.isoformat() != moment:
            raise ValueError("not a moment in UTC")
        return cls(parsed, source, record_id)


def to_moment(value):
    """Return the moment by which a date or a datetime is sorted.

    :param value: datetime in UTC, or date
    :return: datetime; a date counts as noon
    """
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, NOON)


def to_iso(value):
    """Return a date as ``2026-03-31``, a datetime as ``2026-03-31T08:15:00Z``.

    :param value: datetime in UTC, date, or a false value
    :return: str, or ``False`` for nothing
    """
    if isinstance(value, datetime):
        moment = value.replace(microsecond=0, tzinfo=UTC)
        return moment.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else False
