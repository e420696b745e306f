from odoo import api, fields, models


class EnovaCreatorLine(models.Model):
    """One contractor, or one project, of a run: waiting, made, or left out and why.

    Rows are inserted by the run in one statement, and written by it alone.
    """

    _name = "enova.creator.line"
    _inherit = ["enova.guard.mixin"]
    _description = "Contractor of a creator's run"
    _order = "run_id, id"
    _rec_name = "partner_id"

    run_id = fields.Many2one(
        "enova.creator.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", related_sudo=False)
    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        required=True,
        index=True,
        ondelete="cascade",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact person",
        index="btree_not_null",
        ondelete="set null",
    )
    project_id = fields.Many2one(
        "enova.project", index="btree_not_null", ondelete="cascade"
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("made", "Made"),
            ("left", "Left out"),
            ("undone", "Taken back"),
        ],
        required=True,
        default="waiting",
    )
    reason = fields.Char()
    reason_label = fields.Char(string="Why", compute="_compute_reason_label")

    # What a run still has to do, in its order.
    _waiting_idx = models.Index("(run_id, id) WHERE state = 'waiting'")
    _state_idx = models.Index("(run_id, state)")

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_reason_label(self):
        """Say it in the reader's language."""
        labels = self.env["enova.creator.plan"]._reasons()
        for line in self:
            line.reason_label = labels.get(line.reason, line.reason)

    def _share_key(self):
        """Return what tells its share of the run from the others'."""
        return (self.project_id if self.run_id.in_projects else self.partner_id).id
