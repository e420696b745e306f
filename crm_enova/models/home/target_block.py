"""How far one is with the target of the month, as a figure over the day."""

from odoo.fields import Domain
from odoo.tools import format_date

from .day_blocks import Block
from .money import whole_amount
from .person_figures import Period, amounts_of_orders, share_of


class Progress(Block):
    """The orders of the month beside their target, else contacts beside theirs."""

    name = "target"
    model = "enova.target"
    # over the columns alone
    column = 0

    @property
    def label(self):
        month = format_date(self.env, self.today, date_format="LLLL")
        return month[:1].upper() + month[1:]

    def content(self):
        period = Period(self.env)
        domain = Domain("user_id", "=", self.env.uid)
        domain &= Domain("company_id", "=", self.env.company.id)
        target = self.env[self.model].search(
            domain & Domain("month", "=", period.first), limit=1
        )
        figure = target and (
            self._orders(target, period) or self._contacts(target, period)
        )
        return figure and {"rows": [], **figure} or None

    def _orders(self, target, period):
        if not target.amount or not self.env["sale.order"].has_access("read"):
            return None
        domain = Domain("state", "=", "sale") & Domain("user_id", "=", self.env.uid)
        domain &= Domain("company_id", "=", target.company_id.id)
        domain &= period.moments("date_order")
        done = amounts_of_orders(self.env, domain, "user_id").get(self.env.user, 0)
        done_text, wanted = (
            whole_amount(self.env, amount, target.currency_id)
            for amount in (done, target.amount)
        )
        return {
            **self._share(done, target.amount),
            "hint": self.env._("%(done)s of %(wanted)s", done=done_text, wanted=wanted),
            "action": {**self._list(domain), "res_model": "sale.order"},
        }

    def _contacts(self, target, period):
        activities = self.env["enova.activity"]
        if not target.contacts or not activities.has_access("read"):
            return None
        domain = activities._contact_domain() & period.moments("date")
        domain &= Domain("user_id", "=", self.env.uid)
        done = activities.search_count(domain)
        return {
            **self._share(done, target.contacts),
            "hint": self.env._(
                "%(done)s of %(wanted)s contacts", done=done, wanted=target.contacts
            ),
            "action": {**self._list(domain), "res_model": "enova.activity"},
        }

    def _share(self, done, wanted):
        share = share_of(done, wanted)
        return {"count": self.env._("%s%% of plan", share), "share": share}
