from odoo import api, fields, models


class EnovaCampaign(models.Model):
    """What a campaign has sent: letters and e-mails, counted by their addressees."""

    _inherit = "enova.campaign"

    mailing_count = fields.Integer(
        string="Mail merges count", compute="_compute_mailing_figures"
    )
    letter_count = fields.Integer(
        string="Letters posted",
        compute="_compute_mailing_figures",
        help="How many letters of the campaign have been posted.",
    )
    email_count = fields.Integer(
        string="E-mails sent",
        compute="_compute_mailing_figures",
        help="How many e-mails of the campaign's mail merges have been sent.",
    )

    @api.depends_context("uid")
    def _compute_mailing_figures(self):
        """Count under the reader's rights; constant queries for any number."""
        mailings, sent = {}, {}
        merges = self.env["mailing.mailing"]
        if merges.has_access("read"):
            groups = merges._read_group(
                [("campaign_id", "in", self.campaign_id.ids)],
                ["campaign_id"],
                ["__count", "id:array_agg"],
            )
            owner = {}
            for campaign, count, ids in groups:
                mailings[campaign.id] = count
                owner.update(dict.fromkeys(ids, campaign.id))
            sent = self._count_sent(owner)
        for campaign in self:
            key = campaign.campaign_id._origin.id
            campaign.mailing_count = mailings.get(key, 0)
            campaign.letter_count = sent.get((key, "letter"), 0)
            campaign.email_count = sent.get((key, "mail"), 0)

    @api.model
    def _count_sent(self, owner):
        """Return how many events of mail merges have taken place.

        :param dict owner: ids of campaigns of the ERP by id of the mail merge
        :return: dict of numbers by campaign and channel
        """
        groups = self.env["enova.activity"]._read_group(
            [("mailing_id", "in", list(owner)), ("state", "=", "done")],
            ["mailing_id", "mailing_channel"],
            ["__count"],
        )
        sent = {}
        for mailing, channel, count in groups:
            key = owner[mailing.id], channel
            sent[key] = sent.get(key, 0) + count
        return sent

    def action_open_mailings(self):
        """Open the mail merges of the campaign, letters and e-mails.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self._action_of("crm_enova.mailing_mailing_action")
        action["domain"] = [("campaign_id", "=", self.campaign_id.id)]
        action["context"] = {
            "default_campaign_id": self.campaign_id.id,
            "default_audience": "campaign",
            "default_mailing_type": "letter",
        }
        return action
