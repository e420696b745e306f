"""The tiles over a contractor: one figure each, and the list behind it."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tools import format_amount, format_date

from ..activity.enova_activity_stage import OPEN_STATES
from ..project.enova_project_stage import OPEN_PROJECT_STATES

CALM, GOOD, ALARM = "", "good", "alarm"
QUARTERS = 4
# What ends within so many days is told.
SOON = timedelta(days=60)


class Tile:
    """One figure about a contractor, under the rights of whoever looks.

    An addon adds one by appending a class in ``res.partner._enova_tiles``. It has a
    ``name``, the ``model`` that it reads, and :meth:`content`, which returns
    ``None`` where there is nothing to say: the tile is then absent.
    """

    name = None
    model = None

    def __init__(self, env, contractor_id):
        self.env = env
        self.contractor_id = contractor_id

    def is_readable(self):
        """Tell whether the user may read what the tile counts.

        :return: bool
        """
        return self.env[self.model].has_access("read")

    def content(self):
        """Return what the tile shows.

        :return: dict of ``label``, ``value``, maybe ``hint``, ``tone``, ``bars``
            (heights from 0 to 1) and ``action``; ``None`` for nothing
        """
        raise NotImplementedError

    def _list(self, label, domain, context=None):
        """Return the action that opens what has been counted."""
        return {
            "type": "ir.actions.act_window",
            "name": label,
            "res_model": self.model,
            "domain": domain,
            "views": [[False, "list"], [False, "form"]],
            "context": context or {},
        }

    def _form(self, id_):
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": id_,
            "views": [[False, "form"]],
        }

    def _today(self):
        return fields.Date.context_today(self.env.user)

    def _days(self, day):
        """Return how far a day is, in words."""
        distance = (day - self._today()).days
        if not distance:
            return self.env._("Today")
        if distance == 1:
            return self.env._("Tomorrow")
        if distance == -1:
            return self.env._("Yesterday")
        return format_date(self.env, day)

    def _money(self, amount):
        """Return a sum as one reads it at a glance, without its smallest coins."""
        currency = self.env.company.currency_id
        return format_amount(self.env, round(amount), currency, trailing_zeroes=False)


class NextContact(Tile):
    """When somebody is to be contacted next, and about what."""

    name = "next_contact"
    model = "enova.activity"

    def content(self):
        domain = [
            ("commercial_partner_id", "=", self.contractor_id),
            ("state", "in", OPEN_STATES),
            ("date_due", "!=", False),
        ]
        activities = self.env[self.model]
        task = activities.search(domain, order="date_due, id", limit=1)
        if not task:
            return None
        return {
            "label": self.env._("Next contact"),
            "value": self._days(task.date_due),
            "hint": task.name,
            "tone": ALARM if task.due_state == "overdue" else CALM,
            "action": self._form(task.id),
        }


class LastContact(Tile):
    """When somebody has spoken with them last, and who."""

    name = "last_contact"
    model = "enova.activity"

    def content(self):
        partners = self.env["res.partner"]
        last = partners._last_contacts([self.contractor_id]).get(self.contractor_id)
        if not last:
            return None
        moment = fields.Datetime.to_datetime(last["date"])
        day = fields.Datetime.context_timestamp(self.env.user, moment).date()
        return {
            "label": self.env._("Last contact"),
            "value": self._days(day),
            "hint": ", ".join(filter(None, (last["kind"], last["user"]))),
            "action": self._form(last["id"]),
        }


class Turnover(Tile):
    """What they have bought this year, beside the same months of the last one."""

    name = "turnover"
    model = "account.move"

    def content(self):
        today = self._today()
        january = today.replace(month=1, day=1)
        domain = [
            ("commercial_partner_id", "=", self.contractor_id),
            ("company_id", "=", self.env.company.id),
            ("move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
            ("state", "=", "posted"),
        ]
        begin = january - relativedelta(years=1)
        months = self.env[self.model]._read_group(
            [*domain, ("invoice_date", ">=", begin), ("invoice_date", "<=", today)],
            ["invoice_date:day"],
            ["amount_untaxed_signed:sum"],
        )
        if not months:
            return None
        this_year = sum(amount for day, amount in months if day >= january)
        before = today - relativedelta(years=1)
        last_year = sum(amount for day, amount in months if day <= before)
        return {
            "label": self.env._("Turnover %s", today.year),
            "value": self._money(this_year),
            "hint": self._change(this_year, last_year),
            "tone": GOOD if this_year > last_year else CALM,
            "bars": self._bars(months, today),
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
        orders = self.env[self.model]
        [(count, amount)] = orders._read_group(
            domain, [], ["__count", "amount_untaxed:sum"]
        )
        if not count:
            return None
        label = self.env._("Open quotations")
        return {
            "label": label,
            "value": str(count),
            "hint": self._money(amount),
            "action": self._list(label, domain),
        }


class Overdue(Tile):
    """What they should have paid by now."""

    name = "overdue"
    model = "account.move"

    def content(self):
        partners = self.env["res.partner"]
        found = partners._overdue_invoices([self.contractor_id])
        if not found:
            return None
        overdue = found[self.contractor_id]
        domain = [
            ("commercial_partner_id", "=", self.contractor_id),
            ("company_id", "=", self.env.company.id),
            ("move_type", "in", ("out_invoice", "out_receipt")),
            ("state", "=", "posted"),
            ("payment_state", "in", ("not_paid", "partial")),
            ("invoice_date_due", "<", str(self._today())),
        ]
        label = self.env._("Overdue")
        return {
            "label": label,
            "value": self._money(overdue["amount"]),
            "hint": self.env._("Invoices: %s", overdue["count"]),
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
        found = projects.search(domain, order="id desc")
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
        found = orders.search(domain, order="id desc")
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
        papers = self.env[self.model].search(domain, order="valid_until, id")
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
