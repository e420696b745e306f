from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL


class EnovaReservation(models.Model):
    """Which unit a reservation takes; for any number of them in one query."""

    _inherit = "enova.reservation"

    @api.model
    def _placement(self, resource, start, stop):
        """Return what a resource blocks from one moment to another."""
        first, last = resource._blocked(start, stop)
        return {
            "blocked_start": first,
            "blocked_stop": last,
            "forbid": resource.overlap == "forbid",
        }

    def _lock_resources(self, ids):
        """Let one transaction after the other book a resource, in the same order.

        Without this, two that wait for each other's rows would end as a deadlock. The
        constraint keeps the promise; this keeps the peace.
        """
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtext('enova_resource'), id)"
                "  FROM (SELECT unnest(%s::int[]) AS id ORDER BY id) AS one",
                sorted(set(ids) - {0}),
            )
        )

    def _choose_units(self, bookings):
        """Give each booking a unit that is free, as far as this transaction sees.

        What is noted afterwards, as done, is not where something else was done either.

        :param list bookings: dicts of ``resource``, ``start``, ``stop``, ``unit``
            (wanted, or 0) and ``is_done``, which get the unit, or ``None`` where none
            is free
        """
        if not bookings:
            return
        resources = self.env["enova.resource"].union(*(b["resource"] for b in bookings))
        first, last = resources._widest(
            min(b["start"] for b in bookings), max(b["stop"] for b in bookings)
        )
        taken = resources._taken(first, last, self.ids)
        done = defaultdict(list)
        if any(booking.get("is_done") for booking in bookings):
            done = resources._done(first, last, self.ids)
        for booking in bookings:
            resource = booking["resource"]
            busy = taken[resource.id]
            also = done[resource.id] if booking.get("is_done") else []
            free = resource._free_units(booking["start"], booking["stop"], busy + also)
            wanted = booking.get("unit") or 0
            if resource.overlap == "warn":
                out = [row for row in busy if row[0] == 0]
                free = free or resource._free_units(
                    booking["start"], booking["stop"], out
                )
            booking["unit"] = wanted if wanted in free else next(iter(free), None)
            if booking["unit"]:
                span = resource._blocked(booking["start"], booking["stop"])
                busy.append((booking["unit"], *span))

    @api.model
    def _split_bookable(self, vals_list):
        """Part what finds a unit from what does not, as far as this transaction sees.

        :param list vals_list: values of reservations to create
        :return: two lists of them
        """
        resources = self.env["enova.resource"]
        bookings = [
            {
                "resource": resources.browse(vals["resource_id"]),
                "start": vals["start"],
                "stop": vals["stop"],
            }
            for vals in vals_list
        ]
        found = self.browse()._units_for(bookings)
        pairs = list(zip(vals_list, found, strict=True))
        return [v for v, unit in pairs if unit], [v for v, unit in pairs if not unit]

    def _filter_unplaceable(self, places):
        """Return which would have no unit where they are to move.

        :param dict places: values of ``start`` and ``stop`` by reservation
        """
        bookings = [
            {
                "resource": reservation.resource_id,
                "unit": reservation.unit,
                "start": vals["start"],
                "stop": vals["stop"],
            }
            for reservation, vals in places.items()
        ]
        moved = self.browse().union(*places)
        found = moved._units_for(bookings)
        pairs = zip(places, found, strict=True)
        return [reservation for reservation, unit in pairs if not unit]

    def _units_for(self, bookings):
        """Return the unit that each booking would get, or ``None``; see below."""
        if bookings:
            self._lock_resources({b["resource"].id for b in bookings})
            self._choose_units(bookings)
        return [booking["unit"] for booking in bookings]

    def _overlapping(self):
        """Return those that stand on the unit of another one and must not."""
        if not self.ids:
            return self
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT one.id FROM enova_reservation AS one
                  JOIN enova_reservation AS other
                    ON other.resource_id = one.resource_id AND other.unit = one.unit
                   AND other.id <> one.id AND other.state = 'confirmed'
                   AND tsrange(other.blocked_start, other.blocked_stop)
                       && tsrange(one.blocked_start, one.blocked_stop)
                  JOIN enova_resource AS resource ON resource.id = one.resource_id
                 WHERE one.id IN %s AND one.state = 'confirmed'
                   AND resource.overlap = 'forbid'
                """,
                tuple(self.ids),
            )
        )
        return self.browse(row[0] for row in rows)

    def _block(self):
        """Block the times by the resources as they are now; forbid where none overlap.

        By two statements, as there may be a thousand of them.
        """
        if not self.ids:
            return
        self.flush_model()
        self.env["enova.resource"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE enova_reservation AS one
                   SET blocked_start = start
                           - COALESCE(buffer_before, 0) * interval '1 hour',
                       blocked_stop = stop
                           + COALESCE(buffer_after, 0) * interval '1 hour',
                       forbid = FALSE
                  FROM enova_resource AS resource
                 WHERE resource.id = one.resource_id AND one.id IN %s
                """,
                tuple(self.ids),
            )
        )
        free = tuple((self - self._overlapping()).ids)
        if free:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE enova_reservation AS one SET forbid = TRUE
                      FROM enova_resource AS resource
                     WHERE resource.id = one.resource_id AND one.id IN %s
                       AND resource.overlap = 'forbid'
                    """,
                    free,
                )
            )
        self.invalidate_recordset()
