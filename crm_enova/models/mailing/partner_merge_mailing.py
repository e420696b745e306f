from odoo import models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Keep both events of a mail merge that both have been addressees of.

        The one that is farther stays the addressee's; the other is history, and where
        nothing had gone out to it yet, nothing will.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH ranked AS (
                    SELECT id, row_number() OVER (
                               PARTITION BY mailing_id
                               ORDER BY mailing_state IN ('prepared', 'left_out'),
                                        mailing_state = 'left_out', id) AS place
                      FROM enova_activity
                     WHERE mailing_id IS NOT NULL AND mailing_merged IS NOT TRUE
                       AND partner_id IN %s)
                UPDATE enova_activity AS event SET mailing_merged = TRUE
                  FROM ranked
                 WHERE ranked.id = event.id AND ranked.place > 1
             RETURNING event.id
                """,
                tuple((src_partners | dst_partner).ids),
            )
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        # sudo: what follows from the merge, whoever merges
        events = self.env["enova.activity"].sudo().browse(ids)
        events.invalidate_recordset(["mailing_merged"])
        waiting = events.filtered(lambda event: event.mailing_state == "prepared")
        waiting._mailing_moved("left_out", "duplicate")
        self.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)
