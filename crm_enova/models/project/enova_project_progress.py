from odoo import api, fields, models

from ..activity.enova_activity_stage import OPEN_STATES
from ..base.ruled_search import search_under_rules

MEETINGS = ("meeting", "visit")


class EnovaProject(models.Model):
    """How far a project is: by what has been done in it, and by its goal."""

    _inherit = "enova.project"

    enova_activity_ids = fields.One2many(
        "enova.activity",
        "project_id",
        string="Tasks and events",
        search=search_under_rules("enova_activity_ids"),
    )
    activity_count = fields.Integer(
        string="Tasks and events count", compute="_compute_activity_count"
    )
    open_task_count = fields.Integer(
        string="Open tasks", compute="_compute_activity_count"
    )
    progress = fields.Float(
        compute="_compute_progress",
        help="In percent: the weight of what is done of all that was not cancelled."
        " Private tasks are left out, so that all readers see the same.",
    )
    next_date = fields.Date(
        string="Next step",
        compute="_compute_progress",
        help="The earliest day that something open is due.",
    )
    target = fields.Float(help="How much of the measure is wanted.")
    own_value = fields.Float(
        string="Reached (entered)", copy=False, help="Of another figure."
    )
    measure_unit = fields.Char(related="type_id.measure_unit", related_sudo=False)
    reached = fields.Float(
        compute="_compute_reached", help="How much of the measure is there."
    )
    goal_share = fields.Float(
        string="Goal reached", compute="_compute_reached", help="In percent."
    )

    @api.depends("enova_activity_ids.state")
    @api.depends_context("uid")
    def _compute_activity_count(self):
        """Count under the reader's rights: what they may not open they do not count."""
        counted, pending = {}, {}
        groups = self.env["enova.activity"]._read_group(
            [("project_id", "in", self.ids)], ["project_id", "state"], ["__count"]
        )
        for project, state, count in groups:
            counted[project.id] = counted.get(project.id, 0) + count
            if state in OPEN_STATES:
                pending[project.id] = pending.get(project.id, 0) + count
        for project in self:
            project.activity_count = counted.get(project._origin.id, 0)
            project.open_task_count = pending.get(project._origin.id, 0)

    @api.depends(
        "enova_activity_ids.state",
        "enova_activity_ids.type_id.project_weight",
        "enova_activity_ids.date_due",
        "enova_activity_ids.private",
    )
    def _compute_progress(self):
        """Weigh by definition what is done; all projects in one query."""
        # sudo: a share of all that is not private, the same for every reader
        groups = (
            self.env["enova.activity"]
            .sudo()
            ._read_group(
                [
                    ("project_id", "in", self.ids),
                    ("state", "!=", "cancelled"),
                    ("private", "=", False),
                ],
                ["project_id", "type_id", "state"],
                ["__count", "date_due:min"],
            )
        )
        done, whole, days = {}, {}, {}
        for project, definition, state, count, day in groups:
            weight = count * definition.project_weight
            whole[project.id] = whole.get(project.id, 0) + weight
            if state == "done":
                done[project.id] = done.get(project.id, 0) + weight
            elif day:
                days[project.id] = min(day, days.get(project.id, day))
        for project in self:
            key = project._origin.id
            share = done.get(key, 0) / whole[key] if whole.get(key) else 0
            project.progress = share * 100
            project.next_date = days.get(key, False)

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

    def action_open_activities(self):
        """Open the tasks and events of the project; new ones are put into it.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action"
        )
        return {
            **action,
            "display_name": self.display_name,
            "path": False,
            "domain": [("project_id", "=", self.id)],
            "context": {
                "default_project_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_contact_id": self.contact_id.id,
                "default_user_id": self.user_id.id,
                "default_kind": "task",
            },
        }
