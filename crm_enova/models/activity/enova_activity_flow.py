from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..contractor.names import names_shown
from .enova_activity_stage import OPEN_STATES


class EnovaActivity(models.Model):
    """Start, done, cancel: each moves to the definition's stage of that state."""

    _inherit = "enova.activity"

    def action_start(self):
        """Move to the definition's stage "in progress".

        :raises UserError: when one of them is closed already, or its definition has no
            such stage
        """
        self._refuse_closed()
        self._move_to_state("in_progress")
        return True

    def action_done(self, result=None):
        """Close as done.

        :param str result: what came of it; kept as it is when nothing is given
        :raises UserError: when all of them are closed already (what was written then
            stays), or the definition wants a result and there is none
        """
        pending = self._refuse_closed()
        if result:
            pending.write({"result": result})
        pending._move_to_state("done")
        return True

    def action_cancel(self):
        """Close as cancelled.

        :raises UserError: when all of them are closed already
        """
        self._refuse_closed()._move_to_state("cancelled")
        return True

    def action_reopen(self):
        """Move closed ones back to where their definition begins."""
        closed = self.filtered(lambda activity: activity.state not in OPEN_STATES)
        closed._move_to_state("planned", "in_progress")
        return True

    def action_ask_done(self):
        """Close as done, and ask first where there is something to ask.

        Definitions that want a result, or propose a follow-up, open a small window.
        """
        pending = self._refuse_closed()
        if not any(pending._asks_on_done()):
            return pending.action_done()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_done_action"
        )
        action["context"] = {"default_activity_ids": pending.ids}
        return action

    @api.constrains("stage_id", "type_id", "result")
    def _check_result(self):
        """Hold the definition to its word, whichever way the stage was changed."""
        silent = self.filtered(
            lambda activity: (
                activity.state == "done"
                and activity.type_id.result_required
                and not (activity.result or "").strip()
            )
        )
        if silent:
            raise ValidationError(
                self.env._(
                    "The definition %(definition)s wants a result before it is done."
                    " Write what came of it: %(names)s.",
                    definition=silent[0].type_id.name,
                    names=names_shown(silent),
                )
            )

    def _asks_on_done(self):
        """Tell for each whether closing it needs a question."""
        return [
            bool(
                activity.type_id.followup_type_id
                or (activity.type_id.result_required and not activity.result)
            )
            for activity in self
        ]

    def _refuse_closed(self):
        """Return those that are open; refuse when there is none left.

        Two people may press the same button: the second is told, and nothing that the
        first wrote changes.
        """
        pending = self.filtered(lambda activity: activity.state in OPEN_STATES)
        if self and not pending:
            first = self[0]
            raise UserError(
                self.env._(
                    "Already closed: %(names)s (%(state)s, last changed by %(user)s)."
                    " Reopen it to change it.",
                    names=names_shown(self),
                    state=dict(first._fields["state"]._description_selection(self.env))[
                        first.state
                    ],
                    user=first.write_uid.sudo().name,  # sudo: a colleague's name alone
                )
            )
        return pending

    def _move_to_state(self, *states):
        """Write each definition's first stage of the wanted states, one write each.

        Where the definition says what follows a stage, it is the first that does.
        """
        self.check_access("write")
        groups = self.grouped(lambda activity: (activity.type_id, activity.stage_id))
        for (definition, present), activities in groups.items():
            stage = definition._stage_of_state(*states, after=present)
            if not stage:
                raise UserError(
                    self.env._(
                        "The definition %(definition)s has no stage for this. Add one"
                        " to its allowed stages. Concerned: %(names)s.",
                        definition=definition.name,
                        names=names_shown(activities),
                    )
                )
            activities.write({"stage_id": stage.id})
