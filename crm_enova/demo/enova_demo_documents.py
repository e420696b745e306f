import logging
from collections import defaultdict
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command

from .enova_demo_devices import Devices

_logger = logging.getLogger(__name__)

# After the order.
DELIVERY = timedelta(days=3)
INVOICE = timedelta(days=4)
# After the invoice.
TERM = timedelta(days=14)


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
        rows = [row for row in self._rows("orders") if row["key"] not in known]
        if rows:
            self._advance_orders(rows, orders)
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

    def _advance_orders(self, rows, orders):
        """Bring quotations to the states of their rows: sent, confirmed, delivered."""
        dates = {}
        by_state = defaultdict(list)
        for row in rows:
            order = orders[row["key"]]
            dates[order] = order.date_order
            by_state[row["state"]].append(order.id)
        self.env["sale.order"].browse(by_state["sent"]).action_quotation_sent()
        self.env["sale.order"].browse(by_state["sale"]).action_confirm()
        delivered = []
        for row in rows:
            order = orders[row["key"]]
            if row["state"] == "sale":
                order.date_order = dates[order]
                order.picking_ids.scheduled_date = dates[order] + DELIVERY
                if row["delivery"] == "done":
                    delivered += order.picking_ids.ids
        self._deliver(self.env["stock.picking"].browse(delivered))
        self._invoice(
            {
                orders[row["key"]]: row["invoice"] == "posted"
                for row in rows
                if row["invoice"]
            }
        )
        self._pay(rows, orders)

    def _deliver(self, pickings):
        """Validate transfers as done on their days in the past."""
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        dates = {picking: picking.scheduled_date for picking in pickings}
        pickings.with_context(skip_backorder=True).button_validate()
        for picking, date in dates.items():
            if picking.state == "done":
                picking.date_done = date

    def _invoice(self, orders):
        """Invoice orders, where the company has the accounts that it takes.

        A database without chart of accounts gets no invoice. One that lacks something
        else keeps drafts.

        :param dict orders: whether it is posted, by order
        """
        journals = self.env["account.journal"]
        domain = journals._check_company_domain(self.env.company)
        if not self.env.company.chart_template or not journals.search_count(
            [*domain, ("type", "=", "sale")], limit=1
        ):
            return
        every = self.env["sale.order"].union(*orders)
        every._create_invoices(grouped=True)
        posted = []
        for order, post in orders.items():
            date = (order.date_order + INVOICE).date()
            order.invoice_ids.write(
                {"invoice_date": date, "invoice_date_due": date + TERM}
            )
            posted += order.invoice_ids.ids if post else ()
        invoices = self.env["account.move"].browse(posted)
        try:
            with self.env.cr.savepoint():
                invoices.sorted("invoice_date").action_post()
        except UserError as error:
            _logger.info("The demo invoices stay drafts: %s", error)

    def _pay(self, rows, orders):
        """Let clients pay, some days after the invoice."""
        for row in rows:
            invoices = orders[row["key"]].invoice_ids
            if not row["paid"] or set(invoices.mapped("state")) != {"posted"}:
                continue
            date = invoices.invoice_date + timedelta(days=int(row["paid"]))
            register = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoices.ids
            )
            register.create({"payment_date": date})._create_payments()
