from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..contractor.names import names_shown
from .enova_project_stage import FAILED_STATES, OPEN_PROJECT_STATES


class EnovaProject(models.Model):
    """Begin, close, reopen: each moves to the definition's stage of that state."""

    _inherit = "enova.project"

    @api.model
    def _undo_fields(self):
        """Add what a drag on the board moves."""
        names = super()._undo_fields()
        return [*names, "outcome_note", "reason_id", "stage_id", "user_id"]

    def action_start(self):
        """Move to the definition's stage "in progress".

        :return: ``True``
        :raises UserError: when the definition has no such stage
        """
        self._move_to_state("in_progress")
        return True

    def action_reopen(self):
        """Move closed ones back to where work goes on; the reason is taken back.

        :return: ``True``
        :raises UserError: when the definition has no such stage
        """
        closed = self.filtered(lambda p: p.state not in OPEN_PROJECT_STATES)
        closed._move_to_state("in_progress", "planned", reason_id=False)
        return True

    def action_ask_close(self):
        """Open the window that asks how they ended and what becomes of their tasks.

        :return: dict, the action that the client runs next
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_project_close_action"
        )
        action["context"] = {"default_project_ids": self.ids}
        return action

    def action_ask_stage(self, stage_id):
        """Say what has to be asked before a card is dropped on a stage.

        :param int stage_id: the stage
        :return: an action that asks how it ended, or False when there is no need
        """
        stages = self.env["enova.project.stage"]
        if isinstance(stage_id, int):
            stages = stages.search([("id", "=", stage_id)])
        if not stages or stages.state in OPEN_PROJECT_STATES:
            return False
        action = self.action_ask_close()
        action["context"].update(
            default_outcome=stages.state, default_stage_id=stages.id
        )
        wizard = self.env["enova.project.close"].new(
            {"project_ids": self.ids, "outcome": stages.state}
        )
        asks = wizard.open_count or wizard.booked_count or wizard.reason_required
        return asks and action

    def _close(self, state, reason=None, note=None, stage=None):
        """Close as won, lost or dropped.

        :param str state: ``won``, ``lost`` or ``dropped``
        :param reason: a reason or an empty recordset
        :param str note: how it ended, in words
        :param stage: one of that state, or an empty recordset for the definition's
        :raises UserError: for what is closed already
        """
        closed = self.filtered(lambda p: p.state not in OPEN_PROJECT_STATES)
        if closed:
            raise UserError(
                self.env._(
                    "Already closed: %s. Reopen them first.", names_shown(closed)
                )
            )
        vals = {"reason_id": reason.id if reason else False}
        if note:
            vals["outcome_note"] = note
        if stage and stage.state == state:
            self.write({"stage_id": stage.id, **vals})
        else:
            self._move_to_state(state, **vals)

    def _move_to_state(self, *states, **vals):
        """Write each definition's first stage of the wanted states, one write each.

        :param vals: what else is written with it
        """
        self.check_access("write")
        for definition, projects in self.grouped("type_id").items():
            stage = definition._stage_of_state(*states)
            if not stage:
                raise UserError(
                    self.env._(
                        "The definition %(definition)s has no stage for this. Add one"
                        " to its allowed stages. Concerned: %(names)s.",
                        definition=definition.name,
                        names=names_shown(projects),
                    )
                )
            projects.write({"stage_id": stage.id, **vals})

    @api.constrains("stage_id", "reason_id", "type_id")
    def _check_reason(self):
        """A project that came to nothing says why, where its definition wants it."""
        silent = self.filtered(
            lambda project: (
                project.state in FAILED_STATES
                and project.type_id.reason_required
                and not project.reason_id
            )
        )
        if silent:
            raise ValidationError(
                self.env._(
                    "Say why it ended so: %s. Close it with the button Close, which"
                    " asks for the reason.",
                    names_shown(silent),
                )
            )
