from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..base.ruled_search import search_under_rules


class EnovaResourceCategory(models.Model):
    """A kind of resources: vehicles, rooms, tools; kinds may have kinds."""

    _name = "enova.resource.category"
    _description = "Category of resources"
    _inherit = ["enova.guard.mixin"]
    _parent_store = True
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "name"]
    _order = "complete_name, id"

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True
    )
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        "enova.resource.category", string="Part of", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    color = fields.Integer()
    resource_ids = fields.One2many(
        "enova.resource",
        "category_id",
        string="Bookable resources",
        search=search_under_rules("resource_ids"),
    )
    properties_definition = fields.PropertiesDefinition(string="Fields of its own")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        """Write the kinds above before it."""
        for category in self:
            above = category.parent_id.complete_name
            name = category.name or ""
            category.complete_name = f"{above} / {name}" if above else name

    @api.depends("name", "parent_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Name it in the reader's language, which a stored name cannot."""
        for category in self:
            names, above = [], category
            while above:
                names.insert(0, above.name or "")
                above = above.parent_id
            category.display_name = " / ".join(names)

    @api.constrains("parent_id")
    def _check_parent(self):
        """Refuse a kind that is part of itself."""
        if self._has_cycle():
            raise ValidationError(self.env._("A category cannot be part of itself."))
