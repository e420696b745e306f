from odoo import api, models

from ..base.change import Change


class EnovaActivity(models.Model):
    """The steps that this floor and those above extend, until the model names them."""

    _inherit = "enova.activity"

    @api.model_create_multi
    def create(self, vals_list):
        """Name the steps in their order."""
        ids = [v.get("project_id") for v in vals_list if not v.get("parent_id")]
        self.env["enova.project"].browse(filter(None, ids)).check_access("read")
        vals_list = self._fill_values(vals_list)
        activities = super().create(vals_list)
        change = Change.of_create(vals_list)
        activities._check_after(change)
        activities._apply_effects(change)
        return activities

    def write(self, vals):
        """Name the steps in their order."""
        self._check_before(vals)
        change = Change.of_write(self, vals, self._watched_fields())
        result = super().write(vals)
        self._check_after(change)
        self._apply_effects(change)
        return result

    def _series_vals(self):
        values = super()._series_vals()
        names = self._recurring_fields()
        return {
            **self._convert_to_write({name: self[name] for name in names}),
            **values,
        }

    def _prepare_followup_vals(self):
        values = super()._prepare_followup_vals()
        names = self._followup_fields()
        return {
            **self._convert_to_write({name: self[name] for name in names}),
            **values,
        }

    @api.model
    def _fill_values(self, vals_list):
        return [dict(vals) for vals in vals_list]

    def _watched_fields(self):
        return set()

    def _check_before(self, vals):
        """Refuse what may not be written."""

    def _check_after(self, change):
        """Refuse what has come of it."""

    def _apply_effects(self, change):
        pass

    def _recurring_fields(self):
        return []

    def _followup_fields(self):
        return []
