from odoo import Command, api, fields, models

from ..activity.enova_activity_calendar import QUIET

# What an entry of the calendar shows of its reservation.
SHOWN = {
    "name",
    "start",
    "stop",
    "all_day",
    "state",
    "resource_id",
    "user_id",
    "private",
    "calendar_entry",
}
LIVE = ("asked", "confirmed", "done")


class EnovaReservation(models.Model):
    """Reservations stand in the ERP's calendar: with a meeting, or by themselves."""

    _inherit = "enova.reservation"

    calendar_event_id = fields.Many2one(
        "calendar.event",
        string="Meeting",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    calendar_entry = fields.Boolean(
        string="In the calendar",
        copy=False,
        help="It has an entry of its own in the ERP's calendar; whichever is moved,"
        " both are. With a task or a meeting it stands there anyway.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Enter them in the calendar."""
        made = super().create(vals_list)
        made._sync_meetings()
        return made

    def write(self, vals):
        """Let the calendar follow."""
        before = self.env["calendar.event"]
        if {"calendar_event_id", "activity_id"} & set(vals):
            before = self._meetings()
        result = super().write(vals)
        if (SHOWN | {"calendar_event_id", "activity_id"}) & set(vals):
            self._sync_meetings(before)
        return result

    def _move(self, places):
        """Let the calendar follow."""
        result = super()._move(places)
        self.browse().union(*places)._sync_meetings()
        return result

    def unlink(self):
        """Take the entries along that stand for them alone."""
        meetings = self._meetings()
        own = self.filtered("calendar_entry").calendar_event_id
        # sudo: as in _meetings
        own = own.sudo().with_context(**QUIET, enova_meeting_sync=True)
        result = super().unlink()
        own.unlink()
        meetings.exists()._enova_show_resources()
        return result

    def _meetings(self):
        """Return the entries in which these are shown, ready to be changed in silence.

        They follow whoever may see them: nothing of them is returned to the user.
        """
        # sudo: see above
        own = self.sudo()
        events = own.calendar_event_id | own.activity_id.calendar_event_ids
        return events.with_context(**QUIET, enova_meeting_sync=True)

    def _sync_meetings(self, others=None):
        """Make and change entries as the reservations are now.

        :param others: further entries that may show them no longer
        """
        if self.env.context.get("enova_meeting_sync"):
            return
        meetings = self._meetings()
        # sudo: as in _meetings
        own = self.sudo().with_context(**meetings.env.context)
        entered = own.filtered(lambda one: one.calendar_entry and not one.activity_id)
        missing = entered.filtered(
            lambda one: not one.calendar_event_id and one.state in LIVE
        )
        if missing:
            values = [one._entry_values() for one in missing]
            events = meetings.browse().create(values)
            for one, event in zip(missing, events, strict=True):
                one.calendar_event_id = event
        for one in entered - missing:
            event = one.calendar_event_id.with_context(**meetings.env.context)
            changed = event and event._enova_differences(one._entry_values())
            if changed:
                event.write(changed)
        meetings |= own.calendar_event_id
        (meetings | (others or meetings.browse()))._enova_show_resources()

    def _entry_values(self):
        """Return what the entry of its own is to hold."""
        label = self.resource_id.name
        values = {
            "name": f"{label}: {self.name}" if self.name else label,
            "start": self.start,
            "stop": self.stop,
            "allday": self.all_day,
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(self.user_id.partner_id.ids)],
            "privacy": "private" if self.private else False,
            "active": self.state in LIVE,
        }
        if self.all_day:
            zone = self.with_context(tz=self.user_id.tz or self.env.context.get("tz"))
            values["start_date"], values["stop_date"] = zone.day_from, zone.day_to
        return values
