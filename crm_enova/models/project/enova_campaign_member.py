from collections import defaultdict

from odoo import api, fields, models

from .mailing_trace import REACHED

MEMBER_STATES = [
    ("selected", "Selected"),
    ("reached", "Reached"),
    ("answered", "Answered"),
    ("interested", "Interested"),
    ("refused", "Declined"),
    ("bought", "Bought"),
]


class EnovaCampaignMember(models.Model):
    """A contractor or card in a campaign, and how far they are.

    The state is never typed: it is drawn from what has happened (tasks done, letters
    that arrived, orders confirmed) and from the answer that somebody has noted.
    """

    _name = "enova.campaign.member"
    _inherit = ["enova.ordered.group.mixin", "enova.guard.mixin"]
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
    # sudo (as related fields are): a currency alone, and core adds up no money without
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
        MEMBER_STATES[1:5], help="What they said, as somebody has noted it."
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
        help="Net amounts of their confirmed orders that are attributed to the"
        " campaign.",
    )
    note = fields.Char()
    creator_run_id = fields.Many2one(
        "enova.creator.run",
        string="Made by the run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    is_own = fields.Boolean(
        compute="_compute_is_own",
        search="_search_is_own",
        exportable=False,
        help="I am the caretaker of the contractor.",
    )

    _one_per_contractor = models.Constraint(
        "UNIQUE (campaign_id, partner_id)",
        "The contractor is in the campaign already.",
    )
    _campaign_state_idx = models.Index("(campaign_id, state)")

    @api.depends("answer")
    def _compute_state(self):
        """Take the farthest of what happened and what somebody noted."""
        facts = self._facts(self.campaign_id, self.partner_id)
        for member in self:
            key = (member.campaign_id.campaign_id.id, member.partner_id.id)
            member.state, member.revenue = self._state_of(key, member.answer, facts)

    @api.depends("partner_id.caretaker_user_ids")
    @api.depends_context("uid")
    def _compute_is_own(self):
        """Agree with the search."""
        # sudo: the caretakers are asked for one's own name alone
        own_ids = set(self.sudo().partner_id._own_among().ids)
        for member in self:
            member.is_own = member.partner_id.id in own_ids

    @api.model
    def _search_is_own(self, operator, value):
        """Search without a dotted path, which would join for every row."""
        if operator != "in":
            return NotImplemented
        domain = self.env["res.partner"]._own_contractors_domain("partner_id")
        return domain if True in value else ~domain

    # -- the way through ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Let contractors in, each but once."""
        return super().create(self._fill_values(vals_list))

    @api.model
    def _fill_values(self, vals_list):
        """Return values in which the company stands for its contact person."""
        ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        # sudo: the id of the company alone
        partners = self.env["res.partner"].sudo().browse(ids)
        contractor = {p.id: p.commercial_partner_id.id for p in partners}
        return [
            {**vals, "partner_id": contractor.get(vals.get("partner_id"))}
            for vals in vals_list
        ]

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Compute the state of all new members at once, before they are written."""
        known = [v for v in vals_list if v.get("campaign_id") and v.get("partner_id")]
        campaigns = self.env["enova.campaign"].browse({v["campaign_id"] for v in known})
        partners = self.env["res.partner"].browse({v["partner_id"] for v in known})
        facts = self._facts(campaigns, partners)
        # sudo: as core computes stored fields; the user has named the campaign
        origins = {c.id: (c.campaign_id.id, c.company_id.id) for c in campaigns.sudo()}
        for vals in known:
            utm, vals["company_id"] = origins[vals["campaign_id"]]
            key = (utm, vals["partner_id"])
            vals["state"], vals["revenue"] = self._state_of(
                key, vals.get("answer"), facts
            )
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _join(self, campaign, partners, run_id=False):
        """Make members of those who are none.

        :param campaign: one campaign
        :param partners: contractors or cards
        :param run_id: id of the creator's run that does it, if one does
        :return: the new members
        """
        # which creator has made them, is the system's to say
        members = self._as_system() if run_id else self
        joining = set(partners.ids) - set(self._known(campaign, partners).ids)
        common = {"campaign_id": campaign.id}
        if run_id:
            common["creator_run_id"] = run_id
        return members.create(
            [
                {**common, "partner_id": partner_id}
                for partner_id in partners.ids
                if partner_id in joining
            ]
        ).with_env(self.env)

    @api.model
    def _known(self, campaign, partners):
        """Return those of some contractors who are members of a campaign.

        :param campaign: one campaign, or none
        """
        # sudo: whoever is a member is one, whether the user may see them or not
        known = self.sudo().search_fetch(
            [("campaign_id", "=", campaign.id), ("partner_id", "in", partners.ids)],
            ["partner_id"],
        )
        return partners.browse(known.partner_id.ids)

    # -- how far they are --------------------------------------------------

    @api.model
    def _state_of(self, key, answer, facts):
        """Return the state and the revenue of one member.

        Who has ordered has bought, whatever they said before. A refusal stays one
        though another letter reaches them. Without an answer, a reply to a letter is
        one, and a task done or a letter that arrived has reached them.

        :param key: ids of the campaign of the ERP and of the contractor
        :param answer: what somebody noted
        :param facts: see :meth:`_facts`
        """
        bought, reached, replied = facts
        if key in bought:
            return "bought", bought[key]
        if answer and answer != "reached":
            return answer, 0
        if key in replied:
            return "answered", 0
        return ("reached" if answer or key in reached else "selected"), 0

    @api.model
    def _facts(self, campaigns, partners):
        """Return what has happened with contractors in campaigns, in a few queries.

        Keys are pairs of ids of the campaign of the ERP and of the contractor.

        :return: dict of revenue of those who bought; sets of those who were reached,
            and of those who replied
        """
        reached, replied = self._reached(campaigns, partners)
        return self._bought(campaigns, partners), reached, replied

    @api.model
    def _bought(self, campaigns, partners):
        """Return net amounts of confirmed orders, in the currency of the company."""
        # sudo: sums that every reader of the campaign sees, of documents that they
        # may not open
        groups = (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [
                    ("campaign_id", "in", campaigns.campaign_id.ids),
                    ("company_id", "in", campaigns.company_id.ids),
                    ("enova_contractor_id", "in", partners.ids),
                    ("state", "=", "sale"),
                ],
                ["campaign_id", "enova_contractor_id", "company_id"],
                ["id:recordset"],
            )
        )
        # sudo: as above; orders of another company are not of the campaign's currency
        origins = {(c.campaign_id.id, c.company_id.id) for c in campaigns.sudo()}
        projects = self.env["enova.project"]
        return {
            (campaign.id, contractor.id): projects._in_company_currency(orders)
            for campaign, contractor, company, orders in groups
            if (campaign.id, company.id) in origins
        }

    @api.model
    def _reached(self, campaigns, partners):
        """Return whom something done or a letter has reached, and who has replied."""
        # sudo: whether there is anything that is not private, and nothing of it
        groups = (
            self.env["enova.activity"]
            .sudo()
            ._read_group(
                [
                    ("campaign_id", "in", campaigns.ids),
                    ("commercial_partner_id", "in", partners.ids),
                    ("state", "=", "done"),
                    ("private", "=", False),
                    ("type_id.is_system", "=", False),
                ],
                ["campaign_id", "commercial_partner_id"],
            )
        )
        reached = {(c.campaign_id.id, contractor.id) for c, contractor in groups}
        replied = set()
        for status, pairs in self._traces(campaigns, partners).items():
            if status in REACHED:
                reached |= pairs
            if status == "reply":
                replied |= pairs
        return reached, replied

    @api.model
    def _traces(self, campaigns, partners):
        """Return the pairs that letters of the campaigns are about, by their status."""
        found = defaultdict(set)
        # sudo: the state of letters alone
        people = self.env["res.partner"].sudo().with_context(active_test=False)
        traces = self.env["mailing.trace"].sudo()
        sent = [("campaign_id", "in", campaigns.campaign_id.ids)]
        if not campaigns or not traces.search_count(sent, limit=1):
            return found
        people = people.search([("commercial_partner_id", "in", partners.ids)])
        contractor = {person.id: person.commercial_partner_id.id for person in people}
        groups = traces._read_group(
            [*sent, ("model", "=", "res.partner"), ("res_id", "in", people.ids)],
            ["campaign_id", "trace_status", "res_id"],
        )
        for campaign, status, res_id in groups:
            found[status].add((campaign.id, contractor[res_id]))
        return found

    @api.model
    def _refresh(self, pairs):
        """Bring the states of members up to date.

        :param pairs: set of pairs of ids of our campaign and contractor; whoever is no
            member stays none
        """
        pairs = {pair for pair in pairs if all(pair)}
        if not pairs:
            return
        # sudo: a state that follows from facts, whoever brought them about
        members = self.sudo().search(
            [
                ("campaign_id", "in", list({pair[0] for pair in pairs})),
                ("partner_id", "in", list({pair[1] for pair in pairs})),
            ]
        )
        concerned = members.filtered(
            lambda m: (m.campaign_id.id, m.partner_id.id) in pairs
        )
        for name in ("state", "revenue"):
            self.env.add_to_compute(self._fields[name], concerned)

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
        """Open the contractor.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.partner_id.get_formview_action()
