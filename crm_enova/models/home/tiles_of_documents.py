"""The tiles over a contractor that count documents, projects and papers."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from ..project.enova_project_stage import OPEN_PROJECT_STATES
from .tiles import ALARM, CALM, GOOD, LastContact, NextContact, Tile

QUARTERS = 4
# What ends within so many days is told.
SOON = timedelta(days=60)


class Turnover(Tile):
    """What they have bought this year, beside the same months of the last one."""

    name = "turnover"
    model = "account.move"

    def content(self):
        today, partners = self._today(), self.env["res.partner"]
        days, _count, _overdue = partners._invoice_figures(self.contractor_id)
        if not days:
            return None
        january = today.replace(month=1, day=1)
        domain = [
            ("commercial_partner_id", "=", self.contractor_id),
            *partners._turnover_domain(),
        ]
        this_year = sum(amount for day, amount in days if day >= january)
        before = today - relativedelta(years=1)
        last_year = sum(amount for day, amount in days if day <= before)
        return {
            "label": self.env._("Turnover %s", today.year),
            "value": self._money(this_year),
            "hint": self._change(this_year, last_year),
            "tone": GOOD if this_year > last_year else CALM,
            "bars": self._bars(days, today),
            "action": self._list(
                self.env._("Invoices"), [*domain, ("invoice_date", ">=", str(january))]
            ),
        }

    def _change(self, this_year, last_year):
        """Return the change against the same days of the year before, in per cent."""
        if last_year <= 0:
            return ""
        return f"{round((this_year / last_year - 1) * 100):+d} %"

    def _bars(self, days, today):
        """Return the sums of the last quarters, the highest as 1."""
        first = today + relativedelta(months=-(today.month - 1) % -3, day=1)
        starts = [
            first - relativedelta(months=3 * back)
            for back in range(QUARTERS - 1, -1, -1)
        ]
        sums = [
            max(
                sum(
                    amount
                    for day, amount in days
                    if start <= day < start + relativedelta(months=3)
                ),
                0,
            )
            for start in starts
        ]
        highest = max(sums)
        return [round(amount / highest, 2) for amount in sums] if highest else []


class Offers(Tile):
    """Quotations that wait for an answer."""

    name = "offers"
    model = "sale.order"

    def content(self):
        domain = [
            ("enova_contractor_id", "=", self.contractor_id),
            ("state", "in", ("draft", "sent")),
        ]
        groups = self.env[self.model]._read_group(
            domain, ["currency_id"], ["__count", "amount_untaxed:sum"]
        )
        if not groups:
            return None
        company, today = self.env.company, self._today()
        amount = sum(
            currency._convert(total, company.currency_id, company, today)
            for currency, _count, total in groups
        )
        label = self.env._("Open quotations")
        return {
            "label": label,
            "value": str(sum(count for _currency, count, _total in groups)),
            "hint": self._money(amount),
            "action": self._list(label, domain),
        }


class Overdue(Tile):
    """What they should have paid by now."""

    name = "overdue"
    model = "account.move"

    def content(self):
        partners = self.env["res.partner"]
        _days, count, amount = partners._invoice_figures(self.contractor_id)
        if not count:
            return None
        domain = [
            ("commercial_partner_id", "=", self.contractor_id),
            *partners._overdue_domain(),
        ]
        label = self.env._("Overdue")
        return {
            "label": label,
            "value": self._money(amount),
            "hint": self.env._("Invoices: %s", count),
            "tone": ALARM,
            "action": self._list(label, domain),
        }


class Projects(Tile):
    """Projects that are open."""

    name = "projects"
    model = "enova.project"

    def content(self):
        domain = [
            ("partner_id", "=", self.contractor_id),
            ("state", "in", OPEN_PROJECT_STATES),
        ]
        projects = self.env[self.model]
        found = projects.search_fetch(domain, ["name"], order="id desc")
        if not found:
            return None
        return {
            "label": self.env._("Projects"),
            "value": str(len(found)),
            "hint": found[0].name,
            "action": self._list(self.env._("Projects"), domain),
        }


class Service(Tile):
    """Service orders that are not finished."""

    name = "service"
    model = "repair.order"

    def content(self):
        domain = [
            ("enova_contractor_id", "=", self.contractor_id),
            ("state", "not in", ("done", "cancel")),
        ]
        orders = self.env[self.model]
        found = orders.search_fetch(domain, ["name"], order="id desc")
        if not found:
            return None
        return {
            "label": self.env._("Service"),
            "value": str(len(found)),
            "hint": found[0].name,
            "action": self._list(self.env._("Service orders"), domain),
        }


class EndingSoon(Tile):
    """Agreements and other papers that end soon."""

    name = "ending"
    model = "enova.attachment"

    def content(self):
        today = self._today()
        domain = [
            ("partner_id", "=", self.contractor_id),
            ("state", "=", "in_force"),
            ("valid_until", ">=", str(today)),
            ("valid_until", "<=", str(today + SOON)),
        ]
        # with what is shown, so that rights, which are costly here, are asked once
        papers = self.env[self.model].search_fetch(
            domain, ["name", "number", "valid_until"], order="valid_until, id", limit=1
        )
        if not papers:
            return None
        label = self.env._("Ends soon")
        return {
            "label": label,
            "value": self._days(papers[0].valid_until),
            "hint": papers[0].display_name,
            "tone": ALARM,
            "action": self._list(label, domain),
        }


TILES = (
    NextContact,
    LastContact,
    Turnover,
    Offers,
    Overdue,
    Projects,
    Service,
    EndingSoon,
)
