from odoo import fields, models


class ResUsersSettings(models.Model):
    """How each user has left the screens of the CRM."""

    _inherit = "res.users.settings"

    # By the name of a screen or of a part of it; nothing but its look hangs on it.
    enova_view_state = fields.Json(default=dict)
