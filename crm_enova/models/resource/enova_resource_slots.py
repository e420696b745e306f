from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.arguments import hours as an_hour_count
from ..base.arguments import moment as a_moment
from ..base.arguments import read_arguments
from .enova_resource import LOOKED_AT

HORIZON = timedelta(days=92)


class EnovaResource(models.Model):
    """When a resource is free, within its working hours, leaves and reservations."""

    _inherit = "enova.resource"

    @api.model
    def _day_bounds(self, day):
        """Return when a day begins and ends where the reader is, in UTC."""
        zone = self.env.tz
        first = zone.localize(datetime.combine(day, time.min))
        last = zone.localize(datetime.combine(day + timedelta(days=1), time.min))
        return tuple(m.astimezone(pytz.utc).replace(tzinfo=None) for m in (first, last))

    def _taken(self, first, last, without=()):
        """Return what is booked or out of service between two moments; one query.

        What forbids double booking is found by the index of that constraint, however
        long the history is.

        :param without: ids of reservations that are left out, for they move
        :return: dict of lists of (unit, from, to) by resource id; unit 0 is all of them
        """
        self.env["enova.reservation"].flush_model()
        taken = {resource.id: [] for resource in self}
        for resource in self.filtered("out_from"):
            out_to = resource.out_to or datetime.max
            taken[resource.id].append((0, resource.out_from, out_to))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT one.resource_id, unit, blocked_start, blocked_stop
                  FROM unnest(%(ids)s::int[]) AS wanted (id)
                  JOIN enova_reservation AS one
                    ON int4range(one.resource_id, one.resource_id, '[]')
                       && int4range(wanted.id, wanted.id, '[]')
                   AND tsrange(blocked_start, blocked_stop)
                       && tsrange(%(first)s::timestamp, %(last)s::timestamp)
                 WHERE state = 'confirmed' AND forbid
                   AND one.id <> ALL(%(without)s::int[])
                 UNION ALL
                SELECT resource_id, unit, blocked_start, blocked_stop
                  FROM enova_reservation
                 WHERE resource_id = ANY(%(ids)s::int[]) AND state = 'confirmed'
                   AND NOT forbid AND id <> ALL(%(without)s::int[])
                   AND blocked_start < %(last)s AND blocked_stop > %(first)s
                """,
                ids=list(self.ids),
                first=first,
                last=last,
                without=list(without),
            )
        )
        for resource_id, unit, start, stop in rows:
            taken[resource_id].append((unit, start, stop))
        return taken

    def _done(self, first, last, without=()):
        """Return what was done between two moments, like ``_taken``."""
        # sudo: units and times alone, as in _taken
        found = self.env["enova.reservation"].sudo()
        found = found.search_fetch(
            [
                ("resource_id", "in", self.ids),
                ("state", "=", "done"),
                ("blocked_start", "<", last),
                ("blocked_stop", ">", first),
                ("id", "not in", list(without)),
            ],
            ["resource_id", "unit", "blocked_start", "blocked_stop"],
        )
        done = {resource.id: [] for resource in self}
        for row in found:
            span = (row.unit, row.blocked_start, row.blocked_stop)
            done[row.resource_id.id].append(span)
        return done

    def _free_units(self, start, stop, taken):
        """Return the units that are free for a reservation, the buffers included."""
        self.ensure_one()
        first, last = self._blocked(start, stop)
        busy = {unit for unit, begin, end in taken if begin < last and end > first}
        if 0 in busy:
            return []
        return [unit for unit in range(1, self.capacity + 1) if unit not in busy]

    def _blocked(self, start, stop):
        """Return from when to when a reservation takes a unit, the buffers included."""
        return (
            start - timedelta(hours=self.buffer_before),
            stop + timedelta(hours=self.buffer_after),
        )

    def _widest(self, start, stop):
        """Return from when to when any of these would be blocked by a reservation."""
        before = max(self.mapped("buffer_before"), default=0)
        after = max(self.mapped("buffer_after"), default=0)
        return start - timedelta(hours=before), stop + timedelta(hours=after)

    def _next_free(self, start, duration, without=()):
        """Return the next free slot of each of these resources.

        It begins within working hours, and lies within them where they are long enough.

        :param datetime start: from when on, in UTC
        :param timedelta duration: how long it must be
        :param without: ids of reservations that are left out, for they move
        :return: dict of starts in UTC by resource, without those that have none within
            three months; the number of queries does not depend on the resources
        """
        last = start + HORIZON
        taken = self._taken(*self._widest(start, last + duration), without)
        found = {}
        for calendar, resources in self.grouped("resource_calendar_id").items():
            hours = resources._working_hours(calendar, start, last)
            for resource in resources:
                slot = resource._first_slot(
                    start, duration, hours[resource.id], taken[resource.id]
                )
                if slot:
                    found[resource] = slot
        return found

    def _working_hours(self, calendar, start, last):
        """Return working hours as lists of (from, to) in UTC, by resource id."""
        if not calendar:
            return {resource.id: [(start, last)] for resource in self}
        # sudo: when a resource is in service, its leaves included
        resources = self.sudo()
        intervals = calendar.sudo()._work_intervals_batch(
            pytz.utc.localize(start), pytz.utc.localize(last), resources.resource_id
        )
        return {
            resource.id: [
                tuple(m.astimezone(pytz.utc).replace(tzinfo=None) for m in interval[:2])
                for interval in intervals[resource.resource_id.id]
            ]
            for resource in resources
        }

    def _open_hours(self, periods):
        """Return how many hours of their units resources are to be had.

        Working hours without leaves and without the time out of service.

        :param list periods: tuples (day, from, to), moments in UTC, one after the other
        :return: dict of lists of hours by resource id, in the order of the periods
        """
        first, last = periods[0][1], periods[-1][2]
        found = {}
        for calendar, resources in self.grouped("resource_calendar_id").items():
            hours = resources._working_hours(calendar, first, last)
            for resource in resources:
                spans = resource._without_out_of_service(hours[resource.id])
                found[resource.id] = [
                    resource.capacity * _hours_within(spans, begin, end)
                    for _day, begin, end in periods
                ]
        return found

    def _without_out_of_service(self, spans):
        """Take the time out of service out of spans of (from, to)."""
        if not self.out_from:
            return spans
        out_to = self.out_to or datetime.max
        left = []
        for start, stop in spans:
            left += [(start, min(stop, self.out_from)), (max(start, out_to), stop)]
        return [(start, stop) for start, stop in left if start < stop]

    def _first_slot(self, start, duration, hours, taken):
        """Return the first start of a free slot of one resource, or ``None``."""
        fitting = [span for span in hours if span[1] - span[0] >= duration]
        before = timedelta(hours=self.buffer_before)
        # a slot begins with the working hours, or when something ends
        ends = sorted(
            {end + before for _unit, _begin, end in taken if end < datetime.max}
        )
        for first, last in fitting or hours:
            until = last - duration if fitting else last
            for moment in [max(start, first), *ends]:
                if max(start, first) <= moment <= until and self._free_units(
                    moment, moment + duration, taken
                ):
                    return moment
        return None

    @api.model
    def _bookable_domain(self, category, company, operator="child_of"):
        """Return which resources of a company the user may book.

        :param category: of that category; an empty recordset for all
        """
        domain = Domain("company_id", "=", company.id)
        if category:
            domain &= Domain("category_id", operator, category.id)
        if self.env.su:
            return domain
        groups = Domain("group_ids", "in", self.env.user._get_group_ids())
        return domain & (Domain("group_ids", "=", False) | groups)

    @api.model
    def _free_of_category(self, category, start, stop, company):
        """Return the resources of a category that one may book then, the best first."""
        domain = self._bookable_domain(category, company)
        mine = self.search_fetch(domain, LOOKED_AT, order="sequence, id")
        return mine._free(start, stop)

    def _free_alike(self, start, stop, limit):
        """Return some resources like this one that one may book then.

        Those of its very category come first, and the rest of the tree is looked at
        only if these are not enough: whoever comes second is told of a few, however
        many there are.
        """
        category, company = self.category_id, self.company_id
        domain = self._bookable_domain(category, company, "=")
        first = self.search_fetch(
            domain, LOOKED_AT, order="sequence, id", limit=2 * limit
        )
        found = first._free(start, stop)
        if len(found) < limit:
            found |= self._free_of_category(category, start, stop, company)
        return found[:limit]

    def _free(self, start, stop):
        """Return those of these that have a free unit then; two queries."""
        if not self:
            return self
        self.fetch(LOOKED_AT)
        taken = self._taken(*self._widest(start, stop))
        return self.filtered(lambda r: r._free_units(start, stop, taken[r.id]))

    @read_arguments(start=a_moment, hours=an_hour_count)
    def next_free(self, start, hours):
        """Tell when these resources are free next; the web client asks.

        :param str start: from when on, in UTC, as the ERP writes datetimes
        :param float hours: how long
        :return: list of dicts of ``id``, ``name``, ``start`` (UTC), the earliest first
        """
        self.check_access("read")
        found = self._next_free(start, timedelta(hours=hours))
        return [
            {"id": r.id, "name": r.name, "start": fields.Datetime.to_string(slot)}
            for r, slot in sorted(found.items(), key=lambda pair: pair[1])
        ]


def _hours_within(spans, first, last):
    """Add up what of spans of (from, to) lies between two moments, in hours."""
    inside = (min(stop, last) - max(start, first) for start, stop in spans)
    return sum(max(span, timedelta()).total_seconds() for span in inside) / 3600
