from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestProjectRights(ProjectCase):
    """Who sees which project, campaign and member, through every door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other, own = cls.other_contractor.id, cls.user_own
        cls.rows = {
            "of my contractor": cls._project(),
            "responsible": cls._project(partner_id=other, user_id=own.id),
            "team": cls._project(partner_id=other, member_ids=[Command.set(own.ids)]),
            "of others": cls._project(partner_id=other, user_id=cls.user_all.id),
        }
        for name, project in cls.rows.items():
            project.name = name
        cls.every = cls.env["enova.project"].union(*cls.rows.values())
        cls.visible = {
            "own": {"of my contractor", "responsible", "team"},
            "all": set(cls.rows),
            "manager": set(cls.rows),
        }
        cls.campaign = cls._campaign(user_id=cls.user_all.id)
        cls.members = cls.env["enova.campaign.member"].create(
            [
                {"campaign_id": cls.campaign.id, "partner_id": partner.id}
                for partner in (cls.contractor, cls.other_contractor)
            ]
        )
        cls.env.flush_all()

    def _as(self, role, model="enova.project"):
        self.env.invalidate_all()
        return self.env[model].with_user(self.crm_users[role])

    def test_search_count_groups_and_names(self):
        domain = [("id", "in", self.every.ids)]
        for role, names in self.visible.items():
            with self.subTest(role=role):
                projects = self._as(role)
                self.assertEqual(set(projects.search(domain).mapped("name")), names)
                self.assertEqual(projects.search_count(domain), len(names))
                groups = projects._read_group(domain, ["name"], ["__count"])
                self.assertEqual({name for name, _count in groups}, names)
                for name in self.rows:
                    hit = projects.name_search(name, operator="=")
                    self.assertEqual(bool(hit), name in names)

    def test_compute_agrees_with_search(self):
        for role in self.visible:
            records = self.every.with_user(self.crm_users[role]).sudo()
            found = records.search([("is_own", "=", True), ("id", "in", records.ids)])
            self.assertEqual(found, records.filtered("is_own").sorted())

    def test_everybody_reads_whose_it_is(self):
        for role in self.visible:
            projects = self._as(role).search([("id", "in", self.every.ids)])
            own = projects.search([("is_own", "=", True)])
            with self.subTest(role=role):
                for row in projects.read(["is_own"]):
                    self.assertEqual(row["is_own"], row["id"] in own.ids)

    def test_counters_of_the_contractor(self):
        for role in self.visible:
            seen = self._as(role).search(
                [("commercial_partner_id", "=", self.other_contractor.id)]
            )
            partner = self.other_contractor.with_user(self.crm_users[role])
            with self.subTest(role=role):
                self.assertEqual(partner.enova_project_count, len(seen))
                self.assertEqual(partner.enova_project_ids, seen)
        outsider = self.other_contractor.with_user(self.user_outsider)
        self.assertEqual(outsider.enova_project_count, 0)

    def test_nobody_is_asked_for_hidden_ones(self):
        hidden = self.rows["of others"]
        partners = self.env["res.partner"].with_user(self.user_own)
        for domain in (
            [("enova_project_ids", "in", hidden.ids)],
            [("enova_project_ids", "any", [("name", "=", "of others")])],
        ):
            with self.subTest(domain=domain):
                self.assertNotIn(self.other_contractor, partners.search(domain))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_refusal_changes_nothing(self):
        foreign = self.rows["of others"]
        member = self.members[1]
        attempts = [
            ("own", foreign, lambda r: r.write({"name": "x"})),
            ("own", foreign, lambda r: r.action_start()),
            ("own", foreign, lambda r: r._close("won")),
            ("own", foreign, lambda r: r.write({"user_id": self.user_own.id})),
            ("all", foreign, lambda r: r.unlink()),
            ("outsider", foreign, lambda r: r.action_start()),
            ("portal", foreign, lambda r: r.write({"name": "x"})),
            ("own", member, lambda r: r.action_interested()),
            ("own", member, lambda r: r.write({"note": "x"})),
            ("all", member, lambda r: r.unlink()),
            ("own", self.campaign, lambda r: r.write({"goal": "x"})),
            ("own", self.campaign, lambda r: r.action_add_audience()),
            ("all", self.campaign, lambda r: r.unlink()),
            ("portal", self.campaign, lambda r: r.write({"goal": "x"})),
        ]
        fields = ["name", "stage_id", "user_id"]

        def picture():
            self.env.invalidate_all()
            return (
                self.every.read(fields),
                self.members.read(["answer", "note", "state"]),
                self.campaign.read(["goal", "title"]),
                len(self.campaign.member_ids),
            )

        before = picture()
        for role, record, attempt in attempts:
            with self.subTest(role=role, record=record._name):
                self.env.invalidate_all()
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    attempt(record.with_user(self.crm_users[role]))
        self.assertEqual(picture(), before)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_puts_tasks_into_a_hidden_project(self):
        activities = self._as("own", "enova.activity")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            activities.create({"name": "x", "project_id": self.rows["of others"].id})
        self.assertFalse(self.rows["of others"].enova_activity_ids)

    def test_members_and_funnel_count_what_one_sees(self):
        for role, count in (("own", 1), ("all", 2), ("manager", 2)):
            members = self._as(role, "enova.campaign.member")
            domain = [("campaign_id", "=", self.campaign.id)]
            with self.subTest(role=role):
                self.assertEqual(members.search_count(domain), count)
                campaign = self.campaign.with_user(self.crm_users[role])
                self.assertEqual(campaign.member_count, count)

    def test_one_s_own_campaign_is_changed(self):
        mine = self._as("own", "enova.campaign").create({"title": "Moja"})
        self.assertEqual(mine.user_id, self.user_own)
        mine.goal = "x"
        mine.budget_ids = [Command.create({"name": "Ulotki", "planned": 10})]
        self.assertEqual(mine.budget_planned, 10)
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            self.campaign.with_user(self.user_own).budget_ids = [
                Command.create({"name": "x"})
            ]

    def test_other_company_is_out_of_sight(self):
        project = self._project(company_id=self.other_company.id)
        campaign = self._campaign(title="Obca", company_id=self.other_company.id)
        for role in self.visible:
            with self.subTest(role=role):
                self.assertFalse(self._as(role).search([("id", "=", project.id)]))
                self.assertFalse(
                    self._as(role, "enova.campaign").search([("id", "=", campaign.id)])
                )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.rows["team"].campaign_id = campaign

    def test_deleting_a_campaign_archives_that_of_the_erp(self):
        campaign = self._campaign(title="Krótka")
        theirs = campaign.campaign_id
        campaign.with_user(self.user_manager).unlink()
        self.assertTrue(theirs.exists())
        self.assertFalse(theirs.active)
