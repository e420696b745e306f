from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .mailing_common import BODY, MailingMixin
from .project_common import ProjectCase

LETTER = {
    "mailing_type": "letter",
    "mailing_subject": "New prices",
    "mailing_body": BODY,
    "mailing_purpose": "contract",
}


@tagged("post_install", "-at_install")
class TestMailingCreator(MailingMixin, ProjectCase):
    """One window: campaign, projects, tasks, and the letters to all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls._set_up_mailings()
        cls.people.user_id = cls.user_own

    def test_letters_with_campaign_and_projects(self):
        run = self._run(
            partner_ids=self.people,
            campaign_name="Spring",
            project_name="Supply {contractor}",
            **LETTER,
        )
        mailing = run.mailing_ids
        self.assertEqual(mailing.mailing_type, "letter")
        self.assertEqual(mailing.campaign_id, run.campaign_id.campaign_id)
        self.assertEqual(mailing.user_id, self.user_all)
        self.assertEqual(
            self._told(mailing),
            {
                "Browar & Syn": "prepared",
                "Młyn Nowy": "prepared",
                "Zakład bez adresu": "no_address",
            },
        )
        events = self._events(mailing)
        self.assertEqual(events.project_id, run.project_ids)
        self.assertEqual(events.campaign_id, run.campaign_id)
        self.assertEqual(run.campaign_id.mailing_count, 1)

    def test_the_campaign_counts_what_has_gone_out(self):
        run = self._run(partner_ids=self.people, campaign_name="Spring", **LETTER)
        campaign = run.campaign_id
        self.assertEqual((campaign.letter_count, campaign.email_count), (0, 0))
        self._events(run.mailing_ids)[0]._mailing_moved("posted")
        campaign.invalidate_recordset()
        self.assertEqual((campaign.letter_count, campaign.email_count), (1, 0))
        members = campaign.member_ids.sorted("id")
        self.assertEqual(members.mapped("state"), ["reached", "selected", "selected"])

    def test_letters_alone(self):
        run = self._run(partner_ids=self.brewery, **LETTER)
        self.assertEqual(run.state, "done")
        self.assertEqual(self._told(run.mailing_ids), {"Browar & Syn": "prepared"})

    def test_a_mixed_run(self):
        run = self._run(partner_ids=self.people, **{**LETTER, "mailing_type": "mixed"})
        self.assertEqual(len(run.mailing_ids), 2)
        self.assertEqual(len(self._events(run.mailing_ids)), 3)

    def test_only_for_whom_something_was_made(self):
        self.mill.user_id = False
        run = self._run(partner_ids=self.people, project_name="Supply", **LETTER)
        self.assertEqual(run.left_count, 1)
        self.assertNotIn("Młyn Nowy", self._told(run.mailing_ids))

    def test_the_person_that_was_chosen(self):
        person = self._person(self.brewery, "Anna Nowak")
        run = self._run(partner_ids=person, project_name="Supply", **LETTER)
        self.assertEqual(self._told(run.mailing_ids), {"Anna Nowak": "prepared"})

    def test_nobody_gets_it(self):
        """The rest is made, and the mail merge stays a draft to be looked at."""
        run = self._run(partner_ids=self.office, project_name="Supply", **LETTER)
        self.assertEqual(len(run.project_ids), 1)
        self.assertEqual(run.mailing_ids.state, "draft")
        self.assertFalse(self._events(run.mailing_ids))

    def test_a_day_to_come(self):
        run = self._run(partner_ids=self.people, date_start="2027-03-01", **LETTER)
        mailing = run.mailing_ids
        self.assertEqual(mailing.state, "in_queue")
        # eight o'clock in Warsaw
        self.assertEqual(str(mailing.schedule_date), "2027-03-01 07:00:00")

    def test_the_preview_says_it(self):
        window = self._creator(partner_ids=self.people, **LETTER)
        self.assertIn("letters: 2, left out: 1", str(window.preview))
        self.assertTrue(window.can_create)

    def test_a_text_is_needed_and_known(self):
        for values in (
            {"mailing_subject": " "},
            {"mailing_body": False},
        ):
            window = self._creator(partner_ids=self.people, **{**LETTER, **values})
            with self.subTest(values=values), self.assertRaises(UserError):
                window.action_create()
        window = self._creator(
            partner_ids=self.people, **{**LETTER, "mailing_body": "<p>{nobody}</p>"}
        )
        self.assertIn("{nobody}", str(window.preview))
        with self.assertRaises(ValidationError):
            window.action_create()

    def _sent_line(self, **values):
        return (
            "Letter",
            2,
            {
                "mailing_type": "letter",
                "mailing_subject": "After two days",
                "mailing_body": BODY,
                "mailing_purpose": "contract",
                **values,
            },
        )

    def test_a_line_that_is_sent_is_no_task(self):
        playbook = self._playbook(("Call", 0), self._sent_line())
        run = self._run(
            partner_ids=self.people, playbook_id=playbook.id, date_start="2027-03-01"
        )
        self.assertEqual(
            run.project_ids.enova_activity_ids.filtered(
                lambda task: not task.mailing_id
            ).mapped("name"),
            ["Call"] * 3,
        )
        mailing = run.mailing_ids
        self.assertEqual(mailing.subject, "After two days")
        self.assertEqual(str(mailing.schedule_date.date()), "2027-03-03")

    def test_a_line_without_a_text(self):
        for values in (
            {"mailing_subject": False},
            {"mailing_body": False},
            {"mailing_body": "<p>{nobody}</p>"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._playbook(self._sent_line(**values))

    def test_into_projects_that_are_there(self):
        project = self._project_of(self.brewery)
        run = self._run(audience="projects", project_ids=project, **LETTER)
        events = self._events(run.mailing_ids)
        self.assertEqual(events.project_id, project)

    def test_taken_back_with_the_run(self):
        run = self._run(
            partner_ids=self.people,
            campaign_name="Spring",
            project_name="Supply",
            **LETTER,
        )
        mailing = run.mailing_ids
        events, campaign = self._events(mailing), run.campaign_id
        run.with_user(self.user_all)._undo()
        self.assertFalse(mailing.exists() or events.exists())
        self.assertFalse(campaign.exists() or run.project_ids.exists())

    def test_what_has_gone_out_stays(self):
        run = self._run(partner_ids=self.people, project_name="Supply", **LETTER)
        mailing = run.mailing_ids
        events = self._events(mailing)
        events[0]._mailing_moved("posted")
        with self.assertRaises(UserError):
            run.with_user(self.user_all)._undo()
        self.assertEqual(self._events(mailing), events)
