from dataclasses import replace
from functools import partial

import pytz

from odoo import api, fields, models

from ..base.appointment import (
    ACTIVITY,
    CANCELLED,
    DONE,
    ENTRY,
    OPEN,
    RESERVATION,
    WAITING,
    State,
    finished,
)
from ..base.context import MEETING_SYNC, ON_BEHALF
from ..base.moment import Moment, to_wall
from .enova_reservation import COMING

STATUS = {"requested": WAITING, "confirmed": OPEN, "done": DONE}


class EnovaReservation(models.Model):
    """What is reserved moves, and is free again, with what it is reserved for."""

    _inherit = "enova.reservation"

    _appointment_role = RESERVATION

    def _appointment_state(self, change=None):
        """Return how it is or was, on the clock of whom it is for; see the mixin."""
        read = partial(self._appointment_was, change)
        status = STATUS.get(read("state"), CANCELLED)
        when = Moment(read("start"), read("stop"), bool(read("all_day")), "UTC")
        # sudo: time zones alone
        zones = [read("user_id").sudo().tz, str(self.env.tz), "UTC"]
        return State(replace(when, zone=_zone_of(when, filter(None, zones))), status)

    def _appointment_member(self, is_origin=False):
        """Say what it was booked for."""
        return replace(
            super()._appointment_member(is_origin),
            owner=ACTIVITY if self.activity_id else ENTRY,
            is_bound=self._has_own_entry(),
        )

    def _has_own_entry(self):
        return bool(
            self.calendar_entry and self.calendar_event_id and not self.activity_id
        )

    def _appointment_members(self):
        """Return what follows an entry of its own; nothing else follows it."""
        members = super()._appointment_members()
        bound = self.filtered(lambda r: r._has_own_entry())
        others = bound.calendar_event_id._appointment_members()
        for reservation in bound:
            event = reservation.calendar_event_id
            members[reservation.id] = [event, *others.get(event.id, ())]
        return members

    @api.model
    def _coming_for(self, activity_ids, event_ids):
        """Return what is booked or asked for, for some tasks or meetings.

        Called as superuser, on behalf of the user.
        """
        reservations = self.with_context(**ON_BEHALF.on)
        if not (activity_ids or event_ids):
            return reservations.browse()
        booked_for = [
            "|",
            ("activity_id", "in", activity_ids),
            "&",
            ("activity_id", "=", False),
            ("calendar_event_id", "in", event_ids),
        ]
        return reservations.search([("state", "in", COMING), *booked_for], order="id")

    def _take_appointment_moves(self, values):
        """Go where it was planned, all of them at once; give back, or free the rest.

        :raises UserError: when one of them has nowhere to go
        """
        places, freed, over = {}, [], {}
        for reservation in self._still_coming():
            planned = values[reservation.id]
            status, when = planned.get("status"), planned.get("when")
            if status == CANCELLED:
                freed.append(reservation.id)
            elif status == DONE:
                over[reservation] = when
            elif when:
                places[reservation] = reservation._moment_vals(when)
        self.browse(freed).write({"state": "cancelled"})
        self._give_back(over)
        self._move(places)
        self.with_context(**MEETING_SYNC.off)._sync_meetings()

    def _finish(self):
        """End what has begun, now at the latest; free the rest."""
        now = fields.Datetime.now().replace(microsecond=0)
        states = {r: finished(r._appointment_state(), now) for r in self}
        over = {r: state.when for r, state in states.items() if state.status == DONE}
        self.filtered(lambda r: r not in over).write({"state": "cancelled"})
        self._give_back(
            {r: None if when.stop == r.stop else when for r, when in over.items()}
        )

    def _give_back(self, over):
        """Note that some are over.

        :param dict over: where they end earlier, the moment, else ``None``, by
            reservation
        """
        for when in set(over.values()):
            reservations = self.browse().union(*(r for r in over if over[r] == when))
            reservations.write(
                {
                    "state": "done",
                    **({"stop": when.stop, "all_day": False} if when else {}),
                }
            )

    def _moment_vals(self, when):
        """Return the values that put it there."""
        return {"start": when.start, "stop": when.stop, "all_day": when.all_day}


def _zone_of(when, zones):
    """Return the first zone; of whole days the first in which they begin at midnight.

    They are kept as moments, of the clock of whoever has booked.
    """
    zones = list(zones)
    for zone in zones if when.all_day else ():
        start = to_wall(when.start, pytz.timezone(zone))
        if not (start.hour or start.minute):
            return zone
    return zones[0]
