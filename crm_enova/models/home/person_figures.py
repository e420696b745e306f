"""What people have done in a period, and what they are to do, under one's rights."""

from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tools import format_date

from ..base.moment import to_utc

MONTH, PREVIOUS, QUARTER = "month", "previous", "quarter"
PERIODS = (MONTH, PREVIOUS, QUARTER)


class Period:
    """Whole months on the calendar of whoever looks.

    :param env: of the user
    :param str name: one of ``PERIODS``; anything else is this month
    """

    def __init__(self, env, name=MONTH):
        self.env = env
        self.name = name if isinstance(name, str) and name in PERIODS else MONTH
        self.today = fields.Date.context_today(env.user)
        first = self.today.replace(day=1)
        if self.name == PREVIOUS:
            first += relativedelta(months=-1)
        elif self.name == QUARTER:
            first += relativedelta(months=-((first.month - 1) % 3))
        self.first = first
        self.after = first + relativedelta(months=3 if self.name == QUARTER else 1)

    @property
    def label(self):
        """The name of the period in the language of the user."""
        pattern = "QQQ yyyy" if self.name == QUARTER else "LLLL yyyy"
        label = format_date(self.env, self.first, date_format=pattern)
        return label[:1].upper() + label[1:]

    def moment(self, day):
        """Return the moment in UTC at which a day begins for the user.

        :param date day: on the calendar of the user
        :return: naive datetime
        """
        zone = pytz.timezone(self.env.user.tz or "UTC")
        return to_utc(datetime.combine(day, time.min), zone)

    def days(self, name):
        """Return the condition that a day is in the period.

        :param str name: of the field
        :return: Domain
        """
        return Domain(name, ">=", str(self.first)) & Domain(name, "<", str(self.after))

    def moments(self, name):
        """Return the condition that a moment is in the period.

        :param str name: of the field
        :return: Domain
        """
        begin, end = self.moment(self.first), self.moment(self.after)
        return Domain(name, ">=", str(begin)) & Domain(name, "<", str(end))


def amounts_of_orders(env, domain, *groupby):
    """Add up net amounts of orders in the company's currency, each by its own rate.

    One query, however many there are.

    :param env: of whoever asks; under their rights
    :param domain: of ``sale.order``
    :param groupby: by what, as ``_read_group`` takes it
    :return: dict of sums by key, a tuple where there are several
    """
    orders = env["sale.order"].with_context(tz=env.user.tz)
    groups = orders._read_group(
        domain, [*groupby, "currency_rate"], ["amount_untaxed:sum"]
    )
    sums = {}
    for *key, rate, amount in groups:
        key = tuple(key) if len(key) > 1 else key[0]
        sums[key] = sums.get(key, 0) + amount / (rate or 1)
    return sums


def share_of(part, whole):
    """Return a part of a whole in whole per cent.

    :param part: number
    :param whole: number
    :return: int; ``None``, for of nothing there is no part
    """
    return round(part / whole * 100) if whole else None
