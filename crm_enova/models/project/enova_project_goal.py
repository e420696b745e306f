from odoo import api, fields, models

MEETINGS = ("meeting", "visit")


class EnovaProject(models.Model):
    """The goal as a measure: how much is wanted, how much is there."""

    _inherit = "enova.project"

    target = fields.Float(help="How much of the measure is wanted.")
    own_value = fields.Float(
        string="Reached (entered)", copy=False, help="Of another figure."
    )
    measure_unit = fields.Char(related="type_id.measure_unit")
    reached = fields.Float(
        compute="_compute_reached", help="How much of the measure is there."
    )
    goal_share = fields.Float(
        string="Goal reached", compute="_compute_reached", help="In percent."
    )

    @api.depends(
        "measure",
        "target",
        "own_value",
        "actual_revenue",
        "date_deadline",
        "date_closed",
        "state",
        "enova_activity_ids.state",
        "enova_activity_ids.channel",
    )
    @api.depends_context("tz")
    def _compute_reached(self):
        """Measure the goal; all projects in one query."""
        wanted = self.filtered(lambda project: project.measure == "meetings")
        # sudo: a number of what is not private, the same for every reader
        groups = (
            wanted.env["enova.activity"]
            .sudo()
            ._read_group(
                [
                    ("project_id", "in", wanted.ids),
                    ("state", "=", "done"),
                    ("channel", "in", MEETINGS),
                    ("private", "=", False),
                ],
                ["project_id"],
                ["__count"],
            )
        )
        meetings = {project.id: count for project, count in groups}
        for project in self:
            # sudo: revenue is a field that not all readers have
            values = {
                "revenue": project.sudo().actual_revenue,
                "meetings": meetings.get(project._origin.id, 0),
                "own": project.own_value,
            }
            reached = values.get(project.measure, 0)
            share = reached / project.target if project.target else 0
            if project.measure in ("date", "none"):
                share = float(project.state == "won" and not project._won_late())
            project.reached = reached
            project.goal_share = share * 100

    def _won_late(self):
        """Whether the goal is a date, and it was closed after that."""
        self.ensure_one()
        if self.measure != "date" or not (self.date_closed and self.date_deadline):
            return False
        closed = fields.Datetime.context_timestamp(self, self.date_closed)
        return closed.date() > self.date_deadline
