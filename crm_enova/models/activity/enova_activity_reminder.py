import logging
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..base.arguments import read_arguments, whole
from .activity_times import start_day
from .enova_activity_stage import OPEN_STATES
from .enova_activity_type import REMINDERS

DAY = 24 * 60
# A deadline and a whole day are days; people are reminded of it when work begins.
MORNING = time(9)
SNOOZE = 15
LONGEST_SNOOZE = 30 * DAY
_logger = logging.getLogger(__name__)
BATCH = 5000
# After a stop of the server, or an import, nobody wants to hear of what is long past.
STALE = timedelta(days=3)
ROWS_SENT = 20


class EnovaActivity(models.Model):
    """When somebody is to be reminded, and telling them in time, once."""

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

    @api.depends("reminder", "date_start", "all_day", "date_deadline", "user_id")
    def _compute_reminder_at(self):
        """Count back from the start, else from the morning of the day.

        Hours of the clock are those of the assignee, on either side of a change to
        summer time.
        """
        due = self.filtered("reminder")
        (self - due).reminder_at = False
        for user, activities in due.grouped("user_id").items():
            zone = self._due_zone(user) or pytz.utc
            for activity in activities:
                activity.reminder_at = activity._reminder_moment(zone)

    def _reminder_moment(self, zone):
        """Return the moment in UTC, or ``False`` for what has no day.

        :param zone: a pytz time zone
        """
        day = start_day(self.date_start, zone, True) or self.date_deadline
        if self.date_start and not self.all_day:
            local = pytz.utc.localize(self.date_start).astimezone(zone)
        elif day:
            local = zone.localize(datetime.combine(day, MORNING))
        else:
            return False
        minutes = int(self.reminder)
        days, minutes = divmod(minutes, DAY)
        if days:
            wall = local.replace(tzinfo=None) - timedelta(days=days)
            local = zone.localize(wall)
        moment = local.astimezone(pytz.utc) - timedelta(minutes=minutes)
        return moment.replace(tzinfo=None)

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
        if self.all_day and self.date_start:
            moment = self.date_start.date()
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
        """Put the reminders away.

        :return: ``True``
        """
        self._as_system().write({"reminded_user_id": False})
        return True

    @read_arguments(minutes=whole(1, LONGEST_SNOOZE))
    def action_snooze(self, minutes=SNOOZE):
        """Be reminded once more, later.

        :param int minutes: from now; a month at most
        :return: ``True``
        """
        later = fields.Datetime.now() + timedelta(minutes=minutes)
        self._as_system().write({"reminded_user_id": False, "reminder_at": later})
        return True

    @api.model
    def _cron_remind(self):
        """Remind of what is due, batch by batch, each in a transaction of its own."""
        remaining = BATCH
        while remaining:
            claimed = self._claim_reminders(BATCH)
            claimed._remind()
            remaining = BATCH if len(claimed) == BATCH else 0
            progress = self.env["ir.cron"]._commit_progress
            if not progress(len(claimed), remaining=remaining):
                break

    @api.model
    def _claim_reminders(self, limit):
        """Take what is due, in this transaction alone, for :meth:`_remind`.

        What another worker has in hand is passed over; what a worker had in hand when
        it died is free again, as are the letters that it queued.

        :return: the activities, oldest first
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM enova_activity
                 WHERE state IN ('planned', 'in_progress')
                   AND (reminded_at IS NULL OR reminded_at < reminder_at)
                   AND reminder_at <= %s AND active
                 ORDER BY reminder_at
                 LIMIT %s
                   FOR NO KEY UPDATE SKIP LOCKED
                """,
                fields.Datetime.now(),
                limit,
            )
        )
        return self.browse(row[0] for row in rows)

    def _remind(self):
        """Tell everybody at once of all theirs, and write to the contractors.

        What is long past is noted as told, and nobody is.
        """
        oldest = fields.Datetime.now() - STALE
        current = self.filtered(lambda task: task.reminder_at > oldest)
        self._mark_reminded(current._tell_people())
        current._remind_contractors()

    def _tell_people(self):
        """Tell everybody of theirs, and return who was told: user id by activity id."""
        told = {}
        for user, absent, tasks in self._people_to_remind():
            # whoever may not read it would look for it in vain, and is not told; each
            # asked for theirs alone, not for the whole batch
            readable = tasks.with_user(user).with_prefetch()._filtered_access("read")
            tasks = tasks.browse(readable.ids)
            if not tasks:
                continue
            rows = [row._reminder_row() for row in readable[:ROWS_SENT]]
            user._bus_send("enova.reminder", {"rows": rows, "count": len(tasks)})
            by_mail = tasks.filtered("type_id.reminder_email")
            by_mail._notify_assignee(user, absent, reminder=True)
            told.update(dict.fromkeys(tasks.ids, user.id))
        return told

    def _remind_contractors(self):
        """Queue the letters to contractors; a broken template stops nothing else."""
        by_template = self.grouped(lambda task: task.type_id.reminder_template_id)
        for template, tasks in by_template.items():
            addressees = tasks._mail_addressees("contractor") if template else {}
            if not addressees:
                continue
            try:
                with self.env.cr.savepoint():
                    self._queue_mails(template, addressees)
            except (UserError, ValueError) as error:
                _logger.warning(
                    "The template %s cannot be sent: %s", template.display_name, error
                )

    def _people_to_remind(self):
        """Return who is told of what: also of what nobody was given.

        :return: list of (user, absent assignee or an empty recordset, activities)
        """
        assigned = self.filtered("user_id")
        people = assigned._notification_recipients()
        # sudo: who is in charge of the contractors of these tasks
        free = (self - assigned).filtered(lambda a: a.partner_id and not a.private)
        by_acting = free.sudo().grouped(lambda task: task.partner_id.acting_user_id)
        for acting, tasks in by_acting.items():
            if acting:
                people.append((acting, acting.browse(), tasks.sudo(False)))
        return [(user, away, tasks) for user, away, tasks in people if user.active]

    def _mark_reminded(self, told):
        """Note that, and who was told, in one statement.

        :param dict told: user id by activity id, of those that somebody was told of
        """
        if not self:
            return
        self.env.execute_query(
            SQL(
                """
                UPDATE enova_activity AS activity
                   SET reminded_at = %s,
                       reminded_user_id = COALESCE(told.user_id, reminded_user_id)
                  FROM unnest(%s::int[], %s::int[]) AS told(id, user_id)
                 WHERE activity.id = told.id RETURNING activity.id
                """,
                fields.Datetime.now(),
                self.ids,
                [told.get(id_) for id_ in self.ids],
            )
        )
        self.invalidate_recordset(["reminded_at", "reminded_user_id"])
