from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the web client which models have colour rules: no others are asked."""
        info = super().session_info()
        info["enova_color_models"] = self.env["enova.color.rule"].painted_models()
        return info
