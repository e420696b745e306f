from odoo import models


class EnovaActivity(models.Model):
    """A start that moves takes its end along."""

    _inherit = "enova.activity"

    def write(self, vals):
        """Compute the end at once, before a search writes the start alone.

        The database refuses an end before its start, and a search that follows would
        write what is pending field by field: the new start beside the old end.
        """
        result = super().write(vals)
        if "date_start" in vals and "date_stop" not in vals:
            self.mapped("date_stop")
        return result
