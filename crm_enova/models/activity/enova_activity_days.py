from datetime import datetime, time

import pytz

from odoo import api, fields, models

from ..base.moment import to_utc, to_wall
from ..contractor.names import names_shown
from .activity_times import NOON, noon_of, shown_span, start_day, whole_days
from .enova_activity_stage import OPEN_STATES

SHOWN = {"calendar_start", "calendar_stop"}
LATE = "enova_activity_late"
# The hours of what took whole days until now.
MORNING, EVENING = time(7), time(19)


class EnovaActivity(models.Model):
    """Whole days, what a calendar shows of them, and a deadline that follows a start.

    A whole day is its stored date, at noon: whoever reads it converts it into no zone.
    """

    _inherit = "enova.activity"

    # Where a calendar shows it, and what it writes when somebody drags it: nothing is
    # ever stored here but what follows from start, end and deadline.
    calendar_start = fields.Datetime(
        string="In the calendar from",
        compute="_compute_calendar_span",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        exportable=False,
    )
    calendar_stop = fields.Datetime(
        string="In the calendar until",
        compute="_compute_calendar_span",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        exportable=False,
    )
    day_from = fields.Date(
        string="First day", compute="_compute_days", readonly=False, exportable=False
    )
    day_to = fields.Date(
        string="Last day", compute="_compute_days", readonly=False, exportable=False
    )

    # A month of the calendar: what ends after it begins, and begins before it ends.
    _calendar_idx = models.Index(
        "(calendar_stop, calendar_start) WHERE calendar_stop IS NOT NULL"
    )

    @api.depends("date_start", "date_stop", "date_deadline", "all_day")
    def _compute_calendar_span(self):
        """Show what has hours at them, whole days as days, the rest on its deadline."""
        for activity in self:
            activity.calendar_start, activity.calendar_stop = shown_span(
                activity.date_start,
                activity.date_stop,
                activity.date_deadline,
                activity.all_day,
            )

    @api.depends("date_start", "date_stop", "all_day")
    def _compute_days(self):
        """Show whole days as the days that are stored."""
        for activity in self:
            days = False, False
            if activity.all_day and activity.date_start:
                days = whole_days(activity.date_start, activity.date_stop)
            activity.day_from, activity.day_to = days

    @api.onchange("day_from", "day_to")
    def _onchange_days(self):
        """Take the days that somebody picks in the form."""
        if not (self.all_day and self.date_start and self.day_from):
            return
        last = max(self.day_to or self.day_from, self.day_from)
        self.date_start, self.date_stop = noon_of(self.day_from), noon_of(last)

    @api.onchange("all_day")
    def _onchange_all_day(self):
        """Show the days instead of the hours, and hours again."""
        if not self.date_start:
            return
        ends = self.date_start, self.date_stop or self.date_start
        # a click on a day of the calendar gives the day itself
        if self.all_day != all(end.time() == NOON for end in ends):
            self.update(self._all_day_vals(self.all_day))

    def _start_day(self):
        """Return the day of the start on the assignee's clock, or ``False``."""
        zone = self._due_zone(self.user_id)
        return start_day(self.date_start, zone, self.all_day)

    # -- what a calendar writes ----------------------------------------------------

    @api.model
    def _is_from_calendar(self, vals):
        """Tell whether somebody has dragged it in a calendar of the web client."""
        return not SHOWN.isdisjoint(vals)

    def _write_from_calendar(self, vals):
        """Write the start and end, or the deadline, that a calendar means."""
        for activity in self:
            activity.write(activity._calendar_meaning(vals))
        return True

    @api.model
    def _read_calendar(self, vals):
        """Return the values of a new one in the words of start, end and deadline."""
        if not self._is_from_calendar(vals):
            return vals
        return self.new()._calendar_meaning(vals)

    def _calendar_meaning(self, vals):
        """Return values in which start, end and deadline say what a calendar says.

        What has nothing but a deadline moves its deadline with it, and gets a start
        where it was put at an hour.

        :param dict vals: with one of the fields that a calendar shows
        """
        self.ensure_one()
        vals = dict(vals)
        to_datetime = fields.Datetime.to_datetime
        start = to_datetime(vals.pop("calendar_start", self.calendar_start))
        stop = to_datetime(vals.pop("calendar_stop", False))
        all_day = vals.pop("all_day", self.all_day)
        if not start:
            return {**vals, "date_start": False}
        if not stop:
            before = self.calendar_start or start
            stop = start + ((self.calendar_stop or before) - before)
        if not all_day:
            day = start_day(start, self._due_zone(self.user_id))
            if not self.date_start and self.date_deadline and self.date_deadline < day:
                vals.setdefault("date_deadline", day)
            times = {"date_start": start, "date_stop": max(stop, start)}
            return {**vals, **times, "all_day": False}
        first, last = whole_days(start, stop)
        if self.date_deadline and not self.date_start:
            return {**vals, "date_deadline": last}
        times = {"date_start": noon_of(first), "date_stop": noon_of(last)}
        return {**vals, **times, "all_day": True}

    def _all_day_vals(self, all_day):
        """Return the values of one that takes whole days from now on, or hours again.

        :param bool all_day: which of the two, on the assignee's clock
        """
        start, stop = self.date_start, self.date_stop or self.date_start
        clock = self._due_zone(self.user_id) or pytz.utc
        if all_day:
            days = (to_wall(moment, clock).date() for moment in (start, stop))
            start, stop = (noon_of(day) for day in days)
        else:
            start, stop = (
                to_utc(datetime.combine(moment.date(), hour), clock)
                for moment, hour in ((start, MORNING), (stop, EVENING))
            )
        return {"date_start": start, "date_stop": stop, "all_day": all_day}

    # -- what follows a start ------------------------------------------------------

    def _group_times(self, vals):
        """Return pairs of records and values, deadlines and hours of a day included.

        :param dict vals: what is about to be written
        """
        if "all_day" in vals and "date_start" not in vals:
            return self._group_all_day(vals)
        if not vals.get("date_start") or "date_deadline" in vals:
            return [(self, vals)]
        groups = self.grouped(lambda activity: activity._deadline_after(vals))
        return [
            (activities, {**vals, "date_deadline": deadline} if deadline else vals)
            for deadline, activities in groups.items()
        ]

    def _group_all_day(self, vals):
        """Return pairs of records and values, where whole days come or go alone."""
        all_day = bool(vals["all_day"])
        turned = self.filtered(lambda a: a.date_start and a.all_day != all_day)
        pairs = [(a, {**vals, **a._all_day_vals(all_day)}) for a in turned]
        return [*pairs, (self - turned, vals)] if self - turned else pairs

    def _deadline_after(self, vals):
        """Return the deadline that follows a start about to move; ``None`` if it stays.

        One on the day of the start follows it; so does that of a series, as far from
        the start as it is. Any other is a promise that stays.

        :param dict vals: with the new ``date_start``
        """
        before, deadline = self._start_day(), self.date_deadline
        if not (before and deadline):
            return None
        if deadline != before and not self.recurrence_id:
            return None
        user = self.user_id
        if "user_id" in vals:
            user = user.browse(vals["user_id"] or ())
        after = start_day(
            fields.Datetime.to_datetime(vals["date_start"]),
            self._due_zone(user),
            vals.get("all_day", self.all_day),
        )
        return deadline + (after - before) if after != before else None

    def _tell_late(self, change):
        """Tell whoever has moved a start past its deadline, once in a transaction."""
        if not change.touches("date_start") or self.env.context.get("import_file"):
            return
        late = self.filtered(
            lambda a: a._begins_late() and not a._began_late(change) and a.active
        )
        if not late:
            return
        precommit = self.env.cr.precommit
        if LATE not in precommit.data:
            precommit.data[LATE] = set()
            precommit.add(self.env["enova.activity"]._send_late)
        precommit.data[LATE].update(late.ids)

    def _begins_late(self):
        """Tell whether it is planned to begin after the day of its deadline."""
        day = self.date_deadline and self._start_day()
        return bool(day) and self.state in OPEN_STATES and day > self.date_deadline

    def _began_late(self, change):
        """Tell the same as it was before a change."""
        start, deadline = (change.was(self, n) for n in ("date_start", "date_deadline"))
        day = start_day(
            start, self._due_zone(self.user_id), change.was(self, "all_day")
        )
        return bool(day and deadline) and day > deadline

    @api.model
    def _send_late(self):
        """Show the notice, when all that was moved together has been moved."""
        ids = self.env.cr.precommit.data.pop(LATE, ())
        moved = self.sudo(False).browse(sorted(ids)).exists()
        late = moved._filtered_access("read").filtered(lambda a: a._begins_late())
        if not late:
            return
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": self.env._("Begins after its deadline"),
                "message": self.env._(
                    "%s. Move the deadline too, or begin earlier.", names_shown(late)
                ),
            },
        )
