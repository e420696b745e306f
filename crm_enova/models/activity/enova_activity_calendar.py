from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..base.context import CALENDAR_SYNC
from .enova_activity_stage import OPEN_STATES

# An entry follows in silence: people are invited when somebody says so. The first key
# says that the other side knows already.
QUIET = {
    **CALENDAR_SYNC.on,
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "skip_attendee_notification": True,
    "skip_contact_description": True,
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class EnovaActivity(models.Model):
    """Keep one entry of the ERP's calendar in step with what is planned for an hour."""

    _inherit = "enova.activity"

    calendar_entry = fields.Boolean(
        string="In the calendar",
        help="It has an entry in the ERP's calendar; whichever is moved, both are.",
    )
    location = fields.Char(string="Place")
    attendee_ids = fields.Many2many(
        "res.partner",
        "enova_activity_attendee_rel",
        string="Attendees",
        help="Who takes part besides the assignee. Nobody is written to before you"
        " choose Invite.",
    )
    calendar_event_ids = fields.One2many(
        "calendar.event", "enova_activity_id", string="Calendar entry", readonly=True
    )

    @api.model
    def _clicked_date(self):
        """Return where somebody has clicked in the calendar, which knows ``date``."""
        return self.env.context.get("default_date")

    def action_invite(self):
        """Send the attendees the ERP's invitation to the meeting.

        :raises UserError: when there is no entry, or nobody to invite
        """
        self.ensure_one()
        self.check_access("write")
        if self.private:
            raise UserError(
                self.env._(
                    "%s is private: nobody is invited to it.", self._name_in_notice()
                )
            )
        attendees = self._calendar_events().filtered("active").attendee_ids
        guests = attendees.filtered(
            lambda attendee: attendee.partner_id != self.env.user.partner_id
        )
        if not guests:
            raise UserError(
                self.env._(
                    "%s: there is nobody to invite. Set a start, tick In the calendar,"
                    " and add attendees.",
                    self.display_name,
                )
            )
        guests.with_context(
            no_mail_to_attendees=False, dont_notify=False
        )._send_invitation_emails()
        message = self.env._("Invited: %s", ", ".join(guests.mapped("display_name")))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message},
        }

    def action_open_calendar_event(self):
        """Open the entry in the ERP's calendar."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": self.calendar_event_ids[:1].id,
            "views": [[False, "form"]],
        }

    @api.model
    def _calendar_fields(self):
        """Return the fields that the entry shows; floors above add theirs."""
        return {
            "name",
            "date_start",
            "date_stop",
            "all_day",
            "location",
            "user_id",
            "attendee_ids",
            "private",
            "stage_id",
            "type_id",
            "active",
            "calendar_entry",
        }

    def _follow_in_calendar(self, change):
        """Make the entries of new ones, and let those that are there follow."""
        if change.is_new:
            self.filtered("calendar_entry")._sync_calendar()
        elif change.touches(*self._calendar_fields()):
            self._sync_calendar()

    def _calendar_events(self):
        """Return the entries, archived ones too, ready to be changed in silence."""
        # sudo: the entry of a record that the user may write; a private one, or one of
        # a colleague's private calendar, follows too. Nothing of it is returned to him.
        events = self.env["calendar.event"].sudo()
        events = events.with_context(**QUIET, active_test=False)
        return events.search([("enova_activity_id", "in", self.ids)])

    def _sync_calendar(self):
        """Make, change and archive the entries, each as its activity is now."""
        if CALENDAR_SYNC.is_on(self.env) or not self:
            return
        entries = {
            event.enova_activity_id.id: event for event in self._calendar_events()
        }
        made = []
        # sudo: attendees whom the user may not read are handed on, not shown
        for activity in self.sudo():
            event = entries.get(activity.id)
            if not activity._wants_calendar_entry(event):
                if event and event.active:
                    event.active = False
            elif event:
                changed = event._enova_differences(activity._calendar_values())
                if changed:
                    event.write(changed)
            else:
                values = activity._calendar_values()
                made.append({**values, "enova_activity_id": activity.id})
        if made:
            self._calendar_events().browse().create(made)

    def _wants_calendar_entry(self, event):
        """Tell whether there is to be an entry; what is history gets no new one."""
        meant = self.calendar_entry and self.date_start and self.active
        if not meant or self.state == "cancelled":
            return False
        return bool(event) or self.state in OPEN_STATES

    def _calendar_values(self):
        """Return what the entry is to hold."""
        # what is private says in the calendar that something is, and nothing of it: the
        # ERP hides a private entry from the eye, and not from a search
        people = self.user_id.partner_id
        if not self.private:
            people |= self.attendee_ids
        values = {
            "name": self._name_in_notice() if self.private else self.name,
            "start": self.date_start,
            "stop": self.date_stop or self.date_start,
            "allday": self.all_day,
            "location": not self.private and self.location,
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(people.ids)],
            # empty: as public as the assignee keeps his calendar
            "privacy": "private" if self.private else False,
            "active": True,
        }
        if self.all_day:
            zone = self.with_context(tz=self.user_id.tz or self.env.context.get("tz"))
            for name in ("start", "stop"):
                local = fields.Datetime.context_timestamp(zone, values[name])
                values[f"{name}_date"] = local.date()
        return values

    def _take_from_calendar(self, event):
        """Follow an entry that somebody has changed in the calendar.

        Called as superuser for whoever may write the entry, so that it takes time,
        title, place, attendees and cancellation, and nothing else.
        """
        self.ensure_one()
        if not event.active:
            return self._calendar_entry_gone()
        present = {
            "name": event.name,
            "date_start": event.start,
            "date_stop": event.stop,
            "all_day": event.allday,
            "location": event.location,
            "attendee_ids": event.partner_ids - self.user_id.partner_id,
        }
        if self.private:
            # the entry says nothing that could be taken back
            for name in ("name", "location", "attendee_ids"):
                del present[name]
        if (
            event.allday
            and self.all_day
            and event.start.date() == self.date_start.date()
        ):
            # a whole day has no hour that could have moved
            present.update(date_start=self.date_start, date_stop=self.date_stop)
        values = {name: new for name, new in present.items() if self[name] != new}
        if "attendee_ids" in values:
            values["attendee_ids"] = [Command.set(values["attendee_ids"].ids)]
        if values:
            self.write(values)

    def _calendar_entry_gone(self):
        """Cancel what was planned; what is history, or may not be cancelled, stays.

        It stays without an entry then.
        """
        for activity in self.with_context(**CALENDAR_SYNC.on):
            stage = activity.type_id._stage_of_state(
                "cancelled", after=activity.stage_id
            )
            if activity.state in OPEN_STATES and activity._may_go_to(stage):
                activity.stage_id = stage
            else:
                activity.calendar_entry = False
