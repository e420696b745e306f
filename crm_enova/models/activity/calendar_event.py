from datetime import datetime, time
from functools import partial

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..base.appointment import ENTRY, State
from ..base.change import Change
from ..base.context import CALENDAR_SYNC, MEETING_SYNC, SYSTEM
from ..base.moment import Moment
from .enova_activity_calendar import QUIET

# When an entry is, and whether it is to be, under all the names that core writes.
TIMES = ("start", "stop", "start_date", "stop_date", "duration", "allday")
# The hours that core gives to a whole day, in no zone.
WHOLE_DAY = time(8), time(18)


class CalendarEvent(models.Model):
    """An entry of the ERP's calendar that stands for a task or an event of the CRM.

    The link is stored here alone and once: whatever copies or synchronises entries
    cannot make a second one.
    """

    _name = "calendar.event"
    _inherit = ["calendar.event", "enova.appointment.mixin", "enova.guard.mixin"]

    _appointment_role = ENTRY

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
        """Let what belongs to them follow; an entry that is repeated stands for none.

        Core's own write calls itself and makes entries anew, so the outermost call
        looks at all of them before it, and takes the difference after it.
        """
        if vals.get("recurrency"):
            self._enova_release()
        before = self._enova_snapshot(vals)
        events = self
        if before:
            events = self.with_context(**CALENDAR_SYNC.on, **MEETING_SYNC.on)
        result = super(CalendarEvent, events).write(vals)
        if before:
            self._enova_follow(before)
        return result

    def unlink(self):
        """Cancel what was planned, when somebody deletes it in the calendar."""
        moves = []
        if not CALENDAR_SYNC.is_on(self.env):
            moves = self._plan_appointments()
        result = super().unlink()
        self._apply_appointment_moves(moves)
        return result

    @api.model
    def _enova_watched_fields(self):
        """Return the fields whose change others follow; floors above add theirs."""
        return {*TIMES, "active", "name", "location", "partner_ids"}

    def _enova_snapshot(self, vals):
        """Return what is written to which entries, and what those were like.

        :param dict vals: what is about to be written
        :return: dict of ``events``, as superuser, and ``change``; ``None`` where
            nothing follows from it
        """
        watched = self._enova_watched_fields()
        if CALENDAR_SYNC.is_on(self.env) or watched.isdisjoint(vals):
            return None
        events = self._enova_concerned(vals)
        if not events:
            return None
        state = {"start", "stop", "allday", "event_tz", "user_id", "active"}
        names = dict.fromkeys(vals, state)
        return {"events": events, "change": Change.of_write(events, vals, names)}

    def _enova_concerned(self, vals):
        """Return, as superuser, the entries that others follow when these are written.

        :param dict vals: what is about to be written
        """
        # sudo: whoever may write the entry moves what belongs to it
        return self.sudo().filtered("enova_activity_id")

    def _enova_follow(self, before):
        """Let others follow what has been written.

        :param dict before: see :meth:`_enova_snapshot`
        :raises UserError: when a resource is taken where it would have to go
        """
        events, change = before["events"].exists(), before["change"]
        self._enova_apply(before, events._plan_appointments(change))
        if change.touches("name", "location", "partner_ids"):
            for event in events.filtered("active"):
                activity = event.enova_activity_id.with_context(**CALENDAR_SYNC.on)
                if activity:
                    activity._take_from_calendar(event)

    def _enova_apply(self, before, moves):
        """Apply what follows from a write; ``self`` has the rights of whoever acts.

        :param dict before: see :meth:`_enova_snapshot`
        :param list moves: of :class:`.appointment.Move`
        """
        self._apply_appointment_moves(moves)

    def _appointment_state(self, change=None):
        """Return how the entry is or was, whole days by its dates; see the mixin."""
        read = partial(self._appointment_was, change)
        zone = read("event_tz") or read("user_id").tz or self.env.user.tz or "UTC"
        when = Moment(read("start"), read("stop"), False, zone)
        if read("allday"):
            # core keeps hours that mean no moment in any zone
            when = when.whole_days(when.start.date(), when.stop.date(), zone)
        return State(when, active=read("active"))

    def _appointment_members(self):
        """Return the activities that the entries stand for."""
        members = super()._appointment_members()
        for event in self.filtered("enova_activity_id"):
            members.setdefault(event.id, []).append(event.enova_activity_id)
        return members

    def _take_appointment_moves(self, values):
        """Move, archive and show entries again, in silence."""
        for event in self.with_context(**QUIET):
            event.write(event._appointment_vals(values[event.id]))

    @api.model
    def _appointment_vals(self, values):
        """Return what an entry holds after a move, in the words of its own fields.

        :param dict values: see :class:`.appointment.Move`
        """
        vals = {name: values[name] for name in ("active",) if name in values}
        when = values.get("when")
        if not when:
            return vals
        if not when.all_day:
            return {**vals, "allday": False, "start": when.start, "stop": when.stop}
        first, last = when.days
        return {
            **vals,
            "allday": True,
            "start_date": first,
            "stop_date": last,
            "start": datetime.combine(first, WHOLE_DAY[0]),
            "stop": datetime.combine(last, WHOLE_DAY[1]),
        }

    def action_sendmail(self):
        """Invite also whom the CRM has put into the entry: somebody asks for it."""
        # whoever reads an entry may send it, as core has it: they are written to then
        if self.env.user.email:
            self.attendee_ids._enova_set_uninvited(False)
        return super().action_sendmail()

    def action_enova_record(self):
        """Record the meeting as an event of its contractor, and open it.

        :return: dict, the action that opens the event
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
        when = self._appointment_state().when
        # sudo: the organizer's time zone alone
        when = when.on_clock(organizer.sudo().tz or when.zone)
        person = guests[0] if guests[0] != guests[0].commercial_partner_id else None
        return {
            "name": self.name,
            "type_id": (meeting or definition)[:1].id,
            "partner_id": guests[0].commercial_partner_id.id,
            "contact_id": person and person.id,
            "user_id": organizer.id,
            **self.env["enova.activity"]._moment_vals(when),
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
        return found
