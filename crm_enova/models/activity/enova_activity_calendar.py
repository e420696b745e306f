from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..base.context import CALENDAR_SYNC, UNINVITED
from ..base.ruled_search import search_under_rules
from .enova_activity_stage import OPEN_STATES

# An entry follows in silence: people are invited when somebody says so. The first key
# says that the other side knows already, the second that nobody was invited.
QUIET = {
    **CALENDAR_SYNC.on,
    **UNINVITED.on,
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
        search=search_under_rules("attendee_ids"),
    )
    calendar_event_ids = fields.One2many(
        "calendar.event",
        "enova_activity_id",
        string="Calendar entry",
        readonly=True,
        search=search_under_rules("calendar_event_ids"),
    )

    def action_invite(self):
        """Send the attendees the ERP's invitation to the meeting.

        :return: dict, the action that tells who is invited
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
        guests._enova_set_uninvited(False)
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
        """Open the entry in the ERP's calendar.

        :return: dict, the action that the client runs next
        """
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

    @api.model
    def _appointment_fields(self):
        """Return the fields that say when it is, and whether it is to be."""
        return {
            "date_start",
            "date_stop",
            "all_day",
            "user_id",
            "stage_id",
            "type_id",
            "active",
            "calendar_entry",
        }

    def _follow_in_calendar(self, change):
        """Move what belongs to these, and let their entries say what they say."""
        if CALENDAR_SYNC.is_on(self.env):
            return
        if change.is_new:
            self.filtered("calendar_entry")._sync_calendar()
            return
        if change.touches(*self._appointment_fields()):
            self._follow_appointments(change)
        if change.touches(*self._calendar_fields()):
            self._sync_calendar()

    def _calendar_events(self):
        """Return the entries, archived ones too, ready to be changed in silence."""
        # sudo: the entry of a record that the user may write; a private one, or one of
        # a colleague's private calendar, follows too. Nothing of it is returned.
        events = self.env["calendar.event"].sudo()
        events = events.with_context(**QUIET, active_test=False)
        return events.search([("enova_activity_id", "in", self.ids)])

    def _sync_calendar(self):
        """Make the entries that are missing, and let the rest say what these say."""
        if not self:
            return
        entries = {
            event.enova_activity_id.id: event for event in self._calendar_events()
        }
        made = []
        # sudo: attendees whom the user may not read are handed on, not shown
        for activity in self.sudo():
            event = entries.get(activity.id)
            if not event and activity._wants_new_entry():
                made.append(activity._new_entry_vals())
            elif event and (event.active or activity.private):
                # one that is archived is hidden from the eye, and not from a search
                changed = event._enova_differences(activity._calendar_values())
                if changed:
                    event.write(changed)
        if made:
            self._calendar_events().browse().create(made)

    def _wants_new_entry(self):
        """Tell whether an entry is to be made; what is history gets none."""
        planned = self.date_start and self.active and self.state in OPEN_STATES
        return self.calendar_entry and planned

    def _new_entry_vals(self):
        """Return the values of a new entry."""
        events = self.env["calendar.event"]
        return {
            **self._calendar_values(),
            **events._appointment_vals({"when": self._appointment_state().when}),
            "enova_activity_id": self.id,
        }

    def _calendar_values(self):
        """Return what the entry is to say; when it is, is planned elsewhere."""
        # what is private says in the calendar that something is, and nothing of it: the
        # ERP hides a private entry from the eye, and not from a search
        people = self.user_id.partner_id
        if not self.private:
            people |= self.attendee_ids
        return {
            "name": self._name_in_notice() if self.private else self.name,
            "location": not self.private and self.location,
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(people.ids)],
            # empty: as public as the assignees keep their calendars
            "privacy": "private" if self.private else False,
        }

    def _take_from_calendar(self, event):
        """Take over what somebody has written into an entry.

        Called as superuser for whoever may write the entry, so that it takes title,
        place and attendees, and nothing else. A private one's says nothing to take.
        """
        self.ensure_one()
        if self.private:
            return
        said = {
            "name": event.name,
            "location": event.location,
            "attendee_ids": event.partner_ids - self.user_id.partner_id,
        }
        values = {name: new for name, new in said.items() if self[name] != new}
        if "attendee_ids" in values:
            values["attendee_ids"] = [Command.set(values["attendee_ids"].ids)]
        if values:
            self.write(values)
