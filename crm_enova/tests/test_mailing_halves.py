from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestMailingHalves(MailingCase):
    """The two halves of a run that goes either way, and copies of them."""

    def test_a_copy_is_a_mail_merge_of_its_own(self):
        mails, _letters = self._mixed()
        self._queue(mails)
        copy = mails.copy()
        self.assertFalse(copy.counterpart_id or copy.audience_frozen)
        self.assertFalse(copy.event_ids or copy.frozen_body)
        self.assertEqual((copy.state, mails.state), ("draft", "in_queue"))
        copy.subject = "Edited"
        # whoever had a letter is left out of what is e-mails alone now
        self.assertEqual(self._reasons(copy)["Młyn Nowy"], ("mail", "no_address"))

    def test_a_copy_keeps_the_chosen_projects(self):
        projects = self._project_of(self.brewery) | self._project_of(self.mill)
        commands = self._commands(projects)
        chosen = self._mailing(audience="projects", project_ids=commands)
        self.assertEqual(chosen.copy().project_ids, projects)
        others = self._mailing(audience="domain", project_ids=commands)
        self.assertFalse(others.copy().project_ids)

    def test_the_half_that_is_left_is_for_all(self):
        mails, letters = self._mixed()
        self.assertEqual(self._reasons(letters)["Browar & Syn"], ("mail", ""))
        mails.unlink()
        self.assertFalse(letters.counterpart_id)
        self.assertEqual(self._reasons(letters)["Browar & Syn"], ("letter", ""))
        self.assertEqual(self._reasons(letters)["Zakład bez adresu"][1], "no_address")

    def test_taken_back_from_either_half(self):
        mails, letters = self._mixed()
        self._queue(letters)
        self.assertTrue(mails.audience_frozen)
        letters.action_cancel()
        self.assertFalse(mails.audience_frozen or self._events(mails | letters))

    def test_one_half_that_has_gone_out_holds_the_other(self):
        mails, letters = self._mixed()
        self._queue(mails)
        self._events(letters)[0]._mailing_moved("printed")
        with self.assertRaisesRegex(UserError, "to 1 already"):
            mails.action_cancel()
        self.assertTrue(mails.audience_frozen and letters.audience_frozen)
        self.assertEqual(mails.state, "in_queue")

    def test_archived_addressees_and_events_are_settled_all_the_same(self):
        """What is shown of a settled audience is what was settled."""
        mails, letters = self._mixed()
        self._queue(mails)
        before = self._reasons(letters)
        self.mill.action_archive()
        self.brewery.name = "Browar nowy"
        after = self._reasons(letters)
        after["Browar & Syn"] = after.pop("Browar nowy")
        self.assertEqual(after, before)

    # -- the window ----------------------------------------------------------------

    def _window(self, user=None, **context):
        windows = self.env["enova.mail.merge"].with_user(user or self.user_manager)
        return windows.with_context(**context)

    def test_the_text_of_another_is_taken_over(self):
        first = self._mailing(subject="First", body_html="<p>Pierwszy</p>")
        self._mailing(subject="Second", body_html="<p>Drugi</p>")
        window = self._window(active_model="res.partner", active_ids=self.mill.ids)
        with Form(window) as form:
            self.assertEqual((form.subject, form.channel), ("Second", "letter"))
            form.template_id = first
            self.assertEqual(form.subject, "First")
            self.assertIn("Pierwszy", form.body)
            form.template_id = self.env["mailing.mailing"]
            self.assertEqual(form.subject, "First", "nothing is lost")
        self.assertIn("Pierwszy", form.record.body)

    def test_the_way_of_the_last_one(self):
        self._mixed()
        channel = self._window().default_get(["channel"])["channel"]
        self.assertEqual(channel, "mixed")
        self._mailing(mailing_type="mail")
        channel = self._window().default_get(["channel"])["channel"]
        self.assertEqual(channel, "mail")
        channel = self._window(self.user_own).default_get(["channel"])["channel"]
        self.assertEqual(channel, "letter")

    def test_whoever_was_deleted_or_archived_since_the_list_was_read(self):
        gone = self._addressee("Usunięty")
        ids = [gone.id, self.mill.id, self.brewery.id, gone.id]
        gone.unlink()
        self.brewery.action_archive()
        window = self._window(active_model="res.partner", active_ids=ids)
        window = window.create({"channel": "letter", "purpose": "contract"})
        self.assertIn("Gets it: 1", str(window.preview))
        window.write({"subject": "Hello", "body": "<p>x</p>"})
        mailing = self.env["mailing.mailing"].browse(window.action_write()["res_id"])
        self.assertEqual(set(self._reasons(mailing)), {"Młyn Nowy"})

    def test_no_saved_filter_is_nobody(self):
        window = self._window().create({"audience": "filter", "subject": "Hello"})
        self.assertFalse(window.can_create)
        self.assertIn("Nobody is chosen", str(window.preview))
        with self.assertRaisesRegex(UserError, "Nobody is chosen"):
            window.action_write()

    def test_projects_of_another_company(self):
        """The mail merge is of the company that the projects are of."""
        project = self.env["enova.project"].create(
            {
                "name": "Theirs",
                "partner_id": self.mill.id,
                "company_id": self.other_company.id,
                "user_id": False,
            }
        )
        self.user_manager.company_ids |= self.other_company
        window = self._window(
            active_model="enova.project",
            active_ids=project.ids,
            allowed_company_ids=[self.company.id, self.other_company.id],
        )
        window = window.create(
            {"channel": "letter", "purpose": "contract", "subject": "Hello"}
        )
        mailing = self.env["mailing.mailing"].browse(window.action_write()["res_id"])
        self.assertEqual(mailing.company_id, self.other_company)
        self.assertEqual(self._queue(mailing).company_id, self.other_company)

    # -- figures ---------------------------------------------------------------------

    def test_a_campaign_counts_what_its_reader_may_see(self):
        campaign = self.env["enova.campaign"].create({"title": "Spring"})
        run = self._mixed(campaign_id=campaign.campaign_id.id)
        self._queue(run[0])
        for event in self._events(run):
            if event.mailing_state == "prepared":
                is_letter = event.mailing_channel == "letter"
                event._mailing_moved("posted" if is_letter else "sent")
        mill = self.mill.enova_activity_ids
        figures = ("mailing_count", "email_count", "letter_count")

        def counted(user):
            self.env.flush_all()
            theirs = campaign.with_user(user)
            theirs.invalidate_recordset()
            return [theirs[name] for name in figures]

        self.assertEqual(counted(self.user_manager), [2, 2, 1])
        mill._mailing_moved("bounced")
        self.assertEqual(counted(self.user_manager), [2, 2, 1], "it was posted")
        mill._mailing_moved("prepared", again=True)
        self.assertEqual(counted(self.user_manager), [2, 2, 0])
        self.assertEqual(counted(self.user_own), [0, 0, 0])
