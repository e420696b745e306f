"""Answers that are not as they should be."""

from odoo.tests import tagged

from .mailing_send_common import MailingAnswersCase


@tagged("post_install", "-at_install")
class TestMailingAnswersOdd(MailingAnswersCase):
    def test_each_company_has_an_address_of_its_own(self):
        domain = self.env["mail.alias.domain"].create({"name": "druga.example.com"})
        self.other_company.alias_domain_id = domain
        alias = self.env["enova.activity"]._answer_alias(self.other_company)
        self.assertNotEqual(alias, self.alias)
        self.assertEqual(alias.alias_full_name, "answers@druga.example.com")
        to = alias.alias_full_name
        new = self._receive(self.contractor.email, to, subject="Ile?")
        self.assertEqual(new.company_id, self.other_company)
        self.assertEqual(new.partner_id, self.contractor)
        self.assertFalse(new.user_id, "the caretaker is not there")
        self.other_company.alias_domain_id = False
        self.assertFalse(self.env["enova.activity"]._answer_alias(self.other_company))

    def test_a_contractor_of_another_company(self):
        """Their mail is entered where they are, and does not bounce."""
        self.contractor.write({"user_id": False, "company_id": self.other_company.id})
        new = self._receive(self.contractor.email, subject="Pytanie")
        self.assertEqual(new.partner_id, self.contractor)
        self.assertEqual(new.company_id, self.other_company)

    def test_the_latest_of_several(self):
        """Without a reference; with one, that which it names."""
        second = self._mailing(self.addressees)
        for mail in self._mails_of(second):
            self._attempt(mail, "sent")
        event = second.event_ids.sorted("id")[0]
        self._receive(self.addressees[0].email.upper())
        self.assertEqual(event.mailing_state, "answered")
        self.assertEqual(self.events[0].mailing_state, "sent")
        self._receive("ktos@example.org", refers_to=self.message_ids[0])
        self.assertEqual(self.events[0].mailing_state, "answered")
        # of a thread that we know nothing of: by whoever writes
        self._receive(self.addressees[1].email, refers_to="<x@example.org>")
        self.assertEqual(second.event_ids.sorted("id")[1].mailing_state, "answered")
        self.assertEqual(self.events[1].mailing_state, "sent")

    def test_an_uncertain_one_has_arrived(self):
        [mail] = self._mails_of(self._mailing(self._addressees(1, "niepewny")))
        attempt = self._attempt(mail, "uncertain", error="Broken off")
        event = attempt.activity_id
        self.assertEqual(event.mailing_state, "uncertain")
        self._receive(event.partner_id.email)
        self.assertEqual((event.mailing_state, event.state), ("answered", "done"))
        event.mailing_id.invalidate_recordset(["uncertain_count"])
        self.assertEqual(event.mailing_id.uncertain_count, 0)

    def test_an_archived_event(self):
        self.events[0].action_archive()
        self._receive(self.addressees[0].email, refers_to=self.message_ids[0])
        self.assertEqual(self.events[0].mailing_state, "answered")
        self.assertEqual(len(self._answers(self.events[0])), 1)

    def test_whoever_has_left_is_told_nothing(self):
        self.user_manager.active = False
        self._receive(self.addressees[0].email, refers_to=self.message_ids[0])
        event = self.events[0]
        self.assertEqual(event.mailing_state, "answered")
        self.assertNotIn(self.user_manager.partner_id, event.message_partner_ids)

    def test_a_subject_without_end(self):
        new = self._receive(self.contractor.email, subject="Pytanie " * 200)
        self.assertTrue(new.name.startswith("Pytanie Pytanie"))
        self.assertLessEqual(len(new.name), 1000)

    def test_two_answers_are_both_kept(self):
        for _turn in range(2):
            self._receive(self.addressees[0].email, refers_to=self.message_ids[0])
        self.assertEqual(len(self._answers(self.events[0])), 2)
        self.assertEqual(len(self.mailing.mailing_trace_ids), 3)

    def test_an_answer_after_a_bounce(self):
        """Somebody else reads the mailbox, whatever a server has said."""
        self.events[2]._mailing_moved("bounced", error="mailbox full")
        self._receive("inny@example.org", refers_to=self.message_ids[2])
        self.assertEqual(self.events[2].mailing_state, "answered")
