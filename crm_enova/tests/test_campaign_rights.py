from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import new_user
from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCampaignRights(ProjectCase):
    """The rule of a campaign holds on the ERP's campaign behind it, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls._campaign(title="Tajna", user_id=cls.user_all.id)
        cls.utm = cls.campaign.campaign_id
        cls.mailer = new_user(
            cls.env,
            "campaign_mailer",
            groups="mass_mailing.group_mass_mailing_user,"
            "mass_mailing.group_mass_mailing_campaign",
        )

    def _refused(self, call):
        with self.assertRaises(AccessError) as caught, self.env.cr.savepoint():
            call()
            self.env.flush_all()
        self.assertNotIn("Tajna", str(caught.exception))

    def test_only_who_may_change_the_campaign_changes_what_is_behind_it(self):
        values = (
            {"title": "Moja"},
            {"name": "Moja"},
            {"user_id": self.user_own.id},
            {"active": False},
            {"company_id": False},
        )
        for user in (self.user_outsider, self.mailer, self.user_own):
            utm = self.utm.with_user(user)
            for vals in values:
                with self.subTest(user=user.login, vals=vals):
                    self._refused(lambda utm=utm, vals=vals: utm.write(vals))
        self._refused(self.utm.with_user(self.mailer).unlink)
        self.assertEqual(self.utm.title, "Tajna")

    def test_translations_are_no_way_round(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        utm = self.utm.with_user(self.user_outsider)
        self._refused(lambda: utm.update_field_translations("title", {"pl_PL": "Moja"}))

    def test_an_archived_one_is_kept_as_well(self):
        self.campaign.active = False
        self._refused(lambda: self.utm.with_user(self.mailer).write({"active": True}))

    def test_who_may_changes_it(self):
        for user in (self.user_all, self.user_manager):
            self.utm.with_user(user).title = f"Tajna {user.login}"
            self.campaign.with_user(user).title = f"Tajna {user.login} 2"
        self.campaign.user_id = self.user_own
        self.campaign.with_user(self.user_own).write({"title": "Moja", "color": 3})
        self.assertEqual(self.utm.title, "Moja")

    def test_others_stay_everybodys(self):
        utm = self.env["utm.campaign"].with_user(self.user_outsider)
        utm = utm.create({"title": "a"})
        utm.write({"title": "b", "active": False, "user_id": self.user_all.id})
        self.assertEqual(utm.title, "b")

    def test_the_parent_is_not_chosen(self):
        """A campaign of the CRM is never laid over one of the ERP's by a client."""
        utm = self.env["utm.campaign"].create({"title": "Cudza"})
        for user in (self.user_own, self.user_manager):
            campaigns = self.env["enova.campaign"].with_user(user)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                campaigns.create({"title": "a", "campaign_id": utm.id})
            created = campaigns.with_context(default_campaign_id=utm.id)
            self.assertNotEqual(created.create({"title": "a"}).campaign_id, utm)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.campaign.with_user(user).campaign_id = utm

    def test_nobody_leaves_by_a_change_of_company(self):
        campaign = self.campaign.with_user(self.user_all)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            campaign.company_id = self.other_company
