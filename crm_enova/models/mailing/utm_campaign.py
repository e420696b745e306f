from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.float_utils import float_round

from ..base.ruled_search import search_under_rules

RATIOS = {
    "received_ratio": "received",
    "opened_ratio": "opened",
    "replied_ratio": "replied",
    "bounced_ratio": "bounced",
}


class UtmCampaign(models.Model):
    """A campaign counts its letters, and its rates stay those of e-mails."""

    _inherit = "utm.campaign"

    mailing_letter_ids = fields.One2many(
        "mailing.mailing",
        "campaign_id",
        domain=[("mailing_type", "=", "letter")],
        string="Letters",
        groups="mass_mailing.group_mass_mailing_user",
        search=search_under_rules("mailing_letter_ids"),
    )
    mailing_letter_count = fields.Integer(
        string="Number of letters",
        compute="_compute_mailing_letter_count",
        groups="mass_mailing.group_mass_mailing_user",
    )

    @api.depends("mailing_letter_ids")
    def _compute_mailing_letter_count(self):
        """Count mail merges by letter, as core counts those by e-mail."""
        groups = self.env["mailing.mailing"]._read_group(
            [("campaign_id", "in", self.ids), ("mailing_type", "=", "letter")],
            ["campaign_id"],
            ["__count"],
        )
        counted = {campaign.id: count for campaign, count in groups}
        for campaign in self:
            campaign.mailing_letter_count = counted.get(campaign._origin.id, 0)

    def _compute_statistics(self):
        """Leave letters out of the rates: nobody learns whether one was opened."""
        result = super()._compute_statistics()
        for campaign_id, rates in self._rates_without_letters().items():
            self.browse(campaign_id).update(rates)
        return result

    def _rates_without_letters(self):
        """Return the rates of campaigns that have letters, of their other mailings."""
        if not self.ids:
            return {}
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT trace.campaign_id,
                       GREATEST(count(*) FILTER (WHERE NOT cancelled), 1) AS total,
                       count(trace.sent_datetime) - count(*) FILTER (
                           WHERE trace.trace_status = 'bounce') AS received,
                       count(*) FILTER (
                           WHERE trace.trace_status IN ('open', 'reply')) AS opened,
                       count(*) FILTER (
                           WHERE trace.trace_status = 'reply') AS replied,
                       count(*) FILTER (
                           WHERE trace.trace_status = 'bounce') AS bounced
                  FROM mailing_trace AS trace,
                       LATERAL (SELECT trace.trace_status = 'cancel') AS c (cancelled)
                 WHERE trace.trace_type <> 'letter' AND trace.campaign_id IN (
                       SELECT campaign_id FROM mailing_trace
                        WHERE trace_type = 'letter' AND campaign_id IN %s)
                 GROUP BY trace.campaign_id
                """,
                tuple(self.ids),
            )
        )
        found = {
            row["campaign_id"]: {
                name: float_round(100.0 * row[key] / row["total"], precision_digits=2)
                for name, key in RATIOS.items()
            }
            for row in rows
        }
        alone = self._with_letters_alone(found)
        return {**dict.fromkeys(alone, dict.fromkeys(RATIOS, 0)), **found}

    def _with_letters_alone(self, found):
        """Return the ids of campaigns that have letters and nothing else."""
        # sudo: whether there are letters
        groups = (
            self.env["mailing.trace"]
            .sudo()
            ._read_group(
                [("campaign_id", "in", self.ids), ("trace_type", "=", "letter")],
                ["campaign_id"],
            )
        )
        return [campaign.id for (campaign,) in groups if campaign.id not in found]

    def _get_mailing_recipients(self, model=None):
        """Let an A/B test reach whom a letter of the campaign has reached, too."""
        found = super()._get_mailing_recipients(model)
        # sudo: as core, which asks of mailing users alone
        groups = (
            self.env["mailing.trace"]
            .sudo()
            ._read_group(
                [("campaign_id", "in", self.ids)],
                ["campaign_id", "res_id"],
                ["trace_type:array_agg"],
            )
        )
        for campaign, res_id, kinds in groups:
            if set(kinds) == {"letter"}:
                found[campaign.id].discard(res_id)
        return found
