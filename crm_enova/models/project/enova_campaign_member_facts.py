from collections import defaultdict

from odoo import api, models

from .mailing_trace import REACHED


class EnovaCampaignMember(models.Model):
    """How far a member is, by what has happened; for all members in a few queries."""

    _inherit = "enova.campaign.member"

    @api.depends("answer")
    def _compute_state(self):
        """Take the farthest of what happened and what somebody noted.

        Who has ordered has bought, whatever he said before. A refusal stays one though
        another letter reaches him. Without an answer, a reply to a letter is one, and
        a task done or a letter that arrived has reached him.
        """
        bought = self._orders_by_member()
        reached, replied = self._reached_by_member()
        for member in self:
            key = member._fact_key()
            member.revenue = bought.get(key, 0)
            if key in bought:
                member.state = "bought"
            elif member.answer and member.answer != "reached":
                member.state = member.answer
            elif key in replied:
                member.state = "answered"
            elif member.answer or key in reached:
                member.state = "reached"
            else:
                member.state = "selected"

    def _fact_key(self):
        """Return what facts are found by: the campaign of the ERP, the contractor."""
        return (self.campaign_id.campaign_id.id, self.partner_id.id)

    def _orders_by_member(self):
        """Return net amounts of confirmed orders, in the currency of the company.

        :return: dict by campaign of the ERP and contractor
        """
        # sudo: sums that every reader of the campaign sees, of documents that he may
        # not open
        groups = (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [
                    ("campaign_id", "in", self.campaign_id.campaign_id.ids),
                    ("enova_contractor_id", "in", self.partner_id.ids),
                    ("state", "=", "sale"),
                ],
                ["campaign_id", "enova_contractor_id"],
                ["id:recordset"],
            )
        )
        projects = self.env["enova.project"]
        return {
            (campaign.id, contractor.id): projects._in_company_currency(orders)
            for campaign, contractor, orders in groups
        }

    def _reached_by_member(self):
        """Return whom something done or a letter has reached, and who has replied.

        :return: two sets of pairs of campaign of the ERP and contractor
        """
        # sudo: whether there is anything that is not private, and nothing of it
        groups = (
            self.env["enova.activity"]
            .sudo()
            ._read_group(
                [
                    ("campaign_id", "in", self.campaign_id.ids),
                    ("commercial_partner_id", "in", self.partner_id.ids),
                    ("state", "=", "done"),
                    ("private", "=", False),
                ],
                ["campaign_id", "commercial_partner_id"],
            )
        )
        reached = {(c.campaign_id.id, contractor.id) for c, contractor in groups}
        replied = set()
        for status, pairs in self._traces_by_status().items():
            if status in REACHED:
                reached |= pairs
            if status == "reply":
                replied |= pairs
        return reached, replied

    def _traces_by_status(self):
        """Return the pairs that traces of the campaigns' mailings are about."""
        found = defaultdict(set)
        # sudo: the state of letters alone
        people = self.env["res.partner"].sudo().with_context(active_test=False)
        traces = self.env["mailing.trace"].sudo()
        utm = self.campaign_id.campaign_id
        if not utm or not traces.search_count(
            [("campaign_id", "in", utm.ids)], limit=1
        ):
            return found
        people = people.search([("commercial_partner_id", "in", self.partner_id.ids)])
        contractor = {person.id: person.commercial_partner_id.id for person in people}
        groups = traces._read_group(
            [
                ("campaign_id", "in", utm.ids),
                ("model", "=", "res.partner"),
                ("res_id", "in", people.ids),
            ],
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
