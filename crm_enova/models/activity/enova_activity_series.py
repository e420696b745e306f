import pytz

from odoo import Command, api, fields, models

from ..base.moment import zone_of
from .enova_activity_stage import OPEN_STATES


class EnovaActivity(models.Model):
    """One of a series, which may be moved, done or cancelled like any other."""

    _inherit = "enova.activity"

    recurrence_id = fields.Many2one(
        "enova.activity.recurrence",
        string="Series",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
    )
    recurrence_date = fields.Date(
        string="Date in the series",
        readonly=True,
        copy=False,
        help="By the rule of the series, wherever this one was moved.",
    )

    # Whatever two workers plan at once, a day of a series has one.
    _one_a_day = models.UniqueIndex(
        "(recurrence_id, recurrence_date) WHERE recurrence_id IS NOT NULL",
        "The series has one on that day already.",
    )

    def action_open_series(self):
        """List all of the series.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action"
        )
        action["domain"] = [("recurrence_id", "=", self.recurrence_id.id)]
        action["context"] = {"create": False}
        action["display_name"] = self.env._("Series")
        return action

    @api.model
    def _recurring_fields(self):
        """Return what a window has just changed, and all that follow are to have too.

        Floors above add theirs.
        """
        return [
            "name",
            "type_id",
            "partner_id",
            "contact_id",
            "user_id",
            "assigned_by_id",
            "priority",
            "private",
            "description",
            "location",
            "calendar_entry",
            "all_day",
            "reminder",
        ]

    def _create_occurrences(self, series, days):
        """Create the ones of these days, after the pattern of this one, in bulk.

        :param series: whose days they are
        :param days: list of (date by the rule, day planned)
        :return: the new activities
        """
        self.ensure_one()
        pattern = self._series_vals()
        # the series and its days are the system's
        system = self._as_system()
        made = system.create([{**pattern, **series._day_vals(*pair)} for pair in days])
        return made.with_env(self.env)

    def _series_vals(self):
        """Return what the others of the series have of this one.

        Tasks of an archived assignee are given to the caretaker on duty.
        """
        values = {name: self[name] for name in self._recurring_fields()}
        values["user_id"] = self._successor(self.user_id)
        values = self._convert_to_write(values)
        return {
            **values,
            "tag_ids": [Command.set(self.tag_ids.ids)],
            "attendee_ids": [Command.set(self.attendee_ids.ids)],
            "properties": dict(self.properties or {}),
            "company_id": self.company_id.id,
            "date_deadline": False,
            # planned, also what a stopped server comes too late for
            "stage_id": self.type_id._stage_of_state("planned", "in_progress").id,
        }

    def _following(self):
        """Return the open ones of the series from this one on, this one included."""
        self.ensure_one()
        return self.search(
            [
                ("recurrence_id", "=", self.recurrence_id.id),
                ("recurrence_date", ">=", self.recurrence_date),
                ("state", "in", OPEN_STATES),
            ],
            order="recurrence_date",
        )

    def _series_zone(self):
        """Return the zone whose clock a series follows: the assignee's.

        Whole days, and those of a deadline, are stored as days of no zone.
        """
        if self.all_day or not self.date_start:
            return pytz.utc
        return zone_of(self.user_id, self.env)

    def _local_start(self):
        """Return the start, else the day to do it, on the clock of the assignee."""
        moment = self.date_start or self.date
        return pytz.utc.localize(moment).astimezone(self._series_zone())
