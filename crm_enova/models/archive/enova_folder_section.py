from odoo import fields, models


class EnovaFolderSection(models.Model):
    """A part of one folder, between two dividers."""

    _name = "enova.folder.section"
    _inherit = ["enova.folder.part.mixin", "enova.guard.mixin"]
    _description = "Section of a folder"
    _order = "folder_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)

    _name_length = models.Constraint(
        "CHECK (length(name) <= 200)", "The name of a section is a few words long."
    )
