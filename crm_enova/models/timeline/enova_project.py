from odoo import models


class EnovaProject(models.Model):
    _name = "enova.project"
    _inherit = ["enova.project", "enova.timeline.mixin"]
