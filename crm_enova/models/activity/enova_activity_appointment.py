from dataclasses import replace
from functools import partial

from odoo import models

from ..base.appointment import ACTIVITY, CANCELLED, DONE, OPEN, State
from ..base.moment import Moment
from .activity_times import noon_of, whole_days

STATUS = {"done": DONE, "cancelled": CANCELLED}


class EnovaActivity(models.Model):
    """What is planned for an hour moves with its entry and what it has reserved."""

    _inherit = "enova.activity"

    _appointment_role = ACTIVITY

    def _appointment_state(self, change=None):
        """Return how it is or was, on the assignee's clock; see the mixin.

        What is put away before it was done needs as little as what is cancelled.
        """
        read = partial(self._appointment_was, change)
        active = read("active")
        listed = active and read("calendar_entry")
        status = STATUS.get(read("state"), OPEN)
        if status == OPEN and not active:
            status = CANCELLED
        return State(self._appointment_moment(change), status, bool(listed))

    def _appointment_moment(self, change=None):
        """Return from when to when it is or was, or ``None``."""
        read = partial(self._appointment_was, change)
        start, stop = read("date_start"), read("date_stop")
        if not start:
            return None
        # sudo: the assignee's time zone alone
        zone = read("user_id").sudo().tz or str(self.env.tz)
        when = Moment(start, stop or start, False, zone)
        if read("all_day"):
            when = when.whole_days(*whole_days(start, stop), zone)
        return when

    def _appointment_member(self, is_origin=False):
        """Say whether its definition lets it be cancelled."""
        member = super()._appointment_member(is_origin)
        if is_origin:
            return member
        return replace(member, may_cancel=self._may_go_to(self._cancelled_stage()))

    def _cancelled_stage(self):
        return self.type_id._stage_of_state("cancelled", after=self.stage_id)

    def _appointment_members(self):
        """Return the entries in the calendar."""
        members = super()._appointment_members()
        for event in self._calendar_events():
            members.setdefault(event.enova_activity_id.id, []).append(event)
        return members

    def _take_appointment_moves(self, values):
        """Go to the hours, the stage and out of the calendar as was planned."""
        for activity in self:
            planned, vals = values[activity.id], {}
            if "when" in planned:
                vals.update(activity._moment_vals(planned["when"]))
            if planned.get("status") == CANCELLED:
                vals["stage_id"] = activity._cancelled_stage().id
            if "active" in planned:
                vals["calendar_entry"] = planned["active"]
            activity.write(vals)

    def _moment_vals(self, when):
        """Return the values that put it there."""
        if not when.all_day:
            return {
                "date_start": when.start,
                "date_stop": when.stop,
                "all_day": False,
            }
        first, last = when.days
        return {
            "date_start": noon_of(first),
            "date_stop": noon_of(last),
            "all_day": True,
        }
