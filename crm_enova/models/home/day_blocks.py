"""The blocks of the page with which the day begins, one list each."""

from datetime import datetime, time, timedelta

import pytz

from odoo import fields
from odoo.fields import Domain

from ..base.moment import to_utc
from ..timeline.position import to_iso

# So many rows of each block; the list behind it has all.
ROWS = 8
# What is counted no further.
COUNTED_UP_TO = 100
# So many of those left alone are counted, and of so many of them one asks when
# somebody has spoken with them last.
CONTRACTORS_COUNTED, CONTRACTORS_ASKED = 1000, 200
# So many contractors of one's own are looked at one by one.
FEW = 500


class Block:
    """One list of the page, under the rights of whoever looks.

    An addon adds one by appending a class in ``res.users._enova_day_blocks``. It has a
    ``name``, the ``model`` that it reads, the ``column`` from the left in which it
    stands, and :meth:`content`, which returns ``None`` where there is nothing to say.
    """

    name = None
    model = None
    column = 1
    shown_fields = ()

    def __init__(self, env):
        self.env = env

    @property
    def label(self):
        """Return the heading, in the user's language."""
        raise NotImplementedError

    def is_readable(self):
        """Tell whether the user may read what the block lists.

        :return: bool
        """
        return self.model in self.env and self.env[self.model].has_access("read")

    def content(self):
        """Return what the block shows.

        :return: dict of ``rows`` (``model``, ``id``, ``title``, maybe ``hint``,
            ``date``, ``hour``, ``tone``, ``task``, and ``key`` where several may be of
            one record), ``count`` and ``action``, which opens all of them; ``None`` for
            nothing
        """
        raise NotImplementedError

    # -- what blocks share -----------------------------------------------------------

    @property
    def today(self):
        """The day of the user."""
        return fields.Date.context_today(self.env.user)

    def _moment(self, day):
        """Return the moment in UTC at which a day begins for the user."""
        zone = pytz.timezone(self.env.user.tz or "UTC")
        return to_utc(datetime.combine(day, time.min), zone)

    def _day(self, moment):
        """Return the day on which a moment in UTC is for the user."""
        return fields.Datetime.context_timestamp(self.env.user, moment).date()

    def _listed(self, domain, order, row, **more):
        """Return a list of the records of a domain, as :meth:`content` does."""
        # with what is shown, so that rights are asked once
        records = self.env[self.model].search_fetch(
            domain, self.shown_fields, order=order, limit=ROWS + 1
        )
        if not records:
            return None
        count = len(records)
        if count > ROWS:
            count = self.env[self.model].search_count(domain, limit=COUNTED_UP_TO)
        return {
            "rows": [self._row(record, **row(record)) for record in records[:ROWS]],
            "count": count,
            "action": self._list(domain, **more),
        }

    def _row(self, record, **values):
        return {"model": record._name, "id": record.id, **values}

    def _list(self, domain, context=None):
        return {
            "type": "ir.actions.act_window",
            "name": self.label,
            "res_model": self.model,
            "domain": list(Domain(domain)),
            "views": [[False, "list"], [False, "form"]],
            "context": context or {},
        }

    def _contractor(self, record):
        return self._name(record.commercial_partner_id)

    def _name(self, linked):
        """Return the name of what stands on a record that the user reads."""
        # sudo: the name alone, and of all that is linked at once
        return linked.sudo().with_context(prefetch_fields=False).name or ""


class TaskBlock(Block):
    """A list of tasks and events."""

    model = "enova.activity"
    shown_fields = (
        "name",
        "kind",
        "state",
        "type_id",
        "commercial_partner_id",
        "date_start",
        "date_stop",
        "date_due",
        "all_day",
    )

    def _task(self, task):
        timed = task.date_start and not task.all_day
        return {
            "title": task.name,
            "hint": self._contractor(task),
            "icon": task.type_id.icon or "",
            "date": to_iso(task.date_due),
            "start": to_iso(task.date_start) if timed else False,
            "stop": to_iso(task.date_stop) if timed and task.date_stop else False,
            "tone": "alarm" if task.due_state == "overdue" else "",
            "task": task.kind == "task",
        }

    @property
    def mine(self):
        """The condition of what the user has still to do."""
        return self.env[self.model]._my_domains()["mine"]


