import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH = 5000
# After a stop of the server, or an import, nobody wants to hear of what is long past.
STALE = timedelta(days=3)
ROWS_SENT = 20


class EnovaActivity(models.Model):
    """Tell people in time, once, whichever server does it."""

    _inherit = "enova.activity"

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
        """Take what is due and mark it as told, in one statement.

        Materialized, for a sub-query may be run again for each row that is updated, and
        then takes more than its limit. What another worker has in hand is passed over;
        what a worker had in hand when it died is free again, as are the letters that
        it queued.

        :return: the activities, without those that are long past
        """
        self.flush_model()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                WITH due AS MATERIALIZED (
                     SELECT id FROM enova_activity
                      WHERE state IN ('planned', 'in_progress')
                        AND (reminded_at IS NULL OR reminded_at < reminder_at)
                        AND reminder_at <= %(now)s AND active
                      ORDER BY reminder_at
                      LIMIT %(limit)s
                        FOR UPDATE SKIP LOCKED)
                UPDATE enova_activity AS activity SET reminded_at = %(now)s
                  FROM due WHERE activity.id = due.id
             RETURNING activity.id, reminder_at > %(stale)s
                """,
                now=now,
                stale=now - STALE,
                limit=limit,
            )
        )
        self.browse(row[0] for row in rows).invalidate_recordset(["reminded_at"])
        return self.browse(row[0] for row in rows if row[1])

    def _remind(self):
        """Tell everybody at once of all that is his, and write to the contractors."""
        told = {}
        for user, absent, tasks in self._people_to_remind():
            rows = tasks[:ROWS_SENT].with_user(user)._filtered_access("read")
            user._bus_send(
                "enova.reminder",
                {"rows": [row._reminder_row() for row in rows], "count": len(tasks)},
            )
            by_mail = tasks.filtered("type_id.reminder_email")
            by_mail._notify_assignee(user, absent, reminder=True)
            told.update(dict.fromkeys(tasks.ids, user.id))
        self._mark_reminded(told)
        self._remind_contractors()

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
        people = assigned._people_to_tell()
        # sudo: who is in charge of the contractors of these tasks
        free = (self - assigned).filtered(lambda a: a.partner_id and not a.private)
        by_acting = free.sudo().grouped(lambda task: task.partner_id.acting_user_id)
        for acting, tasks in by_acting.items():
            if acting:
                people.append((acting, acting.browse(), tasks.sudo(False)))
        return [(user, away, tasks) for user, away, tasks in people if user.active]

    def _mark_reminded(self, told):
        """Note who was told, in one statement.

        :param dict told: user id by activity id
        """
        if told:
            self.env.execute_query(
                SQL(
                    """
                    UPDATE enova_activity AS activity
                       SET reminded_user_id = told.user_id
                      FROM unnest(%s::int[], %s::int[]) AS told(id, user_id)
                     WHERE activity.id = told.id RETURNING activity.id
                    """,
                    list(told),
                    list(told.values()),
                )
            )
            self.browse(told).invalidate_recordset(["reminded_user_id"])
