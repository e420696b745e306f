"""The columns of the page of the team that are of money, and the order of all."""

from odoo.fields import Domain
from odoo.tools import formatLang

from ..project.enova_project_stage import OPEN_PROJECT_STATES
from .person_figures import amounts_of_orders, share_of
from .team_columns import (
    ALARM,
    Calls,
    Cold,
    Column,
    Contacts,
    DoneToday,
    Overdue,
    Visits,
    WithoutStep,
)

# So many points behind the days that have gone by is behind.
BEHIND = 10


class Money(Column):
    """Sums in the currency of the company, without its smallest coins."""

    model = "sale.order"

    def count(self):
        """Return sums of net amounts.

        :return: dict by record of the person
        """
        return amounts_of_orders(self.env, self.scope, "user_id")

    def text(self, value):
        """Return a sum in whole units; the heading has the currency.

        :param value: as :meth:`count` returns it, or ``None``
        :return: str
        """
        return formatLang(self.env, round(value), digits=0) if value else ""

    @property
    def currency(self):
        """The sign of the currency of the company."""
        return self.env.company.currency_id.symbol


class Offers(Money):
    """Quotations that wait for an answer, of whatever day."""

    name = "offers"

    @property
    def label(self):
        return self.env._("Quotations (%s)", self.currency)

    @property
    def domain(self):
        return Domain("state", "in", ("draft", "sent"))


class Orders(Money):
    """Confirmed orders of the period."""

    name = "orders"

    @property
    def label(self):
        return self.env._("Orders (%s)", self.currency)

    @property
    def domain(self):
        return Domain("state", "=", "sale") & self.period.moments("date_order")


class Plan(Column):
    """The targets of the period, and how far the orders are with them."""

    name = "plan"
    model = "enova.target"

    @property
    def label(self):
        return self.env._("Plan (%)")

    @property
    def domain(self):
        return self.period.days("month") & Domain("amount", ">", 0)

    def is_readable(self):
        """Tell whether targets and what they are of may be read.

        :return: bool
        """
        return super().is_readable() and self.env["sale.order"].has_access("read")

    def count(self):
        """Return what is wanted.

        :return: dict by record of the person
        """
        return dict(self._grouped("amount:sum"))

    def share(self, person):
        """Return how far somebody is.

        :param person: record of the user
        :return: int, in per cent; ``None`` without a target
        """
        ordered = self.team.columns["orders"].values.get(person, 0)
        return share_of(ordered, self.values.get(person, 0))

    def cell(self, person):
        """Return what the column says of a person.

        :param person: record of the user
        :return: dict
        """
        share = self.share(person)
        if share is None:
            return {"text": "", "sort": -1, "tone": ""}
        behind = share < self.team.elapsed * 100 - BEHIND
        return {
            "text": f"{share} %",
            "sort": share,
            "tone": ALARM if behind else "",
            "share": min(share, 100),
        }


class Forecast(Column):
    """What open projects that are decided in the period are likely to bring."""

    name = "forecast"
    model = "enova.project"

    @property
    def label(self):
        return self.env._("Sales forecast")

    @property
    def domain(self):
        open_ones = Domain("state", "in", OPEN_PROJECT_STATES)
        return open_ones & self.period.days("date_expected")

    def count(self):
        """Return the sums of the forecasts.

        :return: dict by record of the person
        """
        return dict(self._grouped("forecast:sum"))


COLUMNS = (
    DoneToday,
    Overdue,
    Calls,
    Visits,
    Offers,
    Orders,
    Plan,
    Cold,
    WithoutStep,
)
# Counted for the figures on top alone.
MORE = (Forecast, Contacts)
