from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# What was bought in each of four quarters of the calendar, and not for as long since.
QUARTERS = 4
PAUSE = timedelta(days=91)
# So many products at most; those that were stopped, then those bought last.
PRODUCTS = 100
PRODUCTS_ON_CALL = 4
# What is shown of the newest line.
LINE_FIELDS = (
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "price_reduce_taxexcl",
    "currency_id",
)


class ResPartner(models.Model):
    """What a contractor buys, and what they have stopped buying."""

    _inherit = "res.partner"

    @api.readonly
    def enova_purchases(self):
        """Return what the company behind a partner has ordered, product by product.

        Of confirmed orders that the caller may read, in any company that is switched
        on. A product is stopped that was bought in each of the four quarters that end
        with its last order, and not for 91 days since.

        :return: dict of ``rows``, at most 100, stopped ones first, then those bought
            last (``product_id``, ``name``, ``date`` in UTC, ``quantity``, ``unit``,
            ``price`` without taxes and after discounts, ``currency_id``, ``times``,
            ``stopped``); ``count`` of all products; ``action`` that opens the lines,
            of all products. Nothing for whoever may not read sales.
        :raises AccessError: when one may not read the partner
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the id of the company alone
        contractor_id = self.sudo().commercial_partner_id.id
        rows, count = self._purchases(contractor_id, PRODUCTS)
        if not count:
            return {"rows": [], "count": 0, "action": False}
        return {
            "rows": rows,
            "count": count,
            "action": {
                "type": "ir.actions.act_window",
                "name": self.env._("What they buy"),
                "res_model": "sale.order.line",
                "domain": list(self._purchases_domain(contractor_id)),
                "views": [[False, "list"], [False, "form"]],
            },
        }

    @api.readonly
    def enova_call_sheet(self):
        """Add some of what they buy.

        :return: as the floors below; ``purchases``, rows as :meth:`enova_purchases`
            has them
        """
        sheet = super().enova_call_sheet()
        # sudo: the id of the company alone
        contractor_id = self.sudo().commercial_partner_id.id
        rows, _count = self._purchases(contractor_id, PRODUCTS_ON_CALL)
        return {**sheet, "purchases": rows}

    @api.model
    def _may_read_purchases(self):
        """Tell whether the user works with the CRM, and may read orders and lines."""
        models = ("enova.activity", "sale.order", "sale.order.line")
        return all(self.env[name].has_access("read") for name in models)

    @api.model
    def _purchases_domain(self, contractor_id):
        """Return the condition of lines by which a contractor has bought something."""
        return (
            Domain("order_id.enova_contractor_id", "=", contractor_id)
            & Domain("state", "=", "sale")
            & Domain("product_id", "!=", False)
            & Domain("display_type", "=", False)
            & Domain("is_downpayment", "=", False)
            & Domain("product_uom_qty", ">", 0)
        )

    @api.model
    def _purchases(self, contractor_id, limit):
        """Return the first rows, and the number of all products.

        Two queries and what is read of the newest line of each row, however many orders
        there are.
        """
        if not self._may_read_purchases():
            return [], 0
        found = self._purchased_products(contractor_id, limit)
        lines = self.env["sale.order.line"].browse(row[0] for row in found)
        lines.fetch(LINE_FIELDS)
        rows = [
            self._purchase_row(line, *row[1:4])
            for line, row in zip(lines, found, strict=True)
        ]
        return rows, found[0][-1] if found else 0

    @api.model
    def _purchase_row(self, line, date, times, stopped):
        """Return a product as :meth:`enova_purchases` shows it.

        :param line: the newest order line
        :param datetime date: of its order
        :param int times: in how many orders the product was
        :param bool stopped: whether they have stopped buying it
        """
        # sudo: names of a product and its unit, on a line that the caller reads
        product, unit = line.product_id.sudo(), line.product_uom_id.sudo()
        return {
            "product_id": product.id,
            "name": product.display_name,
            "date": fields.Datetime.to_string(date),
            "quantity": line.product_uom_qty,
            "unit": unit.name or "",
            "price": line.price_reduce_taxexcl,
            "currency_id": line.currency_id.id,
            "times": times,
            "stopped": stopped,
        }

    @api.model
    def _purchased_products(self, contractor_id, limit):
        """Return of each product: newest line, its day, number of orders, stopped."""
        lines = self.env["sale.order.line"]
        query = lines._search(self._purchases_domain(contractor_id))
        self.env["sale.order"].flush_model(["date_order"])
        columns = ("id", "product_id", "order_id")
        return self.env.execute_query(
            SQL(
                """
                WITH line AS (
                    SELECT line.id, line.product_id, line.order_id, ordered.date_order,
                           MAX(ordered.date_order) OVER (PARTITION BY line.product_id)
                               AS newest
                      FROM (%(lines)s) AS line
                      JOIN sale_order AS ordered ON ordered.id = line.order_id
                ), product AS (
                    SELECT (ARRAY_AGG(id ORDER BY date_order DESC, id DESC))[1] AS id,
                           MAX(newest) AS newest,
                           COUNT(DISTINCT order_id) AS times,
                           COUNT(DISTINCT DATE_TRUNC('quarter', date_order))
                               FILTER (WHERE date_order >=
                                       DATE_TRUNC('quarter', newest) - %(earlier)s)
                               AS quarters
                      FROM line
                  GROUP BY product_id
                )
                SELECT id, newest, times,
                       quarters = %(quarters)s AND newest < %(limit)s AS stopped,
                       COUNT(*) OVER ()
                  FROM product
                 ORDER BY stopped DESC, newest DESC, id DESC
                 LIMIT %(rows)s
                """,
                lines=query.select(
                    *(lines._field_to_sql(query.table, n, query) for n in columns)
                ),
                quarters=QUARTERS,
                earlier=SQL("interval %s", f"{3 * (QUARTERS - 1)} months"),
                limit=fields.Datetime.now() - PAUSE,
                rows=limit,
            )
        )
