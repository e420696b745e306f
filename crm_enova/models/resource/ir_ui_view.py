from odoo import fields, models


class IrUiView(models.Model):
    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("enova_board", "Board")])

    def _get_view_info(self):
        """Give the switch between views an icon of the board."""
        return {"enova_board": {"icon": "fa fa-align-left"}} | super()._get_view_info()
