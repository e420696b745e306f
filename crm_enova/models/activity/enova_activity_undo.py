from odoo import api, models

from ..base.change import Change
from ..base.context import CALENDAR_SYNC, UNDO


class EnovaActivity(models.Model):
    """Back to what it was: the stage, the day, the people."""

    _inherit = "enova.activity"

    @api.model
    def _undo_fields(self):
        """Add what a key or a click moves."""
        return [
            *super()._undo_fields(),
            "active",
            "all_day",
            "assigned_by_id",
            "date_deadline",
            "date_done",
            "date_start",
            "date_stop",
            "result",
            "stage_id",
            "time_spent",
            "user_id",
        ]

    def _undo_env(self):
        """Return them as the way back is written: in silence, past the flow."""
        return super()._undo_env().with_context(**UNDO.on)

    def _undo_write(self, groups):
        """Write all of them, and let what belongs to them follow once."""
        activities = self.browse().union(*(records for records, _vals in groups))
        names = {name for _records, vals in groups for name in vals}
        change = Change.of_write(
            activities, dict.fromkeys(names), self._watched_fields()
        )
        quiet = [(a.with_context(**CALENDAR_SYNC.on), vals) for a, vals in groups]
        result = super()._undo_write(quiet)
        activities._follow_in_calendar(change)
        return result

    def _undo_created(self):
        """Archive a follow-up: nothing that somebody was given is deleted."""
        self.write({"active": False})

    def _check_transition(self, stage_id):
        """Let what goes back pass the flow of stages: it has been there."""
        return None if UNDO.is_on(self.env) else super()._check_transition(stage_id)
