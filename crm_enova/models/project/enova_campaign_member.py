from odoo import api, fields, models

MEMBER_STATES = [
    ("selected", "Selected"),
    ("reached", "Reached"),
    ("answered", "Answered"),
    ("interested", "Interested"),
    ("refused", "Declined"),
    ("bought", "Bought"),
]


class EnovaCampaignMember(models.Model):
    """A contractor or card in a campaign, and how far he is.

    The state is never typed: it is drawn from what has happened (tasks done, letters
    that arrived, orders confirmed) and from the answer that somebody has noted.
    """

    _name = "enova.campaign.member"
    _description = "Member of a campaign"
    _order = "campaign_id, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    campaign_id = fields.Many2one(
        "enova.campaign",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="campaign_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="campaign_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('contractor_status', '!=', False)]",
    )
    user_id = fields.Many2one(
        related="partner_id.user_id", string="Main caretaker", related_sudo=False
    )
    phone = fields.Char(related="partner_id.phone", related_sudo=False)
    email = fields.Char(related="partner_id.email", related_sudo=False)
    answer = fields.Selection(
        MEMBER_STATES[1:5], help="What he said, as somebody has noted it."
    )
    state = fields.Selection(
        MEMBER_STATES,
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
        group_expand=True,
    )
    revenue = fields.Monetary(
        compute="_compute_state",
        store=True,
        precompute=True,
        help="Net amounts of his confirmed orders that are attributed to the campaign.",
    )
    note = fields.Char()

    _one_per_contractor = models.Constraint(
        "UNIQUE (campaign_id, partner_id)",
        "The contractor is in the campaign already.",
    )
    _campaign_state_idx = models.Index("(campaign_id, state)")

    is_own = fields.Boolean(
        compute="_compute_is_own",
        search="_search_is_own",
        exportable=False,
        help="I am the caretaker of the contractor.",
    )

    @api.depends("partner_id.caretaker_user_ids")
    @api.depends_context("uid")
    def _compute_is_own(self):
        """Agree with the search."""
        # sudo: the caretakers are asked for one's own name alone
        own = set(self.sudo().partner_id._own_among().ids)
        for member in self:
            member.is_own = member.partner_id.id in own

    @api.model
    def _search_is_own(self, operator, value):
        """Search without a dotted path, which would join for every row."""
        if operator != "in":
            return NotImplemented
        domain = self.env["res.partner"]._own_contractors_domain("partner_id")
        return domain if True in value else ~domain

    @api.model_create_multi
    def create(self, vals_list):
        """Take the company of a contact person: a contractor is in but once."""
        return super().create(self._with_contractors(vals_list))

    @api.model
    def _join(self, campaign, partners):
        """Make members of those who are none.

        :param campaign: one campaign
        :param partners: contractors or cards
        :return: the new members
        """
        joining = set(partners.ids) - set(self._known(campaign, partners).ids)
        return self.create(
            [
                {"campaign_id": campaign.id, "partner_id": partner_id}
                for partner_id in partners.ids
                if partner_id in joining
            ]
        )

    @api.model
    def _known(self, campaign, partners):
        """Return those of some contractors who are members of a campaign.

        :param campaign: one campaign, or none
        """
        # sudo: whoever is a member is one, whether the user may see him or not
        known = self.sudo().search_fetch(
            [("campaign_id", "=", campaign.id), ("partner_id", "in", partners.ids)],
            ["partner_id"],
        )
        return partners.browse(known.partner_id.ids)

    @api.model
    def _with_contractors(self, vals_list):
        ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        # sudo: the id of the company alone
        partners = self.env["res.partner"].sudo().browse(ids)
        contractor = {p.id: p.commercial_partner_id.id for p in partners}
        return [
            {**vals, "partner_id": contractor.get(vals.get("partner_id"))}
            for vals in vals_list
        ]

    def action_answered(self):
        """Note that they answered."""
        self.answer = "answered"

    def action_interested(self):
        """Note that they are interested."""
        self.answer = "interested"

    def action_refused(self):
        """Note that they do not want to."""
        self.answer = "refused"

    def action_open_partner(self):
        """Open the contractor."""
        self.ensure_one()
        return self.partner_id.get_formview_action()
