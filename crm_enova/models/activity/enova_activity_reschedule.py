from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import date_utils

from .enova_activity_stage import OPEN_STATES
from .recurrence_dates import to_utc

COUNTED_UP_TO = 100


class EnovaActivity(models.Model):
    """Move what was planned to another day, however much it is."""

    _inherit = "enova.activity"

    # What one person has done lately, which the tab "Done today" counts.
    _done_idx = models.Index("(user_id, date_done) WHERE date_done IS NOT NULL")

    def action_reschedule_today(self):
        """Move to today."""
        return self.action_reschedule(fields.Date.context_today(self))

    def action_reschedule_tomorrow(self):
        """Move to tomorrow."""
        today = fields.Date.context_today(self)
        return self.action_reschedule(today + timedelta(days=1))

    def action_reschedule_next_week(self):
        """Move to the first working day of next week."""
        today = fields.Date.context_today(self)
        sunday = date_utils.end_of(today, "week")
        return self.action_reschedule(self.env.company._enova_working_day(sunday, 1))

    def action_reschedule(self, day):
        """Move to a day: a start at its hour of the clock, else the deadline.

        A deadline beside a start keeps its distance from it.

        :param day: date, or its ISO text, in the caller's time zone
        :raises UserError: when all of them are closed
        """
        day = fields.Date.to_date(day)
        pending = self._refuse_closed()
        timed = pending.filtered("date_start")
        (pending - timed).write({"date_deadline": day})
        quiet = timed.with_context(enova_calendar_sync=True)
        for distance, activities in quiet.grouped(lambda a: a._days_to(day)).items():
            for activity in activities:
                activity.write(activity._moved_vals(distance))
        timed._sync_calendar()
        return True

    def _days_to(self, day):
        local = fields.Datetime.context_timestamp(self, self.date_start)
        return (day - local.date()).days

    def _moved_vals(self, days):
        """Return the values of one that is moved by days, at the same hours."""
        step = timedelta(days=days)
        moved = {}
        for name in ("date_start", "date_stop"):
            local = fields.Datetime.context_timestamp(self, self[name])
            zone = pytz.timezone(local.tzinfo.zone)
            moved[name] = to_utc(local.date() + step, local.time(), zone)
        if self.date_deadline:
            moved["date_deadline"] = self.date_deadline + step
        return moved

    @api.model
    @api.readonly
    def enova_my_counts(self):
        """Count what the tabs of My tasks hold, up to a hundred each.

        :return: dict of int by tab: ``mine``, ``given``, ``standing_in``,
            ``unassigned``, ``done``
        """
        return {
            name: self.search_count(domain, limit=COUNTED_UP_TO)
            for name, domain in self._my_domains().items()
        }

    @api.model
    def _my_domains(self):
        """Return what each tab of My tasks shows; the search view has the same."""
        mine = Domain("user_id", "=", self.env.uid)
        pending = Domain("state", "in", OPEN_STATES)
        given = Domain("assigned_by_id", "=", self.env.uid)
        return {
            "mine": pending & mine,
            "given": pending & given & ~mine,
            "standing_in": Domain("standing_in", "=", True),
            "unassigned": pending
            & Domain("user_id", "=", False)
            & Domain("is_own", "=", True),
            "done": mine & Domain("date_done", ">=", "today"),
        }
