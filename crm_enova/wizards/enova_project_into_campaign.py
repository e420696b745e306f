from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import ids_among
from ..models.contractor.names import names_shown


class EnovaProjectIntoCampaign(models.TransientModel):
    """Put selected projects into a campaign; their contractors become members."""

    _name = "enova.project.into.campaign"
    _inherit = ["enova.guard.mixin"]
    _description = "Put into a campaign"

    project_ids = fields.Many2many(
        "enova.project",
        string="Projects",
        required=True,
        default=lambda self: self._default_project_ids(),
    )
    project_count = fields.Integer(compute="_compute_projects")
    other_count = fields.Integer(
        string="In another campaign", compute="_compute_projects"
    )
    campaign_id = fields.Many2one("enova.campaign", required=True)

    @api.model
    def _default_project_ids(self):
        if self.env.context.get("active_model") != "enova.project":
            return self.env["enova.project"]
        return self.env["enova.project"].browse(
            ids_among(self.env.context.get("active_ids"))
        )

    @api.depends("project_ids", "campaign_id")
    def _compute_projects(self):
        """Say how many there are, and how many leave another campaign."""
        for wizard in self:
            leaving = wizard.project_ids.filtered(
                lambda p, c=wizard.campaign_id: p.campaign_id and p.campaign_id != c
            )
            wizard.project_count = len(wizard.project_ids)
            wizard.other_count = len(leaving)

    def action_confirm(self):
        """Put them in, all or none.

        :return: dict, the action that closes the window
        :raises UserError: naming projects of another company
        """
        self.ensure_one()
        campaign = self.campaign_id
        foreign = self.project_ids.filtered(
            lambda project: project.company_id != campaign.company_id
        )
        if foreign:
            raise UserError(
                self.env._(
                    "%(names)s: of another company than the campaign %(campaign)s.",
                    names=names_shown(foreign),
                    campaign=campaign.display_name,
                )
            )
        self.project_ids.write({"campaign_id": campaign.id})
        return {"type": "ir.actions.act_window_close"}
