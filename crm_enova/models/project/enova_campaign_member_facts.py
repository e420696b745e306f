from collections import defaultdict

from odoo import api, models

from .mailing_trace import REACHED


class EnovaCampaignMember(models.Model):
    """How far a member is, by what has happened; for all members in a few queries."""

    _inherit = "enova.campaign.member"

    @api.depends("answer")
    def _compute_state(self):
        """Take the farthest of what happened and what somebody noted."""
        facts = self._facts(self.campaign_id, self.partner_id)
        for member in self:
            key = (member.campaign_id.campaign_id.id, member.partner_id.id)
            member.state, member.revenue = self._state_of(key, member.answer, facts)

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Compute the state of all new members at once, before they are written."""
        known = [v for v in vals_list if v.get("campaign_id") and v.get("partner_id")]
        campaigns = self.env["enova.campaign"].browse({v["campaign_id"] for v in known})
        partners = self.env["res.partner"].browse({v["partner_id"] for v in known})
        facts = self._facts(campaigns, partners)
        # sudo: as core computes stored fields; the user has named the campaign
        own = {c.id: (c.campaign_id.id, c.company_id.id) for c in campaigns.sudo()}
        for vals in known:
            utm, vals["company_id"] = own[vals["campaign_id"]]
            key = (utm, vals["partner_id"])
            vals["state"], vals["revenue"] = self._state_of(
                key, vals.get("answer"), facts
            )
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _state_of(self, key, answer, facts):
        """Return the state and the revenue of one member.

        Who has ordered has bought, whatever he said before. A refusal stays one though
        another letter reaches him. Without an answer, a reply to a letter is one, and
        a task done or a letter that arrived has reached him.

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
        # sudo: sums that every reader of the campaign sees, of documents that he may
        # not open
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
        own = {(c.campaign_id.id, c.company_id.id) for c in campaigns.sudo()}
        projects = self.env["enova.project"]
        return {
            (campaign.id, contractor.id): projects._in_company_currency(orders)
            for campaign, contractor, company, orders in groups
            if (campaign.id, company.id) in own
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
