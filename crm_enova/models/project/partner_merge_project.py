from odoo import api, models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _progress_fields(self):
        """Keep the farther answer of two members of a campaign, as their states do."""
        return {**super()._progress_fields(), "enova.campaign.member": ["answer"]}

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Keep both of two projects that the same creator has made for the two.

        Their key would let only one of them stay, and the tasks of the other go.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE enova_project SET creator_key = NULL
                 WHERE commercial_partner_id IN %s AND creator_key IS NOT NULL
                """,
                tuple(src_partners.ids),
            )
        )
        self.env["enova.project"].invalidate_model(["creator_key"])
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _log_merge_operation(self, src_partners, dst_partner):
        """Let what happened with both count for the member that is left."""
        # sudo: a state that follows from facts
        members = self.env["enova.campaign.member"].sudo()
        members = members.search([("partner_id", "=", dst_partner.id)])
        for name in ("state", "revenue"):
            self.env.add_to_compute(members._fields[name], members)
        return super()._log_merge_operation(src_partners, dst_partner)
