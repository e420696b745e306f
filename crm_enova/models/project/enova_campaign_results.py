from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from ..base.arguments import optional, read_arguments, text
from ..base.ruled_search import search_under_rules

# Whom a stage of the funnel counts: those in it, and those who went on from it.
FUNNEL = (
    (
        "selected",
        ("selected", "reached", "answered", "interested", "refused", "bought"),
    ),
    ("reached", ("reached", "answered", "interested", "refused", "bought")),
    ("answered", ("answered", "interested", "refused", "bought")),
    ("interested", ("interested", "bought")),
    ("bought", ("bought",)),
)

# What campaigns are compared by.
FIGURES = (
    "member_count",
    "reached_count",
    "answered_count",
    "interested_count",
    "refused_count",
    "bought_count",
    "project_count",
    "activity_count",
    "ordered_revenue",
    "invoiced_revenue",
    "budget_planned",
    "cost",
    "gain",
    "return_rate",
)


class EnovaCampaign(models.Model):
    """What came of a campaign; a list of campaigns takes as many queries as one.

    Results are counted for the reader and stored nowhere. Graphs, pivots and the order
    of the list know them all the same: PostgreSQL gets them as a table of values, so
    that a total is the sum of what the forms show, under the same rights; there are few
    campaigns.
    """

    _inherit = "enova.campaign"

    member_ids = fields.One2many(
        "enova.campaign.member",
        "campaign_id",
        string="Members",
        search=search_under_rules("member_ids"),
    )
    member_count = fields.Integer(string="Members count", compute="_compute_members")
    reached_count = fields.Integer(string="Reached", compute="_compute_members")
    answered_count = fields.Integer(string="Answered", compute="_compute_members")
    interested_count = fields.Integer(string="Interested", compute="_compute_members")
    refused_count = fields.Integer(string="Declined", compute="_compute_members")
    bought_count = fields.Integer(string="Bought", compute="_compute_members")
    funnel = fields.Html(compute="_compute_members", sanitize=False)
    project_count = fields.Integer(string="Projects count", compute="_compute_counts")
    activity_count = fields.Integer(
        string="Tasks and events count", compute="_compute_counts"
    )
    time_spent = fields.Float(
        compute="_compute_results", help="In hours, of what is not private."
    )
    ordered_revenue = fields.Monetary(
        string="Ordered",
        compute="_compute_results",
        help="Net amounts of confirmed orders that are attributed to the campaign.",
    )
    invoiced_revenue = fields.Monetary(
        string="Invoiced",
        compute="_compute_results",
        help="Net amounts of posted invoices of the campaign, less credit notes.",
    )
    budget_planned = fields.Monetary(string="Budget", compute="_compute_results")
    cost = fields.Monetary(
        compute="_compute_results",
        help="What was spent of the budget, the cost of its projects (bills, goods,"
        " service) and of the time spent.",
    )
    gain = fields.Monetary(
        compute="_compute_results", help="What it brought in orders beyond its cost."
    )
    return_rate = fields.Float(
        string="Return (%)",
        aggregator="avg",
        compute="_compute_results",
        help="In percent: what it brought in orders beyond its cost, by its cost.",
    )

    @api.depends("member_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_members(self):
        """Count members by state, of those that the reader may see."""
        counted = {}
        groups = self.env["enova.campaign.member"]._read_group(
            [("campaign_id", "in", self.ids)], ["campaign_id", "state"], ["__count"]
        )
        for campaign, state, count in groups:
            counted[campaign.id, state] = count
        for campaign in self:
            key = campaign._origin.id
            steps = {
                step: sum(counted.get((key, state), 0) for state in states)
                for step, states in FUNNEL
            }
            campaign.member_count = steps["selected"]
            campaign.reached_count = steps["reached"]
            campaign.answered_count = steps["answered"]
            campaign.interested_count = steps["interested"]
            campaign.refused_count = counted.get((key, "refused"), 0)
            campaign.bought_count = steps["bought"]
            campaign.funnel = self._funnel_markup(steps)

    @api.model
    def _funnel_markup(self, steps):
        """Return the steps as bars, each with its number and its share of the first."""
        labels = dict(
            self.env["enova.campaign.member"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        row = Markup(
            '<button type="button" data-step="{step}" class="o_enova_funnel_step btn'
            " btn-link text-reset fw-normal w-100 p-0 mb-1 d-flex align-items-center"
            ' gap-2">'
            '<span class="o_enova_funnel_label text-start">{label}</span>'
            '<span class="progress flex-grow-1">'
            '<span class="progress-bar bg-primary" style="width: {share}%"></span>'
            "</span>"
            '<span class="o_enova_funnel_count text-end">{count} ({share}%)</span>'
            "</button>"
        )
        whole = steps["selected"] or 1
        return Markup().join(
            row.format(
                step=step,
                label=labels[step],
                count=count,
                share=round(100 * count / whole),
            )
            for step, count in steps.items()
        )

    @api.depends("project_ids", "activity_ids")
    @api.depends_context("uid")
    def _compute_counts(self):
        """Count projects and activities under the reader's rights."""
        counts = {}
        for model in ("enova.project", "enova.activity"):
            groups = self.env[model]._read_group(
                [("campaign_id", "in", self.ids)], ["campaign_id"], ["__count"]
            )
            counts[model] = {campaign.id: count for campaign, count in groups}
        for campaign in self:
            key = campaign._origin.id
            campaign.project_count = counts["enova.project"].get(key, 0)
            campaign.activity_count = counts["enova.activity"].get(key, 0)

    @api.depends(
        "budget_ids.planned",
        "budget_ids.spent",
        "hourly_cost",
        "project_ids.actual_cost",
        "activity_ids.time_spent",
    )
    def _compute_results(self):
        """Add up revenue and cost; sums that all readers of a campaign share."""
        times = self._sums_by_campaign(
            "enova.activity", "time_spent", [("private", "=", False)]
        )
        planned = self._sums_by_campaign("enova.campaign.budget", "planned")
        spent = self._sums_by_campaign("enova.campaign.budget", "spent")
        costs = self._sums_by_campaign("enova.project", "actual_cost")
        ordered = self._ordered_by_campaign()
        invoiced = self._invoiced_by_campaign()
        for campaign in self:
            key, utm = campaign._origin.id, campaign.campaign_id._origin.id
            campaign.time_spent = times.get(key, 0)
            campaign.budget_planned = planned.get(key, 0)
            campaign.ordered_revenue = ordered.get(utm, 0)
            campaign.invoiced_revenue = invoiced.get(utm, 0)
            time_cost = campaign.time_spent * campaign.hourly_cost
            campaign.cost = spent.get(key, 0) + costs.get(key, 0) + time_cost
            campaign.gain = campaign.ordered_revenue - campaign.cost
            share = campaign.gain / campaign.cost if campaign.cost else 0
            campaign.return_rate = 100 * share

    def _sums_by_campaign(self, model, name, domain=()):
        """Return the sums of a field of what is in these campaigns, by campaign."""
        # sudo: sums alone, of what is not private; what is archived has cost no less
        groups = (
            self.env[model]
            .sudo()
            .with_context(active_test=False)
            ._read_group(
                [("campaign_id", "in", self.ids), (name, "!=", 0), *domain],
                ["campaign_id"],
                [f"{name}:sum"],
            )
        )
        return {campaign.id: amount for campaign, amount in groups}

    def _ordered_by_campaign(self):
        """Return net amounts of confirmed orders, each by the rate of its own day."""
        ids = tuple(self.campaign_id.ids)
        if not ids:
            return {}
        orders = self.env["sale.order"]
        orders.flush_model(
            ["campaign_id", "state", "amount_untaxed", "currency_rate", "company_id"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.campaign_id,
                       sum(o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1))
                  FROM sale_order AS o
                  JOIN enova_campaign AS c ON c.campaign_id = o.campaign_id
                 WHERE o.campaign_id IN %s AND o.state = 'sale'
                   AND o.company_id = c.company_id
                 GROUP BY o.campaign_id
                """,
                ids,
            )
        )
        return {utm: float(amount) for utm, amount in rows}

    def _invoiced_by_campaign(self):
        """Return net amounts of posted customer invoices in company currency."""
        # sudo: a sum alone
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("campaign_id", "in", self.campaign_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("state", "=", "posted"),
                    ("move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
                ],
                ["campaign_id"],
                ["amount_untaxed_signed:sum"],
            )
        )
        return {campaign.id: amount for campaign, amount in groups}

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let results be added up and sorted by like stored fields."""
        if field_expr not in FIGURES:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        # all of them, archived ones too: the query says which of them it is about
        campaigns = self.with_context(active_test=False)
        campaigns = campaigns.search([])  # pylint: disable=no-search-all
        rows = [
            SQL("(%s, %s::numeric)", campaign.id, campaign[field_expr])
            for campaign in campaigns
        ]
        return SQL(
            "(SELECT v.amount FROM (VALUES %s) AS v (id, amount) WHERE v.id = %s)",
            SQL(", ").join(rows or [SQL("(0, 0::numeric)")]),
            SQL.identifier(alias, "id"),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Compute the return of several from their sums, as a mean would not."""
        if aggregate_spec != "return_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100 * SUM(%(gain)s) / NULLIF(SUM(%(cost)s), 0)",
            gain=self._field_to_sql(self._table, "gain", query),
            cost=self._field_to_sql(self._table, "cost", query),
        )

    def _action_of(self, xml_id, **context):
        """Return an action on what belongs to the campaign."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return {
            **action,
            "display_name": self.display_name,
            "path": False,
            "domain": [("campaign_id", "=", self.id)],
            "context": context,
        }

    @read_arguments(step=optional(text))
    def action_open_members(self, step=None):
        """Open the members, as a list and as the funnel.

        :param str step: of the funnel, to see those alone whom its bar counts
        :return: dict, the action that the client runs next
        """
        action = self._action_of(
            "crm_enova.enova_campaign_member_action", default_campaign_id=self.id
        )
        states = dict(FUNNEL).get(step)
        if states:
            action["domain"] = [*action["domain"], ("state", "in", list(states))]
        return action

    def action_open_projects(self):
        """Open the projects; new ones belong to the campaign.

        :return: dict, the action that the client runs next
        """
        return self._action_of(
            "crm_enova.enova_project_action", default_campaign_id=self.id
        )

    def action_open_activities(self):
        """Open the tasks and events of all its projects.

        :return: dict, the action that the client runs next
        """
        return self._action_of("crm_enova.enova_activity_action")

    def action_open_orders(self):
        """Open the quotations and orders that are attributed to the campaign.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self._action_of("sale.action_quotations_with_onboarding")
        action["domain"] = [("campaign_id", "=", self.campaign_id.id)]
        action["context"] = {"default_campaign_id": self.campaign_id.id}
        return action

    def action_open_mailings(self):
        """Open the mailings of the campaign.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self._action_of("mass_mailing.mailing_mailing_action_mail")
        action["domain"] = [("campaign_id", "=", self.campaign_id.id)]
        action["context"] = {"default_campaign_id": self.campaign_id.id}
        return action
