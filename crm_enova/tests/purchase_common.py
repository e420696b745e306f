"""Confirmed orders of a contractor, on days of one's choice."""

from odoo.fields import Command

from .test_summary import SummaryCase


class PurchaseMixin:
    @classmethod
    def _product(cls, name, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "taxes_id": False,
                "list_price": 48,
                **values,
            }
        )

    def _buy(self, product, day, price=48, quantity=2, partner=None, **values):
        """Let somebody order a product on a day."""
        line = values.pop("line", {})
        order = self.env(su=True)["sale.order"].create(
            {
                "partner_id": (partner or self.contractor).id,
                "user_id": self.user_manager.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                            **line,
                        }
                    )
                ],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = f"{day} 09:00:00"
        return order


class PurchaseCase(PurchaseMixin, SummaryCase):
    def setUp(self):
        super().setUp()
        self.rolls = self._product("Rolls")
        self.grease = self._product("Grease")

    def _purchases(self, partner=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (partner or self.contractor).with_env(self.env).enova_purchases()

    def _names(self, partner=None):
        return [row["name"] for row in self._purchases(partner)["rows"]]
