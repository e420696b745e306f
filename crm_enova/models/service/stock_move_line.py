from odoo import fields, models

from .stock_location import CONSUMPTION
from .stock_quant import Consumption


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line", "enova.company.check.mixin"]

    # -- used up in bulk ---------------------------------------------------------------

    def _action_done(self):
        """Book what internal issues use up in fewer steps than core, line by line."""
        if not self or not all(line.picking_id.is_internal_issue for line in self):
            return super()._action_done()
        consumption = Consumption.opened(self.env)
        lines = self.with_context(enova_consumption=consumption)
        result = super(StockMoveLine, lines)._action_done()
        consumption.book()
        return result

    def _synchronize_quant(
        self, quantity, location, action="available", in_date=False, **quants_value
    ):
        """Put off what can be done together; see :class:`~.stock_quant.Consumption`."""
        consumption = Consumption.of(self.env)
        product = self.product_id
        if consumption and product.is_storable:
            if action == "reserved":
                if not self.move_id._should_bypass_reservation(location):
                    consumption.reserved = quantity
                return 0, False
            if quantity > 0 and location.usage in CONSUMPTION:
                consumption.use(self, location, quantity, in_date)
                return 0, False
        return super()._synchronize_quant(
            quantity, location, action=action, in_date=in_date, **quants_value
        )

    def _free_reservation(self, *args, **kwargs):
        """Take back the reservations of others as core does, each by itself."""
        lines = self.with_context(enova_consumption=None)
        return super(StockMoveLine, lines)._free_reservation(*args, **kwargs)

    # -- devices -----------------------------------------------------------------------

    def _enova_device_values(self):
        """Return the values of the device that a delivered serial number becomes."""
        self.ensure_one()
        picking = self.picking_id
        partner = picking.partner_id
        contractor = picking.enova_contractor_id
        # sudo: the order that the delivery comes from, which the device names
        order = self.move_id.sudo().sale_line_id.order_id
        values = {
            "name": self.product_id.display_name,
            "serial_number": self.lot_id.name,
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
            "partner_id": contractor.id,
            "place_id": partner.id if partner.type in ("delivery", "other") else False,
            "company_id": picking.company_id.id,
            "picking_id": picking.id,
            "sold_on": fields.Date.to_date(picking.date_done),
        }
        if order._filtered_access("read"):
            values["sale_order_id"] = order.id
        return values
