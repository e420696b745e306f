from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ..base.arguments import optional, read_arguments, text
from ..base.undo import Recording
from ..contractor.names import names_shown
from .enova_activity_stage import OPEN_STATES

# The states for which the fields of each moment must be there.
STATES = {"start": ("in_progress", "done"), "close": ("done",)}


class EnovaActivity(models.Model):
    """From stage to stage, and what its definition asks for on the way."""

    _inherit = "enova.activity"

    allowed_stage_ids = fields.Many2many(
        "enova.activity.stage",
        string="Stages of the definition",
        compute="_compute_allowed_stage_ids",
    )

    def action_start(self):
        """Move to the definition's stage "in progress".

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when one of them is closed already, or its definition has no
            such stage
        """
        self._refuse_closed()
        recording = Recording(self)
        self._move_to_state("in_progress")
        return recording.notice(self.env._("Begun: %s", names_shown(self)))

    @read_arguments(result=optional(text))
    def action_done(self, result=None):
        """Close as done.

        :param str result: what came of it; kept as it is when nothing is given
        :return: ``True``
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

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when all of them are closed already
        """
        pending = self._refuse_closed()
        recording = Recording(pending)
        pending._move_to_state("cancelled")
        return recording.notice(self.env._("Cancelled: %s", names_shown(pending)))

    def action_reopen(self):
        """Move closed ones back to where their definition begins.

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when the definition has no such stage
        """
        closed = self.filtered(lambda activity: activity.state not in OPEN_STATES)
        recording = Recording(closed)
        closed._move_to_state("planned", "in_progress")
        return recording.notice(self.env._("Reopened: %s", names_shown(closed)))

    def action_ask_done(self):
        """Close as done, and ask first where there is something to ask.

        Definitions that want a result, or propose a follow-up, open a small window.

        :return: dict, the action that opens the window, or shows a notice with Undo
        :raises UserError: when all of them are closed already
        """
        pending = self._refuse_closed()
        if not any(pending._asks_on_done()):
            recording = Recording(pending)
            pending.action_done()
            return recording.notice(pending._done_message())
        return pending._action_done_window()

    def _action_done_window(self):
        """Return the window that asks what came of these."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_done_action"
        )
        action["context"] = {"default_activity_ids": self.ids}
        return action

    def _next_of_mine(self):
        """Return the user's open task that follows these by day; else their first.

        These are stored, or none: nothing follows what is not there.
        """
        if not self.ids:
            return self.browse()
        mine = Domain("user_id", "=", self.env.uid) & Domain("id", "not in", self.ids)
        mine &= Domain("state", "in", OPEN_STATES)
        undated = Domain("date_due", "=", False)
        order = "date_due, id"
        last = self.sorted(lambda a: (not a.date_due, a.date_due or date.min, a.id))
        last = last[-1:]
        following = undated & Domain("id", ">", last.id or 0)
        if last.date_due:
            later = Domain("date_due", ">", last.date_due)
            same = Domain("date_due", "=", last.date_due) & Domain("id", ">", last.id)
            following = undated | later | same
        found = self.search(mine & following, order=order, limit=1)
        return found or self.search(mine, order=order, limit=1)

    def _done_message(self):
        return self.env._("Done: %s", names_shown(self))

    @api.constrains("stage_id", "type_id", "result")
    def _check_result(self):
        """Hold the definition to its word, whichever way the stage was changed."""
        if not self.type_id.filtered("result_required"):
            return
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

    def _check_required(self, names=None):
        """Refuse what lacks a field that its definition requires in its state.

        :param names: the fields to look at; ``None`` for all
        :raises ValidationError: naming the tasks and every field that they lack
        """
        requirements = self.env["enova.activity.requirement"]._by_definition()
        if not requirements:
            return
        wanted = {
            definition: [pair for pair in pairs if names is None or pair[1] in names]
            for definition, pairs in requirements.items()
        }
        if not any(wanted.values()):
            return
        # sudo: a document that the user may not open fills its field all the same; only
        # whether it is filled leaves this method
        for definition, activities in self.sudo().grouped("type_id").items():
            lacking = [
                (name, empty)
                for moment, name in wanted.get(definition.id, ())
                if (empty := activities._lacking(name, STATES[moment]))
            ]
            if lacking:
                self._refuse_lacking(definition, lacking)

    def _lacking(self, name, states):
        """Return those in one of the states whose field is empty."""
        html = self._fields[name].type == "html"

        def is_empty(value):
            if html:
                return is_html_empty(value)
            return not (value.strip() if isinstance(value, str) else value)

        return self.filtered(lambda a: a.state in states and is_empty(a[name]))

    def _refuse_lacking(self, definition, lacking):
        labels = {
            name: self._fields[name]._description_string(self.env)
            for name, _ in lacking
        }
        activities = lacking[0][1]
        raise ValidationError(
            self.env._(
                "%(names)s: the definition %(definition)s wants this filled in first:"
                " %(fields)s.",
                names=names_shown(activities.sudo(False)),
                definition=definition.name,
                fields=", ".join(labels.values()),
            )
        )
