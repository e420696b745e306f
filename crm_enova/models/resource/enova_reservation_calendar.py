from odoo import Command, api, models

from ..activity.enova_activity_calendar import QUIET
from ..base.context import MEETING_SYNC
from .enova_reservation import LIVE


class EnovaReservation(models.Model):
    """Reservations stand in the ERP's calendar: with a meeting, or by themselves."""

    _inherit = "enova.reservation"

    @api.model
    def _fields_in_calendar(self):
        """Return the names of what makes an entry of the calendar follow."""
        return {
            "name",
            "start",
            "stop",
            "all_day",
            "state",
            "resource_id",
            "user_id",
            "private",
            "calendar_entry",
            "calendar_event_id",
            "activity_id",
        }

    def _meetings(self):
        """Return the entries in which these are shown, ready to be changed in silence.

        They follow whoever may see them: nothing of them is returned to the user.
        """
        # sudo: see above
        reservations = self.sudo()
        tasks = reservations.activity_id
        events = reservations.calendar_event_id | tasks.calendar_event_ids
        return events.with_context(**QUIET, **MEETING_SYNC.on)

    def _meetings_before(self, change):
        """Return the entries in which these were shown before they were written."""
        # sudo: as in _meetings
        reservations = self.sudo()
        tasks, events = reservations.activity_id, self._meetings()
        was_for, was_in = (
            {link.id for r in reservations if (link := change.was(r, name))}
            for name in ("activity_id", "calendar_event_id")
        )
        shown = tasks.browse(was_for).calendar_event_ids.ids
        return events.browse(was_in.union(shown))

    def _own_entries(self):
        """Return the entries that stand for these alone, to be changed in silence."""
        events = self.filtered("calendar_entry").calendar_event_id
        # sudo: as in _meetings
        return events.sudo().with_context(**QUIET, **MEETING_SYNC.on)

    def _sync_meetings(self, others=None):
        """Make and change entries as the reservations are now.

        :param others: further entries that may show them no longer
        """
        if MEETING_SYNC.is_on(self.env):
            return
        meetings = self._meetings()
        # sudo: as in _meetings
        reservations = self.sudo().with_context(**meetings.env.context)
        entered = reservations.filtered(
            lambda r: r.calendar_entry and not r.activity_id
        )
        missing = entered.filtered(
            lambda r: not r.calendar_event_id and r.state in LIVE
        )
        if missing:
            values = [reservation._new_entry_vals() for reservation in missing]
            events = meetings.browse().create(values)
            for reservation, event in zip(missing, events, strict=True):
                reservation.calendar_event_id = event
        for reservation in entered - missing:
            event = reservation.calendar_event_id
            event = event.with_context(**meetings.env.context)
            changed = event and event._enova_differences(reservation._entry_values())
            if changed:
                event.write(changed)
        meetings |= reservations.calendar_event_id
        (meetings | (others or meetings.browse()))._enova_show_resources()

    def _new_entry_vals(self):
        """Return the values of a new entry of its own."""
        when = self._appointment_state().when
        events = self.env["calendar.event"]
        return {**self._entry_values(), **events._appointment_vals({"when": when})}

    def _entry_values(self):
        """Return what the entry of its own is to say; when it is, is planned.

        A private one names the resource alone: the ERP hides a private entry from the
        eye, and not from a search.
        """
        label = self.resource_id.name
        reason = not self.private and self.name
        return {
            "name": f"{label}: {reason}" if reason else label,
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(self.user_id.partner_id.ids)],
            "privacy": "private" if self.private else False,
        }
