from odoo import api, fields, models

from ..activity.enova_activity_calendar import QUIET
from ..base.context import MEETING_SYNC, ON_BEHALF
from .enova_reservation import LIVE

# What moves, frees or renames what a meeting has booked.
WATCHED = {
    "name",
    "start",
    "stop",
    "start_date",
    "stop_date",
    "duration",
    "allday",
    "active",
    "privacy",
    "user_id",
    "recurrency",
    "recurrence_update",
    "enova_resource_ids",
}


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
    )
    enova_reservation_ids = fields.One2many(
        "enova.reservation",
        "calendar_event_id",
        string="Reservations",
        groups="crm_enova.crm_enova_group_own",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Book the resources of new meetings.

        :raises UserError: when one of a single meeting is taken
        """
        if MEETING_SYNC.is_on(self.env):
            return super().create(vals_list)
        wanted = any(vals.get("enova_resource_ids") for vals in vals_list)
        inside = self.with_context(**MEETING_SYNC.on)
        events = super(CalendarEvent, inside if wanted else self).create(vals_list)
        if wanted:
            events = events.with_env(self.env)
            self._enova_book_family(events._series_events(), {})
        return events

    def write(self, vals):
        """Move and free what the meetings have booked, and book what is added.

        :raises UserError: when a resource of a single meeting is taken there
        """
        if MEETING_SYNC.is_on(self.env) or not WATCHED & set(vals):
            return super().write(vals)
        family = self._series_events()
        if not (family.enova_resource_ids or vals.get("enova_resource_ids")):
            return super().write(vals)
        before = {
            event: (*event._enova_hours(), event.enova_resource_ids) for event in family
        }
        booked = family._enova_booked()
        inside = self.with_context(**MEETING_SYNC.on)
        result = super(CalendarEvent, inside).write(vals)
        family = family.exists()
        self._enova_book_family(family | family._series_events(), before, booked)
        return result

    def unlink(self):
        """Free what the meetings have booked."""
        if MEETING_SYNC.is_on(self.env):
            return super().unlink()
        # sudo: whoever may delete the meeting frees what was booked for it
        booked = self.sudo().enova_reservation_ids._still_coming()
        result = super().unlink()
        booked.exists().write({"state": "cancelled"})
        return result

    def _enova_book_family(self, family, before, booked=None):
        """Bring what is booked in line; ``self`` has the rights of whoever acts.

        :raises UserError: when they may not book what they have added
        """
        resources = self.env["enova.resource"]
        known = resources.union(*(row[2] for row in before.values()))
        # what the framework makes anew of a series has what the others have
        added = resources.union(
            *(
                event.enova_resource_ids
                - (before[event][2] if event in before else known)
                for event in family
            )
        )
        added.with_env(self.env)._check_booking_rights()
        if booked is None:
            booked = family.env["enova.reservation"].with_context(**ON_BEHALF.on)
        family._enova_book(before, booked)

    def _series_events(self):
        """Return these and the others of their series, archived ones too, as superuser.

        Whoever may change a meeting moves what was booked for it, seen by him or not.
        """
        # sudo: see above
        events = self.sudo().with_context(**QUIET, **MEETING_SYNC.on, active_test=False)
        return events | events.recurrence_id.calendar_event_ids

    def _enova_hours(self):
        """Return from when to when a meeting is, in UTC; whole days by its clock."""
        if not self.allday:
            return self.start, self.stop
        reservations = self.env["enova.reservation"]
        zone = self.event_tz or self.user_id.tz or self.env.user.tz
        days = self.start_date or self.start.date(), self.stop_date or self.stop.date()
        return reservations.with_context(tz=zone)._whole_days(*days)

    def _enova_show_resources(self):
        """Show which resources are booked for the meetings."""
        for event in self:
            booked = event.enova_reservation_ids
            booked |= event.enova_activity_id.reservation_ids
            live = booked.filtered(lambda r: r.state in LIVE)
            if event.enova_resource_ids != live.resource_id:
                event.enova_resource_ids = live.resource_id
