from odoo import models


class EnovaCampaign(models.Model):
    _name = "enova.campaign"
    _inherit = ["enova.campaign", "enova.timeline.mixin"]
