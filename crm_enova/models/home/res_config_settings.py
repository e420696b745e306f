from odoo import fields, models

from .res_partner_silence_task import LINE_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    silence_line_id = fields.Many2one(
        "enova.playbook.line",
        string="Task for who is long without contact",
        config_parameter=LINE_PARAMETER,
        help="Subject, definition, day and priority are as this line of a playbook"
        " says. Empty: nobody gets such tasks.",
    )
