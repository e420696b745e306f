from odoo.exceptions import UserError
from odoo.tests import tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestMailingEvents(MailingCase):
    """An event learns from its trace, or from the printer, how far it is."""

    def _sent(self, **values):
        """Queue an e-mail and let core make the mails; return mailing and traces."""
        mailing = self._mailing(
            self.brewery | self.office, mailing_type="mail", **values
        )
        self._queue(mailing)
        self._send()
        traces = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", mailing.id)], order="id"
        )
        return mailing, traces

    def test_emails_are_what_was_settled(self):
        mailing, traces = self._sent()
        self.assertEqual(traces.enova_activity_id, self._events(mailing))
        mail = traces[0].mail_mail_id
        self.assertEqual(mail.subject, "New prices")
        self.assertIn("we write to Browar &amp; Syn in Kraków", mail.body_html)
        self.assertEqual(mailing.state, "done")
        self.assertEqual(set(self._told(mailing).values()), {"prepared"})

    def test_a_mailing_changed_after_queueing(self):
        mailing = self._mailing(self.brewery, mailing_type="mail")
        self._queue(mailing)
        mailing._write({"subject": "Changed", "body_html": "<p>Changed</p>"})
        mailing.invalidate_recordset()
        self._send()
        mail = self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])
        self.assertEqual(mail.subject, "New prices")
        self.assertNotIn("Changed", mail.body_html)

    def test_an_event_that_was_archived_meanwhile_has_its_text(self):
        mailing = self._mailing(self.brewery, mailing_type="mail")
        self._queue(mailing).sudo().action_archive()
        self._send()
        mail = self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])
        self.assertIn("we write to Browar &amp; Syn in Kraków", mail.body_html)
        trace = mailing.sudo().mailing_trace_ids
        self.assertEqual(mail.enova_event_id, trace.enova_activity_id.id)

    def test_emails_cost_core_no_query_more(self):
        """Their events are known before they are made; a mailing of core's has none."""

        def event_told(mailing):
            trace = {"mass_mailing_id": mailing.id, "model": "res.partner"}
            trace["res_id"] = self.brewery.id
            event = self._events(mailing)
            if event:
                trace["enova_activity_id"] = event.id
            values = {"mailing_id": mailing.id, "mailing_trace_ids": [(0, 0, trace)]}
            mailing.sudo().mapped("audience_frozen")
            vals_list = [{**values, "model": "res.partner", "res_id": self.brewery.id}]
            with self.assertQueryCount(0):
                self.env["mail.mail"].sudo()._enova_fill(vals_list)
            return vals_list[0].get("enova_event_id")

        merge = self._mailing(self.brewery, mailing_type="mail")
        event = self._queue(merge)
        self.assertEqual(event_told(merge), event.id)
        plain = self.env["mailing.mailing"].create(
            {
                "subject": "Core",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        self.assertIsNone(event_told(plain))

    def test_names_are_not_evaluated(self):
        self.brewery.name = "{{ object.env }} <t t-out='7*7'/>"
        mailing = self._mailing(
            self.brewery, mailing_type="mail", subject="For {contractor}"
        )
        self._queue(mailing)
        self._send()
        mail = self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])
        self.assertEqual(mail.subject, "For {{ object.env }} <t t-out='7*7'/>")
        self.assertIn("{{ object.env }} &lt;t t-out='7*7'/&gt;", mail.body_html)

    def test_traces_tell_the_events(self):
        cases = [
            ("set_sent", {}, "sent"),
            ("set_opened", {}, "opened"),
            ("set_clicked", {}, "clicked"),
            ("set_replied", {}, "answered"),
        ]
        mailing, traces = self._sent()
        for method, values, expected in cases:
            with self.subTest(method=method):
                getattr(traces[0], method)(**values)
                self.assertEqual(self._told(mailing)["Browar & Syn"], expected)
        self.assertEqual(traces[0].enova_activity_id.state, "done")
        traces[1].set_sent()
        traces[1].set_bounced(bounce_message="mailbox full")
        event = traces[1].enova_activity_id
        self.assertEqual(event.mailing_state, "bounced")
        self.assertEqual(event.mailing_error, "mailbox full")

    def test_a_state_that_is_reached_stays(self):
        mailing, traces = self._sent()
        traces[0].set_replied()
        for method in ("set_opened", "set_sent", "set_bounced", "set_canceled"):
            getattr(traces[0], method)()
            with self.subTest(method=method):
                self.assertEqual(self._told(mailing)["Browar & Syn"], "answered")

    def test_why_core_has_not_sent(self):
        cases = {
            "mail_bl": "blacklisted",
            "mail_dup": "duplicate",
            "mail_optout": "no_consent",
            "mail_email_invalid": "no_address",
            "mail_smtp": "error",
        }
        _mailing, traces = self._sent()
        event = traces[0].enova_activity_id
        for failure, expected in cases.items():
            with self.subTest(failure=failure):
                event._mailing_moved("prepared", again=True)
                traces[0].set_failed(failure_type=failure)
                self.assertEqual(event.mailing_left_out, expected)
        self.assertIn("Connection failed", event.mailing_error)
        self.assertEqual(event.state, "cancelled")
        event._mailing_moved("prepared", again=True)
        self.assertFalse(event.mailing_left_out or event.mailing_error)
        self.assertEqual(event.state, "planned")

    def test_letters_tell_their_traces(self):
        mailing = self._mailing()
        events = self._queue(mailing)
        trace = events[0].mailing_trace_ids
        for state, status in (
            ("printed", "process"),
            ("posted", "sent"),
            ("bounced", "bounce"),
            ("answered", "reply"),
        ):
            events[0]._mailing_moved(state)
            with self.subTest(state=state):
                self.assertEqual(trace.trace_status, status)
                self.assertEqual(events[0].mailing_state, state)
        self.assertTrue(trace.sent_datetime)
        events[1]._mailing_moved("left_out", "error", "too wide")
        self.assertEqual(events[1].mailing_trace_ids.trace_status, "error")

    def test_moved_says_which(self):
        mailing = self._mailing(self.brewery | self.mill)
        events = self._queue(mailing)
        self.assertEqual(events._mailing_moved("posted", tracking="R1"), events)
        self.assertFalse(events._mailing_moved("printed"))
        self.assertEqual(events.mapped("mailing_tracking"), ["R1", "R1"])
        other = self._activity(partner_id=self.brewery.id)
        self.assertFalse(other._mailing_moved("posted"))

    def test_in_bulk(self):
        """A hundred take as many queries as ten."""

        def queries(count):
            partners = self.env["res.partner"].create(
                [
                    {
                        "name": f"P{count}.{n}",
                        "is_company": True,
                        "street": f"S {count}.{n}",
                        "city": "K",
                    }
                    for n in range(count)
                ]
            )
            mailing = self._mailing(partners)
            events = self._queue(mailing)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            events._mailing_moved("posted")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(3)
        self.assertLessEqual(queries(100), queries(10) + 1)

    def test_merged_addressees(self):
        """Both had a letter: both events stay, and only one of them still goes out."""
        copy = self._addressee("Browar, druga karta")
        mailing = self._mailing(self.brewery | copy)
        events = self._queue(mailing)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.brewery | copy).ids, self.brewery)
        self.assertEqual(events.exists(), events)
        self.assertEqual(events.partner_id, self.brewery)
        self.assertEqual(events.mapped("mailing_state"), ["prepared", "left_out"])
        self.assertEqual(events[1].mailing_left_out, "duplicate")
        self.assertEqual(mailing._get_recipients(), self.brewery.ids)

    def test_merged_after_the_first_has_gone_out(self):
        copy = self._addressee("Browar, druga karta")
        mailing = self._mailing(self.brewery | copy)
        events = self._queue(mailing)
        events[1]._mailing_moved("posted")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.brewery | copy).ids, self.brewery)
        self.assertEqual(
            [event.mailing_left_out or event.mailing_state for event in events],
            ["duplicate", "posted"],
        )

    def test_what_has_gone_out_is_not_deleted(self):
        mailing = self._mailing()
        events = self._queue(mailing)
        events[0]._mailing_moved("posted")
        with self.assertRaisesRegex(UserError, "have gone out"):
            events[0].unlink()

    def test_anonymised(self):
        """Nothing of a person is left in what was kept of a letter."""
        person = self._person(
            self.brewery, "Anna Nowak", email="anna@browar.example.com"
        )
        mailing = self._mailing(
            person, body_html="<p>{person}</p>", subject="To {person}"
        )
        event = self._queue(mailing)
        self.assertIn("Anna Nowak", str(event.mailing_values))
        # what waits is in the way, as every open task of theirs
        event._mailing_moved("posted")
        self.env["enova.partner.anonymize"].with_user(self.user_manager).create(
            {"partner_id": person.id}
        ).action_confirm()
        event.invalidate_recordset()
        self.assertNotIn("Anna Nowak", f"{event.sudo().mailing_values} {event.name}")
