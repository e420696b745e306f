from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCampaignLife(ProjectCase):
    """Whom a campaign takes in, what they answer, and what it may cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls._campaign(user_id=cls.user_own.id)

    def _audience(self, user, campaign=None):
        campaign = campaign or self.campaign
        action = campaign.with_user(user).action_add_audience()
        return action["params"]["type"], action["params"]["message"]

    def _member(self, partner, campaign=None):
        return self.env["enova.campaign.member"].create(
            {"campaign_id": (campaign or self.campaign).id, "partner_id": partner.id}
        )

    def test_own_group_brings_its_own_alone(self):
        both = (self.contractor | self.other_contractor).ids
        self.campaign.audience_domain = f"[('id', 'in', {both})]"
        self.assertEqual(self._audience(self.user_own), ("success", "New members: 1"))
        self.assertEqual(self.campaign.member_ids.partner_id, self.contractor)
        self.assertEqual(self._audience(self.user_own), ("info", "New members: 0"))
        self.assertEqual(self._audience(self.user_all), ("success", "New members: 1"))

    def test_people_stand_for_their_company(self):
        second = self.contact.create({"name": "Jan", "parent_id": self.contractor.id})
        ids = (self.contact | second).ids
        self.campaign.audience_domain = f"[('id', 'in', {ids})]"
        self.assertEqual(self._audience(self.user_all), ("success", "New members: 1"))
        self.assertEqual(self.campaign.member_ids.partner_id, self.contractor)

    def test_who_is_left_out(self):
        """Of another company, archived, or neither contractor nor card."""
        there, archived, stranger = self.env["res.partner"].create(
            [
                {
                    "name": "Obcy",
                    "is_company": True,
                    "company_id": self.other_company.id,
                },
                {"name": "Dawny", "is_company": True, "active": False},
                {"name": "Nikt", "contractor_status": False},
            ]
        )
        stranger.contractor_status = False
        wanted = (there | archived | stranger | self.contractor).ids
        self.campaign.audience_domain = f"[('id', 'in', {wanted})]"
        self.user_all.company_ids = [Command.link(self.other_company.id)]
        both = (self.company + self.other_company).ids
        campaign = self.campaign.with_context(allowed_company_ids=both)
        self._audience(self.user_all, campaign)
        self.assertEqual(self.campaign.member_ids.partner_id, self.contractor)

    def test_empty_filter_is_everybody(self):
        self.campaign.audience_domain = False
        self._audience(self.user_all)
        self.assertIn(self.other_contractor, self.campaign.member_ids.partner_id)

    @mute_logger("odoo.sql_db")
    def test_nobody_is_in_it_twice(self):
        self._member(self.contractor)
        for partner in (self.contractor, self.contact):
            with self.subTest(partner=partner.name):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self._member(partner).flush_recordset()
        self.assertEqual(self.campaign.member_count, 1)

    def test_answers_of_many_at_once(self):
        members = self._member(self.contractor) | self._member(self.other_contractor)
        for action, state in (
            ("action_answered", "answered"),
            ("action_interested", "interested"),
            ("action_refused", "refused"),
        ):
            with self.subTest(action=action):
                getattr(members.with_user(self.user_all), action)()
                self.assertEqual(set(members.mapped("state")), {state})
        members.answer = False
        self.assertEqual(set(members.mapped("state")), {"selected"})
        opened = members[0].with_user(self.user_all).action_open_partner()
        self.assertEqual(opened["res_id"], self.contractor.id)

    def test_private_and_reopened_reach_nobody(self):
        member = self._member(self.contractor)
        project = self._project(campaign_id=self.campaign.id)
        values = {"project_id": project.id, "partner_id": self.contractor.id}
        hidden = self._activity(private=True, user_id=self.user_own.id, **values)
        task = self._activity(**values)
        hidden.with_user(self.user_own).action_done()
        self.assertEqual(member.state, "selected")
        task.action_done()
        self.assertEqual(member.state, "reached")
        task.action_reopen()
        self.assertEqual(member.state, "selected")
        hidden.with_user(self.user_own).private = False
        self.assertEqual(member.state, "reached")
        hidden.unlink()
        self.assertEqual(member.state, "selected")

    def test_deleted_contractor_leaves_it(self):
        gone = self.env["res.partner"].create({"name": "Krótko", "is_company": True})
        member = self._member(gone)
        self._member(self.contractor)
        gone.unlink()
        self.assertFalse(member.exists())
        self.env.invalidate_all()
        self.assertEqual(self.campaign.member_count, 1)

    def test_course_on_the_clock_of_the_reader(self):
        """It begins in Warsaw while it is the day before in New York."""
        campaign = self._campaign(
            title="D", date_start=date(2026, 3, 29), date_stop=date(2026, 3, 29)
        )
        for moment, zone, state in (
            ("2026-03-28 23:00:00", "Europe/Warsaw", "running"),
            ("2026-03-28 23:00:00", "America/New_York", "planned"),
            # that day has 23 hours in Warsaw
            ("2026-03-29 21:59:00", "Europe/Warsaw", "running"),
            ("2026-03-29 22:00:00", "Europe/Warsaw", "over"),
            ("2026-03-29 22:00:00", "America/New_York", "running"),
        ):
            with freeze_time(moment), self.subTest(moment=moment, zone=zone):
                self.env.invalidate_all()
                seen = campaign.with_context(tz=zone)
                self.assertEqual(seen.state, state)
                for wanted in ("planned", "running", "over"):
                    found = seen.search([("state", "=", wanted)])
                    self.assertIs(campaign in found, wanted == state)
                others = seen.search([("state", "!=", state)])
                self.assertNotIn(campaign, others)

    def test_archived_one_is_over(self):
        self.campaign.action_archive()
        everything = self.campaign.with_context(active_test=False)
        self.assertEqual(self.campaign.state, "over")
        self.assertIn(self.campaign, everything.search([("state", "=", "over")]))
        self.assertNotIn(self.campaign, everything.search([("state", "=", "running")]))

    @mute_logger("odoo.sql_db")
    def test_impossible_figures(self):
        for values in (
            {"date_start": "2026-03-02", "date_stop": "2026-03-01"},
            {"hourly_cost": -1},
            {"budget_ids": [Command.create({"name": "Targi", "planned": -1})]},
            {"budget_ids": [Command.create({"name": "Targi", "spent": -1})]},
        ):
            with self.subTest(values=values):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.campaign.write(values)
                    self.env.flush_all()

    def test_copy_takes_the_budget_along(self):
        self.campaign.budget_ids = [
            Command.create({"name": "Targi", "planned": 500, "spent": 20})
        ]
        copy = self.campaign.copy()
        self.assertEqual(copy.budget_ids.name, "Targi")
        self.assertNotEqual(copy.budget_ids, self.campaign.budget_ids)
        self.assertNotEqual(copy.campaign_id, self.campaign.campaign_id)
        self.assertFalse(copy.member_ids)

    def test_filter_that_is_refused_leaves_members(self):
        self._member(self.contractor)
        self.campaign.audience_domain = "[('id', '=', 'abc')]"
        with self.assertRaisesRegex(UserError, "cannot be read"):
            self._audience(self.user_all)
        self.assertEqual(self.campaign.member_ids.partner_id, self.contractor)

    def test_thousand_join_by_as_many_queries(self):
        partners = self.env["res.partner"].create(
            [{"name": f"K{n}", "is_company": True} for n in range(1020)]
        )

        def count(some):
            campaign = self._campaign(title=f"Dla {len(some)}")
            campaign.audience_domain = f"[('id', 'in', {some.ids})]"
            campaign = campaign.with_user(self.user_all)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            campaign.action_add_audience()
            self.env.flush_all()
            self.assertEqual(campaign.member_count, len(some))
            return self.env.cr.sql_log_count - before

        count(partners[:2])
        few = count(partners[:20])
        # rows are read and inserted by the thousand
        self.assertLessEqual(count(partners), few + 12)
