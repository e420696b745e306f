from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models

from .enova_activity_stage import OPEN_STATES
from .enova_activity_type_reminder import REMINDERS

DAY = 24 * 60
# A deadline is a day; people are reminded of it when work begins.
MORNING = time(9)
SNOOZE = 15
LONGEST_SNOOZE = 30 * DAY


class EnovaActivity(models.Model):
    """When somebody is to be reminded, and what he does with the reminder."""

    _inherit = "enova.activity"

    reminder = fields.Selection(REMINDERS)
    reminder_at = fields.Datetime(
        string="Remind on",
        compute="_compute_reminder_at",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Another moment may be written; it holds until start or deadline moves.",
    )
    reminded_at = fields.Datetime(string="Reminded on", readonly=True, copy=False)
    reminded_user_id = fields.Many2one(
        "res.users",
        string="Reminded",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Who was told, and has not put the reminder away yet.",
    )

    # What is still to be told; a moved reminder is told again.
    _reminder_due_idx = models.Index(
        "(reminder_at) WHERE reminder_at IS NOT NULL"
        " AND state IN ('planned', 'in_progress')"
        " AND (reminded_at IS NULL OR reminded_at < reminder_at)"
    )

    @api.depends("reminder", "date_start", "date_deadline", "user_id")
    def _compute_reminder_at(self):
        """Count back from the start, else from the morning of the deadline.

        Hours of the clock are those of the assignee, on either side of a change to
        summer time.
        """
        due = self.filtered("reminder")
        (self - due).reminder_at = False
        default = self.env.context.get("tz") or "UTC"
        for user, activities in due.grouped("user_id").items():
            # sudo: in which zone a colleague works
            zone = pytz.timezone(user.sudo().tz or default)
            for activity in activities:
                activity.reminder_at = activity._reminder_moment(zone)

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Say at once of most rows that nobody is reminded of them."""
        for vals in vals_list:
            if not vals.get("reminder"):
                vals.setdefault("reminder_at", False)
        return super()._add_precomputed_values(vals_list)

    def _reminder_moment(self, zone):
        """Return the moment in UTC, or ``False`` for what has no day.

        :param zone: a pytz time zone
        """
        if self.date_start:
            local = pytz.utc.localize(self.date_start).astimezone(zone)
        elif self.date_deadline:
            local = zone.localize(datetime.combine(self.date_deadline, MORNING))
        else:
            return False
        minutes = int(self.reminder)
        days, minutes = divmod(minutes, DAY)
        if days:
            wall = local.replace(tzinfo=None) - timedelta(days=days)
            local = zone.localize(wall)
        moment = local.astimezone(pytz.utc) - timedelta(minutes=minutes)
        return moment.replace(tzinfo=None)

    @api.onchange("type_id")
    def _onchange_type_reminder(self):
        """Propose the reminder of the definition."""
        if not self._origin:
            self.reminder = self.type_id.reminder

    @api.model
    @api.readonly
    def enova_reminders(self):
        """Return what the caller was reminded of and has not put away, newest first.

        :return: list of dicts: ``id``, ``title``, ``contractor`` (name or ``False``),
            ``moment`` (start in UTC, else the deadline, in ISO 8601; or ``False``),
            ``icon``, and ``absent``: on whose behalf, or ``False``
        """
        if not self.has_access("read"):
            return []
        reminded = self.search(
            [("reminded_user_id", "=", self.env.uid), ("state", "in", OPEN_STATES)],
            order="reminded_at desc, id desc",
            limit=40,
        )
        return [activity._reminder_row() for activity in reminded]

    def _reminder_row(self):
        moment = self.date_start or self.date_deadline
        absent = self.user_id and self.user_id != self.env.user
        return {
            "id": self.id,
            "title": self.name,
            # sudo: names on a task that the caller reads, as core shows them
            "contractor": self.partner_id.sudo().name or False,
            "absent": absent and self.user_id.sudo().name,
            "icon": self.type_id.icon,
            "moment": moment and self._iso(moment),
        }

    def _iso(self, moment):
        utc = "Z" if isinstance(moment, datetime) else ""
        return moment.isoformat() + utc

    def action_reminder_seen(self):
        """Put the reminders away."""
        self.write({"reminded_user_id": False})
        return True

    def action_snooze(self, minutes=SNOOZE):
        """Be reminded once more, later.

        :param int minutes: from now; a month at most
        """
        minutes = min(max(int(minutes), 1), LONGEST_SNOOZE)
        later = fields.Datetime.now() + timedelta(minutes=minutes)
        self.write({"reminded_user_id": False, "reminder_at": later})
        return True
