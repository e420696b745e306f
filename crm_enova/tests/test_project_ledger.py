"""The money of projects, beside a ledger that is kept by hand through one story."""

import random
from collections import defaultdict

from odoo.fields import Command
from odoo.tests import tagged

from .project_common import DocumentMixin, ProjectCase
from .resource_common import ResourceMixin, at

FIGURES = (
    "expected_revenue",
    "ordered_revenue",
    "expected_cost",
    "actual_revenue",
    "billed_cost",
    "resource_cost",
    "actual_cost",
    "margin",
)
# Whoever posts or cancels a document does it by these.
SIGN = {"out_invoice": 1, "out_refund": -1, "in_invoice": 1, "in_refund": -1}


class Entry:
    """A document as somebody would note it: whose it is, how much, how far.

    :ivar record: the document
    :ivar project: that it is of, or none
    :ivar str kind: ``order``, ``booking`` or a type of journal entry
    :ivar amount: net, in the currency of the company
    :ivar str state: ``draft``, ``firm``, ``over`` or ``off``
    """

    def __init__(self, record, project, kind, amount, state="draft"):
        self.record, self.project, self.kind = record, project, kind
        self.amount, self.state = amount, state


class LedgerCase(DocumentMixin, ResourceMixin, ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_documents()
        cls._set_up_resources()
        cls.service = cls.env["product.product"].create(
            {"name": "Montaż", "type": "service", "taxes_id": False}
        )
        cls.second = cls._project(name="B", planned_revenue=700, planned_cost=70)
        cls.projects = cls.project | cls.second
        cls.van.hourly_cost = 40

    def setUp(self):
        super().setUp()
        self.euro = self._foreign_currency()
        self.pricelist = self.env["product.pricelist"].create(
            {"name": "€", "currency_id": self.euro.id}
        )
        self.entries, self.hour = [], 0

    # -- what people do --------------------------------------------------------

    def _quote(self, project, amount, foreign=False):
        line = {
            "product_id": self.service.id,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
        }
        order = self.env["sale.order"].create(
            {
                "partner_id": self.contractor.id,
                "enova_project_id": project.id,
                "pricelist_id": self.pricelist.id if foreign else False,
                "order_line": [Command.create(line)],
            }
        )
        order.order_line.price_unit = amount
        value = amount * 4 if foreign else amount
        self.entries.append(Entry(order, project, "order", value))

    def _bill(self, project, amount, kind, foreign=False):
        values = {"enova_project_id": project.id}
        if foreign:
            values["currency_id"] = self.euro.id
        move = self._invoice(amount, kind, **values)
        value = SIGN[kind] * (amount * 4 if foreign else amount)
        self.entries.append(Entry(move, project, kind, value))

    def _reserve(self, project, hours):
        self.hour += hours
        booked = self._book(self.hour - hours, self.hour, project_id=project.id)
        self.entries.append(Entry(booked, project, "booking", 40 * hours, "firm"))

    def _go_on(self, entry):
        """Confirm, post or finish it; then take it back."""
        after = {"draft": "firm", "firm": "off", "off": "off", "over": "over"}
        record, state = entry.record, after[entry.state]
        if entry.kind == "booking":
            state = {"firm": "over"}.get(entry.state, entry.state)
            if entry.state == "firm":
                record.sudo().write({"state": "done"})
        elif entry.kind == "order":
            if entry.state == "draft":
                record.action_confirm()
            elif entry.state == "firm":
                record._action_cancel()
        elif entry.state == "draft":
            record.action_post()
        elif entry.state == "firm":
            record.button_draft()
            record.button_cancel()
        entry.state = state

    def _give_up(self, entry):
        if entry.kind == "booking" and entry.state == "firm":
            entry.record.sudo().write({"state": "cancelled"})
            entry.state = "off"

    def _hand_over(self, entry):
        """Put a document into the other project."""
        if entry.state == "off" or entry.kind not in ("order", "booking"):
            return
        entry.project = self.projects - entry.project
        name = "project_id" if entry.kind == "booking" else "enova_project_id"
        entry.record.sudo()[name] = entry.project

    # -- what comes of it ------------------------------------------------------

    def _expected(self, project):
        """Return the figures of a project, by the ledger alone."""
        mine = [entry for entry in self.entries if entry.project == project]
        kinds = defaultdict(list)
        for entry in mine:
            kinds[entry.kind].append(entry)

        def total(*names, states=("firm",)):
            return sum(e.amount for n in names for e in kinds[n] if e.state in states)

        live = ("draft", "firm")
        quoted = [e for e in kinds["order"] if e.state in live]
        bills = [
            e for n in ("in_invoice", "in_refund") for e in kinds[n] if e.state in live
        ]
        booked = total("booking", states=("firm", "over"))
        revenue = total("out_invoice", "out_refund")
        billed = total("in_invoice", "in_refund")
        used = total("booking", states=("over",))
        spent = sum(e.amount for e in bills) + booked
        return {
            "expected_revenue": sum(e.amount for e in quoted)
            if quoted
            else project.planned_revenue,
            "ordered_revenue": total("order"),
            "expected_cost": spent if bills or booked else project.planned_cost,
            "actual_revenue": revenue,
            "billed_cost": billed,
            "resource_cost": used,
            "actual_cost": billed + used,
            "margin": revenue - billed - used,
        }

    def _assert_balanced(self, told):
        self.env.flush_all()
        self.env.invalidate_all()
        for project in self.projects:
            found = {name: round(project[name], 2) for name in FIGURES}
            self.assertEqual(found, self._expected(project), (project.name, told))


@tagged("post_install", "-at_install")
class TestProjectLedger(LedgerCase):
    """Whatever is quoted, posted, used, cancelled and in whatever order."""

    def _step(self, chance):
        project = chance.choice(self.projects)
        amount = chance.randrange(10, 1000, 10)
        foreign = chance.random() < 0.3
        steps = {
            "quote": lambda: self._quote(project, amount, foreign),
            "bill": lambda: self._bill(
                project, amount, chance.choice(list(SIGN)), foreign
            ),
            "reserve": lambda: self._reserve(project, chance.randrange(1, 4)),
            "go on": lambda: self._go_on(chance.choice(self.entries)),
            "give up": lambda: self._give_up(chance.choice(self.entries)),
        }
        weights = (2, 3, 1, 8, 1) if self.entries else (2, 3, 1, 0, 0)
        name = chance.choices(list(steps), weights)[0]
        steps[name]()
        return name

    def test_stories(self):
        for seed in (1, 2, 3):
            chance, told = random.Random(seed), []
            with self.subTest(seed=seed), self.env.cr.savepoint():
                for _number in range(25):
                    told.append(self._step(chance))
                    self._assert_balanced(told)
                self.assertGreaterEqual(len(self.entries), 6)
            self._clear()

    def _clear(self):
        """Begin the next story with projects that have no documents."""
        self.entries = []
        self.project = self._project(name="A", planned_revenue=500, planned_cost=10)
        self.second = self._project(name="B", planned_revenue=700, planned_cost=70)
        self.projects = self.project | self.second

    def test_an_order_in_another_project(self):
        """Its money goes along, all of it and at once."""
        self._quote(self.project, 300)
        self._quote(self.project, 50, foreign=True)
        first, second = self.entries
        self._go_on(first)
        self._assert_balanced("two orders")
        for entry in (first, second, first):
            self._hand_over(entry)
            self._assert_balanced("handed over")

    def test_an_archived_project_keeps_its_money(self):
        self._quote(self.project, 300)
        self._bill(self.project, 120, "in_invoice")
        for entry in list(self.entries):
            self._go_on(entry)
        self.project.active = False
        self._assert_balanced("archived")

    def test_a_deleted_draft_is_gone_from_the_sums(self):
        self._bill(self.project, 120, "in_invoice")
        self._quote(self.project, 300)
        self._assert_balanced("drafts")
        for entry in list(self.entries):
            entry.record.unlink()
            self.entries.remove(entry)
            self._assert_balanced("deleted")

    def test_a_sum_of_projects_is_the_sum_of_their_forms(self):
        """As the pivot of projects adds them up, for a manager and for an owner."""
        self._quote(self.project, 300)
        self._quote(self.second, 80, foreign=True)
        self._bill(self.second, 90, "in_invoice")
        self._reserve(self.project, 2)
        for entry in list(self.entries):
            self._go_on(entry)
        self.env.flush_all()
        names = [f"{name}:sum" for name in FIGURES]
        for user in (self.user_manager, self.user_own):
            projects = self.env["enova.project"].with_user(user)
            domain = [("id", "in", self.projects.ids)]
            [row] = projects._read_group(domain, [], names)
            wanted = [sum(self.projects.mapped(name)) for name in FIGURES]
            self.assertEqual([round(x, 2) for x in row], wanted, user.login)

    def test_hours_that_begin_later_cost_what_they_take(self):
        """Moved and shortened, a reservation costs what it is by then."""
        self._reserve(self.project, 3)
        [entry] = self.entries
        entry.record.write({"start": at(5, day=2), "stop": at(6, day=2)})
        entry.amount = 40
        self._assert_balanced("shortened")
        self.van.hourly_cost = 400
        self._assert_balanced("the price of later ones")
