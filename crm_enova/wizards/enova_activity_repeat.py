from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.activity.enova_activity_stage import OPEN_STATES
from ..models.activity.recurrence_dates import LONGEST
from ..models.base.arguments import active_id
from ..models.base.change import Change
from ..models.base.context import CALENDAR_SYNC

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
    "exceptions",
)


SERIES_KEY = ("recurrence_id", "recurrence_date")


class EnovaActivityRepeat(models.TransientModel):
    """Make a series of one task, change what follows, or end it."""

    _name = "enova.activity.repeat"
    _inherit = ["enova.recurrence.rule", "enova.guard.mixin"]
    _description = "Repeat"

    # planned on by a scheduled job, which other series are not
    end_type = fields.Selection(
        selection_add=[("open", "Never")], ondelete={"open": "set default"}
    )
    activity_id = fields.Many2one(
        "enova.activity",
        required=True,
        default=lambda self: active_id(self.env),
    )
    recurrence_id = fields.Many2one(related="activity_id.recurrence_id")
    mode = fields.Selection(
        [("change", "Plan anew"), ("stop", "End the series")],
        string="What to do",
        default="change",
        required=True,
        related_sudo=False,
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
            self.count = len(self._concerned())

    def action_confirm(self):
        """Write what the preview shows.

        :return: dict, the action that closes the window
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
        """Return where the series is to begin, or to begin anew: never in the past.

        For all open ones it is the first of them; what was before is history.
        """
        if self.activity_id.recurrence_id and self.scope == "all":
            return min(self._concerned().mapped("recurrence_date"))
        return self.activity_id._local_start().date()

    def _concerned(self):
        """Return the open ones that are planned anew or cancelled, in their order."""
        activity = self.activity_id
        if not activity.recurrence_id:
            return activity
        if self.scope == "following":
            return activity._following() | activity
        occurrences = activity.recurrence_id.activity_ids
        return occurrences.filtered(lambda a: a.state in OPEN_STATES).sorted(
            "recurrence_date"
        )

    def _taken_days(self):
        """Return the dates of the series that are not planned again.

        They have one that is done, was cancelled, or is out of the user's sight.
        """
        series = self.activity_id.recurrence_id
        if not series:
            return set()
        # sudo: days alone, of those that the user may not see too
        occurrences = series.sudo().with_context(active_test=False).activity_ids
        return set((occurrences - self._concerned().sudo()).mapped("recurrence_date"))

    def _planned(self):
        """Return the days that are to be; see ``_occurrences``.

        :raises UserError: when there is none, or more than a series may have
        """
        days = self._occurrences(
            self._first_day(), self.activity_id.company_id, self._taken_days()
        )
        if not days:
            raise UserError(
                self.env._("No day is left by this rule. Choose other days.")
            )
        if self.end_type == "until" and len(days) >= LONGEST:
            raise UserError(
                self.env._("A series has from 1 to %s repetitions.", LONGEST)
            )
        return days

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
            "has_deadline": bool(deadline),
            "deadline_days": (deadline - local.date()).days if deadline else 0,
            "horizon_date": last if self.end_type == "open" else False,
            "company_id": activity.company_id.id,
        }

    def _plan(self):
        """Make the series: this one is its first."""
        planned = self._planned()
        # sudo: a rule is written by this window alone, for a task that the user may
        # write; nothing of it but days goes into their tasks
        series = self.env["enova.activity.recurrence"].sudo()
        self._apply_occurrences(series.create(self._series_values(planned)), planned)

    def _plan_anew(self):
        """Give what follows its new days, and what this one has become."""
        activity = self.activity_id
        series = activity.recurrence_id.sudo()  # sudo: as in _plan
        planned, moved = self._planned(), self._moved()
        values = self._series_values(planned)
        if self.scope == "all":
            series.write(values)
        else:
            before = activity.recurrence_date - timedelta(days=1)
            series.write({"end_type": "until", "until": before, "horizon_date": False})
            series = series.create(values)
        self._apply_occurrences(series, planned, moved)

    def _moved(self):
        """Return the open ones that somebody has put elsewhere than the rule did."""
        series = self.activity_id.recurrence_id.sudo()  # sudo: as in _plan
        concerned = self._concerned() - self.activity_id
        last = max(concerned.mapped("recurrence_date"), default=False)
        days = dict(series._days(last)) if last else {}

        def was_moved(task):
            day = days.get(task.recurrence_date)
            meant = day and series._day_vals(task.recurrence_date, day)
            return meant and any(
                task[name] != meant[name]
                for name in ("date_start", "date_deadline")
                if name in meant
            )

        return concerned.filtered(was_moved)

    def _apply_occurrences(self, series, planned, moved=None):
        """Put the open ones on the days, create the rest, cancel what is over.

        Each stays on its date of the series where the rule still has that date, and
        where it was moved by hand, it stays there; the rest take the dates that are
        left, in their order.
        """
        activity, open_ones = self.activity_id, self._concerned()
        stay = moved or open_ones.browse()
        by_date = {
            task.recurrence_date: task for task in open_ones if task.recurrence_id
        }
        # days are swapped among them: none may stand in another's way meanwhile, nor
        # may what they have reserved, which follows at the end
        names = dict.fromkeys(("date_start", "date_stop"))
        change = Change.of_write(open_ones, names, open_ones._watched_fields())
        quiet = open_ones._as_system().with_context(**CALENDAR_SYNC.on)
        pattern = activity._series_vals()
        for name in ("date_deadline", "stage_id"):
            pattern.pop(name)
        quiet.write({**pattern, "recurrence_id": False})
        quiet.flush_recordset()
        placed = {pair: by_date[pair[0]] for pair in planned if pair[0] in by_date}
        kept = set(placed.values())
        rest = iter([task for task in open_ones if task not in kept])
        missing = []
        for pair in planned:
            task = placed.get(pair) or next(rest, None)
            if not task:
                missing.append(pair)
                continue
            values = series._day_vals(*pair)
            if task in stay and pair in placed:
                values = {name: values[name] for name in SERIES_KEY}
            task._as_system().with_context(**CALENDAR_SYNC.on).write(values)
        open_ones._follow_in_calendar(change)
        surplus = open_ones.browse([task.id for task in rest])
        if surplus:
            surplus.action_cancel()
        if missing:
            activity._create_occurrences(series, missing)

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
