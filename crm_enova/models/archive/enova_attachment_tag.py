from random import randint

from odoo import fields, models


class EnovaAttachmentTag(models.Model):
    _name = "enova.attachment.tag"
    _inherit = ["enova.guard.mixin"]
    _description = "Tag of attachments"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=lambda self: randint(1, 11))
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE (name)", "This tag exists already.")
