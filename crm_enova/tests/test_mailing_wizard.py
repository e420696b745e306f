from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestMailingWizard(MailingCase):
    """Action ▸ Mail merge: for whom, by which way, with which text."""

    def _window(self, records, user=None, **values):
        """Open the window on what was selected in a list."""
        window = self.env["enova.mail.merge"].with_user(user or self.user_manager)
        window = window.with_context(active_model=records._name, active_ids=records.ids)
        return window.create(
            {
                **window.default_get(list(window._fields)),
                "channel": "letter",
                "purpose": "contract",
                "subject": "Hello",
                "body": "<p>{salutation}</p>",
                **values,
            }
        )

    def _made(self, window):
        """Return the mailings that the window makes."""
        action = window.action_write()
        mailing = self.env["mailing.mailing"].browse(action["res_id"])
        return mailing._run()

    def test_it_opens_with_the_selection(self):
        window = self._window(self.brewery | self.mill)
        self.assertEqual(window.audience, "selected")
        self.assertEqual(window.partner_ids, self.brewery | self.mill)
        self.assertTrue(window.can_create)
        self.assertIn("Gets it: 2", window.preview)

    def test_many_are_a_number(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Firm {n}", "street": f"S {n}", "city": "K"} for n in range(12)]
        )
        window = self._window(partners)
        self.assertEqual((window.chosen_count, len(window.partner_ids)), (12, 0))
        self.assertEqual(set(self._made(window)._get_recipients()), set(partners.ids))

    def test_from_one_form(self):
        window = self._window(self.brewery)
        mailing = self._made(window)
        self.assertEqual(mailing.mailing_type, "letter")
        self.assertEqual(mailing.user_id, self.user_manager)
        self.assertEqual(mailing.state, "draft")

    def test_the_split_is_shown_before(self):
        window = self._window(self.people, channel="mixed")
        text = str(window.preview)
        self.assertIn("E-mail: <b>2</b>", text)
        self.assertIn("Letter: <b>1</b>", text)
        window.purpose = "marketing"
        self.assertIn("No consent (3): Browar &amp; Syn", str(window.preview))

    def test_a_mixed_run_is_two_linked_mailings(self):
        run = self._made(self._window(self.people, channel="mixed"))
        self.assertEqual(run.mapped("mailing_type"), ["mail", "letter"])
        self.assertEqual(run[0].counterpart_id, run[1])
        self.assertEqual(run[1].counterpart_id, run[0])
        self.assertIn("{salutation}", run[0].body_arch)

    def test_a_campaign(self):
        campaign = self.env["enova.campaign"].create({"title": "Spring"})
        members = self.env["enova.campaign.member"].create(
            {"campaign_id": campaign.id, "partner_id": self.brewery.id}
        )
        mailing = self._made(self._window(campaign))
        self.assertEqual(mailing.audience, "campaign")
        self.assertEqual(mailing.campaign_id, campaign.campaign_id)
        window = self._window(members)
        self.assertEqual(window.partner_ids, self.brewery)
        self.assertEqual(window.campaign_id, campaign)
        two = campaign | campaign.create({"title": "Autumn"})
        with self.assertRaises(UserError):
            self._window(two)

    def test_projects(self):
        project = self._project_of(self.brewery)
        mailing = self._made(self._window(project))
        self.assertEqual(mailing.audience, "projects")
        self.assertEqual(mailing.project_ids, project)
        self.assertEqual(mailing._get_recipients(), self.brewery.ids)

    def test_a_filter_and_a_saved_one(self):
        domain = "[('city', '=', 'Kraków'), ('name', 'like', 'Browar')]"
        window = self._window(
            self.env["res.partner"], audience="domain", partner_domain=domain
        )
        self.assertEqual(self._made(window)._get_recipients(), self.brewery.ids)
        saved = self.env["ir.filters"].create(
            {"name": "Breweries", "model_id": "res.partner", "domain": domain}
        )
        window = self._window(
            self.env["res.partner"], audience="filter", filter_id=saved.id
        )
        mailing = self._made(window)
        self.assertEqual(mailing.audience, "domain")
        self.assertEqual(mailing._get_recipients(), self.brewery.ids)

    def test_a_filter_that_cannot_be_read(self):
        for text in ("nonsense", "[('nothing', '=', 1)]", "__import__('os')"):
            window = self._window(
                self.env["res.partner"], audience="domain", partner_domain=text
            )
            with self.subTest(text=text):
                self.assertFalse(window.can_create)
                self.assertIn("cannot be read", str(window.preview))
                with self.assertRaises(UserError):
                    window.action_write()

    def test_the_last_text_is_proposed(self):
        earlier = self._mailing(subject="Earlier", mailing_type="mail")
        values = (
            self.env["enova.mail.merge"]
            .with_user(self.user_manager)
            .default_get(["template_id", "subject", "body", "channel"])
        )
        self.assertEqual(values["template_id"], earlier.id)
        self.assertEqual((values["subject"], values["channel"]), ("Earlier", "mail"))
        values = (
            self.env["enova.mail.merge"]
            .with_user(self.user_own)
            .default_get(["template_id", "subject", "body"])
        )
        self.assertFalse(values["template_id"])
        self.assertIn("{salutation}", values["body"])

    def test_nobody_and_no_subject(self):
        with self.assertRaisesRegex(UserError, "Nobody is chosen"):
            self._window(self.env["res.partner"], audience="selected").action_write()
        with self.assertRaisesRegex(UserError, "subject"):
            self._window(self.brewery, subject=" ").action_write()
        with self.assertRaises(ValidationError):
            self._window(self.brewery, body="<p>{nobody}</p>").action_write()

    def test_contractors_of_others_are_not_named(self):
        """What was selected and may not be read is not there."""
        hidden = self._addressee("Hidden", company_id=self.other_company.id)
        window = self._window(self.brewery | hidden, user=self.user_all)
        self.assertEqual(window.partner_ids, self.brewery)
        self.assertNotIn("Hidden", str(window.preview))

    def test_the_form(self):
        """What the window asks for depends on what is chosen."""
        window = self.env["enova.mail.merge"].with_user(self.user_manager)
        window = window.with_context(
            active_model="res.partner", active_ids=self.people.ids
        )
        with Form(window) as form:
            form.subject = "Hello"
            form.purpose = "contract"
            form.channel = "mixed"
            form.addressees = "role"
            form.addressee_function = "purchas"
        self.assertIn("Gets it: 3", form.record.preview)

    # -- the window that asks before anything goes out -------------------------------

    def _review(self, mailing):
        action = mailing.action_review()
        review = self.env[action["res_model"]].with_user(self.user_manager)
        return review.with_context(**action["context"]).create({})

    def test_review_shows_and_queues(self):
        mailing = self._mailing()
        review = self._review(mailing)
        self.assertIn("No address (1): Zakład bez adresu", str(review.preview))
        self.assertIn("we write to Browar &amp; Syn", str(review.sample))
        action = review.action_queue()
        self.assertEqual(action["res_id"], mailing.id)
        self.assertEqual(mailing.state, "sending")
        self.assertEqual(len(self._events(mailing)), 3)

    def test_review_of_nobody(self):
        review = self._review(self._mailing(self.office))
        self.assertFalse(review.can_queue)
        with self.assertRaises(UserError):
            review.action_queue()

    def test_review_for_a_day_to_come(self):
        run = self._mixed()
        review = self._review(run[0])
        review.schedule_date = "2099-01-01 08:00:00"
        review.action_queue()
        self.assertEqual(run.mapped("state"), ["in_queue", "in_queue"])
        self.assertEqual(len(set(run.mapped("schedule_date"))), 1)

    def test_only_ones_own_are_queued(self):
        mailing = self._mailing(user=self.user_manager)
        review = self.env["enova.mailing.review"].with_user(self.user_all)
        with self.assertRaises(AccessError):
            review.create({"mailing_id": mailing.id}).action_queue()
        self.assertFalse(self._events(mailing))
