from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.activity.enova_activity_stage import OPEN_STATES
from ..models.base.arguments import ids_among
from ..models.contractor.names import names_shown
from ..models.project.enova_project_stage import FAILED_STATES, PROJECT_STATES


class EnovaProjectClose(models.TransientModel):
    """Ask how projects ended, and what becomes of what is still to be done."""

    _name = "enova.project.close"
    _inherit = ["enova.guard.mixin"]
    _description = "Close projects"

    project_ids = fields.Many2many(
        "enova.project",
        string="Projects",
        required=True,
        default=lambda self: self._default_project_ids(),
    )
    project_count = fields.Integer(compute="_compute_counts")
    open_count = fields.Integer(string="Still to be done", compute="_compute_counts")
    booked_count = fields.Integer(
        string="Reserved without a task", compute="_compute_counts"
    )
    commercial_partner_id = fields.Many2one("res.partner", compute="_compute_counts")
    outcome = fields.Selection(PROJECT_STATES[2:], required=True, default="won")
    stage_id = fields.Many2one(
        "enova.project.stage", help="Where a card was dropped; empty: by definition."
    )
    reason_id = fields.Many2one(
        "enova.project.reason",
        domain="[('outcome', 'in', (False, outcome))]",
    )
    reason_required = fields.Boolean(compute="_compute_reason_required")
    note = fields.Text(string="How it ended")
    open_tasks = fields.Selection(
        [
            ("cancel", "Close them: they are cancelled"),
            ("move", "Move them to another project"),
            ("keep", "Keep them as they are"),
        ],
        string="Open tasks",
        required=True,
        default="cancel",
    )
    target_id = fields.Many2one(
        "enova.project",
        string="To the project",
        domain="[('commercial_partner_id', '=?', commercial_partner_id),"
        " ('id', 'not in', project_ids), ('state', 'in', ('planned', 'in_progress'))]",
    )

    @api.model
    def _default_project_ids(self):
        if self.env.context.get("active_model") != "enova.project":
            return self.env["enova.project"]
        return self.env["enova.project"].browse(
            ids_among(self.env.context.get("active_ids"))
        )

    @api.depends("project_ids")
    def _compute_counts(self):
        """Say how many there are, and how much is open in them."""
        for wizard in self:
            contractors = wizard.project_ids.commercial_partner_id
            wizard.project_count = len(wizard.project_ids)
            wizard.open_count = len(wizard._open_tasks())
            wizard.booked_count = len(wizard._booked())
            wizard.commercial_partner_id = (
                contractors if len(contractors) == 1 else False
            )

    @api.depends("project_ids", "outcome")
    def _compute_reason_required(self):
        """Ask for a reason where a definition wants one."""
        for wizard in self:
            wizard.reason_required = wizard.outcome in FAILED_STATES and any(
                wizard.project_ids.type_id.mapped("reason_required")
            )

    @api.onchange("outcome")
    def _onchange_outcome(self):
        """A reason for losing is none for winning."""
        if self.reason_id.outcome not in (False, self.outcome):
            self.reason_id = False

    def _open_tasks(self):
        """Return what is open in the projects, of what the user may see."""
        return self.env["enova.activity"].search(
            [
                ("project_id", "in", self.project_ids.ids),
                ("state", "in", OPEN_STATES),
            ]
        )

    def _booked(self):
        """Return what is reserved for the projects, and for none of their tasks."""
        reserved = self.project_ids.reservation_ids._still_coming()
        return reserved.filtered(lambda reservation: not reservation.activity_id)

    def action_confirm(self):
        """Handle what is open, then close, in one transaction.

        :return: dict, the action that closes the window
        :raises UserError: when a reason or a project to move to is missing, or tasks
            would go to another contractor
        """
        self.ensure_one()
        if self.reason_required and not self.reason_id:
            raise UserError(self.env._("Choose the reason."))
        tasks, booked = self._open_tasks(), self._booked()
        if self.open_tasks == "cancel":
            tasks.action_cancel()
            booked.action_cancel()
        elif self.open_tasks == "move" and (tasks or booked):
            self._move(tasks, booked)
        self.project_ids._close(self.outcome, self.reason_id, self.note, self.stage_id)
        return {"type": "ir.actions.act_window_close"}

    def _move(self, tasks, booked):
        if not self.target_id:
            raise UserError(
                self.env._(
                    "Choose the project that these go to: %s.",
                    names_shown(tasks or booked),
                )
            )
        tasks.write({"project_id": self.target_id.id})
        booked.write({"project_id": self.target_id.id})
