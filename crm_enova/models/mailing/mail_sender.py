"""The sender of mail merges: prepares, claims, hands over, settles."""

import logging
import random
import smtplib
import time
from datetime import timedelta

from psycopg2 import errors

from odoo import fields
from odoo.exceptions import UserError

from .mail_letter import Route, prepare_letter
from .sending_limits import SendingLimits
from .smtp_delivery import Outcome, deliver, readable

_logger = logging.getLogger(__name__)

# So many are prepared at once, and settled at once.
BATCH = 50
# A batch that takes longer is cut short, so that a slow server holds up nothing.
LONGEST_BATCH = 60
TRIES = 8
# Connections that break one after the other: the server is left alone for a while.
BROKEN_OFF = 3
REST = timedelta(minutes=5)
RACES = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.UniqueViolation,
    errors.LockNotAvailable,
)


class MailSender:
    """One run of the sender, on one database connection and one SMTP session.

    ::

        MailSender(env).run()

    A batch of :data:`BATCH` e-mails is reserved and prepared. Each is then claimed, in
    the commit that also holds the outcome of the one before it, and handed over. After
    the last, mails, traces and events are told in bulk. Whatever kills the process
    leaves one claim without an outcome at most, which becomes *uncertain*.
    """

    def __init__(self, env):
        self.env = env
        self.attempts = env["enova.mailing.attempt"]
        self.limits = SendingLimits(env)
        self.number = 0
        self.connection = None
        self.connected_to = None
        self.last_mailing = 0
        self.resting = set()
        self.wake_at = []

    def run(self):
        """Send until nothing is due, or time is up; then see to being woken again."""
        progress = self.env["ir.cron"]._commit_progress
        with self.attempts._alive() as self.number:
            try:
                self._inherit()
                while count := self._send_batch():
                    if not progress(count, remaining=1):
                        return
                progress(remaining=0)
                self._see_to_waking()
            except Exception:
                # what is claimed now has no outcome, and never will
                self._transact(lambda: self.attempts._settle(self.number, is_dead=True))
                raise
            finally:
                self._hang_up()

    def _transact(self, work):
        """Do some work and commit it, again where another was quicker."""
        for turn in range(TRIES):
            try:
                result = work()
                self.env.cr.commit()  # pylint: disable=invalid-commit
                return result
            except RACES:
                self.env.cr.rollback()
                if turn == TRIES - 1:
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**turn))

    def _inherit(self):
        """Bring to an end what senders have left that are no more."""

        def work():
            for number in self.attempts._dead_senders(self.number):
                self.attempts._settle(number, is_dead=True)

        self._transact(work)

    # -- what comes next -----------------------------------------------------------

    def _send_batch(self):
        """Send the next batch of the next mailing; return of how many e-mails."""
        for mailing in self._mailings_due():
            route = self._route(mailing)
            if not route or self.resting & {mailing.id, route.key}:
                continue
            room, free_at = self.limits.room(mailing, route.server)
            if room < 1:
                self.wake_at.append(free_at)
                self.resting.add(mailing.id)
                continue
            count = min(BATCH, room)
            pairs = self._transact(
                lambda m=mailing, r=route, c=count: self.attempts._reserve(
                    self.number, m, r.server, c
                )
            )
            if pairs:
                self.last_mailing = mailing.id
                if self._deliver(mailing, route, pairs):
                    return len(pairs)
        return 0

    def _mailings_due(self):
        """Return the mailings that have something to send, in turns."""
        ids = self.env["mail.mail"]._enova_mailings_due()
        ids.sort(key=lambda id_: (id_ <= self.last_mailing, id_))
        return self.env["mailing.mailing"].browse(ids)

    def _route(self, mailing):
        """Return the way of a mailing, by core's rules; none where it has no e-mail."""
        mail = self.env["mail.mail"]._enova_first_due(mailing)
        if not mail:
            return None
        server_id, domain_id, smtp_from, _ids = next(
            mail._split_by_mail_configuration()
        )
        return Route(
            self.env["ir.mail_server"].browse(server_id or ()),
            self.env["mail.alias.domain"].browse(domain_id or ()),
            smtp_from,
        )

    def _see_to_waking(self):
        """Ask to be woken when a limit is free, or an e-mail has waited enough."""
        moments = [moment for moment in self.wake_at if moment]
        scheduled = self.env["mail.mail"]._enova_next_scheduled()
        if scheduled:
            moments.append(scheduled)
        if moments:
            self.attempts._trigger([min(moments)])
            self.env.cr.commit()  # pylint: disable=invalid-commit

    # -- a batch -------------------------------------------------------------------

    def _deliver(self, mailing, route, pairs):
        """Send what is reserved; return whether the server was there."""
        if not self._connect(route, mailing):
            self._transact(lambda: self.attempts._settle(self.number))
            return False
        letters = self._prepare(route, pairs)
        self._hand_over(route, mailing, letters)
        self._transact(lambda: self.attempts._settle(self.number))
        # memory stays flat, and the next batch sees what others have written
        self.env.invalidate_all()
        return True

    def _hand_over(self, route, mailing, letters):
        """Claim and send, one after the other."""
        outcomes, broken, start = [], 0, time.monotonic()
        for letter in letters:
            if letter.error:
                outcomes.append((letter.attempt_id, Outcome("failed", letter.error)))
                continue
            if broken >= BROKEN_OFF or time.monotonic() - start > LONGEST_BATCH:
                break
            if not self.connection and not self._connect(route, mailing):
                break
            if not self._claim(outcomes, letter):
                outcomes = []
                continue
            outcome = self._send(route, mailing, letter)
            outcomes = [(letter.attempt_id, outcome)]
            broken = 0 if outcome.connected else broken + 1
        self._transact(lambda: self.attempts._turn(self.number, outcomes))
        if broken >= BROKEN_OFF:
            self._rest(route, mailing, outcomes[-1][1].error)

    def _send(self, route, mailing, letter):
        """Hand one over, over a new connection where the old one was used up."""
        outcome = self._deliver_letter(letter)
        if not outcome.begun and self._connect(route, mailing):
            outcome = self._deliver_letter(letter)
        return outcome

    def _deliver_letter(self, letter):
        outcome = deliver(
            self.connection, letter.sender, letter.recipients, letter.payload
        )
        if not outcome.connected:
            self.connection = None
        return outcome

    def _claim(self, outcomes, letter):
        return self._transact(
            lambda: self.attempts._turn(
                self.number, outcomes, letter.attempt_id, letter.email
            )
        )

    # -- preparing -----------------------------------------------------------------

    def _prepare(self, route, pairs):
        """Return the letters of a batch, read together.

        Whoever has asked for no more of them since they were queued gets none: theirs
        stay reserved, and are dropped with what is left of the batch.
        """
        mails = self.env["mail.mail"].browse(mail_id for _attempt_id, mail_id in pairs)
        wanted = set(self._transact(mails._enova_drop_refused)._ids)
        letters = [
            self._prepare_letter(route, attempt_id, mail)
            for (attempt_id, _mail_id), mail in zip(pairs, mails, strict=True)
            if mail.id in wanted
        ]
        # what core may have noted while preparing, such as tokens of files
        self._transact(self.env.flush_all)
        return letters

    def _prepare_letter(self, route, attempt_id, mail):
        return prepare_letter(self.connection, route, attempt_id, mail)

    # -- the connection ------------------------------------------------------------

    def _connect(self, route, mailing):
        """Have a connection to the server of a route; return whether there is one."""
        if self.connection and self.connected_to == route.key:
            return True
        self._hang_up()
        try:
            self.connection = self.env["ir.mail_server"]._connect__(
                mail_server_id=route.server.id, smtp_from=route.smtp_from
            )
        except (OSError, smtplib.SMTPException, UserError, ValueError) as error:
            self._rest(route, mailing, readable(error))
            return False
        self.connected_to = route.key
        if mailing.sending_error:
            self._transact(lambda: mailing.write({"sending_error": False}))
        return bool(self.connection)

    def _rest(self, route, mailing, error):
        """Leave a server alone for a while, and say why on the mailing."""
        _logger.warning("mailing %s waits for its mail server: %s", mailing.id, error)
        self.resting.add(route.key)
        self.wake_at.append(fields.Datetime.now() + REST)
        if mailing.sending_error != error:
            self._transact(lambda: mailing.write({"sending_error": error}))

    def _hang_up(self):
        connection, self.connection = self.connection, None
        if connection:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()
