from odoo import Command, fields, models
from odoo.exceptions import UserError

from ..base.context import CALENDAR_SYNC, SYSTEM

# What an activity takes over from its entry.
TAKEN = {
    "name",
    "start",
    "stop",
    "start_date",
    "stop_date",
    "duration",
    "allday",
    "location",
    "partner_ids",
    "active",
}


class CalendarEvent(models.Model):
    """An entry of the ERP's calendar that stands for a task or an event of the CRM.

    The link is stored here alone and once: whatever copies or synchronises entries
    cannot make a second one.
    """

    _name = "calendar.event"
    _inherit = ["calendar.event", "enova.guard.mixin"]

    enova_activity_id = fields.Many2one(
        "enova.activity",
        string="Task or event",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="crm_enova.crm_enova_group_own",
    )

    _enova_activity_unique = models.UniqueIndex(
        "(enova_activity_id) WHERE enova_activity_id IS NOT NULL",
        "A task or event has one entry in the calendar.",
    )

    def write(self, vals):
        """Let the activities follow; an entry that is repeated stands for none."""
        names = set(vals)
        if vals.get("recurrency"):
            self._enova_release()
        result = super().write(vals)
        told = not CALENDAR_SYNC.is_on(self.env)
        if told and names & TAKEN:
            # sudo: see _take_from_calendar; the user may write the entry
            for event in self.sudo().filtered("enova_activity_id"):
                activity = event.enova_activity_id.with_context(**CALENDAR_SYNC.on)
                activity._take_from_calendar(event)
        return result

    def unlink(self):
        """Cancel what was planned, when somebody deletes it in the calendar."""
        # sudo: as in write
        activities = self.sudo().enova_activity_id
        result = super().unlink()
        if not CALENDAR_SYNC.is_on(self.env):
            activities.exists()._calendar_entry_gone()
        return result

    def action_enova_record(self):
        """Record the meeting as an event of its contractor, and open it.

        :raises UserError: when no contractor takes part
        """
        self.ensure_one()
        self.check_access("write")
        self._enova_check_takes_part()
        activity = self.enova_activity_id
        if not activity:
            activity = self.env["enova.activity"].create(self._enova_record_vals())
            if not self.recurrency:
                quiet = {**CALENDAR_SYNC.on, **SYSTEM.on}
                self.with_context(**quiet).enova_activity_id = activity
                activity.with_context(**quiet).calendar_entry = True
        return {
            "type": "ir.actions.act_window",
            "res_model": "enova.activity",
            "res_id": activity.id,
            "views": [[False, "form"]],
        }

    def _enova_check_takes_part(self):
        """Leave a private meeting to those who take part in it.

        :raises UserError: naming nothing of the meeting
        """
        # sudo: the ERP hides the particulars of a private meeting from its own check
        event = self.sudo()
        people = event.user_id.partner_id | event.partner_ids
        private = event.effective_privacy == "private"
        if private and self.env.user.partner_id not in people:
            raise UserError(
                self.env._("This meeting is private: whoever takes part may record it.")
            )

    def _enova_record_vals(self):
        guests = self.partner_ids.filtered("commercial_partner_id.contractor_status")
        if not guests:
            raise UserError(
                self.env._(
                    "%s: no contractor takes part. Add one, or a contact person, to"
                    " the attendees first.",
                    self.display_name,
                )
            )
        definition = self.env["enova.activity.type"].search(
            [("kind", "=", "event"), ("is_usable", "=", True)]
        )
        meeting = definition.filtered(lambda d: d.channel == "meeting")
        organizer = self.user_id or self.env.user
        person = guests[0] if guests[0] != guests[0].commercial_partner_id else None
        return {
            "name": self.name,
            "type_id": (meeting or definition)[:1].id,
            "partner_id": guests[0].commercial_partner_id.id,
            "contact_id": person and person.id,
            "user_id": organizer.id,
            "date_start": self.start,
            "date_stop": self.stop,
            "all_day": self.allday,
            "location": self.location,
            "private": self.privacy == "private",
            "attendee_ids": [
                Command.set((self.partner_ids - organizer.partner_id).ids)
            ],
            # the entry is there already
            "calendar_entry": False,
        }

    def _enova_release(self):
        """Part with the activities: repeated entries would stand for one of them."""
        # sudo: whoever may write the entry may repeat it
        linked = self.sudo().filtered("enova_activity_id")
        quiet = {**CALENDAR_SYNC.on, **SYSTEM.on}
        linked.enova_activity_id.with_context(**quiet).calendar_entry = False
        linked.with_context(**quiet).enova_activity_id = False

    def _enova_differences(self, values):
        """Return those of the values that the entry does not have yet."""
        self.ensure_one()
        found = {}
        for name, value in values.items():
            if name == "partner_ids":
                if set(value[0][2]) != set(self.partner_ids.ids):
                    found[name] = value
            elif self._fields[name].convert_to_write(self[name], self) != value:
                found[name] = value
        # core moves an entry by start and stop together
        if {"start", "stop", "start_date", "stop_date"} & found.keys():
            wanted = ("start_date", "stop_date") if values["allday"] else ()
            found.update({key: values[key] for key in ("start", "stop", *wanted)})
        return found
