from odoo import fields, models

LEVELS = [
    ("read", "Reads"),
    ("add", "Reads and adds"),
    ("manage", "Manages"),
]


class EnovaFolderMember(models.Model):
    """Somebody who may see a folder, and what they may do in it.

    It opens the folder alone: of what lies in it everybody sees what they may see
    without the folder, too.
    """

    _name = "enova.folder.member"
    _inherit = ["enova.folder.part.mixin", "enova.guard.mixin"]
    _description = "Member of a folder"
    _rec_name = "user_id"
    _order = "folder_id, id"

    user_id = fields.Many2one(
        "res.users",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    level = fields.Selection(
        LEVELS,
        string="Right",
        required=True,
        default="read",
        help="Who adds may also change and take out what they have added; who manages"
        " may do so with everything, and open and close the folder. What lies in it is"
        " shown to those alone who may see it elsewhere, too.",
    )

    _once = models.Constraint(
        "UNIQUE (folder_id, user_id)", "Everybody is a member of a folder once."
    )
