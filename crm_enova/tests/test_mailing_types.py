import json

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestMailingTypes(MailingCase):
    """A letter is never taken for an e-mail, wherever core knows e-mails alone."""

    def _mails(self):
        return self.env["mail.mail"].search([("mailing_id", "!=", False)])

    def test_the_queue_emails_no_letter(self):
        mailing = self._mailing()
        self._queue(mailing)
        for _run in range(2):
            self._send()
        self.assertFalse(self._mails())
        self.assertEqual(mailing.state, "sending")

    def test_the_queue_ends_letters_that_are_posted(self):
        mailing = self._mailing()
        events = self._queue(mailing)
        events[:1]._mailing_moved("posted")
        self._send()
        self.assertEqual(mailing.state, "sending")
        events[1]._mailing_moved("posted")
        self._send()
        self.assertEqual(mailing.state, "done")
        self.assertTrue(mailing.sent_date and mailing.kpi_mail_required)

    def test_sending_a_letter_by_hand_sends_nothing(self):
        mailing = self._mailing()
        self._queue(mailing)
        mailing.action_send_mail()
        mailing.action_send_mail(self.brewery.ids)
        self.assertFalse(self._mails())

    def test_letters_and_emails_together(self):
        """One call for both sends the one and leaves the other."""
        letter, mail = self._mailing(), self._mailing(mailing_type="mail")
        self._queue(letter | mail)
        self._send()
        self.assertEqual(self._mails().mailing_id, mail)

    def test_medium(self):
        letter = self._mailing()
        self.assertEqual(letter.medium_id.name, "Letter")
        mail = self._mailing(mailing_type="mail")
        self.assertEqual(mail.medium_id, self.env.ref("utm.utm_medium_email"))
        letter.mailing_type = "mail"
        self.assertEqual(letter.medium_id, self.env.ref("utm.utm_medium_email"))
        with self.assertRaises(UserError):
            self.env.ref("crm_enova.utm_medium_letter").unlink()

    def test_a_letter_is_to_contacts_for_a_purpose(self):
        mailing = self.env["mailing.mailing"].create(
            {"subject": "Letter", "mailing_type": "letter"}
        )
        self.assertEqual(mailing.mailing_model_real, "res.partner")
        self.assertEqual(mailing.purpose, "marketing")
        lists = self.env["ir.model"]._get_id("mailing.list")
        for values in ({"mailing_model_id": lists}, {"purpose": False}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                mailing.write(values)

    def test_no_test_against_each_other(self):
        with self.assertRaisesRegex(ValidationError, "A/B"):
            self._mailing(user=self.env.user, ab_testing_enabled=True)

    def test_test_and_links(self):
        mailing = self._mailing(body_html="<p>https://example.com</p>")
        before = self.env["link.tracker"].search_count([])
        self.assertIn("https://example.com", mailing.convert_links()[mailing.id])
        self.assertEqual(self.env["link.tracker"].search_count([]), before)
        action = self._mailing(mailing_type="mail").action_test()
        self.assertEqual(action["res_model"], "mailing.mailing.test")

    def test_report_by_email(self):
        mailing = self._mailing(user=self.env.user)
        events = self._queue(mailing)
        events[0]._mailing_moved("posted")
        events[1]._mailing_moved("posted")
        events[1]._mailing_moved("answered")
        values = mailing._prepare_statistics_email_values()
        self.assertIn("Letters", values["title"])
        figures = values["kpi_data"][0]
        self.assertIn("(2)", figures["kpi_col1"]["col_subtitle"])
        self.assertEqual(figures["kpi_col2"]["value"], "50.0%")

    def test_statistics_know_letters(self):
        self._queue(self._mailing(campaign_id=self._utm().id))
        self.env.flush_all()
        rows = self.env["mailing.trace.report"].search_read(
            [("mailing_type", "=", "letter")], ["mailing_type", "scheduled"]
        )
        self.assertEqual(sum(row["scheduled"] for row in rows), 2)

    def _utm(self):
        return self.env["utm.campaign"].create({"title": "Spring"})

    def test_rates_of_a_campaign_are_those_of_emails(self):
        campaign = self._utm()
        mail = self._mailing(mailing_type="mail", campaign_id=campaign.id)
        self._queue(mail)
        self._send()
        traces = self.env["mailing.trace"].search([("mass_mailing_id", "=", mail.id)])
        traces[0].set_sent()
        traces[0].set_opened()
        self.env.flush_all()
        names = ("received_ratio", "opened_ratio", "replied_ratio", "bounced_ratio")
        rates = [campaign[name] for name in names]
        letter = self._mailing(campaign_id=campaign.id)
        events = self._queue(letter)
        events._mailing_moved("bounced")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([campaign[name] for name in names], rates)
        self.assertEqual(campaign.mailing_letter_count, 1)
        self.assertEqual(campaign.mailing_mail_count, 1)

    def test_rates_of_a_campaign_of_letters_alone(self):
        campaign = self._utm()
        events = self._queue(self._mailing(campaign_id=campaign.id))
        events._mailing_moved("posted")
        self.env.flush_all()
        self.assertEqual((campaign.received_ratio, campaign.opened_ratio), (0, 0))

    def test_a_letter_reaches_nobody_for_an_email_test(self):
        """Core mails whom its campaign has not reached yet; a letter is no e-mail."""
        campaign = self._utm()
        self._queue(self._mailing(campaign_id=campaign.id))
        self.assertEqual(campaign._get_mailing_recipients(), {campaign.id: set()})

    def test_retry(self):
        mailing = self._mailing(self.brewery | self.mill)
        events = self._queue(mailing)
        events[0]._mailing_moved("left_out", "error", "too wide")
        events[1]._mailing_moved("posted")
        self._send()
        self.assertEqual(mailing.state, "done")
        self.assertEqual(mailing.failed, 1)
        mailing.action_retry_failed()
        self.assertEqual(events[0].mailing_state, "prepared")
        self.assertFalse(events[0].mailing_error)
        self.assertEqual(events[1].mailing_state, "posted")
        mailing.invalidate_recordset()
        self.assertEqual((mailing.state, mailing.failed), ("sending", 0))

    def test_own_form(self):
        letter, mail = self._mailing(), self._mailing(mailing_type="mail")
        own = self.env.ref("crm_enova.mailing_mailing_view_form_letter").id
        self.assertEqual(letter.get_formview_id(), own)
        # whoever may not see all that core's form shows has ours for e-mails, too
        self.assertEqual(mail.get_formview_id(), own)
        admin = self.env.ref("base.user_admin")
        self.assertNotEqual(mail.with_user(admin).get_formview_id(), own)
        core = self.env.ref("mass_mailing.view_mail_mass_mailing_form")
        self.assertEqual(mail.action_open_editor()["views"], [(core.id, "form")])
        action = letter.action_view_traces_sent()
        self.assertEqual(action["res_model"], "enova.activity")

    def test_cores_lists_show_no_letters(self):
        letter = self._mailing()
        for name in (
            "mailing_mailing_action_mail",
            "action_view_mass_mailings_from_campaign",
        ):
            domain = self.env.ref(f"mass_mailing.{name}").domain
            with self.subTest(action=name):
                found = self.env["mailing.mailing"].search(eval(domain))  # noqa: S307
                self.assertNotIn(letter, found)

    def test_reminders_are_apart(self):
        letter, mail = self._mailing(), self._mailing(mailing_type="mail")
        user = self.env.ref("base.user_admin")
        for record in (letter, mail):
            record.sudo().activity_schedule(
                "mail.mail_activity_data_todo", user_id=user.id
            )
        groups = self.env["res.users"].with_user(user)._get_activity_groups()
        found = {
            group["name"]: group
            for group in groups
            if group.get("model") == "mailing.mailing"
        }
        self.assertEqual(set(found), {"Email Marketing", "Letters"})
        self.assertEqual(found["Letters"]["total_count"], 1)
        self.assertEqual(found["Email Marketing"]["total_count"], 1)
        self.assertIn("letter", json.dumps(found["Letters"]["domain"]))

    def test_uninstalling(self):
        """Queued letters are archived; what was done keeps its sender."""
        queued, done, draft = self._mailing(), self._mailing(), self._mailing()
        self._queue(queued)
        events = self._queue(done)
        events._mailing_moved("posted")
        self._send()
        letters = queued | done | draft
        done.sudo()._write({"email_from": None})
        letters.invalidate_recordset()
        letters.sudo()._letters_uninstalled()
        self.assertEqual(letters.mapped("mailing_type"), ["mail"] * 3)
        self.assertEqual(letters.mapped("active"), [False, True, False])
        self.assertEqual(letters.mapped("state"), ["draft", "done", "draft"])
        self.assertTrue(done.email_from)
        traces = self.env["mailing.trace"].search([("trace_type", "=", "letter")])
        traces._letters_uninstalled()
        self.assertEqual(len(traces.exists()), 4)
        self._send()
        self.assertFalse(self._mails())

    def test_uninstalling_stops_queued_emails(self):
        """Core would ask the filter again, and write to those who were left out."""
        mail = self._mailing(mailing_type="mail")
        self._queue(mail)
        mail.sudo()._stop_before_uninstall()
        self.assertEqual(mail.state, "draft")
