from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCampaignAudience(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls._campaign()
        cls.env["enova.campaign.member"]._join(cls.campaign, cls.contractor)

    def test_course_by_its_dates(self):
        campaign = self._campaign(
            title="D", date_start=date(2026, 3, 2), date_stop=date(2026, 3, 6)
        )
        for day, state in (
            ("03-01", "planned"),
            ("03-06", "running"),
            ("03-07", "over"),
        ):
            with freeze_time(f"2026-{day} 12:00:00"):
                self.env.invalidate_all()
                self.assertEqual(campaign.state, state)
                found = self.env["enova.campaign"].search([("state", "=", state)])
                self.assertIn(campaign, found)

    def test_a_name_can_be_used_again(self):
        self._campaign(title="Jubileusz").action_archive()
        self._campaign(title="Jubileusz").unlink()
        third = self._campaign(title="Jubileusz")
        self.assertEqual(third.title, "Jubileusz")

    def test_audience_becomes_members(self):
        card = self.env["res.partner"].create(
            {"name": "Wizytówka", "contractor_status": "card", "city": "Lublin"}
        )
        self.campaign.audience_domain = "[('city', '=', 'Lublin')]"
        self.campaign.with_user(self.user_all).action_add_audience()
        self.assertEqual(self.campaign.member_ids.partner_id, self.contractor | card)
        self.campaign.with_user(self.user_all).action_add_audience()
        self.assertEqual(self.campaign.member_count, 2)

    def test_a_filter_that_cannot_be_read(self):
        for text in ("[('x', '=', ", "__import__('os')", "[('nope', '=', 1)]"):
            self.campaign.audience_domain = text
            with self.subTest(text=text), self.assertRaisesRegex(UserError, "filter"):
                self.campaign.action_add_audience()
