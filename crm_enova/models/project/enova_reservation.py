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

    @api.model
    def _fill_values(self, vals_list):
        """Fill in the project, which would be computed and written after the insert."""
        filled = super()._fill_values(vals_list)
        ids = {vals["activity_id"] for vals in filled if vals.get("activity_id")}
        # sudo: ids alone, of tasks that the guard lets the values name, or refuses
        tasks = self.env["enova.activity"].sudo().browse(ids)
        projects = {task.id: task.project_id.id for task in tasks}
        for vals in filled:
            if vals.get("activity_id") in projects:
                vals.setdefault("project_id", projects[vals["activity_id"]])
            elif "default_project_id" not in self.env.context:
                vals.setdefault("project_id", False)
        return filled

    @api.onchange("project_id")
    def _onchange_project_id(self):
        """Take the contractor of the project."""
        self.partner_id = self.partner_id or self.project_id.partner_id
