from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .enova_activity_stage import OPEN_STATES


class EnovaActivity(models.Model):
    """When a task is due, in the days of the person who looks."""

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

    @api.depends("date_deadline", "date_start", "user_id")
    def _compute_date_due(self):
        """Take the start's day where the assignee is, not where the server is."""
        for user, activities in self.grouped("user_id").items():
            local = activities.with_context(tz=user.tz or self.env.context.get("tz"))
            for activity in local:
                start = activity.date_start
                activity.date_due = activity.date_deadline or (
                    start and fields.Datetime.context_timestamp(activity, start).date()
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
        every = self.search_count(mine)
        return {"overdue": overdue, "today": due, "planned": every - overdue - due}
