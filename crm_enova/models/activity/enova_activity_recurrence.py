import logging
from datetime import time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.ruled_search import search_under_rules
from .enova_recurrence_rule import HORIZON
from .recurrence_dates import to_utc

_logger = logging.getLogger(__name__)

EXTENDED_AT_ONCE = 50


class EnovaActivityRecurrence(models.Model):
    """A series: when it recurs. What recurs is its newest task or event.

    It holds nothing of them, so that who reads the rule learns nothing of what is
    private. It is written by the window "Repeat" alone, for whoever may write the
    tasks.
    """

    _name = "enova.activity.recurrence"
    _inherit = ["enova.recurrence.rule", "enova.guard.mixin"]
    _description = "Series of tasks or events"
    _order = "id desc"

    # planned on by a scheduled job, which other series are not
    end_type = fields.Selection(
        selection_add=[("open", "Never")], ondelete={"open": "set default"}
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    date_first = fields.Date(string="From", required=True)
    tz = fields.Char(string="Time zone", required=True)
    hour = fields.Float(help="Of the clock in the time zone; below 0: no hour.")
    duration = fields.Float(help="In hours.")
    has_deadline = fields.Boolean()
    deadline_days = fields.Integer(
        string="Deadline after the start", help="In days; below 0: before it."
    )
    horizon_date = fields.Date(
        string="Planned up to",
        index="btree_not_null",
        help="Later dates of an open series are planned when they come near.",
    )
    activity_ids = fields.One2many(
        "enova.activity",
        "recurrence_id",
        string="Tasks and events",
        search=search_under_rules("activity_ids"),
    )

    is_readable = fields.Boolean(
        compute="_compute_is_readable",
        search="_search_is_readable",
        exportable=False,
        help="I may read one of its tasks or events.",
    )

    @api.depends("activity_ids")
    @api.depends_context("uid")
    def _compute_is_readable(self):
        """Agree with the search."""
        readable = self.search([("id", "in", self.ids), ("is_readable", "=", True)])
        for series in self:
            series.is_readable = series in readable

    @api.model
    def _search_is_readable(self, operator, value):
        """Search under the rules of the tasks: what is private has no rule to show."""
        if operator != "in":
            return NotImplemented
        activities = self.env["enova.activity"].with_context(active_test=False)
        activities = activities.with_user(self.env.uid)
        mine = activities._search([("recurrence_id", "!=", False)])
        domain = Domain("id", "in", mine.subselect("recurrence_id"))
        return domain if True in value else ~domain

    def _days(self, last=None):
        """Return the days of the series; see :meth:`_occurrences`."""
        self.ensure_one()
        return self._occurrences(self.date_first, self.company_id, (), last)

    def _day_vals(self, original, day):
        """Return when the one of a day is to be done.

        :return: values of an activity, times in UTC
        """
        values = {"recurrence_id": self.id, "recurrence_date": original}
        if self.hour < 0:
            return {**values, "date_deadline": day}
        minutes = round(self.hour * 60)
        clock = time(minutes // 60 % 24, minutes % 60)
        if self.has_deadline:
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
        done = []
        while series := self.search(
            [*domain, ("id", "not in", done)], limit=EXTENDED_AT_ONCE
        ):
            # another worker plans those that it has locked
            for locked in series.try_lock_for_update():
                locked._extend_safely()
            done += series.ids
            if not progress(len(series)):
                break

    def _extend_safely(self):
        """Plan one on; what its definition refuses stops no other."""
        try:
            with self.env.cr.savepoint():
                self._extend()
        except UserError as error:
            _logger.warning("The series %s cannot be planned on: %s", self.id, error)

    def _extend(self):
        """Plan what comes into sight, by the newest one as the pattern, in silence."""
        self.ensure_one()
        horizon = max(self.date_first, fields.Date.context_today(self)) + HORIZON
        days = [pair for pair in self._days(horizon) if pair[0] > self.horizon_date]
        occurrences = self.with_context(
            active_test=False, mail_auto_subscribe_no_notify=True
        ).activity_ids
        newest = occurrences.sorted("recurrence_date")[-1:]
        if newest:
            newest._create_occurrences(self, days)
        self.horizon_date = horizon