class Today(TaskBlock):
    """What is to be done today, by the hour, meetings of the calendar among it."""

    name = "today"

    @property
    def label(self):
        return self.env._("Today")

    def content(self):
        domain = self.mine & Domain("date_due", "=", self.today)
        found = self._listed(domain, "date_start, id", self._task) or {
            "rows": [],
            "count": 0,
            "action": self._list(domain),
        }
        meetings = self._meetings()
        found["rows"] += meetings
        found["count"] += len(meetings)
        # shown also when it is empty: the day is free, which is an answer
        return found

    def _meetings(self):
        """Return one's meetings of today that are no task."""
        meetings = self.env["calendar.event"]
        if not meetings.has_access("read"):
            return []
        found = meetings.search(self._of_today(), order="start, id", limit=ROWS)
        return [
            self._row(
                meeting,
                title=meeting.name,
                hint=meeting.location or "",
                icon="fa-calendar",
                date=to_iso(self.today),
                start=False if meeting.allday else to_iso(meeting.start),
                stop=False if meeting.allday else to_iso(meeting.stop),
                tone="",
                task=False,
            )
            for meeting in found
        ]

    def _of_today(self):
        """Return the condition of meetings to which the user is invited today."""
        begin = self._moment(self.today)
        end = self._moment(self.today + timedelta(days=1))
        by_hour = Domain("allday", "=", False) & Domain("start", "<", end)
        # what ends at midnight was yesterday's, but for what begins there
        by_hour &= Domain("stop", ">", begin) | Domain("start", ">=", begin)
        # whole days have the hours of no zone
        whole = Domain("allday", "=", True) & Domain("start_date", "<=", self.today)
        whole &= Domain("stop_date", ">=", self.today)
        invited = Domain("partner_ids", "in", self.env.user.partner_id.ids)
        return invited & Domain("enova_activity_id", "=", False) & (by_hour | whole)


class Substitution(TaskBlock):
    """What one does for colleagues who are away."""

    name = "substitution"

    @property
    def label(self):
        return self.env._("As substitute")

    def content(self):
        domain = self.env[self.model]._my_domains()["standing_in"]
        return self._listed(domain, "date_due, id", self._task)


class Late(TaskBlock):
    """What should have been done before today."""

    name = "late"
    column = 2

    @property
    def label(self):
        return self.env._("Overdue tasks")

    def content(self):
        domain = self.mine & Domain("date_due", "<", self.today)
        return self._listed(domain, "date_due, id", self._task)


class GoingCold(Block):
    """Contractors of one's own with whom nobody has spoken for as long as they bear."""

    name = "cold"
    model = "res.partner"
    column = 2

    @property
    def label(self):
        return self.env._("Long without contact")

    def is_readable(self):
        """Tell whether the user may read contractors and their histories.

        :return: bool
        """
        return super().is_readable() and self.env["enova.activity"].has_access("read")

    def content(self):
        mine = Domain("user_id", "=", self.env.uid)
        mine &= Domain("contractor_status", "=", "contractor")
        cold = self._cold(mine)
        mine &= Domain("going_cold", "=", True)
        if not cold:
            return None
        asked = cold[:CONTRACTORS_ASKED]
        last = self.env[self.model]._last_contacts(asked.ids)
        # whom nobody has ever spoken with, before the others
        shown = asked.sorted(lambda p: last[p.id]["date"] if p.id in last else "")
        return {
            "rows": [self._person(p, last.get(p.id)) for p in shown[:ROWS]],
            "count": len(cold),
            "action": self._list(mine),
        }

    def _cold(self, mine):
        """Return those of one's own contractors with whom nobody has spoken for long.

        Of a few each is looked at; to search them would count the contacts of all.
        """
        partners = self.env[self.model]
        known = partners.search_fetch(mine, ["name", "city"], order="id", limit=FEW + 1)
        if len(known) <= FEW:
            return known.filtered("going_cold")
        mine &= Domain("going_cold", "=", True)
        return partners.search_fetch(
            mine, ["name", "city"], order="id", limit=CONTRACTORS_COUNTED
        )

    def _person(self, partner, contact):
        moment = contact and fields.Datetime.to_datetime(contact["date"])
        return self._row(
            partner,
            title=partner.name,
            hint=partner.city or "",
            date=to_iso(self._day(moment)) if moment else False,
            tone="",
            task=False,
        )


BLOCKS = (Today, Substitution, Late, GoingCold)
