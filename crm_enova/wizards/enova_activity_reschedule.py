from datetime import timedelta

from odoo import api, fields, models

from ..models.base.arguments import ids_among


class EnovaActivityReschedule(models.TransientModel):
    """Move many tasks to one day."""

    _name = "enova.activity.reschedule"
    _inherit = ["enova.guard.mixin"]
    _description = "Reschedule tasks and events"

    activity_ids = fields.Many2many(
        "enova.activity",
        string="Tasks and events",
        required=True,
        default=lambda self: self._default_activity_ids(),
    )
    day = fields.Date(required=True, default=lambda self: self._default_day())

    @api.model
    def _default_activity_ids(self):
        if self.env.context.get("active_model") != "enova.activity":
            return self.env["enova.activity"]
        return self.env["enova.activity"].browse(
            ids_among(self.env.context.get("active_ids"))
        )

    @api.model
    def _default_day(self):
        return fields.Date.context_today(self) + timedelta(days=1)

    def action_confirm(self):
        """Move them; what is closed stays where it is.

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when all of them are closed
        """
        self.ensure_one()
        return self.activity_ids.action_reschedule(self.day)
