from odoo.tests import tagged

from .common import GROUPS, CrmEnovaCase, establish, recall


@tagged("post_install", "-at_install")
class TestKeptUsers(CrmEnovaCase):
    """Users kept for all classes are those that a class would make for itself."""

    def _set_aside(self):
        """Give those that are there other names, of which each has one alone."""
        self.other_company.name = "Kept"
        for user in self.crm_users.values():
            user.login = f"kept_{user.login}"

    def _looks(self, made):
        users = {role: made[f"user_{role}"] for role in GROUPS}
        return {
            role: (
                user.name,
                user.email,
                user.lang,
                user.tz,
                user.group_ids,
                user.company_ids,
                user.notification_type,
                user.active,
                user.share,
            )
            for role, user in users.items()
        }

    def test_kept_or_made_they_are_the_same(self):
        there = {name: getattr(self, name) for name in recall(self.env)}
        there = there or {f"user_{role}": self.crm_users[role] for role in GROUPS}
        before = self._looks(there)
        country = self.other_company.partner_id.country_id
        self._set_aside()
        made = establish(self.env)
        self.assertEqual(self._looks(made), before)
        self.assertEqual(made["other_company"].partner_id.country_id, country)

    def test_the_company_s_country_is_what_it_was(self):
        """Tests of other countries begin with the company of a fresh installation."""
        germany = self.env.ref("base.de")
        self.company.country_id = germany
        self._set_aside()
        establish(self.env)
        self.assertEqual(self.company.country_id, germany)

    def test_nobody_is_written_to(self):
        self._set_aside()
        mails = self.env["mail.mail"].search_count([])
        establish(self.env)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
