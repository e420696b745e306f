from odoo import api, fields, models


class EnovaReservation(models.Model):
    """The project that a resource is reserved for; that of its task, if it has one."""

    _inherit = "enova.reservation"

    project_id = fields.Many2one(
        "enova.project",
        compute="_compute_project_id",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.depends("activity_id.project_id")
    def _compute_project_id(self):
        """Follow the task."""
        for reservation in self:
            task = reservation.activity_id
            reservation.project_id = (task or reservation).project_id

    @api.model_create_multi
    def create(self, vals_list):
        """Name the step."""
        return super().create(self._fill_projects(vals_list))

    @api.model
    def _fill_projects(self, vals_list):
        """Fill in the project, which would be computed and written after the insert."""
        # sudo: the id of the project of a task that the user may book for
        tasks = self.env["enova.activity"].sudo()
        return [
            {"project_id": tasks.browse(vals.get("activity_id")).project_id.id, **vals}
            for vals in vals_list
        ]

    @api.onchange("project_id")
    def _onchange_project_id(self):
        """Take the contractor of the project."""
        self.partner_id = self.partner_id or self.project_id.partner_id
