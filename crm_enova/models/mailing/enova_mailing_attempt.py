import logging
import secrets
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..base.context import MAILING_TOLD
from .mail_sender import MailSender

_logger = logging.getLogger(__name__)

# What stands between an addressee and a second e-mail.
OPEN_STATES = ("reserved", "claimed", "sent", "uncertain")
# The locks by which senders see whether another is alive: "enova" on a telephone.
LOCK_CLASS = 36682
LARGEST_NUMBER = 2**31 - 1
# How long an e-mail waits that a server will take later, and how often it may.
WAITS = (5, 15, 60, 240, 720)


class EnovaMailingAttempt(models.Model):
    """An e-mail of a mail merge that is being sent, or has been.

    It is entered and committed *before* the e-mail goes out, and told afterwards what
    has become of it. So nobody ever sends twice: the database allows one open attempt
    for each addressee, whatever happens to the e-mail, its traces or the sender.

    * ``reserved``: a sender has taken it in hand, nothing has gone out;
    * ``claimed``: it may have gone out; a sender that dies leaves one such;
    * ``sent``, ``failed``, ``postponed``: what the server has said;
    * ``uncertain``: nobody knows, and a person decides;
    * ``released``: a person has decided that it goes again.

    A sender holds a lock with its number. Where that lock is free and attempts are not
    settled, the sender is dead, and whoever comes next brings its work to an end.
    """

    _name = "enova.mailing.attempt"
    _inherit = "enova.guard.mixin"
    _description = "Attempt to send an e-mail"
    _order = "id desc"
    _rec_name = "email"

    activity_id = fields.Many2one(
        "enova.activity",
        string="Event of the addressee",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    mailing_id = fields.Many2one(
        "mailing.mailing",
        string="Mail merge",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users",
        string="Sent for",
        readonly=True,
        ondelete="set null",
        help="Whose daily quota it counts in.",
    )
    server_id = fields.Many2one(
        "ir.mail_server", string="Mail server", readonly=True, ondelete="set null"
    )
    mail_id = fields.Integer(
        readonly=True,
        index=True,
        help="The e-mail, which core deletes once it is sent.",
    )
    message_id = fields.Char(string="Message-ID", readonly=True, index="btree_not_null")
    email = fields.Char(readonly=True, index="btree_not_null")
    sender = fields.Integer(readonly=True, help="Number of the sender, for its lock.")
    date = fields.Datetime(string="Tried on", readonly=True)
    state = fields.Selection(
        [
            ("reserved", "Reserved"),
            ("claimed", "Being sent"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("bounced", "Address refused"),
            ("postponed", "Postponed"),
            ("uncertain", "Uncertain"),
            ("released", "Sent again"),
        ],
        required=True,
        readonly=True,
        default="reserved",
    )
    error = fields.Text(readonly=True)
    decided_by_id = fields.Many2one(
        "res.users",
        string="Decided by",
        readonly=True,
        ondelete="set null",
        help="Who has said what is to become of an uncertain e-mail.",
    )
    is_settled = fields.Boolean(
        string="Settled",
        readonly=True,
        help="The e-mail, its trace and its event have been told.",
    )

    _once = models.UniqueIndex(
        "(activity_id) WHERE state IN ('reserved', 'claimed', 'sent', 'uncertain')",
        "This addressee has the e-mail already, or is about to get it.",
    )
    _unsettled_idx = models.Index("(sender) WHERE is_settled IS NOT TRUE")
    _pace_idx = models.Index("(server_id, date)")
    _quota_idx = models.Index("(user_id, date)")

    # -- the sender ----------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Send what is due, as fast as the limits allow, until time is up."""
        MailSender(self.env).run()

    @api.model
    def _trigger(self, moments=None):
        """Wake the sender, now or at the moments given."""
        # sudo: waking the job is all that it is for
        self.env.ref("crm_enova.enova_mailing_cron_send").sudo()._trigger(moments)

    @api.model
    @contextmanager
    def _alive(self):
        """Hold the lock of a new sender; give its number.

        The lock belongs to the connection. It outlasts every commit, and goes with the
        connection, and so with the process, however that ends.
        """
        number = 0
        while not number or not self._try_lock(number):
            number = 1 + secrets.randbelow(LARGEST_NUMBER)
        try:
            yield number
        finally:
            self.env.cr.rollback()
            self.env.cr.execute(
                SQL("SELECT pg_advisory_unlock(%s, %s)", LOCK_CLASS, number)
            )
            self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _try_lock(self, number):
        self.env.cr.execute(
            SQL("SELECT pg_try_advisory_lock(%s, %s)", LOCK_CLASS, number)
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _dead_senders(self, living):
        """Return the numbers of senders that have left something and are no more.

        Their locks are held until the transaction ends, so that one heir is enough.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT sender
                  FROM (SELECT DISTINCT sender FROM enova_mailing_attempt
                         WHERE is_settled IS NOT TRUE AND sender <> %s) AS left_behind
                 WHERE pg_try_advisory_xact_lock(%s, sender)
                """,
                living,
                LOCK_CLASS,
            )
        )
        return [number for (number,) in self.env.cr.fetchall()]

    @api.model
    def _reserve(self, number, mailing, server, count):
        """Take e-mails of a mailing in hand, which no other sender has.

        :param int number: of the sender
        :param server: ``ir.mail_server``, maybe empty
        :param int count: at most
        :return: list of pairs of ids of the attempt and of the e-mail
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO enova_mailing_attempt
                       (activity_id, mailing_id, company_id, user_id, server_id,
                        mail_id, message_id, sender, date, state, is_settled)
                SELECT event.id, mail.mailing_id, event.company_id, %s, %s,
                       mail.id, message.message_id, %s, now() AT TIME ZONE 'UTC',
                       'reserved', FALSE
                  FROM mail_mail AS mail
                  JOIN mail_message AS message ON message.id = mail.mail_message_id
                  JOIN enova_activity AS event ON event.id = mail.enova_event_id
                 WHERE mail.mailing_id = %s AND %s
                   AND NOT EXISTS (
                       SELECT FROM enova_mailing_attempt AS earlier
                        WHERE earlier.activity_id = event.id
                          AND earlier.state IN %s)
                 ORDER BY mail.id
                 LIMIT %s
                   FOR NO KEY UPDATE OF mail SKIP LOCKED
                    ON CONFLICT DO NOTHING
             RETURNING id, mail_id
                """,
                mailing.user_id.id or None,
                server.id or None,
                number,
                mailing.id,
                self.env["mail.mail"]._enova_due(),
                OPEN_STATES,
                count,
            )
        )
        return self.env.cr.fetchall()

    @api.model
    def _turn(self, number, outcomes, attempt_id=None, email=None):
        """Write what has become of some, and claim the next; one commit is for both.

        :param int number: of the sender
        :param list outcomes: pairs of id and :class:`Outcome`
        :param int attempt_id: which goes out now; none after the last
        :return: whether it may go out: it is still to be sent, and in our hand
        """
        for id_, outcome in outcomes:
            self.env.cr.execute(
                SQL(
                    "UPDATE enova_mailing_attempt SET state = %s, error = %s"
                    " WHERE id = %s AND sender = %s",
                    outcome.state,
                    outcome.error or None,
                    id_,
                    number,
                )
            )
        if not attempt_id:
            return False
        self.env.cr.execute(
            SQL(
                """
                UPDATE enova_mailing_attempt AS attempt
                   SET state = 'claimed', email = %s, date = now() AT TIME ZONE 'UTC'
                  FROM mail_mail AS mail
                 WHERE attempt.id = %s AND attempt.sender = %s
                   AND attempt.state = 'reserved'
                   AND mail.id = attempt.mail_id AND mail.state = 'outgoing'
                """,
                email,
                attempt_id,
                number,
            )
        )
        return bool(self.env.cr.rowcount)

    # -- what has become of them ---------------------------------------------------

    @api.model
    def _settle(self, number, is_dead=False):
        """Tell e-mails, traces and events what has become of a sender's attempts.

        :param int number: of the sender
        :param bool is_dead: it will not come to know what it has claimed
        """
        self.env.cr.execute(
            SQL(
                "DELETE FROM enova_mailing_attempt"
                " WHERE sender = %s AND state = 'reserved'",
                number,
            )
        )
        self.invalidate_model()
        attempts = self.search([("sender", "=", number), ("is_settled", "=", False)])
        claimed = attempts.filtered(lambda attempt: attempt.state == "claimed")
        if is_dead and claimed:
            claimed.write({"state": "uncertain", "error": self._broken_off()})
        elif claimed:
            attempts -= claimed
        for state, group in attempts.grouped("state").items():
            getattr(self, f"_settle_{state}")(group)
        attempts.write({"is_settled": True})

    @api.model
    def _broken_off(self):
        return self.env._(
            "The sending was broken off. Nobody knows whether the e-mail has arrived."
        )

    def _mails(self):
        """Return the e-mails that are still there."""
        return self.env["mail.mail"].browse(self.mapped("mail_id")).exists()

    def _settle_sent(self, attempts):
        """They have arrived at the server; what came back meanwhile stays said."""
        mails = attempts._mails()
        mails._enova_finish({"state": "sent"})
        attempts.activity_id._mailing_moved("sent")

    def _settle_failed(self, attempts):
        """The server will never take them, or they cannot be built."""
        for error, group in attempts.grouped("error").items():
            # first, as traces know no more than that there was an error
            group.activity_id._mailing_moved("left_out", left_out="error", error=error)
            group._mails()._enova_finish(
                {
                    "state": "exception",
                    "failure_type": "unknown",
                    "failure_reason": error,
                }
            )

    def _settle_bounced(self, attempts):
        """The address is refused: what a letter that comes back says, said at once."""
        for error, group in attempts.grouped("error").items():
            mails = group._mails()
            traces = mails.mailing_trace_ids
            mails._enova_finish(
                {
                    "state": "exception",
                    "failure_type": "mail_email_invalid",
                    "failure_reason": error,
                }
            )
            traces.set_bounced(bounce_message=error)
            group.activity_id._mailing_moved("bounced", error=error)
        self.env["res.partner"]._enova_count_bounces(attempts.mapped("email"))

    def _settle_postponed(self, attempts):
        """They wait, each time longer, and fail when that has not helped."""
        tries = dict(
            self._read_group(
                [
                    ("mail_id", "in", attempts.mapped("mail_id")),
                    ("state", "=", "postponed"),
                ],
                ["mail_id"],
                ["__count"],
            )
        )
        for count, group in attempts.grouped(lambda a: tries[a.mail_id]).items():
            if count > len(WAITS):
                group.state = "failed"
                self._settle_failed(group)
                continue
            later = fields.Datetime.now() + timedelta(minutes=WAITS[count - 1])
            group._mails().write({"scheduled_date": later})

    def _settle_uncertain(self, attempts):
        """Set them aside: nothing sends them again but a person's decision."""
        for error, group in attempts.grouped("error").items():
            mails = group._mails()
            mails.write(
                {
                    "state": "exception",
                    "failure_type": "unknown",
                    "failure_reason": error,
                }
            )
            # neither sent nor failed: core has no word for it, and retries none of them
            mails.mailing_trace_ids.with_context(**MAILING_TOLD.on).write(
                {"trace_status": "process"}
            )
            group.activity_id._mailing_moved("uncertain", error=error)
        for mailing, group in attempts.grouped("mailing_id").items():
            _logger.warning("mailing %s: uncertain are %s", mailing.id, group.ids)
            mailing._tell_uncertain(len(group))
