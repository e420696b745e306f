from odoo import api, fields, models
from odoo.fields import Domain

from ..base.ruled_search import search_under_rules


class EnovaCampaign(models.Model):
    """Many contractors, one goal: the ERP's own campaign, with projects and members.

    Orders, invoices and mailings are attributed to the ERP's campaign as everywhere
    in the ERP; this one counts what came of it.
    """

    _name = "enova.campaign"
    _description = "Campaign"
    _inherits = {"utm.campaign": "campaign_id"}
    _inherit = ["enova.thread.mixin", "enova.ordered.group.mixin", "enova.guard.mixin"]
    _rec_name = "title"
    _rec_names_search = ["title"]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    campaign_id = fields.Many2one(
        "utm.campaign",
        string="Campaign of the ERP",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # sudo (as related fields are): a currency alone, and core adds up no money without
    currency_id = fields.Many2one(related="company_id.currency_id")
    goal = fields.Text(help="What is to be reached, in words.")
    description = fields.Html()
    date_start = fields.Date(string="Start", default=fields.Date.context_today)
    date_stop = fields.Date(string="End")
    state = fields.Selection(
        [("planned", "Planned"), ("running", "Running"), ("over", "Ended")],
        string="Course",
        compute="_compute_state",
        search="_search_state",
        help="By its dates; an archived one has ended.",
    )
    planned_revenue = fields.Monetary(help="What it is to bring.")
    hourly_cost = fields.Monetary(
        string="Cost of an hour",
        aggregator=None,
        help="The time spent on tasks and events of the campaign counts so much.",
    )
    audience_domain = fields.Char(
        string="Audience",
        default="[('contractor_status', '!=', False)]",
        help="Whom the campaign is for, as a filter of contractors and cards.",
    )
    project_ids = fields.One2many(
        "enova.project",
        "campaign_id",
        string="Projects",
        search=search_under_rules("project_ids"),
    )
    activity_ids = fields.One2many(
        "enova.activity",
        "campaign_id",
        string="Tasks and events",
        search=search_under_rules("activity_ids"),
    )
    budget_ids = fields.One2many(
        "enova.campaign.budget", "campaign_id", string="Budget lines", copy=True
    )

    _one_per_campaign = models.Constraint(
        "UNIQUE (campaign_id)", "The campaign of the ERP has one of the CRM already."
    )
    _stop_after_start = models.Constraint(
        "CHECK (date_stop >= date_start)", "A campaign cannot end before it begins."
    )
    _hourly_cost_positive = models.Constraint(
        "CHECK (hourly_cost >= 0)", "The cost of an hour cannot be negative."
    )

    @api.depends("date_start", "date_stop", "active")
    def _compute_state(self):
        """Tell by today, where the reader is."""
        today = fields.Date.context_today(self)
        for campaign in self:
            if not campaign.active or (
                campaign.date_stop and campaign.date_stop < today
            ):
                campaign.state = "over"
            elif campaign.date_start and campaign.date_start > today:
                campaign.state = "planned"
            else:
                campaign.state = "running"

    @api.model
    def _search_state(self, operator, value):
        """Search by the same days that the compute compares with."""
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        ended = Domain("date_stop", "<", today) | Domain("active", "=", False)
        coming = Domain("date_start", ">", today)
        domains = {
            "over": ended,
            "planned": ~ended & coming,
            "running": ~ended & ~coming,
        }
        return Domain.OR(domains[item] for item in value if item in domains)

    @api.model
    def _by_utm(self, campaigns):
        """Return our campaigns of campaigns of the ERP, archived ones too.

        :return: dict of ids by id of the ERP's campaign
        """
        # sudo: ids alone, of campaigns that documents of the caller name
        records = self.sudo().with_context(active_test=False)
        records = records.search([("campaign_id", "in", campaigns.ids)])
        return {record.campaign_id.id: record.id for record in records}

    def copy_data(self, default=None):
        """Name a copy so that the two can be told apart."""
        values = super().copy_data(default)
        for campaign, vals in zip(self, values, strict=True):
            if not (default or {}).get("title"):
                vals["title"] = self.env._("%s (copy)", campaign.title)
            vals.pop("name", None)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the names of archived campaigns apart, too.

        The ERP looks for names among those in use alone, and the database among all.
        """
        records = self.with_context(active_test=False)
        return super(EnovaCampaign, records).create(vals_list).with_env(self.env)

    def unlink(self):
        """Archive the campaign of the ERP: orders and statistics refer to it."""
        # sudo: deleting ours is the manager's, who may not write those of others
        utm_campaigns = self.campaign_id.sudo()
        result = super().unlink()
        utm_campaigns.active = False
        return result

    def _audience(self):
        """Return the contractors and cards that the filter finds, under one's rights.

        :raises UserError: when the filter cannot be read
        """
        self.ensure_one()
        return self.env["res.partner"]._enova_filtered(self.audience_domain)

    def action_add_audience(self):
        """Make members of all that fit the filter and are none yet.

        :return: dict, the action that tells how many joined
        """
        self.ensure_one()
        self.check_access("write")
        chosen = self._audience().commercial_partner_id
        fitting = chosen.filtered(
            lambda partner: (
                partner.contractor_status
                and partner.company_id in (partner.company_id.browse(), self.company_id)
            )
        )
        if not self.env.user.has_group("crm_enova.crm_enova_group_all"):
            fitting = fitting._own_among()
        joining = self.env["enova.campaign.member"]._join(self, fitting)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if joining else "info",
                "message": self.env._("New members: %s", len(joining)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
