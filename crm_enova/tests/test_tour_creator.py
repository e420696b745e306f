from odoo.fields import Command
from odoo.tests import tagged

from .project_common import ProjectMixin
from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourCreator(ProjectMixin, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls._playbook(
            ("Call {contractor}", 0),
            ("Visit {contractor}", 3),
            name="Inspection",
            project_name="Inspection: {contractor}",
        )

    def test_from_the_list_of_contractors(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Zakład {i}", "is_company": True} for i in range(1, 4)]
        )
        partners[:2].user_id = self.user_own
        self.start_tour(
            "/odoo/contractors", "enova_creator_contractors", login="crm_all"
        )
        campaign = self.env["enova.campaign"].search([("title", "=", "Spring")])
        self.assertEqual(campaign.member_ids.partner_id, partners[:2])
        self.assertEqual(campaign.project_ids.user_id, self.user_own)
        self.assertEqual(
            sorted(campaign.project_ids.enova_activity_ids.mapped("name")),
            ["Call Zakład 1", "Call Zakład 2", "Visit Zakład 1", "Visit Zakład 2"],
        )

    def test_from_a_project(self):
        project = self._project(name="New line", user_id=self.user_own.id)
        self.start_tour(
            f"/odoo/enova-projects/{project.id}",
            "enova_creator_project",
            login="crm_own",
        )
        self.assertEqual(
            sorted(project.enova_activity_ids.mapped("name")),
            [f"Call {self.contractor.name}", f"Visit {self.contractor.name}"],
        )

    def test_it_opens_from_menu_and_campaign(self):
        for login, user in (("crm_own", self.user_own), ("crm_manager", False)):
            user = user or self.user_manager
            user.lang = "en_US"
            campaign = self._campaign(title="Spring", user_id=user.id)
            with self.subTest(user=login):
                url = f"/odoo/enova-campaigns/{campaign.id}"
                self.start_tour(url, "enova_creator_open", login=login)

    def test_a_run_is_taken_back(self):
        run = self._run(
            self.user_own,
            partner_ids=self.contractor,
            playbook_id=self.env["enova.playbook"]
            .search([("name", "=", "Inspection")])
            .id,
        )
        self.assertTrue(run.project_ids)
        self.start_tour(
            f"/odoo/action-crm_enova.enova_creator_run_action/{run.id}",
            "enova_creator_undo",
            login="crm_own",
        )
        self.assertEqual(run.state, "undone")
        self.assertFalse(run.project_ids)

    def test_a_run_shows_how_far_it_is(self):
        run = self.env["enova.creator.run"].create(
            {
                "name": "Inspection",
                "user_id": self.user_all.id,
                "playbook_id": self.env["enova.playbook"]
                .search([("name", "=", "Inspection")])
                .id,
            }
        )
        run._fill(self.contractor, {}, run.project_ids)
        self.start_tour(
            f"/odoo/action-crm_enova.enova_creator_run_action/{run.id}",
            "enova_creator_run",
            login="crm_all",
        )
        self.assertEqual(run.state, "running")


@tagged("post_install", "-at_install")
class TestTourProject(ProjectMixin, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls.project = cls._project(name="New line", user_id=cls.user_own.id)
        cls.task = cls._activity(
            name="Measure the hall", project_id=cls.project.id, user_id=cls.user_own.id
        )

    def test_closing_on_the_board(self):
        other = self._project(name="Goes on", user_id=self.user_own.id)
        self.start_tour("/odoo/enova-projects", "enova_project_board", login="crm_own")
        self.assertEqual(self.project.state, "lost")
        self.assertEqual(self.project.reason_id, self.reason)
        self.assertEqual(self.task.state, "cancelled")
        self.assertEqual(other.state, "in_progress")

    def test_tasks_on_the_form(self):
        self.start_tour(
            f"/odoo/enova-projects/{self.project.id}",
            "enova_project_tasks",
            login="crm_own",
        )
        task = self.project.enova_activity_ids - self.task
        self.assertEqual((task.name, task.state), ("Send the offer", "done"))


@tagged("post_install", "-at_install")
class TestTourCampaign(ProjectMixin, TourCase):
    def test_the_funnel_after_an_order(self):
        self.user_all.group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        campaign = self._campaign(title="Spring", user_id=self.user_all.id)
        both = self.contractor | self.other_contractor
        self.env["enova.campaign.member"]._join(campaign, both)
        project = self._project(campaign_id=campaign.id)
        self._activity(project_id=project.id, stage_id=self.stage_done.id)
        service = self.env["product.product"].create(
            {"name": "Inspection", "type": "service", "list_price": 1500}
        )
        self.env["sale.order"].create(
            {
                "partner_id": self.contractor.id,
                "enova_project_id": project.id,
                "order_line": [
                    Command.create(
                        {"product_id": service.id, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        self.start_tour(
            f"/odoo/enova-campaigns/{campaign.id}",
            "enova_campaign_funnel",
            login="crm_all",
        )
        self.assertEqual(campaign.member_ids.mapped("state"), ["bought", "interested"])
