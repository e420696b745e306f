"""Arguments of public methods, which anybody may call with anything."""

import functools
import inspect
from datetime import datetime

from odoo import fields
from odoo.exceptions import UserError

from .moment import is_within_reach

LARGEST_ID = 2**31 - 1
# More than ten years.
LONGEST_HOURS = 100_000


def read_arguments(**readers):
    """Return a decorator that reads arguments before the method sees them.

    What cannot be read is refused in words instead of by an error of Python::

        @read_arguments(minutes=whole(1, 60), day=day)
        def action_snooze(self, minutes=15): ...

    :param readers: a function by the name of an argument, which returns its value, or
        raises ``TypeError``, ``ValueError``, ``KeyError``, ``OverflowError``
    :return: decorator of a method; the method then raises ``UserError`` for what cannot
        be read
    """

    def decorate(method):
        signature = inspect.signature(method)

        @functools.wraps(method)
        def wrapper(self, *args, **kwargs):
            bound = signature.bind(self, *args, **kwargs)
            bound.apply_defaults()
            for name, reader in readers.items():
                try:
                    bound.arguments[name] = reader(bound.arguments[name])
                except (TypeError, ValueError, KeyError, OverflowError):
                    raise UserError(
                        self.env._(
                            "%(argument)s cannot be %(value)s.",
                            argument=name,
                            value=repr(bound.arguments[name])[:60],
                        )
                    ) from None
            return method(*bound.args, **bound.kwargs)

        return wrapper

    return decorate


def whole(least, most):
    """Return a reader of a whole number, moved into its limits.

    :param int least: what a smaller number becomes
    :param int most: what a larger number becomes
    :return: function of a value
    """

    def read(value):
        if isinstance(value, bool):
            raise TypeError
        return min(max(int(value), least), most)

    return read


def day(value):
    """Read a date, or its ISO text; nothing, and what is out of reach, is refused.

    :param value: date, or its ISO text
    :return: date
    """
    read = fields.Date.to_date(value)
    if not read or isinstance(value, (list, dict)) or not is_within_reach(read):
        raise ValueError
    return read


def moment(value):
    """Read a moment, or its text as the ERP writes datetimes.

    Nothing, and what is out of reach, is refused.

    :param value: datetime, or its text, in UTC
    :return: naive datetime in UTC
    """
    if not isinstance(value, (str, datetime)):
        raise TypeError
    found = fields.Datetime.to_datetime(value)
    if not found or not is_within_reach(found):
        raise ValueError
    return found


def number(value):
    """Read a number that is not negative, and not beyond measure.

    :param value: number, or its text
    :return: float
    """
    if isinstance(value, bool):
        raise TypeError
    found = float(value)
    if not 0 <= found <= LARGEST_ID:
        raise ValueError
    return found


def hours(value):
    """Read how many hours, of what can still be planned.

    :param value: number, or its text
    :return: float
    """
    found = number(value)
    if found > LONGEST_HOURS:
        raise ValueError
    return found


def domain(value):
    """Read a domain, as a list.

    :param value: list or tuple
    :return: list; its conditions are left for the search to check
    """
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return list(value)


def optional(reader):
    """Return a reader that lets nothing through as ``None``.

    :param reader: function that reads what is something
    :return: function of a value
    """
    return lambda value: None if value in (None, False, "") else reader(value)


def text(value):
    """Read a text that the database can hold.

    :param value: str
    :return: the same
    """
    if not isinstance(value, str):
        raise TypeError
    if "\0" in value:
        raise ValueError
    value.encode()  # halves of letters are none
    return value


def ids(value):
    """Read ids, in a list.

    :param value: list or tuple of int
    :return: list of int
    """
    found = list(value) if isinstance(value, (list, tuple)) else None
    if found is None or not all(is_id(id_) for id_ in found):
        raise TypeError
    return found


def ids_among(value):
    """Return what may be ids of what a field or a context holds; the rest is left out.

    :param value: anything
    :return: list of int
    """
    return (
        [id_ for id_ in value if is_id(id_)] if isinstance(value, (list, tuple)) else []
    )


def active_id(env):
    """Return the id of the record from which a window is opened.

    :param env: environment whose context may name it; a client may name anything
    :return: int, or ``False``
    """
    return next(iter(ids_among([env.context.get("active_id")])), False)


def is_id(value):
    """Tell whether a value may be the id of a record.

    :param value: anything
    :return: bool
    """
    number = isinstance(value, int) and not isinstance(value, bool)
    return number and 0 < value <= LARGEST_ID


def record_id(value):
    """Read one id.

    :param value: int
    :return: the same
    """
    if not is_id(value):
        raise TypeError
    return value


def texts(value):
    """Read a list of texts.

    :param value: list or tuple of str
    :return: list of str
    """
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return [text(item) for item in value]


def dicts_of(*names):
    """Return a reader of a list of dicts of texts, which must have these names.

    :param names: keys that each dict must have; others are dropped
    :return: function of a value
    """

    def read(value):
        if not isinstance(value, (list, tuple)):
            raise TypeError
        return [{name: text(item[name]) for name in names} for item in value]

    return read


def values_of(*names, **readers):
    """Return a reader of values of a record, which must have these names.

    :param names: keys that must have a value; others are kept
    :param readers: functions that read the values of some keys, where they are there
    :return: function of a value
    """

    def read(value):
        if not isinstance(value, dict):
            raise TypeError
        for name in names:
            if not value[name]:
                raise ValueError
        known = {name: readers[name](value[name]) for name in readers.keys() & value}
        return {**value, **known}

    return read
