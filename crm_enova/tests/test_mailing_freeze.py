from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestMailingFreeze(MailingCase):
    """The audience is settled once, and everybody in it is accounted for."""

    def test_everybody_has_an_event(self):
        """Those left out too, with the reason; each in the contractor's history."""
        mailing = self._mailing()
        self._queue(mailing)
        self.assertEqual(
            self._told(mailing),
            {
                "Browar & Syn": "prepared",
                "Młyn Nowy": "prepared",
                "Zakład bez adresu": "no_address",
            },
        )
        event = self.brewery.enova_activity_ids
        self.assertEqual(event.mailing_id, mailing)
        self.assertEqual(event.state, "planned")
        self.assertEqual(event.type_id.channel, "letter")
        self.assertEqual(self.office.enova_activity_ids.state, "cancelled")

    def test_letters_have_traces_by_which_core_counts(self):
        mailing = self._mailing()
        events = self._queue(mailing)
        traces = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", mailing.id)]
        )
        self.assertEqual(traces.enova_activity_id, events[:2])
        self.assertEqual(set(traces.mapped("trace_type")), {"letter"})
        mailing.invalidate_recordset()
        self.assertEqual((mailing.expected, mailing.scheduled), (2, 2))

    def test_a_run_is_settled_as_a_whole(self):
        mails, letters = self._mixed()
        self._queue(mails)
        self.assertTrue(mails.audience_frozen and letters.audience_frozen)
        self.assertEqual(
            self._told(mails),
            {"Browar & Syn": "prepared", "Zakład bez adresu": "prepared"},
        )
        self.assertEqual(self._told(letters), {"Młyn Nowy": "prepared"})
        self.assertEqual((mails.state, letters.state), ("in_queue", "sending"))

    def _split(self, mailing):
        lines = mailing._split_audience()
        return sorted((line.partner_id, line.channel, line.left_out) for line in lines)

    def test_the_split_is_kept(self):
        run = self._mixed()
        before = [
            (a.partner_id, a.channel, a.left_out) for a in run[0]._split_audience()
        ]
        self._queue(run[0])
        self._consent(self.people, "email", "withdrawn")
        after = [
            (a.partner_id, a.channel, a.left_out) for a in run[1]._split_audience()
        ]
        self.assertEqual(sorted(after), sorted(before))

    def test_a_changed_filter_changes_nobody(self):
        mailing = self._mailing(self.brewery, mailing_type="mail")
        self._queue(mailing)
        newcomer = self._addressee("Newcomer", email="new@example.com")
        mailing._write({"mailing_domain": repr([("id", "=", newcomer.id)])})
        mailing.invalidate_recordset()
        self.assertEqual(mailing._get_recipients(), self.brewery.ids)
        self.assertEqual(mailing.total, 1)

    def test_what_is_settled_is_not_edited(self):
        mailing = self._mailing()
        self._queue(mailing)
        for values in (
            {"subject": "Other"},
            {"body_html": "<p>Other</p>"},
            {"purpose": "marketing"},
            {"mailing_domain": "[]"},
            {"addressees": "all"},
            {"mailing_type": "mail"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                mailing.write(values)
        # what says the same is no change
        mailing.write({"subject": mailing.subject, "purpose": mailing.purpose})

    def test_what_was_sent_is_what_was_written_then(self):
        mailing = self._mailing(self.brewery)
        event = self._queue(mailing)
        self.brewery.write({"name": "Renamed", "city": "Gdynia"})
        mailing._write({"body_html": "<p>Other</p>"})
        mailing.invalidate_recordset()
        letter = mailing._rendered_letters(event)[event.id]
        self.assertIn("Browar &amp; Syn in Kraków", letter["body"])
        self.assertEqual(letter["address"][0], "Browar & Syn")
        self.assertEqual(letter["reference"], event.reference)

    def test_one_event_for_each_addressee(self):
        """By the database, however many queue at once."""
        mailing = self._mailing()
        events = self._queue(mailing)
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            with self.env.cr.savepoint():
                self.env["enova.activity"].create(
                    {
                        "name": "Twice",
                        "type_id": events[0].type_id.id,
                        "mailing_id": mailing.id,
                        "partner_id": self.brewery.id,
                    }
                )
        self.assertIn("one_per_addressee", str(caught.exception).lower())

    def test_queueing_twice_adds_nobody(self):
        mailing = self._mailing()
        events = self._queue(mailing)
        self.assertEqual(self._queue(mailing), events)

    def test_a_queued_run_can_be_taken_back(self):
        run = self._mixed()
        self._queue(run[0])
        run[0].action_cancel()
        self.assertFalse(self._events(run))
        self.assertEqual(run.mapped("state"), ["draft", "draft"])
        self.assertFalse(any(run.mapped("audience_frozen")))
        run[0].write({"subject": "Another"})
        self.assertTrue(self._queue(run[0]))

    def test_what_has_gone_out_is_not_taken_back(self):
        mailing = self._mailing()
        events = self._queue(mailing)
        events[0]._mailing_moved("printed")
        with self.assertRaisesRegex(UserError, "to 1 already"):
            mailing.action_cancel()
        self.assertEqual(self._events(mailing), events)

    def test_a_mailing_with_events_is_archived_not_deleted(self):
        mailing = self._mailing()
        events = self._queue(mailing)
        with self.assertRaisesRegex(UserError, "Archive them"):
            mailing.unlink()
        mailing.action_archive()
        self.assertEqual(events.mailing_id, mailing)
        self._mailing().unlink()

    def test_whoever_withdraws_meanwhile_gets_nothing(self):
        self._consent(self.brewery | self.mill, "post")
        mailing = self._mailing(purpose="marketing")
        self._queue(mailing)
        self._consent(self.mill, "post", "withdrawn")
        mailing._recheck_audience()
        self.assertEqual(self._told(mailing)["Młyn Nowy"], "no_consent")
        self.assertEqual(self._told(mailing)["Browar & Syn"], "prepared")

    def test_whoever_agrees_meanwhile_is_not_added(self):
        self._consent(self.brewery, "post")
        mailing = self._mailing(purpose="marketing")
        self._queue(mailing)
        self._consent(self.mill, "post")
        mailing._recheck_audience()
        self.assertEqual(self._told(mailing)["Młyn Nowy"], "no_consent")

    def test_whoever_is_archived_meanwhile_gets_nothing(self):
        mailing = self._mailing()
        self._queue(mailing)
        self.mill.action_archive()
        mailing._recheck_audience()
        event = self.mill.with_context(active_test=False).enova_activity_ids
        self.assertEqual(event.mailing_left_out, "error")
        self.assertEqual(event.mailing_error, "archived meanwhile")

    def test_a_day_to_come(self):
        """Letters wait for it in the queue, and core's job lets them to the printer."""
        mailing = self._mailing(
            schedule_type="scheduled",
            schedule_date=fields.Datetime.now() + timedelta(days=1),
        )
        self._queue(mailing)
        self.assertEqual(mailing.state, "in_queue")
        self._send()
        self.assertEqual(mailing.state, "in_queue")
        mailing.schedule_date = fields.Datetime.now() - timedelta(minutes=1)
        self._send()
        self.assertEqual(mailing.state, "sending")

    def test_projects_of_their_own(self):
        """The event is part of the project that the mail merge is about."""
        project = self._project_of(self.brewery)
        mailing = self._mailing(
            self.brewery | self.mill,
            audience="projects",
            project_ids=self._commands(project),
            body_html="<p>{project}, {project_number}</p>",
        )
        events = self._queue(mailing)
        self.assertEqual(events.project_id, project)
        self.assertEqual(events[0].partner_id, self.brewery)
        self.assertEqual(events[0].project_id, project)
        self.assertFalse(events[1].project_id)
        body = mailing._rendered_letters(events)[events[0].id]["body"]
        self.assertEqual(body, f"<p>Supply, {project.reference}</p>")

    def test_names_that_break_lists(self):
        """Long, right-to-left, like a formula: each has its event, word for word."""
        names = ["Ż" * 300, "شركة الاختبار", "=1+1", "<script>x</script>"]
        partners = self.env["res.partner"].browse(
            [self._addressee(name).id for name in names]
        )
        mailing = self._mailing(partners, subject="{contractor} " * 5)
        events = self._queue(mailing)
        self.assertEqual(len(events), 4)
        self.assertEqual(max(map(len, events.mapped("name"))), 1000)
        self.assertEqual(set(self._told(mailing)), set(names))
        letters = mailing._rendered_letters(events)
        bodies = " ".join(letter["body"] for letter in letters.values())
        self.assertNotIn("<script>", bodies)
        exported = events.export_data(["partner_id/name", "name"])["datas"]
        self.assertFalse([row for row in exported for cell in row if cell[0] == "="])
