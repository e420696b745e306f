from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.activity.enova_activity_stage import OPEN_STATES

RULE_FIELDS = (
    "frequency",
    "interval",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "position",
    "weekday",
    "end_type",
    "count",
    "until",
    "on_free_day",
    "free_weekends",
    "free_holidays",
    "free_leaves",
)


class EnovaActivityRepeat(models.TransientModel):
    """Make a series of one task, change what follows, or end it."""

    _name = "enova.activity.repeat"
    _inherit = ["enova.recurrence.rule"]
    _description = "Repeat"

    activity_id = fields.Many2one(
        "enova.activity",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    recurrence_id = fields.Many2one(related="activity_id.recurrence_id")
    mode = fields.Selection(
        [("change", "Plan anew"), ("stop", "End the series")],
        string="What to do",
        default="change",
        required=True,
    )
    scope = fields.Selection(
        [("following", "This one and those that follow"), ("all", "All open ones")],
        string="Which",
        default="following",
        required=True,
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.model
    def default_get(self, fields):
        """Begin with the rule of the series, or with the weekday of the task."""
        values = super().default_get(fields)
        activity = self.env["enova.activity"].browse(values.get("activity_id"))
        series = activity.recurrence_id
        if series:
            values.update({name: series[name] for name in RULE_FIELDS})
        elif activity:
            day = activity._local_start().date()
            values.update({"mon": False, self._weekday_field(day): True})
            values["weekday"] = str(day.weekday())
        return values

    @api.model
    def _weekday_field(self, day):
        return ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]

    @api.depends("activity_id", "mode", "scope", *RULE_FIELDS)
    def _compute_preview(self):
        """Show the days before anything is written, and what stands there already."""
        for wizard in self:
            wizard.preview = wizard._preview() if wizard.activity_id else False

    @api.onchange("scope")
    def _onchange_scope(self):
        """Propose as many as there are left."""
        if self.recurrence_id.end_type == "count":
            every = self.recurrence_id.count
            left = len(self._concerned()) if self.scope == "following" else every
            self.count = left

    def action_confirm(self):
        """Write what the preview shows.

        :raises UserError: when there is nothing to repeat, or no day is left
        """
        self.ensure_one()
        activity = self.activity_id
        activity.check_access("write")
        if activity.state not in OPEN_STATES:
            raise UserError(
                self.env._(
                    "%s is closed. Reopen it, or repeat one that is to be done.",
                    activity.display_name,
                )
            )
        if self.mode == "stop" and activity.recurrence_id:
            self._stop()
        elif activity.recurrence_id:
            self._plan_anew()
        else:
            self._plan()
        return {"type": "ir.actions.act_window_close"}

    def _first_day(self):
        """Return where the series is to begin, or to begin anew."""
        series = self.activity_id.recurrence_id
        if series and self.scope == "all":
            return series.date_first
        return self.activity_id._local_start().date()

    def _concerned(self):
        """Return the open ones that are planned anew or cancelled, in their order."""
        activity = self.activity_id
        if not activity.recurrence_id:
            return activity
        if self.scope == "following":
            return activity._following() | activity
        every = activity.recurrence_id.activity_ids
        return every.filtered(lambda a: a.state in OPEN_STATES).sorted(
            "recurrence_date"
        )

    def _kept_days(self):
        """Return the dates of the series that are history and are not planned again."""
        series = self.activity_id.recurrence_id
        if not series or self.scope == "following":
            return set()
        # sudo: days alone, of those that the user may not see too
        every = series.sudo().with_context(active_test=False).activity_ids
        return set((every - self._concerned().sudo()).mapped("recurrence_date"))

    def _planned(self, series=None):
        """Return the days that are to be; see ``_occurrences``."""
        taken_out = self._kept_days()
        first = self._first_day()
        company = self.activity_id.company_id
        days = (series or self)._occurrences(first, company, ())
        planned = [pair for pair in days if pair[0] not in taken_out]
        if not planned:
            raise UserError(
                self.env._("No day is left by this rule. Choose other days.")
            )
        return planned

    def _series_values(self, planned):
        """Return the values of the series: the rule, and the hours of the task."""
        activity = self.activity_id
        start, stop = activity.date_start, activity.date_stop or activity.date_start
        local, deadline = activity._local_start(), activity.date_deadline
        last = planned[-1][0]
        return {
            **{name: self[name] for name in RULE_FIELDS},
            "date_first": self._first_day(),
            "tz": activity._series_zone().zone,
            "hour": local.hour + local.minute / 60 if start else -1,
            "duration": (stop - start) / timedelta(hours=1) if start else 0,
            "deadline_days": (deadline - local.date()).days if deadline else -1,
            "horizon_date": last if self.end_type == "open" else False,
            "company_id": activity.company_id.id,
        }

    def _plan(self):
        """Make the series: this one is its first."""
        planned = self._planned()
        # sudo: a rule is written by this window alone, for a task that the user may
        # write; he reads it as everybody does
        recurrences = self.env["enova.activity.recurrence"].sudo()
        series = recurrences.create(self._series_values(planned)).sudo(False)
        self._spread(series, planned, self.activity_id)

    def _plan_anew(self):
        """Give what follows its new days, and what this one has become."""
        activity, old = self.activity_id, self.activity_id.recurrence_id
        concerned = self._concerned()
        planned = self._planned()
        values = self._series_values(planned)
        if self.scope == "all":
            series = old.sudo()  # sudo: as in _plan
            series.write(values)
        else:
            before = activity.recurrence_date - timedelta(days=1)
            series = old.sudo().create(values)  # sudo: as in _plan
            # sudo: as in _plan
            old.sudo().write({"end_type": "until", "until": before})
        self._spread(series.sudo(False), planned, concerned)

    def _spread(self, series, planned, open_ones):
        """Put the open ones on the first days, create the rest, cancel what is over."""
        activity = self.activity_id
        # days are swapped among them: none may stand in another's way meanwhile
        quiet = open_ones.with_context(enova_calendar_sync=True)
        quiet.write({**activity._series_vals(), "recurrence_id": False})
        quiet.flush_recordset()
        for one, pair in zip(quiet, planned, strict=False):
            one.write(series._day_vals(*pair))
        open_ones._sync_calendar()
        surplus = open_ones[len(planned) :]
        if surplus:
            surplus.action_cancel()
        if len(planned) > len(open_ones):
            activity._create_occurrences(series, planned[len(open_ones) :])

    def _stop(self):
        """Cancel what is open, and plan no more."""
        activity = self.activity_id
        concerned, series = self._concerned(), activity.recurrence_id
        before = min(concerned.mapped("recurrence_date")) - timedelta(days=1)
        concerned.action_cancel()
        # sudo: as in _plan
        series.sudo().write(
            {"end_type": "until", "until": before, "horizon_date": False}
        )
