from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils, format_date

from ..base.arguments import day as a_day
from ..base.arguments import read_arguments
from ..base.change import Change
from ..base.context import CALENDAR_SYNC
from ..base.moment import Moment
from ..base.undo import Recording
from ..contractor.names import names_shown
from .activity_times import due_day, end_of, history_date
from .enova_activity_stage import OPEN_STATES

COUNTED_UP_TO = 100
# What is a contact with somebody; a note about them is none.
CONTACT_CHANNELS = ("phone", "email", "meeting", "visit", "letter", "service")


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

    @api.depends("date_start", "date_deadline")
    def _compute_date(self):
        """Take the start, else the deadline, else the moment of entry."""
        now = fields.Datetime.now()
        for activity in self:
            activity.date = history_date(
                activity.date_start,
                activity.date_deadline,
                activity.create_date or now,
            )

    def _inverse_date(self):
        """Take a date that somebody dragged in the calendar, or brought from a file.

        What had nothing but a deadline keeps having nothing else.
        """
        for activity in self:
            if activity.date_deadline and not activity.date_start:
                local = fields.Datetime.context_timestamp(activity, activity.date)
                activity.date_deadline = local.date()
            elif activity.date_start != activity.date:
                activity.date_start = activity.date

    @api.depends("date_start", "date_deadline")
    def _compute_all_day(self):
        """A day without an hour takes no hour in the calendar."""
        for activity in self:
            if not activity.date_start:
                activity.all_day = bool(activity.date_deadline)
            elif activity._origin.date_start:
                activity.all_day = activity.all_day
            else:
                # of a new one somebody may have said so; a deadline alone did not
                activity.all_day = activity.all_day and not activity.date_deadline

    @api.depends("date_start", "type_id")
    def _compute_date_stop(self):
        """Propose an end, and let it follow a start that moves past it."""
        for activity in self:
            hours = 0 if activity.all_day else activity.type_id.default_duration
            activity.date_stop = end_of(activity.date_start, activity.date_stop, hours)

    @api.depends("date_deadline", "date_start", "all_day", "user_id")
    def _compute_date_due(self):
        """Take the start's day where the assignee is, not where the server is."""
        for user, activities in self.grouped("user_id").items():
            zone = self._due_zone(user)
            for activity in activities:
                activity.date_due = due_day(
                    activity.date_start, activity.date_deadline, zone, activity.all_day
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

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when all of them are closed
        """
        return self.action_reschedule(fields.Date.context_today(self))

    def action_reschedule_tomorrow(self):
        """Move to tomorrow.

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when all of them are closed
        """
        today = fields.Date.context_today(self)
        return self.action_reschedule(today + timedelta(days=1))

    def action_reschedule_next_week(self):
        """Move to the first working day of next week.

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when all of them are closed
        """
        today = fields.Date.context_today(self)
        sunday = date_utils.end_of(today, "week")
        return self.action_reschedule(self.env.company._enova_working_day(sunday, 1))

    @read_arguments(day=a_day)
    def action_reschedule(self, day):
        """Move to a day: a start at its hour of the clock, else the deadline.

        A deadline beside a start follows by the rule of :meth:`_deadline_after`.

        :param day: date, or its ISO text, in the caller's time zone
        :return: dict, the action that shows a notice with Undo
        :raises UserError: when all of them are closed
        """
        pending = self._refuse_closed()
        recording = Recording(pending)
        timed = pending.filtered("date_start")
        (pending - timed).write({"date_deadline": day})
        # all of them at once: what they have reserved may stand in each other's way
        change = Change.of_write(
            timed, dict.fromkeys(("date_start", "date_stop")), self._watched_fields()
        )
        for activity in timed.with_context(**CALENDAR_SYNC.on):
            activity.write(activity._moved_vals(day))
        timed._follow_in_calendar(change)
        message = self.env._(
            "%(day)s: %(names)s",
            day=format_date(self.env, day),
            names=names_shown(pending),
        )
        return recording.notice(message)

    def _moved_vals(self, day):
        """Return when one that has a start is, moved to a day, at the same hours.

        :param date day: where the caller is; of a whole day it is the day itself
        """
        zone = "UTC" if self.all_day else str(self.env.tz)
        when = Moment(self.date_start, self.date_stop, False, zone)
        moved = when.moved((day - when.days[0]).days)
        return {"date_start": moved.start, "date_stop": moved.stop}

    @api.model
    @api.readonly
    def enova_my_counts(self):
        """Count what the tabs of My tasks hold, up to a hundred each.

        :return: dict of int by tab: ``all``, ``mine``, ``given``, ``standing_in``,
            ``unassigned``, ``done``
        """
        counts = {
            name: self.search_count(domain, limit=COUNTED_UP_TO)
            for name, domain in self._my_domains().items()
        }
        # what I do and what others do for me: no task is in both
        every = counts["mine"] + counts["given"]
        return {"all": min(every, COUNTED_UP_TO), **counts}

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
            "done": mine
            & Domain("date_done", ">=", "today")
            & Domain("type_id.is_system", "=", False),
        }

    @api.model
    def _contact_domain(self):
        """Return the condition of a contact with somebody that has taken place.

        A note about them is none; floors above leave out what goes to many.
        """
        return Domain("state", "=", "done") & Domain("channel", "in", CONTACT_CHANNELS)
