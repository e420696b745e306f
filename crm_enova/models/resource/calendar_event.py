from odoo import api, fields, models

from ..activity.enova_activity_calendar import QUIET
from ..base.context import CALENDAR_SYNC, MEETING_SYNC, ON_BEHALF
from ..base.ruled_search import search_under_rules
from .enova_reservation import LIVE


class CalendarEvent(models.Model):
    """Resources of a meeting: booked with it, moved with it, free when it is off."""

    _inherit = "calendar.event"

    # Not copied by the framework, which would read it for people without the CRM.
    enova_resource_ids = fields.Many2many(
        "enova.resource",
        string="Resources",
        copy=False,
        groups="crm_enova.crm_enova_group_own",
        help="Booked for the time of the meeting; they move with it.",
        search=search_under_rules("enova_resource_ids"),
    )
    enova_reservation_ids = fields.One2many(
        "enova.reservation",
        "calendar_event_id",
        string="Reservations",
        groups="crm_enova.crm_enova_group_own",
        search=search_under_rules("enova_reservation_ids"),
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Book the resources of new meetings.

        :raises UserError: when one of a single meeting is taken
        """
        if MEETING_SYNC.is_on(self.env):
            return super().create(vals_list)
        wanted = any(vals.get("enova_resource_ids") for vals in vals_list)
        inside = self.with_context(**CALENDAR_SYNC.on, **MEETING_SYNC.on)
        events = super(CalendarEvent, inside if wanted else self).create(vals_list)
        if wanted:
            events = events.with_env(self.env)
            self._enova_book_family(events._series_events())
        return events

    @api.model
    def _enova_watched_fields(self):
        """Add what frees or renames what the meetings have booked."""
        return super()._enova_watched_fields() | {
            "privacy",
            "user_id",
            "recurrency",
            "recurrence_update",
            "enova_resource_ids",
        }

    def _enova_concerned(self, vals):
        """Add whole series, where any of their meetings has, or gets, resources."""
        events = super()._enova_concerned(vals)
        family = self._series_events()
        if vals.get("enova_resource_ids") or family.enova_resource_ids:
            events = family
        return events

    def _enova_snapshot(self, vals):
        """Add which resources the meetings have, and what is booked for them."""
        before = super()._enova_snapshot(vals)
        if before:
            events = before["events"]
            before["resources"] = events.enova_resource_ids
            before["resources_of"] = {e.id: e.enova_resource_ids for e in events}
            before["booked"] = events._enova_booked()
        return before

    def _enova_apply(self, before, moves):
        """Bring what is booked for the meetings in line before anybody else follows.

        What is planned for it is left to the rules of series: a booking that a meeting
        gives up may serve another one.

        :raises UserError: when a resource of a single meeting is taken
        """
        events = before["events"].exists()
        if not (before["resources"] or events.enova_resource_ids):
            return super()._enova_apply(before, moves)
        of_meeting = before["booked"].filtered(lambda r: not r.activity_id)
        planned, rest = {}, []
        for move in moves:
            if move.model == of_meeting._name and move.id in of_meeting._ids:
                planned[move.id] = move.values
            else:
                rest.append(move)
        self._enova_book_family(events._series_events(), before, planned)
        return super()._enova_apply(before, rest)

    def _enova_book_family(self, family, before=None, planned=None):
        """Bring what is booked in line; ``self`` has the rights of whoever acts.

        :param dict before: see :meth:`_enova_snapshot`; ``None`` for new meetings
        :param dict planned: values of moves by the id of a reservation
        :raises UserError: when they may not book what they have added
        """
        before = before or {
            "events": family.browse(),
            "resources": family.enova_resource_ids.browse(),
            "resources_of": {},
            "booked": family.env["enova.reservation"].with_context(**ON_BEHALF.on),
        }
        # what the framework makes anew of a series has what the others have
        known, of = before["resources"], before["resources_of"]
        added = known.browse().union(
            *(e.enova_resource_ids - of.get(e.id, known) for e in family)
        )
        added.with_env(self.env)._check_booking_rights()
        family._enova_forget_past(before)
        family._enova_inherit_resources(before["events"])
        family._enova_book(before["booked"], planned or {})

    def _enova_forget_past(self, before):
        """A meeting that was off, and is shown again when it is over, has used nothing.

        Somebody else may have had the resources.
        """
        now, change = fields.Datetime.now(), before.get("change")
        for event in self.filtered("active") & before["events"]:
            was_off = change and change.was(event, "active") is False
            if was_off and event.enova_resource_ids and event._enova_hours()[1] <= now:
                event.enova_resource_ids = False

    def _appointment_members(self):
        """Add what is booked for the meetings, or for the tasks they stand for."""
        members = super()._appointment_members()
        of_task = {event.enova_activity_id.id: event.id for event in self}
        for reservation in self._enova_booked():
            task = reservation.activity_id.id
            id_ = of_task[task] if task else reservation.calendar_event_id.id
            members.setdefault(id_, []).append(reservation)
        return members

    def _series_events(self):
        """Return these and the others of their series, archived ones too, as superuser.

        Whoever may change a meeting moves what was booked for it, seen by them or not.
        """
        # sudo: see above
        events = self.sudo().with_context(**QUIET, **MEETING_SYNC.on, active_test=False)
        return events | events.recurrence_id.calendar_event_ids

    def _enova_hours(self):
        """Return from when to when a meeting is, in UTC; whole days by its clock."""
        when = self._appointment_state().when
        return when.start, when.stop

    def _enova_show_resources(self):
        """Show which resources are booked for the meetings."""
        for event in self:
            booked = event.enova_reservation_ids
            booked |= event.enova_activity_id.reservation_ids
            live = booked.filtered(lambda r: r.state in LIVE)
            if event.enova_resource_ids != live.resource_id:
                event.enova_resource_ids = live.resource_id
