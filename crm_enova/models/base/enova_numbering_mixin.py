from odoo import api, fields, models
from odoo.exceptions import UserError

from .number_pattern import YEAR

DEFAULT_DIGITS = 5


class EnovaNumberingMixin(models.AbstractModel):
    """A definition of something that is numbered: its name, and how numbers look."""

    _name = "enova.numbering.mixin"
    _description = "Definition with numbers"

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
    number_digits = fields.Integer(
        string="Digits of the number",
        compute="_compute_number_digits",
        inverse="_inverse_number_prefix",
        help="How many there are at least: V/2026/00001 has five.",
    )
    next_number = fields.Char(compute="_compute_next_number")
    number_problem = fields.Char(
        compute="_compute_next_number", help="Why no number can begin like this."
    )

    @api.depends("sequence_id")
    def _compute_number_prefix(self):
        """Show how the numbers begin."""
        for definition in self:
            # sudo: managers of the CRM may not read sequences; the form of a number is
            # on every task
            definition.number_prefix = definition.sequence_id.sudo().prefix

    @api.depends("sequence_id")
    def _compute_number_digits(self):
        """Show how long the numbers are."""
        for definition in self:
            # sudo: as the beginning of the number
            sequence = definition.sequence_id.sudo()
            definition.number_digits = sequence.padding if sequence else DEFAULT_DIGITS

    @api.depends("sequence_id", "number_prefix", "number_digits")
    def _compute_next_number(self):
        """Show what the next number will look like, or why there can be none."""
        today = fields.Date.context_today(self)
        for definition in self:
            number, problem = definition._preview_number(today)
            definition.next_number, definition.number_problem = number, problem

    def _preview_number(self, day):
        """Return the next number of a day and what is wrong with its pattern.

        What belongs to others is counted from 1 once it is changed here: the
        definition gets a numbering of its own.
        """
        # sudo: as the beginning of the number, which everybody reads on a task
        sequence = self.sequence_id.sudo()
        prefix = self.number_prefix or sequence.prefix or ""
        if not (sequence or prefix):
            return False, False
        digits = self.number_digits
        problem = sequence._enova_pattern_problem(prefix, digits)
        if problem:
            return False, problem
        if not self._numbers_stay(sequence, prefix, digits):
            sequence = sequence.browse()
        return sequence._enova_preview(prefix, digits, day), False

    def _numbers_stay(self, sequence, prefix, digits):
        """Whether the sequence goes on with such numbers: unchanged, or its own."""
        unchanged = (prefix, digits) == (sequence.prefix or "", sequence.padding)
        return unchanged or sequence.code == self._own_sequence_code()

    def _own_sequence_code(self):
        """Return the code of the sequence that the definition has made for itself."""
        return f"{self._name}.{self._origin.id}"

    def _inverse_number_prefix(self):
        """Give the definition a sequence of its own, or change its own one.

        :raises UserError: for a pattern that no number can be made with
        """
        self.check_access("write")
        for definition in self:
            prefix, digits = definition.number_prefix, definition.number_digits
            # sudo: only the sequence that this method has made for the definition is
            # changed; those of other documents are never touched
            sequence = definition.sequence_id.sudo()
            unchanged = (prefix, digits) == (sequence.prefix, sequence.padding)
            if unchanged or not prefix:
                continue
            problem = sequence._enova_pattern_problem(prefix, digits)
            if problem:
                raise UserError(problem)
            values = {
                "prefix": prefix,
                "padding": digits,
                "use_date_range": YEAR in prefix,
            }
            if sequence.code == definition._own_sequence_code():
                sequence.write(values)
            else:
                definition.sequence_id = sequence.create(
                    {
                        "name": self.env._("CRM: %s", definition.name),
                        "code": definition._own_sequence_code(),
                        "company_id": False,
                        **values,
                    }
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
