from odoo import fields, models


class EnovaFolderDefinition(models.Model):
    """What folders of one sort have in common: numbers, own fields, dividers."""

    _name = "enova.folder.definition"
    _inherit = ["enova.numbering.mixin", "enova.guard.mixin"]
    _description = "Folder definition"
    _order = "sequence, id"

    section_ids = fields.One2many(
        "enova.folder.definition.section",
        "definition_id",
        string="Sections",
        copy=True,
        help="A new folder begins with these. Changing them here leaves the folders"
        " alone that are there.",
    )
    properties_definition = fields.PropertiesDefinition(string="Fields of its own")
