from odoo import fields, models


class EnovaServicePart(models.TransientModel):
    """Put a part on a service order, without rights to the stock."""

    _name = "enova.service.part"
    _inherit = ["enova.guard.mixin"]
    _description = "Part of a service order"

    order_id = fields.Many2one(
        "repair.order", string="Service order", required=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product",
        string="Part",
        required=True,
        ondelete="cascade",
        domain="[('type', '=', 'consu')]",
    )
    quantity = fields.Float(required=True, default=1, digits="Product Unit")

    def action_add(self):
        """Add the part.

        :return: dict, the action that closes the window
        """
        self.ensure_one()
        self.order_id.action_add_part(self.product_id.id, self.quantity)
        return {"type": "ir.actions.act_window_close"}

    def action_add_another(self):
        """Add the part, and open the window for the next one.

        :return: dict, the action that the client runs next
        """
        self.action_add()
        return self.order_id.action_open_part()
