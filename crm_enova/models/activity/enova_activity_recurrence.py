from datetime import date, time, timedelta

import pytz

from odoo import api, fields, models

from .enova_recurrence_rule import HORIZON
from .recurrence_dates import to_utc

EXTENDED_AT_ONCE = 50


class EnovaActivityRecurrence(models.Model):
    """A series: when it recurs. What recurs is its newest task or event.

    It holds nothing of them, so that who reads the rule learns nothing of what is
    private. It is written by the window "Repeat" alone, for whoever may write the
    tasks.
    """

    _name = "enova.activity.recurrence"
    _inherit = ["enova.recurrence.rule"]
    _description = "Series of tasks or events"
    _order = "id desc"

    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    date_first = fields.Date(string="From", required=True)
    tz = fields.Char(string="Time zone", required=True)
    hour = fields.Float(help="Of the clock in the time zone; below 0: no hour.")
    duration = fields.Float(help="In hours.")
    deadline_days = fields.Integer(
        string="Deadline after the start", help="In days; below 0: none."
    )
    exceptions = fields.Json(help="Dates of the rule that were taken out, in ISO 8601.")
    horizon_date = fields.Date(
        string="Planned up to",
        index="btree_not_null",
        help="Later dates of an open series are planned when they come near.",
    )
    activity_ids = fields.One2many(
        "enova.activity", "recurrence_id", string="Tasks and events"
    )

    def _days(self, last=None):
        """Return the days of the series; see :meth:`_occurrences`."""
        self.ensure_one()
        taken_out = {date.fromisoformat(day) for day in self.exceptions or ()}
        return self._occurrences(self.date_first, self.company_id, taken_out, last)

    def _day_vals(self, original, day):
        """Return when the one of a day is to be done.

        :return: values of an activity, times in UTC
        """
        values = {"recurrence_id": self.id, "recurrence_date": original}
        if self.hour < 0:
            return {**values, "date_deadline": day}
        minutes = round(self.hour * 60)
        clock = time(minutes // 60 % 24, minutes % 60)
        if self.deadline_days >= 0:
            values["date_deadline"] = day + timedelta(days=self.deadline_days)
        start = to_utc(day, clock, pytz.timezone(self.tz))
        return {
            **values,
            "date_start": start,
            "date_stop": fields.Datetime.add(start, hours=self.duration),
        }

    @api.model
    def _cron_extend(self):
        """Plan open series on, some at a time, each by one worker."""
        domain = [
            ("end_type", "=", "open"),
            ("horizon_date", "<", fields.Date.today() + HORIZON / 2),
        ]
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=self.search_count(domain))
        done = self.browse()
        while series := self.search(
            [*domain, ("id", "not in", done.ids)], limit=EXTENDED_AT_ONCE
        ):
            # another worker plans those that it has locked
            series.try_lock_for_update()._extend()
            done |= series
            if not progress(len(series)):
                break

    def _extend(self):
        """Plan what comes into sight, by the newest of each series as the pattern."""
        today = fields.Date.context_today(self)
        for series in self:
            horizon = max(series.date_first, today) + HORIZON
            days = [
                pair for pair in series._days(horizon) if pair[0] > series.horizon_date
            ]
            newest = series.with_context(active_test=False).activity_ids.sorted(
                "recurrence_date"
            )[-1:]
            if newest:
                newest._create_occurrences(series, days)
            series.horizon_date = horizon
