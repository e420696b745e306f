"""The columns of the page of the team, each one query for all people."""

from datetime import timedelta

from odoo.fields import Domain

from ..activity.enova_activity_stage import OPEN_STATES

ALARM = "alarm"
VISITS = ("visit", "meeting")


class Column:
    """One figure about each person, under the rights of whoever looks.

    An addon adds one by appending a class in ``res.users._enova_team_columns``. It has
    a ``name``, the ``model`` that it reads, whose ``user_id`` is the person, a
    :attr:`label`, the :attr:`domain` of what it lists, and :meth:`count`.
    """

    name = None
    model = "enova.activity"

    def __init__(self, team):
        self.team = team
        self.env = team.env
        self.period = team.period
        self.values = {}

    @property
    def label(self):
        """Return the heading, in the user's language."""
        raise NotImplementedError

    @property
    def domain(self):
        """Return the condition of all that is counted, of whomever it is."""
        raise NotImplementedError

    def is_readable(self):
        """Tell whether the user may read what is counted.

        :return: bool
        """
        return self.env[self.model].has_access("read")

    def count(self):
        """Return the figure of each person, by one query.

        :return: dict by record of the person; who is missing has nothing
        """
        return dict(self._grouped("__count"))

    def text(self, value):
        """Return a figure as it is shown.

        :param value: as :meth:`count` returns it, or ``None``
        :return: str; empty for nothing
        """
        return str(value) if value else ""

    def tone(self, value):
        """Return how a figure is to be taken.

        :param value: as :meth:`count` returns it, or ``None``
        :return: str, ``alarm`` or empty
        """
        return ""

    # -- what columns share ----------------------------------------------------------

    @property
    def total(self):
        """The sum over all people."""
        return sum(self.values.values())

    @property
    def scope(self):
        """The condition of all that is counted of the people of the team."""
        people = Domain("user_id", "in", self.team.people.ids)
        if "company_id" in self.env[self.model]._fields and self.model != "res.partner":
            people &= Domain("company_id", "=", self.env.company.id)
        return people & self.domain

    def _grouped(self, *aggregates):
        return self.env[self.model]._read_group(self.scope, ["user_id"], aggregates)

    def _of_today(self, name):
        begin, end = (
            self.period.moment(self.period.today + timedelta(days=days))
            for days in (0, 1)
        )
        return Domain(name, ">=", str(begin)) & Domain(name, "<", str(end))

    def head(self):
        """Return the column as the client draws it and opens its lists."""
        return {
            "name": self.name,
            "label": self.label,
            "model": self.model,
            "domain": list(self.scope),
        }

    def cell(self, person):
        """Return what the column says of a person.

        :param person: record of the user
        :return: dict of ``text``, ``sort``, ``tone``, maybe ``share``
        """
        value = self.values.get(person)
        return {
            "text": self.text(value),
            "sort": value or 0,
            "tone": self.tone(value),
        }


class DoneToday(Column):
    """What was done today of all that was to be done."""

    name = "today"

    @property
    def label(self):
        return self.env._("Done today")

    @property
    def domain(self):
        done = Domain("state", "=", "done") & self._of_today("date_done")
        pending = Domain("state", "in", OPEN_STATES)
        pending &= Domain("date_due", "=", str(self.period.today))
        # what goes to many is nobody's work of the day
        return Domain("mailing_id", "=", False) & (done | pending)

    def count(self):
        """Return pairs of what is done and what there is in all.

        :return: dict by record of the person
        """
        groups = self.env[self.model]._read_group(
            self.scope, ["user_id", "state"], ["__count"]
        )
        pairs = {}
        for person, state, count in groups:
            done, planned = pairs.get(person, (0, 0))
            pairs[person] = (done + count * (state == "done"), planned + count)
        return pairs

    def text(self, value):
        """Return done and planned side by side.

        :param value: as :meth:`count` returns it, or ``None``
        :return: str
        """
        return "{} / {}".format(*value) if value else ""

    def cell(self, person):
        """Return what the column says of a person.

        :param person: record of the user
        :return: dict
        """
        value = self.values.get(person)
        return {**super().cell(person), "sort": value[0] if value else 0}


class Overdue(Column):
    """What should have been done before today."""

    name = "late"

    @property
    def label(self):
        return self.env._("Overdue")

    @property
    def domain(self):
        pending = Domain("state", "in", OPEN_STATES)
        return pending & Domain("date_due", "<", str(self.period.today))

    def tone(self, value):
        """Return ``alarm`` where there is any.

        :param value: as :meth:`count` returns it, or ``None``
        :return: str
        """
        return ALARM if value else ""


class Contacts(Column):
    """Contacts of the period through some channels."""

    name = "contacts"
    channels = ()

    @property
    def label(self):
        return self.env._("Contacts")

    @property
    def domain(self):
        domain = self.env[self.model]._contact_domain() & self.period.moments("date")
        if self.channels:
            domain &= Domain("channel", "in", self.channels)
        return domain

    def count(self):
        """Return counts of these channels; all channels share one query.

        :return: dict by record of the person
        """
        counts = {}
        for person, channel, count in self.team.contacts:
            if not self.channels or channel in self.channels:
                counts[person] = counts.get(person, 0) + count
        return counts


class Calls(Contacts):
    name = "calls"
    channels = ("phone",)

    @property
    def label(self):
        return self.env._("Calls")


class Visits(Contacts):
    name = "visits"
    channels = VISITS

    @property
    def label(self):
        return self.env._("Visits and meetings")


class Cold(Column):
    """Contractors with whom nobody has spoken for long."""

    name = "cold"
    model = "res.partner"

    @property
    def label(self):
        return self.env._("Long without contact")

    @property
    def domain(self):
        return Domain("contractor_status", "=", "contractor") & Domain(
            "going_cold", "=", True
        )


class WithoutStep(Column):
    """Open projects in which nothing is planned."""

    name = "no_step"
    model = "enova.project"

    @property
    def label(self):
        return self.env._("Projects without next step")

    @property
    def domain(self):
        return Domain("attention", "=", "no_step")
