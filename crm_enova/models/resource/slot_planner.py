"""Places for many that want the same hour, as far as there are any."""

import heapq
from itertools import count

from .enova_resource_slots import HORIZON


class SlotPlanner:
    """Hands out units of resources, and remembers what it has handed out.

    It reads the resources once, when it is made; from then on it asks no database.

    :param resources: recordset of ``enova.resource``
    :param datetime first: from when on places are wanted, in UTC
    :param timedelta longest: how long the longest of them is
    """

    def __init__(self, resources, first, longest):
        last = first + HORIZON
        self._taken = resources._taken(*resources._widest(first, last + longest))
        self._hours = {}
        for calendar, group in resources.grouped("resource_calendar_id").items():
            self._hours.update(group._working_hours(calendar, first, last))

    def place(self, resources, start, duration, wanted, later):
        """Return places for so many, the earliest first, of one place the best first.

        :param resources: those that will do, the best first
        :param datetime start: when it is wanted, in UTC
        :param timedelta duration: how long
        :param int wanted: for how many
        :param bool later: whether a later hour will do, within working hours and three
            months
        :return: list of (resource, start), shorter than wanted where no more are free
        """
        order, queue, found = count(), [], []
        rank = {resource: place for place, resource in enumerate(resources)}
        for resource in resources:
            self._push(queue, order, rank, resource, start, start, duration, later)
        while queue and len(found) < wanted:
            moment, _rank, _order, resource = heapq.heappop(queue)
            unit = self._free_unit(resource, moment, duration)
            if unit:
                span = resource._blocked(moment, moment + duration)
                self._taken[resource.id].append((unit, *span))
                found.append((resource, moment))
            self._push(queue, order, rank, resource, moment, start, duration, later)
        return found

    def _push(self, queue, order, rank, resource, since, start, duration, later):
        """Put the next slot of a resource into the queue, if there is one."""
        if self._free_unit(resource, start, duration) and since == start:
            slot = start
        elif later:
            slot = self._next(resource, since, duration)
        else:
            slot = None
        if slot:
            heapq.heappush(queue, (slot, rank[resource], next(order), resource))

    def _free_unit(self, resource, start, duration):
        """Return a unit that is free then, or ``None``."""
        taken = self._taken[resource.id]
        return next(iter(resource._free_units(start, start + duration, taken)), None)

    def _next(self, resource, since, duration):
        """Return the first free slot from a moment on; what is over is left aside."""
        before, _after = resource._blocked(since, since)
        taken = [row for row in self._taken[resource.id] if row[2] > before]
        hours = [span for span in self._hours[resource.id] if span[1] > since]
        return resource._first_slot(since, duration, hours, taken)
