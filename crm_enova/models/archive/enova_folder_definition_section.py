from odoo import fields, models


class EnovaFolderDefinitionSection(models.Model):
    """A section that new folders of a definition begin with."""

    _name = "enova.folder.definition.section"
    _inherit = ["enova.guard.mixin"]
    _description = "Section of a folder definition"
    _order = "definition_id, sequence, id"

    definition_id = fields.Many2one(
        "enova.folder.definition", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
