"""What others have done since yesterday: answers, orders, payments."""

from datetime import datetime, timedelta

from odoo.fields import Domain
from odoo.tools import format_amount

from ..timeline.position import to_iso, to_moment
from .day_blocks import Block

# So many of each kind are told; of more it is enough to know that.
NEWS = 30


class News(Block):
    """What has come from one's contractors since the beginning of yesterday."""

    name = "news"
    model = "enova.activity"
    column = 3

    @property
    def label(self):
        return self.env._("New since yesterday")

    def content(self):
        rows = []
        for model, found in (
            ("mail.message", self._answers),
            ("sale.order", self._orders),
            ("account.payment", self._payments),
        ):
            if self.env[model].has_access("read"):
                rows += found()
        if not rows:
            return None
        rows.sort(key=lambda row: row.pop("moment"), reverse=True)
        # there is no list of all kinds: what is counted is all here
        return {"rows": rows, "count": len(rows), "action": False}

    @property
    def yesterday(self):
        """The day before the user's."""
        return self.today - timedelta(days=1)

    def _of_mine(self, path):
        return Domain(f"{path}.commercial_partner_id.user_id", "=", self.env.uid)

    def _found(self, model, domain, names, order):
        # with what is shown, so that rights are asked once
        return self.env[model].search_fetch(domain, names, order=order, limit=NEWS)

    def _news(self, record, date, **values):
        day = self._day(date) if isinstance(date, datetime) else date
        return self._row(
            record,
            date=to_iso(day),
            moment=to_moment(date),
            tone="",
            task=False,
            **values,
        )

    def _answers(self):
        """Return the e-mails that have come from people of one's contractors."""
        domain = Domain("message_type", "=", "email")
        domain &= Domain("date", ">=", self._moment(self.yesterday))
        domain &= self._of_mine("author_id")
        return [
            {
                **self._news(
                    message,
                    message.date,
                    title=message.subject or self.env._("E-mail"),
                    # sudo: the name of whoever has written what the caller reads
                    hint=message.author_id.sudo().display_name or "",
                    icon="fa-envelope-o",
                ),
                **self._place(message),
                # two answers may stand on the same record
                "key": f"{message._name} {message.id}",
            }
            for message in self._found(
                "mail.message",
                domain,
                ["subject", "date", "author_id", "model", "res_id"],
                "date desc, id desc",
            )
        ]

    def _place(self, message):
        """Return where a message opens: where it stands, if that is anywhere."""
        if message.model and message.res_id:
            return {"model": message.model, "id": message.res_id}
        return {"model": message._name, "id": message.id}

    def _orders(self):
        """Return what one's contractors have ordered."""
        domain = Domain("state", "=", "sale")
        domain &= Domain("date_order", ">=", self._moment(self.yesterday))
        domain &= Domain("enova_contractor_id.user_id", "=", self.env.uid)
        return [
            self._news(
                order,
                order.date_order,
                title=f"{order.name} · {self._money(order)}",
                # sudo: the name on an order that the caller reads
                hint=order.partner_id.sudo().display_name or "",
                icon="fa-shopping-cart",
            )
            for order in self._found(
                "sale.order",
                domain,
                ["name", "date_order", "amount_total", "currency_id", "partner_id"],
                "date_order desc, id desc",
            )
        ]

    def _payments(self):
        """Return what one's contractors have paid."""
        domain = Domain("payment_type", "=", "inbound")
        domain &= Domain("state", "in", ("in_process", "paid"))
        domain &= Domain("date", ">=", self.yesterday)
        domain &= Domain("date", "<=", self.today)
        domain &= self._of_mine("partner_id")
        return [
            self._news(
                payment,
                payment.date,
                title=self.env._("Payment %s", self._money(payment, "amount")),
                # sudo: the name on a payment that the caller reads
                hint=payment.partner_id.sudo().display_name or "",
                icon="fa-money",
            )
            for payment in self._found(
                "account.payment",
                domain,
                ["date", "amount", "currency_id", "partner_id"],
                "date desc, id desc",
            )
        ]

    def _money(self, record, field="amount_total"):
        return format_amount(self.env, record[field], record.currency_id)
