from odoo import models
from odoo.fields import Command


class StockReturnPicking(models.TransientModel):
    """Returns of internal issues (ZW), in core's window."""

    _inherit = "stock.return.picking"

    def _compute_moves_locations(self):
        """Offer parts that went to a place of inventory loss, too.

        Core takes such moves for scrap, which nobody can bring back.
        """
        result = super()._compute_moves_locations()
        for wizard in self.filtered("picking_id.is_internal_issue"):
            lost = wizard.picking_id.move_ids.filtered(
                lambda m: m.state == "done" and m.location_dest_usage == "inventory"
            )
            missing = lost - wizard.product_return_moves.move_id
            if not missing:
                continue
            lines = self.env["stock.return.picking.line"]
            defaults = lines.default_get(list(lines._fields))
            wizard.product_return_moves = [
                Command.create(
                    {
                        **defaults,
                        **wizard._prepare_stock_return_picking_line_vals_from_move(m),
                    }
                )
                for m in missing
            ]
        return result

    def action_create_returns_all(self):
        """Fill in what core passes over: parts from a place of inventory loss."""
        for line in self.product_return_moves:
            part = line.move_id
            lost = part.location_dest_usage == "inventory"
            if lost and part.picking_id.is_internal_issue:
                unit = part.product_id.uom_id
                line.quantity = unit._compute_quantity(
                    part.enova_net_quantity, part.product_uom
                )
        return super().action_create_returns_all()

    def _prepare_picking_default_values_based_on(self, picking):
        """Tie a return to the service order of its issue."""
        values = super()._prepare_picking_default_values_based_on(picking)
        # sudo: the link of one transfer goes on to the next
        order = picking.sudo().service_order_id
        if order and (picking.is_internal_issue or picking.is_internal_return):
            values["service_order_id"] = order.id
        return values
