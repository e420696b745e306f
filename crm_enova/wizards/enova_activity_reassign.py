from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import ids_among
from ..models.base.undo import Recording


class EnovaActivityReassign(models.TransientModel):
    """Give many tasks to one person, or share them out evenly among several."""

    _name = "enova.activity.reassign"
    _inherit = ["enova.guard.mixin"]
    _description = "Reassign tasks and events"

    activity_ids = fields.Many2many(
        "enova.activity",
        string="Tasks and events",
        required=True,
        default=lambda self: self._default_activity_ids(),
    )
    activity_count = fields.Integer(compute="_compute_activity_count")
    user_ids = fields.Many2many(
        "res.users",
        string="Assignees",
        required=True,
        domain="[('share', '=', False)]",
        help="Several people share the selection evenly, in the order of due dates.",
    )
    keep_giver = fields.Boolean(
        string="Keep who gave them",
        default=True,
        help="Otherwise you become the one who gave them.",
    )

    @api.model
    def _default_activity_ids(self):
        if self.env.context.get("active_model") != "enova.activity":
            return self.env["enova.activity"]
        return self.env["enova.activity"].browse(
            ids_among(self.env.context.get("active_ids"))
        )

    @api.depends("activity_ids")
    def _compute_activity_count(self):
        """Say how many change hands."""
        for wizard in self:
            wizard.activity_count = len(wizard.activity_ids)

    def action_confirm(self):
        """Share the selection out; each assignee gets one notice about their part.

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when nobody is chosen
        """
        self.ensure_one()
        if not self.user_ids:
            raise UserError(self.env._("Choose at least one person."))
        activities = self.activity_ids.sorted(
            lambda activity: (not activity.date_due, activity.date_due, activity.id)
        )
        given = {} if self.keep_giver else {"assigned_by_id": self.env.uid}
        people = len(self.user_ids)
        recording = Recording(activities)
        for place, user in enumerate(self.user_ids):
            share = activities[place::people]
            if share:
                share.write({"user_id": user.id, **given})
        message = self.env._(
            "Given to %(people)s: %(count)s",
            people=", ".join(self.user_ids.mapped("name")),
            count=len(activities),
        )
        return recording.notice(message)
