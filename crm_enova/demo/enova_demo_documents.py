import logging
from collections import defaultdict
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command

from .enova_demo_devices import Devices

_logger = logging.getLogger(__name__)


class Documents(Devices):
    """What was offered, delivered, invoiced and repaired."""

    def _load_documents(self, users, contractors):
        """Return the demo documents by the link field and the contractor's id."""
        products = self._create_missing(
            "product.product",
            "product",
            {
                row["key"]: {
                    "name": row["name"],
                    "list_price": float(row["list_price"]),
                    "type": row["type"],
                    "invoice_policy": "order",
                }
                for row in self._rows("products")
            },
        )
        known = self._existing("sale.order", "order")
        orders = self._load_orders(users, contractors, products)
        for row in self._rows("orders"):
            if row["key"] not in known:
                self._advance_order(row, orders[row["key"]])
        devices = self._load_devices(users, contractors, products)
        repairs = self._load_repairs(users, devices, products)
        documents = defaultdict(dict)
        for order in orders.values():
            partner = order.partner_id.id
            documents["sale_order_ids"][partner] = order
            documents["picking_ids"][partner] = order.picking_ids
            documents["invoice_ids"][partner] = order.invoice_ids
        for repair in repairs.values():
            documents["service_order_ids"][repair.partner_id.id] = repair
        return documents

    def _goods(self, text, products):
        """Return (product, quantity) pairs of a cell like ``regal*12 bramka*8``."""
        pairs = (part.split("*") for part in text.split())
        return [(products[key], float(quantity)) for key, quantity in pairs]

    def _load_orders(self, users, contractors, products):
        """Return the demo quotations by key, as they were first written."""
        prepared = {}
        for row in self._rows("orders"):
            prepared[row["key"]] = {
                "partner_id": contractors[row["contractor"]].id,
                "user_id": users[row["user"]].id,
                "date_order": self._moment(row["day"], 90),
                "validity_date": self._day(int(row["day"]) + 30),
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                    for product, quantity in self._goods(row["lines"], products)
                ],
            }
        return self._create_missing("sale.order", "order", prepared)

    def _advance_order(self, row, order):
        """Bring a quotation to the state of its row: sent, confirmed, delivered."""
        if row["state"] == "sent":
            order.action_quotation_sent()
        if row["state"] != "sale":
            return
        date = order.date_order
        order.action_confirm()
        order.date_order = date
        order.picking_ids.scheduled_date = date + timedelta(days=3)
        if row["delivery"] == "done":
            self._deliver(order.picking_ids, date + timedelta(days=3))
        if row["invoice"]:
            self._invoice(order, date + timedelta(days=4), row["invoice"] == "posted")

    def _deliver(self, pickings, date):
        """Validate transfers as done on a day in the past."""
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        pickings.with_context(skip_backorder=True).button_validate()
        pickings.filtered(lambda picking: picking.state == "done").date_done = date

    def _invoice(self, order, date, post):
        """Invoice an order, where the company has the accounts that it takes.

        A database without chart of accounts gets no invoice. One that lacks something
        else keeps a draft.
        """
        journals = self.env["account.journal"]
        domain = journals._check_company_domain(order.company_id)
        if not order.company_id.chart_template or not journals.search_count(
            [*domain, ("type", "=", "sale")], limit=1
        ):
            return
        invoice = order._create_invoices()
        invoice.invoice_date = date.date()
        if post:
            try:
                with self.env.cr.savepoint():
                    invoice.action_post()
            except UserError as error:
                _logger.info("A demo invoice stays a draft: %s", error)
