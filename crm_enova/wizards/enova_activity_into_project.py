from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import ids_among
from ..models.contractor.names import names_shown


class EnovaActivityIntoProject(models.TransientModel):
    """Put selected tasks and events into a project."""

    _name = "enova.activity.into.project"
    _inherit = ["enova.guard.mixin"]
    _description = "Put into a project"

    activity_ids = fields.Many2many(
        "enova.activity",
        string="Tasks and events",
        required=True,
        default=lambda self: self._default_activity_ids(),
    )
    activity_count = fields.Integer(compute="_compute_activities")
    commercial_partner_id = fields.Many2one(
        "res.partner", compute="_compute_activities"
    )
    project_id = fields.Many2one(
        "enova.project",
        required=True,
        domain="[('commercial_partner_id', '=?', commercial_partner_id),"
        " ('state', 'in', ('planned', 'in_progress'))]",
    )

    @api.model
    def _default_activity_ids(self):
        if self.env.context.get("active_model") != "enova.activity":
            return self.env["enova.activity"]
        return self.env["enova.activity"].browse(
            ids_among(self.env.context.get("active_ids"))
        )

    @api.depends("activity_ids")
    def _compute_activities(self):
        """Say how many there are; offer projects of their contractor."""
        for wizard in self:
            contractors = wizard.activity_ids.commercial_partner_id
            wizard.activity_count = len(wizard.activity_ids)
            wizard.commercial_partner_id = (
                contractors if len(contractors) == 1 else False
            )

    def action_confirm(self):
        """Put them in, all or none.

        :return: dict, the action that closes the window
        :raises UserError: naming those of another contractor
        """
        self.ensure_one()
        project = self.project_id
        foreign = self.activity_ids.filtered(
            lambda activity: (
                activity.commercial_partner_id
                and activity.commercial_partner_id != project.commercial_partner_id
            )
        )
        if foreign:
            raise UserError(
                self.env._(
                    "%(names)s: of another contractor than the project %(project)s,"
                    " which is about %(contractor)s. A project has one contractor.",
                    names=names_shown(foreign),
                    project=project.display_name,
                    contractor=project.commercial_partner_id.display_name,
                )
            )
        self.activity_ids.write({"project_id": project.id})
        return {"type": "ir.actions.act_window_close"}
