from odoo import api, models

REACHED = ("pending", "sent", "open", "reply")


class MailingTrace(models.Model):
    """What happens to a letter of a campaign tells how far its addressee is."""

    _inherit = "mailing.trace"

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the campaign of letters that are entered as sent."""
        traces = super().create(vals_list)
        sent = traces.filtered(lambda trace: trace.trace_status in REACHED)
        self.env["enova.campaign.member"]._refresh(sent._campaign_pairs())
        return traces

    def write(self, vals):
        """Tell the campaign of letters that arrived, came back, or were answered."""
        result = super().write(vals)
        if "trace_status" in vals:
            self.env["enova.campaign.member"]._refresh(self._campaign_pairs())
        return result

    def _campaign_pairs(self):
        """Return the pairs of ids of our campaign and contractor of these traces."""
        # sudo: ids alone; what is made of them is the members' state
        traces = self.sudo().filtered(
            lambda trace: trace.campaign_id and trace.model == "res.partner"
        )
        if not traces:
            return set()
        by_utm = self.env["enova.campaign"]._by_utm(traces.campaign_id)
        # sudo: as above
        partners = self.env["res.partner"].sudo().browse(traces.mapped("res_id"))
        contractor = {p.id: p.commercial_partner_id.id for p in partners.exists()}
        return {
            (by_utm[trace.campaign_id.id], contractor[trace.res_id])
            for trace in traces
            if trace.campaign_id.id in by_utm and trace.res_id in contractor
        }
