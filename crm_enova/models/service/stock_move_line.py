from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

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
