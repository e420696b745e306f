from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils

from ..base.arguments import day as a_day
from ..base.arguments import read_arguments
from ..base.change import Change
from ..base.context import CALENDAR_SYNC
from ..base.moment import Moment
from .activity_times import due_day
from .enova_activity_stage import OPEN_STATES

COUNTED_UP_TO = 100


class EnovaActivity(models.Model):
    """When a task is due, and how what was planned is moved to another day."""

    _inherit = "enova.activity"

    date_due = fields.Date(
        string="Due",
        compute="_compute_date_due",
        store=True,
        precompute=True,
        help="The deadline, else the day of the start in the assignee's time zone.",
    )
    due_state = fields.Selection(
        # the order of the alphabet is the order of the groups
        [("overdue", "Overdue"), ("today", "Today"), ("upcoming", "Upcoming")],
        string="Urgency",
        compute="_compute_due_state",
        search="_search_due_state",
        help="Counted in the time zone of the person who looks; empty when closed.",
    )
    # What one person has done lately, which the tab "Done today" counts.
    _done_idx = models.Index("(user_id, date_done) WHERE date_done IS NOT NULL")

    @api.depends("date_deadline", "date_start", "user_id")
    def _compute_date_due(self):
        """Take the start's day where the assignee is, not where the server is."""
        for user, activities in self.grouped("user_id").items():
            zone = self._due_zone(user)
            for activity in activities:
                activity.date_due = due_day(
                    activity.date_start, activity.date_deadline, zone
                )

    @api.depends("date_due", "state")
    @api.depends_context("tz", "uid")
    def _compute_due_state(self):
        """Compare with today where the reader is."""
        today = fields.Date.context_today(self)
        for activity in self:
            if activity.state not in OPEN_STATES:
                activity.due_state = False
            elif not activity.date_due or activity.date_due > today:
                activity.due_state = "upcoming"
            else:
                overdue = activity.date_due < today
                activity.due_state = "overdue" if overdue else "today"

    @api.model
    def _search_due_state(self, operator, value):
        """Search by the same days that the compute compares with."""
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        pending = Domain("state", "in", OPEN_STATES)
        undated = Domain("date_due", "=", False)
        domains = {
            "overdue": pending & Domain("date_due", "<", today),
            "today": pending & Domain("date_due", "=", today),
            "upcoming": pending & (undated | Domain("date_due", ">", today)),
            False: ~pending,
        }
        return Domain.OR(domains[item] for item in value if item in domains)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Let lists and boards group by urgency, which is not stored: days pass."""
        if groupby_spec != "due_state":
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields["due_state"], "read")
        due = self._field_to_sql(alias, "date_due", query)
        return SQL(
            "CASE WHEN %(state)s NOT IN %(open)s THEN NULL"
            " WHEN %(due)s < %(today)s THEN 'overdue'"
            " WHEN %(due)s = %(today)s THEN 'today' ELSE 'upcoming' END",
            state=self._field_to_sql(alias, "state", query),
            open=OPEN_STATES,
            due=due,
            today=fields.Date.context_today(self),
        )

    @api.model
    def _get_due_counts(self):
        """Count what the user has to do: overdue, today, later.

        :return: dict of int by ``overdue``, ``today``, ``planned`` (later or undated)
        """
        today = fields.Date.context_today(self)
        mine = [("user_id", "=", self.env.uid), ("state", "in", OPEN_STATES)]
        overdue = self.search_count([*mine, ("date_due", "<", today)])
        due = self.search_count([*mine, ("date_due", "=", today)])
        # with nothing but the index needed, three counts cost less than one grouping
        total = self.search_count(mine)
        return {"overdue": overdue, "today": due, "planned": total - overdue - due}

    def action_reschedule_today(self):
        """Move to today.

        :return: ``True``
        :raises UserError: when all of them are closed
        """
        return self.action_reschedule(fields.Date.context_today(self))

    def action_reschedule_tomorrow(self):
        """Move to tomorrow.

        :return: ``True``
        :raises UserError: when all of them are closed
        """
        today = fields.Date.context_today(self)
        return self.action_reschedule(today + timedelta(days=1))

    def action_reschedule_next_week(self):
        """Move to the first working day of next week.

        :return: ``True``
        :raises UserError: when all of them are closed
        """
        today = fields.Date.context_today(self)
        sunday = date_utils.end_of(today, "week")
        return self.action_reschedule(self.env.company._enova_working_day(sunday, 1))

    @read_arguments(day=a_day)
    def action_reschedule(self, day):
        """Move to a day: a start at its hour of the clock, else the deadline.

        A deadline beside a start keeps its distance from it.

        :param day: date, or its ISO text, in the caller's time zone
        :return: ``True``
        :raises UserError: when all of them are closed
        """
        pending = self._refuse_closed()
        timed = pending.filtered("date_start")
        (pending - timed).write({"date_deadline": day})
        # all of them at once: what they have reserved may stand in each other's way
        change = Change.of_write(
            timed, dict.fromkeys(("date_start", "date_stop")), self._watched_fields()
        )
        quiet = timed.with_context(**CALENDAR_SYNC.on)
        for distance, activities in quiet.grouped(lambda a: a._days_to(day)).items():
            for activity in activities:
                activity.write(activity._moved_vals(distance))
        timed._follow_in_calendar(change)
        return True

    def _days_to(self, day):
        local = fields.Datetime.context_timestamp(self, self.date_start)
        return (day - local.date()).days

    def _moved_vals(self, days):
        """Return the values of one that is moved by days, at the same hours."""
        zone = str(self.env.tz)
        when = Moment(self.date_start, self.date_stop, False, zone).moved(days)
        moved = {"date_start": when.start, "date_stop": when.stop}
        if self.date_deadline:
            moved["date_deadline"] = self.date_deadline + timedelta(days=days)
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
