from odoo.fields import Command
from odoo.tests import tagged

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCampaignReport(ProjectCase):
    """Campaigns side by side, by what came of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["product.product"].create(
            {"name": "x", "type": "service"}
        )
        cls.spring = cls._campaign(user_id=cls.user_all.id)
        cls.summer = cls._campaign(title="Lato", user_id=cls.user_all.id)
        both = cls.spring | cls.summer
        for campaign, spent in zip(both, (100, 50), strict=True):
            campaign.budget_ids = [Command.create({"name": "x", "spent": spent})]
        join = cls.env["enova.campaign.member"]._join
        join(cls.spring, cls.contractor | cls.other_contractor)
        join(cls.summer, cls.contractor)
        cls._order(cls.spring, 400)
        cls.env.flush_all()

    @classmethod
    def _order(cls, campaign, amount, **values):
        line = {
            "product_id": cls.service.id,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
        }
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.contractor.id,
                "campaign_id": campaign.campaign_id.id,
                "order_line": [Command.create(line)],
                **values,
            }
        )
        order.action_confirm()
        return order

    def _rows(self, user, *aggregates):
        self.env.invalidate_all()
        both = self.spring | self.summer
        campaigns = self.env["enova.campaign"].with_user(user)
        return campaigns._read_group(
            [("id", "in", both.ids)], ["title"], aggregates, order="title"
        )

    def test_a_pivot_of_what_the_forms_show(self):
        rows = self._rows(
            self.user_manager,
            "member_count:sum",
            "bought_count:sum",
            "ordered_revenue:sum",
            "cost:sum",
            "gain:sum",
            "return_rate:avg",
        )
        self.assertEqual(
            rows,
            [("Lato", 1, 0, 0, 50, -50, -100), ("Wiosna", 2, 1, 400, 100, 300, 300)],
        )
        total = self._rows(self.user_manager, "cost:sum")
        self.assertEqual(sum(amount for _title, amount in total), 150)

    def test_all_of_a_person(self):
        campaigns = self.env["enova.campaign"]
        both = [("id", "in", (self.spring | self.summer).ids)]
        rows = campaigns._read_group(
            both, ["user_id"], ["cost:sum", "member_count:sum"]
        )
        self.assertEqual(rows, [(self.user_all, 150, 3)])

    def test_return_of_several_is_that_of_their_sums(self):
        """250 over 150, not the mean of 300 % and -100 %."""
        both = [("id", "in", (self.spring | self.summer).ids)]
        free = self._campaign(title="Bez kosztu", user_id=self.user_manager.id)
        campaigns = self.env["enova.campaign"].with_user(self.user_manager)
        [(rate,)] = campaigns._read_group(both, [], ["return_rate:avg"])
        self.assertAlmostEqual(rate, 100 * 250 / 150, 6)
        rows = campaigns._read_group(
            [("id", "in", free.ids)], ["user_id"], ["return_rate:avg"]
        )
        self.assertEqual(len(rows), 1)
        self.assertFalse(rows[0][1])

    def test_a_pivot_in_the_browser(self):
        """The same total in the cell that a pivot shows for all."""
        both = [("id", "in", (self.spring | self.summer).ids)]
        campaigns = self.env["enova.campaign"].with_user(self.user_manager)
        total, rows = campaigns.formatted_read_grouping_sets(
            both, [[], ["title"]], ["return_rate:avg"]
        )
        self.assertAlmostEqual(total[0]["return_rate:avg"], 100 * 250 / 150, 6)
        self.assertEqual([row["return_rate:avg"] for row in rows], [-100, 300])

    def test_members_in_the_order_of_the_funnel(self):
        """Selected stands before bought, though the alphabet says otherwise."""
        members = self.env["enova.campaign.member"].with_user(self.user_manager)
        ours = [("campaign_id", "in", (self.spring | self.summer).ids)]
        states = [state for (state,) in members._read_group(ours, ["state"])]
        self.assertEqual(states, ["selected", "bought"])
        _all, columns, _cells = members.formatted_read_grouping_sets(
            ours, [[], ["state"], ["campaign_id", "state"]], ["revenue:sum"]
        )
        self.assertEqual([row["state"] for row in columns], states)
        back = members._read_group(ours, ["state"], order="state desc")
        self.assertEqual([row[0] for row in back], states[::-1])

    def test_stages_in_their_order(self):
        """By their sequence, not by when somebody made them."""
        stages = self.env["enova.project.stage"].search(
            [("state", "in", ("planned", "in_progress"))], order="sequence, id"
        )
        stages[-1].sequence = stages[0].sequence - 1
        first, last = stages[-1], stages[0]
        projects = self.env["enova.project"]
        for stage in (last, first):
            projects |= self._project(stage_id=stage.id)
        groups = projects._read_group([("id", "in", projects.ids)], ["stage_id"])
        self.assertEqual([stage for (stage,) in groups], [first, last])
        sets = projects.formatted_read_grouping_sets(
            [("id", "in", projects.ids)],
            [[], ["stage_id"], ["partner_id", "stage_id"]],
            ["expected_revenue:sum"],
        )
        self.assertEqual([row["stage_id"][0] for row in sets[1]], [first.id, last.id])

    def test_a_bar_opens_whom_it_counts(self):
        members = self.env["enova.campaign.member"]
        for step, count in (
            ("selected", 2),
            ("reached", 1),
            ("bought", 1),
            (None, 2),
            ("no such step", 2),
        ):
            with self.subTest(step=step):
                action = self.spring.action_open_members(step)
                self.assertEqual(members.search_count(action["domain"]), count)

    def test_members_of_others_are_not_counted(self):
        rows = self._rows(self.user_own, "member_count:sum")
        self.assertEqual(rows, [("Lato", 1), ("Wiosna", 1)])

    def test_a_list_in_the_order_of_results(self):
        both = [("id", "in", (self.spring | self.summer).ids)]
        campaigns = self.env["enova.campaign"].with_user(self.user_all)
        self.assertEqual(campaigns.search(both, order="cost")[0], self.summer)
        self.assertEqual(campaigns.search(both, order="cost desc")[0], self.spring)

    def test_measures_are_offered(self):
        names = self.env["enova.campaign"].fields_get(attributes=["aggregator"])
        for name in ("cost", "gain", "member_count", "ordered_revenue"):
            self.assertEqual(names[name].get("aggregator"), "sum", name)
        self.assertEqual(names["return_rate"].get("aggregator"), "avg")

    def test_as_many_queries_as_for_one(self):
        counts = []
        for extra in range(3):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["enova.campaign"]._read_group(
                [], ["title"], ["cost:sum", "bought_count:sum"]
            )
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(8):
                self._campaign(title=f"{extra} {number}")
        self.assertEqual(counts[1], counts[2])

    def test_what_is_archived_has_cost_no_less(self):
        project = self._project(campaign_id=self.summer.id)
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.contractor.id,
                "invoice_date": "2026-03-02",
                "enova_project_id": project.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "x", "price_unit": 70, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        bill.action_post()
        self.assertEqual(self.summer.cost, 120)
        project.active = False
        self.env.invalidate_all()
        self.assertEqual(self.summer.cost, 120)

    def test_an_order_of_another_company(self):
        self._order(self.summer, 900, company_id=self.other_company.id)
        member = self.summer.member_ids
        self.assertEqual((member.state, member.revenue), ("selected", 0))
        self.assertEqual(self.summer.ordered_revenue, 0)

    def test_a_letter_that_is_entered_as_sent(self):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Oferta",
                "campaign_id": self.summer.campaign_id.id,
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        self.env["mailing.trace"].create(
            {
                "mass_mailing_id": mailing.id,
                "model": "res.partner",
                "res_id": self.contact.id,
                "trace_status": "sent",
            }
        )
        self.assertEqual(self.summer.member_ids.state, "reached")
