from odoo import fields, models
from odoo.exceptions import UserError

from ..contractor.names import names_shown


class EnovaActivity(models.Model):
    """From stage to stage as the definition allows, through whichever door."""

    _inherit = "enova.activity"

    allowed_stage_ids = fields.Many2many(
        "enova.activity.stage",
        string="Stages of the definition",
        compute="_compute_allowed_stage_ids",
    )

    def write(self, vals):
        """Refuse a stage that the present one does not lead to.

        A definition that changes takes its own first stage, whatever the old one was.
        """
        if vals.get("stage_id") and "type_id" not in vals:
            self._check_transition(vals["stage_id"])
        return super().write(vals)

    def _check_transition(self, stage_id):
        """Refuse the move of those whose definition forbids it, and say what it allows.

        :raises UserError: naming the tasks, the definition and the allowed stages
        """
        lines = self.env["enova.activity.transition"]._next_stages()
        if not lines:
            return
        moving = self.filtered(lambda activity: activity.stage_id.id != stage_id)
        groups = moving.grouped(lambda a: (a.type_id, a.stage_id))
        for (definition, stage), activities in groups.items():
            allowed = lines.get((definition.id, stage.id))
            if allowed is None or stage_id in allowed:
                continue
            stages = stage.browse(allowed).sorted("sequence")
            raise UserError(
                self.env._(
                    "%(names)s cannot go from %(stage)s to %(wanted)s: the definition"
                    " %(definition)s allows next: %(allowed)s.",
                    names=names_shown(activities),
                    stage=stage.name,
                    wanted=stage.browse(stage_id).name,
                    definition=definition.name,
                    allowed=", ".join(stages.mapped("name")) or self.env._("(none)"),
                )
            )

    def _may_go_to(self, stage):
        """Tell whether the definition lets one activity go to a stage."""
        lines = self.env["enova.activity.transition"]._next_stages()
        allowed = lines.get((self.type_id.id, self.stage_id.id))
        return bool(stage) and (allowed is None or stage.id in allowed)
