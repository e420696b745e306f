from odoo import fields, models


class EnovaCampaignBudget(models.Model):
    """A line of a campaign's budget: what it may cost, and what it did."""

    _name = "enova.campaign.budget"
    _inherit = ["enova.guard.mixin"]
    _description = "Budget line of a campaign"
    _order = "date, id"
    _check_company_auto = True

    campaign_id = fields.Many2one(
        "enova.campaign", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="campaign_id.company_id", store=True)
    # sudo (as related fields are): a currency alone, and core adds up no money without
    currency_id = fields.Many2one(related="campaign_id.currency_id")
    name = fields.Char(required=True)
    date = fields.Date(default=fields.Date.context_today)
    planned = fields.Monetary()
    spent = fields.Monetary()

    _amounts_positive = models.Constraint(
        "CHECK (planned >= 0 AND spent >= 0)", "A cost cannot be negative."
    )
