from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .project_common import ProjectCase


@tagged("post_install", "-at_install")
class TestCampaign(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls._campaign()
        cls.member = cls._member(cls.contractor)

    @classmethod
    def _member(cls, partner, campaign=None):
        return cls.env["enova.campaign.member"].create(
            {"campaign_id": (campaign or cls.campaign).id, "partner_id": partner.id}
        )

    def _order(self, partner=None, amount=100, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": (partner or self.contractor).id,
                "campaign_id": self.campaign.campaign_id.id,
                "order_line": [
                    Command.create(
                        {
                            "name": "x",
                            "price_unit": amount,
                            "product_id": self.env["product.product"]
                            .create({"name": "x", "type": "service"})
                            .id,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )

    def _letter(self, status, partner=None):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Oferta",
                "campaign_id": self.campaign.campaign_id.id,
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        trace = self.env["mailing.trace"].create(
            {
                "mass_mailing_id": mailing.id,
                "model": "res.partner",
                "res_id": (partner or self.contact).id,
                "trace_status": "outgoing",
            }
        )
        trace.trace_status = status
        return trace

    def test_the_form(self):
        with Form(self.env["enova.campaign"].with_user(self.user_all)) as form:
            form.title = "Lato"
            form.goal = "Sto przeglądów"
        campaign = form.record
        self.assertEqual(campaign.campaign_id.title, "Lato")
        self.assertEqual(campaign.user_id, self.user_all)
        self.assertEqual(campaign.display_name, "Lato")
        self.assertFalse(campaign.member_ids)

    @mute_logger("odoo.sql_db")
    def test_a_contractor_is_in_but_once(self):
        # a contact person is their company
        for partner in (self.contractor, self.contact):
            with (
                self.subTest(partner=partner.name),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._member(partner).flush_recordset()
        self.assertEqual(self.campaign.member_count, 1)

    def test_a_task_done_reaches(self):
        project = self._project(campaign_id=self.campaign.id)
        task = self._activity(project_id=project.id)
        self.assertEqual(self.member.state, "selected")
        task.action_done()
        self.assertEqual(self.member.state, "reached")
        task.action_reopen()
        self.assertEqual(self.member.state, "selected")
        task.action_done()
        task.unlink()
        self.assertEqual(self.member.state, "selected")

    def test_a_private_task_tells_nobody(self):
        project = self._project(campaign_id=self.campaign.id)
        task = self._activity(
            project_id=project.id, private=True, user_id=self.user_own.id
        )
        task.with_user(self.user_own).action_done()
        self.assertEqual(self.member.state, "selected")

    def test_a_letter_reaches_and_a_reply_answers(self):
        trace = self._letter("sent")
        self.assertEqual(self.member.state, "reached")
        trace.set_replied()
        self.assertEqual(self.member.state, "answered")
        trace.set_bounced()
        self.assertEqual(self.member.state, "selected")

    def test_what_they_said_stays(self):
        self.member.with_user(self.user_own).action_refused()
        self._letter("open")
        self.assertEqual(self.member.state, "refused")
        self.member.action_interested()
        self.assertEqual(self.member.state, "interested")
        self.member.answer = False
        self.assertEqual(self.member.state, "reached")

    def test_who_orders_has_bought(self):
        self.member.action_refused()
        order = self._order(amount=250)
        self.assertEqual(self.member.state, "refused")
        order.action_confirm()
        self.assertEqual((self.member.state, self.member.revenue), ("bought", 250))
        order._action_cancel()
        self.assertEqual((self.member.state, self.member.revenue), ("refused", 0))

    def test_another_price_after_the_order(self):
        order = self._order()
        order.action_confirm()
        order.write(
            {"order_line": [Command.update(order.order_line.id, {"price_unit": 300})]}
        )
        self.assertEqual(self.member.revenue, 300)

    def test_an_order_that_changes_campaign(self):
        order = self._order()
        order.action_confirm()
        order.campaign_id = self._campaign(title="Inna").campaign_id
        self.assertEqual(self.member.state, "selected")

    def test_the_order_of_a_project_is_attributed(self):
        project = self._project(campaign_id=self.campaign.id)
        order = self._order(campaign_id=False, enova_project_id=project.id)
        self.assertEqual(order.campaign_id, self.campaign.campaign_id)
        form = Form(self.env["sale.order"])
        form.enova_project_id = project
        self.assertEqual(form.partner_id, self.contractor)

    def test_funnel_and_figures(self):
        others = self.env["res.partner"].create(
            [{"name": f"K{n}", "is_company": True} for n in range(4)]
        )
        members = [self._member(partner) for partner in others]
        members[0].action_interested()
        members[1].action_refused()
        members[2].answer = "reached"
        self._order(amount=1000).action_confirm()
        project = self._project(campaign_id=self.campaign.id)
        self._activity(project_id=project.id, time_spent=2, stage_id=self.stage_done.id)
        self.campaign.write(
            {
                "hourly_cost": 100,
                "budget_ids": [
                    Command.create({"name": "Ulotki", "planned": 400, "spent": 300})
                ],
            }
        )
        campaign = self.campaign
        self.assertEqual(
            [
                campaign.member_count,
                campaign.reached_count,
                campaign.answered_count,
                campaign.interested_count,
                campaign.refused_count,
                campaign.bought_count,
            ],
            [5, 4, 3, 2, 1, 1],
        )
        self.assertEqual(campaign.ordered_revenue, 1000)
        self.assertEqual(campaign.budget_planned, 400)
        self.assertEqual(campaign.cost, 500)
        self.assertEqual(campaign.return_rate, 100)
        self.assertIn("80%", campaign.funnel)
        self.assertEqual((campaign.project_count, campaign.activity_count), (1, 1))

    def test_invoiced_less_credit_notes(self):
        values = {
            "partner_id": self.contractor.id,
            "invoice_date": "2026-03-02",
            "campaign_id": self.campaign.campaign_id.id,
        }
        for kind, amount in (("out_invoice", 500), ("out_refund", 100)):
            line = {"name": "x", "price_unit": amount, "tax_ids": [Command.clear()]}
            move = self.env["account.move"].create(
                {
                    **values,
                    "move_type": kind,
                    "invoice_line_ids": [Command.create(line)],
                }
            )
            move.action_post()
        self.assertEqual(self.campaign.invoiced_revenue, 400)

    def test_a_list_takes_constant_queries(self):
        campaigns = self.campaign.browse(
            self._campaign(title=f"C{n}").id for n in range(12)
        )
        for campaign in campaigns:
            self._member(self.contractor, campaign)
        names = ["member_count", "cost", "ordered_revenue", "project_count", "state"]
        counts = []
        for some in (campaigns[:2], campaigns):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_members_at_once_take_constant_queries(self):
        partners = self.env["res.partner"].create(
            [{"name": f"K{n}", "is_company": True} for n in range(80)]
        )
        counts = []
        for some in (partners[:5], partners[5:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["enova.campaign.member"]._join(self.campaign, some)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_a_copy_is_told_apart_and_has_no_members(self):
        self.campaign.budget_ids = [Command.create({"name": "x", "planned": 5})]
        copy = self.campaign.copy()
        self.assertNotEqual(copy.title, self.campaign.title)
        self.assertNotEqual(copy.campaign_id, self.campaign.campaign_id)
        self.assertFalse(copy.member_ids)
        self.assertEqual(copy.budget_ids.planned, 5)

    def test_a_project_that_leaves_takes_what_was_done_along(self):
        other = self._campaign(title="Inna")
        project = self._project(campaign_id=self.campaign.id)
        self._activity(project_id=project.id, stage_id=self.stage_done.id)
        self.assertEqual(self.member.state, "reached")
        project.campaign_id = other
        self.assertEqual(self.member.state, "selected")
        self.assertEqual(other.member_ids.state, "reached")

    def test_merging_adds_up_what_happened(self):
        duplicate = self.env["res.partner"].create(
            {"name": "Młyn 2", "is_company": True}
        )
        self._member(duplicate)
        self._order(duplicate, amount=70).action_confirm()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge(
            (self.contractor | duplicate).ids, self.contractor, extra_checks=False
        )
        self.env.invalidate_all()
        self.assertEqual((self.member.state, self.member.revenue), ("bought", 70))

    def test_merging_contractors_keeps_projects_and_membership(self):
        duplicate = self.env["res.partner"].create(
            {"name": "Młyn 2", "is_company": True}
        )
        self._member(duplicate).answer = "interested"
        playbook = self._playbook(("Zadzwoń", 1))
        values = {"playbook_id": playbook.id, "campaign_id": self.campaign.id}
        both = self.contractor | duplicate
        duplicate.user_id = self.user_own
        self._run(partner_ids=both, **values)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge(both.ids, self.contractor, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual(len(self.contractor.enova_project_ids), 2)
        self.assertEqual(len(self.contractor.enova_activity_ids.project_id), 2)
        self.assertEqual(self.campaign.member_count, 1)
