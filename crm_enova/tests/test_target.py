from datetime import date

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import CrmEnovaCase

NOW = "2026-11-20 10:00:00"


class TargetMixin:
    """Targets and orders of the people of the tests."""

    @classmethod
    def _set_up_targets(cls):
        cls.service = cls.env["product.product"].create(
            {"name": "Work", "type": "service", "taxes_id": False}
        )

    @classmethod
    def _target(cls, user=None, **values):
        return cls.env["enova.target"].create(
            {
                "user_id": (user or cls.user_own).id,
                "month": "2026-11-01",
                "amount": 1000,
                **values,
            }
        )

    @classmethod
    def _sold(cls, amount, day="2026-11-10 10:00:00", user=None, **values):
        """Return an order of somebody, confirmed on a day."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.contractor.id,
                "user_id": (user or cls.user_own).id,
                "order_line": [
                    Command.create({"product_id": cls.service.id, "price_unit": amount})
                ],
                **values,
            }
        )
        if day:
            order.write({"state": "sale", "date_order": day})
        return order


class TargetCase(TargetMixin, CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_targets()
        cls.seller = cls.env.ref("sales_team.group_sale_salesman_all_leads")


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestTarget(TargetCase):
    """What one person is to bring in a month."""

    def test_any_day_stands_for_its_month(self):
        target = self._target(month="2026-11-20")
        self.assertEqual(target.month, date(2026, 11, 1))
        target.month = "2026-12-31"
        self.assertEqual(target.month, date(2026, 12, 1))

    @mute_logger("odoo.sql_db")
    def test_one_a_month(self):
        self._target()
        self._target(company_id=self.other_company.id, user_id=SUPERUSER_ID)
        self._target(month="2026-12-05")
        for wrong in ({"month": "2026-11-30"}, {"month": "2027-01-01", "amount": -1}):
            with (
                self.subTest(wrong=wrong),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._target(**wrong)

    def test_somebody_of_another_company(self):
        with self.assertRaises(UserError):
            self._target(company_id=self.other_company.id)

    def test_its_name(self):
        self.assertEqual(self._target().display_name, "Crm Own, November 2026")

    @users("crm_manager")
    def test_a_manager_enters_it(self):
        with Form(self.env["enova.target"]) as form:
            form.user_id = self.user_own
            form.amount = 5000
            form.month = "2026-11-17"
            self.assertEqual(form.month, date(2026, 11, 1))
        self.assertEqual(form.record.company_id, self.company)

    def test_everybody_reads_their_own(self):
        mine, other = self._target(), self._target(self.user_all)
        for user, seen in (
            (self.user_own, mine),
            (self.user_all, other),
            (self.user_manager, mine + other),
        ):
            with self.subTest(user=user.login):
                found = self.env["enova.target"].with_user(user).search([])
                self.assertEqual(found & (mine + other), seen)
        for user in (self.user_own, self.user_all):
            with self.assertRaises(AccessError):
                mine.with_user(user).amount = 1
            with self.assertRaises(AccessError):
                mine.with_user(user).action_repeat()

    def test_another_company_is_out_of_sight(self):
        target = self._target(self.user_manager)
        self.user_manager.company_ids = [Command.link(self.other_company.id)]
        elsewhere = self._target(
            self.user_manager, company_id=self.other_company.id, month="2026-10-01"
        )
        targets = self.env["enova.target"].with_user(self.user_manager)
        here = targets.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(here.search([("amount", "=", 1000)]), target)
        both = targets.with_context(
            allowed_company_ids=(self.company + self.other_company).ids
        )
        self.assertEqual(both.search([("amount", "=", 1000)]), target + elsewhere)

    def test_how_far(self):
        target, other = self._target(), self._target(self.user_all, amount=0)
        december = self._target(month="2026-12-01")
        self._sold(300)
        self._sold(320, "2026-11-30 23:30:00")  # December in Warsaw
        self._sold(500, day=None)
        self._sold(70, user=self.user_all)
        self.user_manager.group_ids += self.seller
        # months begin by the clock of whoever looks
        target, other, december = (target + other + december).with_user(
            self.user_manager
        )
        self.assertEqual(target.ordered, 300)
        self.assertEqual(target.share, 30)
        self.assertEqual((december.ordered, december.share), (320, 32))
        self.assertEqual((other.ordered, other.share), (70, 0))

    def test_orders_in_another_currency(self):
        currency = self._foreign_currency()
        prices = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": currency.id}
        )
        order = self._sold(100, day=None, pricelist_id=prices.id)
        order.order_line.price_unit = 100
        order.write({"state": "sale", "date_order": "2026-11-10 10:00:00"})
        self.assertEqual(self._target().ordered, 400)

    def test_orders_one_may_not_read(self):
        self._target()
        self._sold(300)
        mine = self.env["enova.target"].with_user(self.user_own).search([])
        self.assertNotIn("ordered", mine.fields_get())
        self.user_own.group_ids += self.seller
        self.env.invalidate_all()
        self.assertEqual(mine.with_user(self.user_own).ordered, 300)

    def test_one_query_for_all(self):
        targets = self.env["enova.target"].union(
            *(self._target(month=f"2026-{month:02}-01") for month in range(1, 11))
        )
        self._sold(300, "2026-03-03 10:00:00")
        self.env.flush_all()
        self.env.invalidate_all()
        targets.fetch(["user_id", "month", "company_id", "amount"])
        targets.mapped("currency_id.rounding")
        with self.assertQueryCount(1):
            self.assertEqual(sum(targets.mapped("ordered")), 300)

    @users("crm_manager")
    def test_the_same_for_the_next_month(self):
        first = self._target(contacts=20)
        second = self._target(self.user_all, amount=700)
        taken = self._target(self.user_all, month="2026-12-01", amount=1)
        targets = (first + second).with_env(self.env)
        targets.action_repeat()
        december = targets.search([("month", "=", "2026-12-01")])
        self.assertEqual(
            {(t.user_id, t.amount, t.contacts) for t in december},
            {(self.user_own, 1000, 20), (self.user_all, 1, 0)},
        )
        targets.action_repeat()
        self.assertEqual(targets.search([("month", "=", "2026-12-01")]), december)
        self.assertEqual(taken.amount, 1)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestProgress(TargetCase):
    """One's own progress, as a figure on My day."""

    def _figure(self):
        blocks = self.env["res.users"].with_user(self.env.user).enova_my_day()
        return {block["name"]: block for block in blocks}.get("target")

    @users("crm_own")
    def test_of_orders(self):
        self.assertIsNone(self._figure(), "without a target there is no progress")
        self._target()
        self._sold(620)
        self.assertIsNone(self._figure(), "no right to orders")
        self.env.user.sudo().group_ids += self.seller
        self.env.invalidate_all()
        figure = self._figure()
        self.assertEqual(
            (figure["label"], figure["count"], figure["share"], figure["column"]),
            ("November", "62% of plan", 62, 0),
        )
        self.assertIn("620", figure["hint"])
        orders = self.env["sale.order"].search(figure["action"]["domain"])
        self.assertEqual(orders.mapped("amount_untaxed"), [620])

    @users("crm_own")
    def test_of_contacts(self):
        self._target(amount=0, contacts=4)
        for number in range(3):
            self._activity(
                name=f"Talk {number}",
                type_id=self.type_call.id,
                user_id=self.user_own.id,
                partner_id=self.contractor.id,
                date_start="2026-11-10 08:00:00",
            )
        note = {"type_id": self.type_note.id, "date_start": "2026-11-10 08:00:00"}
        self._activity(name="Note", user_id=self.user_own.id, **note)
        figure = self._figure()
        self.assertEqual((figure["count"], figure["share"]), ("75% of plan", 75))
        found = self.env["enova.activity"].search(figure["action"]["domain"])
        self.assertEqual(len(found), 3)

    @users("crm_own")
    def test_more_than_was_wanted(self):
        self._target(amount=100)
        self._sold(250)
        self.env.user.sudo().group_ids += self.seller
        self.assertEqual(self._figure()["share"], 250)

    @users("crm_own")
    def test_only_this_month_and_company(self):
        self._target(month="2026-10-01")
        self.assertIsNone(self._figure())

    @users("crm_own")
    def test_in_polish(self):
        self.env["res.lang"].sudo()._activate_lang("pl_PL")
        self.env.user.sudo().lang = "pl_PL"
        self._target()
        self.env.user.sudo().group_ids += self.seller
        day = self.env["res.users"].with_context(lang="pl_PL").enova_my_day()
        [figure] = [block for block in day if block["name"] == "target"]
        self.assertEqual(figure["label"], "Listopad")
