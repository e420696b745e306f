from odoo import models


class EnovaDevice(models.Model):
    _name = "enova.device"
    _inherit = ["enova.device", "enova.timeline.mixin"]
