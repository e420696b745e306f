from odoo.fields import Command
from odoo.tests import tagged

from .issue_common import IssueMixin
from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestIssueProject(IssueMixin, ProjectCase):
    """Parts of service orders cost their project and its campaign; returns do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_issues()
        cls.campaign = cls._campaign(title="Przeglądy")
        cls.project = cls._project(campaign_id=cls.campaign.id)

    def test_issue_costs_the_project_once(self):
        order = self._service_order(enova_project_id=self.project.id)
        self.assertEqual(self.project.expected_cost, 120)
        [issue] = self._issue(order)
        self.assertEqual(issue.enova_project_id, self.project)
        self.assertEqual(self.project.stock_cost, 120)
        self.assertEqual(self.campaign.cost, 120)

    def test_return_lowers_it(self):
        order = self._service_order(enova_project_id=self.project.id)
        [issue] = self._issue(order)
        back = self._return(issue, 1)
        self.assertEqual(back.enova_project_id, self.project)
        self.assertEqual(self.project.stock_cost, 60)
        self.env.invalidate_all()
        self.assertEqual(self.campaign.cost, 60)

    def test_project_that_is_set_after_the_issue(self):
        order = self._service_order()
        [issue] = self._issue(order)
        self._return(issue, 1)
        order.enova_project_id = self.project
        self.assertEqual(self.project.stock_cost, 60)
        self._return(issue, 1)
        self.assertEqual(self.project.stock_cost, 0)

    def test_rest_of_an_issue_costs_the_project(self):
        rare = self._part("Rare", 30, 10)
        self._stock(rare, 1)
        order = self._service_order((rare, 3), enova_project_id=self.project.id)
        self._issue(order)
        self.assertEqual(self.project.stock_cost, 10)
        self._stock(rare, 2)
        order.issue_ids.filtered(lambda i: i.state != "done").action_assign()
        self._issue(order)
        self.assertEqual(
            order.issue_ids.enova_project_id, self.project, "both issues are"
        )
        self.assertEqual(self.project.stock_cost, 30)

    def test_goods_of_a_task_cost_its_project(self):
        task = self._activity(
            partner_id=self.contractor.id, project_id=self.project.id, user_id=2
        )
        vals = {"product_id": self.seal.id, "product_uom_qty": 2}
        issue = task._issue_goods(self.shelf, [vals])
        self.assertEqual(issue.enova_project_id, self.project)
        issue.button_validate()
        self.assertEqual(self.project.stock_cost, 10)

    def test_quotation_of_the_order_is_the_projects(self):
        order = self._service_order(enova_project_id=self.project.id)
        order.action_create_sale_order()
        self.assertEqual(order.sale_order_id.enova_project_id, self.project)
        self.assertEqual(self.project.expected_revenue, 200)

    def test_issues_of_many_projects_at_once(self):
        projects = self.project | self._project(name="Drugi")
        orders = self.env["repair.order"].browse()
        for project in projects:
            orders |= self._service_order(
                (self.seal, 1),
                enova_project_id=project.id,
                enova_activity_ids=[Command.clear()],
            )
        orders.action_issue_parts()
        self.assertEqual(projects.mapped("stock_cost"), [5, 5])
