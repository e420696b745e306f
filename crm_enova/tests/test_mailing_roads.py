from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import tagged
from odoo.tools import mute_logger

from .mailing_send_common import MailingSendCase


@tagged("post_install", "-at_install")
class TestMailingRoads(MailingSendCase):
    """Whatever road leads to core's sender, an addressee gets one e-mail."""

    def test_queued_for_our_sender(self):
        """Up to a hundred core would send on the spot; ours wait for their sender."""
        self.assertEqual(len(self.mails), 3)
        self.assertEqual(set(self.mails.mapped("state")), {"outgoing"})
        self.assertEqual(self.mails.mapped("enova_event_id"), self.events.ids)
        self.assertEqual(self.mails.mailing_trace_ids.enova_activity_id, self.events)

    def test_wakes_the_sender(self):
        cron = self.env.ref("crm_enova.enova_mailing_cron_send")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertTrue(triggers)

    def test_core_queue_leaves_them(self):
        other = self.env["mail.mail"].create(
            {"subject": "Other", "email_to": "x@example.com", "email_from": "y@z.pl"}
        )
        seen = []
        self.patch(
            self.registry["mail.mail"],
            "_send",
            lambda mails, *_args, **_kwargs: seen.extend(mails.ids),
        )
        self.env["mail.mail"].process_email_queue()
        self.assertIn(other.id, seen)
        self.assertFalse(set(seen) & set(self.mails.ids))
        self.env["mail.mail"].process_email_queue(email_ids=self.mails.ids)
        (self.mails | other).send()
        self.assertFalse(set(seen) & set(self.mails.ids))
        self.assertEqual(seen.count(other.id), 2)

    def test_test_of_the_text_is_core(self):
        """A test of the text goes on the spot, and belongs to nobody's history."""
        mail = self.env["mail.mail"].create(
            {
                "mailing_id": self.mailing.id,
                "model": "res.partner",
                "res_id": self.addressees[0].id,
                "email_to": "me@example.com",
            }
        )
        self.assertFalse(mail.enova_event_id)

    def test_second_open_attempt_is_impossible(self):
        """The database refuses, whoever tries."""
        for state in ("reserved", "claimed", "sent", "uncertain"):
            self._attempt(self.mails[0], "postponed")
            attempt = self._attempt(self.mails[1], "postponed")
            attempt.state = state
            self.env.flush_all()
            with (
                self.subTest(state),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._attempt(self.mails[1], "sent")
            attempt.state = "failed"

    def test_nothing_queues_uncertain_ones_again(self):
        self._attempt(self.mails[0], "uncertain", error="Broken off")
        self.assertEqual(self.mails[0].state, "exception")
        self.assertEqual(self.events[0].mailing_state, "uncertain")
        self.mails[0].action_retry()
        self.mails[0].mark_outgoing()
        self.mails[0].send()
        self.mailing.action_retry_failed()
        self.assertEqual(self.mails[0].exists().state, "exception")
        self.assertEqual(self.events[0].mailing_state, "uncertain")
        reserve = self.env["enova.mailing.attempt"]._reserve
        # even one that somebody has marked by hand
        self.mails[0].state = "outgoing"
        self.env.flush_all()
        server = self.env["ir.mail_server"]
        taken = [mail_id for _id, mail_id in reserve(9, self.mailing, server, 10)]
        self.assertEqual(taken, self.mails[1:].ids)

    def test_others_are_marked_as_ever(self):
        other = self.env["mail.mail"].create({"subject": "Other"})
        (self.mails | other).write({"state": "exception"})
        (self.mails | other).action_retry()
        self.assertEqual(set((self.mails | other).mapped("state")), {"outgoing"})

    def test_sent_again_by_a_person(self):
        attempt = self._attempt(self.mails[0], "uncertain", error="Broken off")
        message_id = self.mails[0].message_id
        self.events[0].with_user(self.env.ref("base.user_admin")).action_send_again()
        self.assertEqual(attempt.state, "released")
        self.assertEqual(attempt.decided_by_id, self.env.ref("base.user_admin"))
        self.assertEqual(self.mails[0].state, "outgoing")
        self.assertEqual(self.mails[0].message_id, message_id)
        self.assertEqual(self.events[0].mailing_state, "prepared")
        with self.assertRaisesRegex(UserError, "uncertain any more"):
            self.events[0].action_send_again()

    def test_arrived_by_a_person(self):
        attempt = self._attempt(self.mails[0], "uncertain", error="Broken off")
        self.events[0].action_mark_arrived()
        self.assertEqual(attempt.state, "sent")
        self.assertEqual(self.events[0].mailing_state, "sent")
        self.assertFalse(self.mails[0].exists(), "core deletes what is sent")

    def test_decisions_need_rights(self):
        self._attempt(self.mails[0], "uncertain", error="Broken off")
        for user in (self.user_outsider, self.user_portal):
            for method in ("action_send_again", "action_mark_arrived"):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    getattr(self.events[0].with_user(user), method)()
        self.assertEqual(self.events[0].mailing_state, "uncertain")

    def test_retry_uses_the_event_again(self):
        """A trace without its e-mail does not hold core back from a new one."""
        self._attempt(self.mails[0], "failed", error="554 Spam")
        self._attempt(self.mails[1], "sent")
        trace = self.env["mailing.trace"].search(
            [("enova_activity_id", "=", self.events[0].id)]
        )
        trace.copy({"mail_mail_id": False})
        self.assertEqual(self.events[0].mailing_left_out, "error")
        self.assertIn("554 Spam", self.events[0].mailing_error)
        self.mailing.state = "done"
        self.mailing.action_retry_failed()
        self.assertEqual(self.mailing.state, "in_queue")
        self.assertEqual(self.events[0].mailing_state, "prepared")
        self.assertFalse(trace.exists())
        remaining = self.mailing._get_remaining_recipients()
        self.assertEqual(remaining, self.addressees[0].ids)
        self.mailing._action_send_mail()
        mail = self.env["mail.mail"].search(
            [("enova_event_id", "=", self.events[0].id)]
        )
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(len(self.mailing.event_ids), 3)

    def test_whoever_refuses_meanwhile_gets_none(self):
        """Blocked, withdrawn or archived after the e-mails were queued."""
        more = self._addressees(4, "pozniej")
        mailing = self._mailing(more)
        mails, events = self._mails_of(mailing), mailing.event_ids.sorted("id")
        self.env["mail.blacklist"]._add(more[0].email)
        self.env["enova.consent"]._withdraw_by_mail(
            more[1], more[1].email, self.purpose, "Click"
        )
        more[2].active = False
        self.assertEqual(mails._enova_drop_refused(), mails[3])
        self.assertEqual(mails.mapped("state"), ["cancel"] * 3 + ["outgoing"])
        self.assertEqual(
            events.mapped("mailing_left_out"),
            ["blacklisted", "no_consent", "error", False],
        )
        self.assertIn("archived", events[2].mailing_error)

    def test_what_came_back_at_once_stays_said(self):
        """A bounce may be quicker than the end of the batch."""
        self.mails[0].mailing_trace_ids.set_bounced(bounce_message="No such user")
        trace = self.mails[0].mailing_trace_ids
        self._attempt(self.mails[0], "sent")
        self.assertEqual(trace.trace_status, "bounce")

    def test_settled_in_bulk(self):
        """The queries of a batch do not grow with it."""
        counts = []
        # the first of all reads what stays in the cache, until something empties that:
        # so the large batch has a second turn
        for turn, size in enumerate((1, 2, 8, 8)):
            partners = self._addressees(size, f"bulk{turn}")
            mails = self._mails_of(self._mailing(partners))
            for mail in mails:
                self.env["enova.mailing.attempt"].create(
                    {
                        "activity_id": mail.enova_event_id,
                        "mailing_id": mail.mailing_id.id,
                        "mail_id": mail.id,
                        "sender": 8,
                        "state": "sent",
                    }
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["enova.mailing.attempt"]._settle(8)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertFalse(mails.exists())
        self.assertLessEqual(min(counts[2:]), counts[1])

    def test_copy_for_trials_sends_none(self):
        [query] = get_neutralization_queries(["crm_enova"])
        self.env.flush_all()
        self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertEqual(set(self.mails.mapped("state")), {"cancel"})

    def test_forgotten_with_the_person(self):
        attempt = self._attempt(
            self.mails[0], "bounced", error="550 <adresat0@example.com> unknown"
        )
        self.assertTrue(attempt.email)
        self.env["enova.partner.anonymize"]._forget_letters(self.addressees[0])
        self.assertFalse(attempt.email)
        self.assertFalse(attempt.error)

    def test_log_is_the_managers(self):
        """Who reads the log reads addresses; nobody writes it."""
        attempt = self._attempt(self.mails[0], "sent")
        as_manager = attempt.with_user(self.user_manager)
        self.assertEqual(as_manager.read(["email"])[0]["email"], attempt.email)
        for user in (self.user_own, self.user_all, self.user_outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                attempt.with_user(user).read(["email"])
        for values in ({"state": "failed"}, {"email": "x@example.com"}):
            with self.assertRaises(AccessError):
                as_manager.write(values)
        with self.assertRaises(AccessError):
            as_manager.unlink()
        elsewhere = attempt.with_user(self.user_manager)
        attempt.company_id = self.other_company
        self.env.flush_all()
        with self.assertRaises(AccessError):
            elsewhere.read(["email"])

    def test_postponed_waits_longer_each_time(self):
        waits = []
        for _try in range(6):
            self._attempt(self.mails[0], "postponed", error="451 Later")
            if self.mails[0].state != "outgoing":
                break
            waits.append(self.mails[0].scheduled_date - fields.Datetime.now())
        self.assertEqual(len(waits), 5)
        self.assertEqual(waits, sorted(waits))
        self.assertEqual(self.mails[0].state, "exception")
        self.assertEqual(self.events[0].mailing_left_out, "error")
