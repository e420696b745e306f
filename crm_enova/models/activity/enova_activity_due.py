from odoo import api, fields, models

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
        [("overdue", "Overdue"), ("today", "Today"), ("planned", "Planned")],
        string="Urgency",
        compute="_compute_due_state",
        help="Counted in the time zone of the person who looks; empty when closed.",
    )

    @api.depends("date_deadline", "date_start", "user_id")
    def _compute_date_due(self):
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
        today = fields.Date.context_today(self)
        for activity in self:
            if activity.state not in OPEN_STATES:
                activity.due_state = False
            elif not activity.date_due or activity.date_due > today:
                activity.due_state = "planned"
            else:
                overdue = activity.date_due < today
                activity.due_state = "overdue" if overdue else "today"

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
