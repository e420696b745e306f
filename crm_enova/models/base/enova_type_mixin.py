from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EnovaTypeMixin(models.AbstractModel):
    """What tasks, events and projects of one sort have in common: numbers and stages.

    Knobs of the inheriting model, which also declares ``stage_ids``:

    * ``_first_states``: states that something new may begin in;
    * ``_last_states``: states that mean success.
    """

    _name = "enova.type.mixin"
    _description = "Definition with numbers and stages"

    _first_states = ()
    _last_states = ()

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    sequence_id = fields.Many2one(
        "ir.sequence",
        string="Numbering",
        ondelete="restrict",
        help="Numbers are drawn from this sequence. Without one, what is of this"
        " definition has no number.",
    )
    number_prefix = fields.Char(
        string="Number begins with",
        compute="_compute_number_prefix",
        inverse="_inverse_number_prefix",
        help="For instance V/%(range_year)s/ for V/2026/00001; each year begins with 1."
        " Written here, it makes a numbering of this definition's own.",
    )
    next_number = fields.Char(compute="_compute_number_prefix")

    @api.depends("sequence_id")
    def _compute_number_prefix(self):
        """Show how the numbers begin, and what the next one will look like."""
        today = fields.Date.context_today(self)
        for definition in self:
            # sudo: managers of the CRM may not read sequences; the form of a number is
            # on every task
            sequence = definition.sequence_id.sudo()
            definition.number_prefix = sequence.prefix
            definition.next_number = False
            if sequence:
                source = sequence._find_range(today)
                prefix, suffix = sequence._get_prefix_suffix(date_range=today)
                number = f"{source.number_next_actual:0{sequence.padding}d}"
                definition.next_number = f"{prefix}{number}{suffix}"

    def _inverse_number_prefix(self):
        """Give the definition a sequence of its own, or change its own one.

        :raises UserError: for a placeholder that sequences do not know
        """
        self.check_access("write")
        for definition in self:
            code = f"{self._name}.{definition.id}"
            prefix = definition.number_prefix
            # sudo: only the sequence that this method has made for the definition is
            # changed; those of other documents are never touched
            sequence = definition.sequence_id.sudo()
            if prefix == sequence.prefix or not prefix:
                continue
            values = {"prefix": prefix, "use_date_range": "%(range_year)s" in prefix}
            if sequence.code != code:
                sequence = sequence.create(
                    {
                        "name": self.env._("CRM: %s", definition.name),
                        "code": code,
                        "padding": 5,
                        "company_id": False,
                        **values,
                    }
                )
                definition.sequence_id = sequence
            else:
                sequence.write(values)
            sequence._enova_check_prefix()

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

    def _number(self, vals_list):
        """Draw numbers for values of one definition, in their order.

        :param list vals_list: dicts that get a ``reference``
        """
        # sudo: drawing a number changes the sequence, which only settings
        # administrators may write; nothing of it is shown but the number.
        sequence = self.sequence_id.sudo()
        if sequence:
            numbers = sequence._next_batch(len(vals_list))
            for vals, number in zip(vals_list, numbers, strict=True):
                vals["reference"] = number

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
