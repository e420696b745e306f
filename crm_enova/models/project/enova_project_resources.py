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
        for one in self:
            task = one.activity_id
            one.project_id = task.project_id if task else one.project_id

    @api.model_create_multi
    def create(self, vals_list):
        """Fill in the project, which would be computed and written after the insert."""
        # sudo: the id of the project of a task that the user may book for
        tasks = self.env["enova.activity"].sudo()
        prepared = []
        for vals in vals_list:
            task = tasks.browse(vals.get("activity_id"))
            prepared.append({"project_id": task.project_id.id, **vals})
        return super().create(prepared)

    @api.onchange("project_id")
    def _onchange_project_id(self):
        """Take the contractor of the project."""
        self.partner_id = self.partner_id or self.project_id.partner_id


class EnovaProject(models.Model):
    """What is reserved for a project, and what that cost."""

    _inherit = "enova.project"

    reservation_ids = fields.One2many("enova.reservation", "project_id")
    reservation_count = fields.Integer(compute="_compute_reservation_count")
    resource_cost = fields.Monetary(
        string="Cost of resources",
        compute="_compute_resource_cost",
        store=True,
        help="Of what was reserved for it and is over.",
    )

    @api.depends("reservation_ids.state")
    @api.depends_context("uid")
    def _compute_reservation_count(self):
        """Count what is reserved or asked for."""
        reservations = self.env["enova.reservation"]
        counted = reservations._count_by("project_id", self.ids)
        for project in self:
            project.reservation_count = counted.get(project._origin.id, 0)

    @api.depends("reservation_ids.cost", "reservation_ids.state")
    def _compute_resource_cost(self):
        """Add up what is over; all projects in one query."""
        reservations = self.env["enova.reservation"]
        costs = reservations._cost_by("project_id", self.ids, ("done",))
        for project in self:
            project.resource_cost = costs.get(project._origin.id, 0)

    def action_reserve(self):
        """Open a new reservation for the project."""
        self.ensure_one()
        return self.env["enova.reservation"]._action_reserve(
            project_id=self.id,
            name=self.name,
            partner_id=self.partner_id.id,
            calendar_entry=True,
        )

    def action_open_reservations(self):
        """Open what is reserved for the project."""
        self.ensure_one()
        return self.env["enova.reservation"]._action_open("project_id", self)
