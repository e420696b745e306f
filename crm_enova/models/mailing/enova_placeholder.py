import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .placeholders import EVERYWHERE, LINKS

# What can be written down in words. Files, rich text and lists cannot.
PLAIN_TYPES = (
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "integer",
    "many2one",
    "monetary",
    "selection",
    "text",
)
NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


class EnovaPlaceholder(models.Model):
    """A field of contacts that a manager lets mail merges fill in, by a name.

    It is read with the rights of whoever sends the mail merge: a field that they may
    not read stays empty.
    """

    _name = "enova.placeholder"
    _inherit = ["enova.guard.mixin"]
    _description = "Placeholder"
    _order = "name"

    name = fields.Char(
        string="Placeholder",
        required=True,
        help="What stands between the braces: small letters, digits and _.",
    )
    label = fields.Char(required=True, translate=True)
    field_id = fields.Many2one(
        "ir.model.fields",
        string="Field of the contact",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("model", "=", "res.partner"), ("ttype", "in", PLAIN_TYPES)],
    )
    of_company = fields.Boolean(
        string="Of the company",
        default=True,
        help="Of the company, also where it is addressed to a contact person.",
    )
    active = fields.Boolean(default=True)

    _name_unique = models.Constraint(
        "UNIQUE (name)", "There is a placeholder of this name already."
    )

    @api.constrains("name")
    def _check_name(self):
        """Refuse names that no text could hold, and those that are taken."""
        for placeholder in self:
            if not NAME.fullmatch(placeholder.name):
                raise ValidationError(
                    self.env._(
                        "%s: a placeholder has small letters, digits and _, begins with"
                        " a letter, and has from 2 to 40 characters.",
                        placeholder.name,
                    )
                )
            if placeholder.name in {**EVERYWHERE, **LINKS}:
                raise ValidationError(
                    self.env._(
                        "%s: every mail merge knows this one. Choose another name.",
                        placeholder.name,
                    )
                )

    @api.constrains("field_id")
    def _check_field(self):
        """Refuse what is no plain field of contacts."""
        # sudo: which model a field is of
        for placeholder in self.sudo():
            field = placeholder.field_id
            if field.model != "res.partner" or field.ttype not in PLAIN_TYPES:
                raise ValidationError(
                    self.env._(
                        "%(name)s: %(field)s cannot be written down in words. Choose a"
                        " plain field of the contact.",
                        name=placeholder.name,
                        field=field.field_description,
                    )
                )

    @api.model
    def _by_name(self):
        """Return the placeholders in use, by their names.

        :return: dict of recordsets of one
        """
        # sudo: definitions, which name a field and hold nobody's data
        return {line.name: line for line in self.sudo().search([])}
