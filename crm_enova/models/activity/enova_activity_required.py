from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ..contractor.names import names_shown

# The states for which the fields of each moment must be there.
STATES = {"start": ("in_progress", "done"), "close": ("done",)}


class EnovaActivity(models.Model):
    """What the definition wants filled in before work starts, and before it ends."""

    _inherit = "enova.activity"

    @api.model_create_multi
    def create(self, vals_list):
        """Hold the new ones to their definitions."""
        activities = super().create(vals_list)
        activities._check_required()
        return activities

    def write(self, vals):
        """Hold them to their definitions when they move, or a field is emptied.

        What was closed before the definition asked for more stays as it is.
        """
        result = super().write(vals)
        moves = "stage_id" in vals or "type_id" in vals
        self._check_required(None if moves else set(vals))
        return result

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
