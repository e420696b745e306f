from odoo import api, models
from odoo.exceptions import ValidationError


class EnovaTypeMixin(models.AbstractModel):
    """What tasks, events and projects of one sort have in common: numbers and stages.

    Knobs of the inheriting model, which also declares ``stage_ids``:

    * ``_first_states``: states that something new may begin in;
    * ``_last_states``: states that mean success.
    """

    _name = "enova.type.mixin"
    _inherit = "enova.numbering.mixin"
    _description = "Definition with numbers and stages"

    _first_states = ()
    _last_states = ()

    @api.constrains("stage_ids")
    def _check_stages(self):
        """A definition needs a stage to begin in and one to end in."""
        for definition in self.filtered("stage_ids"):
            states = set(definition.stage_ids.mapped("state"))
            if not (states & {*self._last_states} and states & {*self._first_states}):
                labels = dict(
                    definition.stage_ids._fields["state"]._description_selection(
                        self.env
                    )
                )
                raise ValidationError(
                    self.env._(
                        "The definition %(definition)s needs at least one stage that is"
                        " open and one that means success (%(state)s).",
                        definition=definition.name,
                        state=labels[self._last_states[0]],
                    )
                )

    def _allowed_stages(self):
        """Return the stages of this definition, in the order of the board."""
        self.ensure_one()
        if self.stage_ids:
            return self.stage_ids.sorted(lambda stage: (stage.sequence, stage.id))
        # a handful of rows of configuration, all of which are wanted
        return self.stage_ids.search([("active", "=", True)])

    def _ordered_stages(self, stages, _after):
        """Return the stages, the likely ones first; there is no order by default."""
        return stages

    def _stage_of_state(self, *states, after=None):
        """Return the first allowed stage of the first of these states that has one.

        :param states: values of ``state``, the most wanted first
        :param after: the present stage; one that it leads to is taken before others
        :return: a stage, or an empty recordset
        """
        stages = self._allowed_stages()
        if after:
            stages = self._ordered_stages(stages, after)
        for state in states:
            found = stages.filtered(lambda stage, state=state: stage.state == state)
            if found:
                return found[0]
        return stages.browse()
