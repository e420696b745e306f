from odoo import api, fields, models
from odoo.fields import Command

from .repair_order import CRM_USERS


class RepairOrder(models.Model):
    """What the parts of a service order cost and bring; its quotation and invoice."""

    _inherit = "repair.order"

    parts_cost = fields.Monetary(
        string="Cost of parts",
        compute="_compute_parts_cost",
        # sudo: a sum alone, of parts that the reader sees, less what has come back
        compute_sudo=True,
        currency_field="enova_currency_id",
        groups=CRM_USERS,
        help="The value of the parts that are used, less what has come back.",
    )
    parts_price = fields.Monetary(
        string="Price of parts",
        compute="_compute_parts_price",
        # sudo: as above
        compute_sudo=True,
        currency_field="enova_currency_id",
        groups=CRM_USERS,
        help="Net, by the quotation; before there is one, by the price lists of the"
        " products. Nothing under warranty.",
    )

    @api.model
    def _service_cost_fields(self):
        """Count parts among the cost."""
        return [*super()._service_cost_fields(), "parts_cost"]

    @api.model
    def _service_price_fields(self):
        """Count parts among the price."""
        return [*super()._service_price_fields(), "parts_price"]

    @api.depends("move_ids.enova_net_value", "move_ids.repair_line_type")
    def _compute_parts_cost(self):
        """Add up the value of what was used."""
        # all at once: a recursive field is computed for one record after the other
        self.move_ids.mapped("enova_net_value")
        for order in self:
            parts = order.move_ids.filtered(lambda m: m.repair_line_type == "add")
            order.parts_cost = sum(parts.mapped("enova_net_value"))

    @api.depends(
        "under_warranty",
        "sale_order_id.currency_rate",
        "move_ids.sale_line_id.price_subtotal",
        "move_ids.product_uom_qty",
        "move_ids.repair_line_type",
        "move_ids.state",
        "move_ids.enova_net_quantity",
    )
    def _compute_parts_price(self):
        """Take the lines of the quotation, or what the products are sold at."""
        for order in self:
            parts = order.move_ids.filtered(
                lambda m: m.repair_line_type == "add" and m.state != "cancel"
            )
            if order.sale_order_id:
                lines = parts.sale_line_id
                rate = order.sale_order_id.currency_rate or 1
                order.parts_price = sum(lines.mapped("price_subtotal")) / rate
            elif order.under_warranty:
                order.parts_price = 0
            else:
                order.parts_price = sum(part._list_price() for part in parts)

    # -- the quotation ---------------------------------------------------------------

    def action_create_sale_order(self):
        """Make a quotation of each order, with the hours that were worked.

        Core reads all of them as one, and fails for orders of two customers.
        """
        refused = self.filtered(
            lambda order: order.sale_order_id or not order.partner_id
        )
        if refused or not self:
            return super().action_create_sale_order()
        for order in self:
            result = super(RepairOrder, order).action_create_sale_order()
        # sudo: the link of what has just been made, by whoever could make it
        for order in self.sudo():
            order.sale_order_id.service_order_id = order
        self._sell_work()
        return result if len(self) == 1 else self.sale_order_id._get_records_action()

    def _sell_work(self):
        """Bring the line of work up to date with hours, rate and warranty."""
        # sudo: hours and rate, which are sold as they are, seen or not
        for order in self.sudo():
            sale = order.sale_order_id
            if not sale or sale.state == "cancel":
                continue
            line = sale.order_line.filtered(
                lambda line, order=order: line.enova_service_order_id == order
            )[:1]
            if line:
                hours = max(order.work_hours, line.qty_invoiced)
                line.write({"product_uom_qty": hours, "qty_delivered": hours})
                if not line.qty_invoiced:
                    line.price_unit = order._work_price_unit()
            elif order.work_hours:
                sale.order_line = [Command.create(order._work_line_vals())]

    def _work_line_vals(self):
        """Return the values of the line that sells the hours of one order."""
        product = self.company_id._enova_work_product()
        return {
            "product_id": product.id,
            "name": self.env._("Work: %s", self.name),
            "product_uom_id": product.uom_id.id,
            "product_uom_qty": self.work_hours,
            "qty_delivered": self.work_hours,
            "price_unit": self._work_price_unit(),
            "enova_service_order_id": self.id,
        }

    def _work_price_unit(self):
        """Return the price of an hour in the currency of the sale."""
        if self.under_warranty:
            return 0
        sale = self.sale_order_id
        return self.enova_currency_id._convert(
            self.hour_rate, sale.currency_id, self.company_id, sale.date_order
        )

    def _update_sale_order_line_price(self):
        """Let the warranty cover the work, too."""
        result = super()._update_sale_order_line_price()
        self._sell_work()
        return result

    def action_create_invoice(self):
        """Invoice the order: its quotation is made and confirmed where it is not yet.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        if not self.sale_order_id:
            self.action_create_sale_order()
        sale = self.sale_order_id
        self._sell_work()
        if sale.state in ("draft", "sent"):
            sale.action_confirm()
        return sale.action_view_invoice(sale._create_invoices())
