import re
from datetime import date

from odoo.fields import Command
from odoo.tests import tagged, users

from odoo.addons.crm_enova.models.home.money import whole_amount

from .test_summary import SummaryCase


@tagged("post_install", "-at_install")
class TestSummaryMoney(SummaryCase):
    """Figures of several currencies and companies, in the one that is looked at."""

    def _foreign(self):
        """Return a currency of which one is worth four of the company's."""
        own = self.company.currency_id
        currency = self.system.ref("base.EUR")
        if currency == own:
            currency = self.system.ref("base.USD")
        currency.active = True
        self.system["res.currency.rate"].search(
            [("currency_id", "in", (currency | own).ids)]
        ).unlink()
        self.system["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2026-01-01", "rate": 0.25}
        )
        return currency

    def _work_in_both(self):
        self.env.user.sudo().company_ids += self.other_company
        both = (self.company | self.other_company).ids
        return self.contractor.with_env(self.env).with_context(allowed_company_ids=both)

    @users("crm_manager")
    def test_offers_of_several_currencies_are_one_sum(self):
        self._with_group("sales_team.group_sale_salesman_all_leads")
        pricelist = self.system["product.pricelist"].create(
            {"name": "Abroad", "currency_id": self._foreign().id}
        )
        self._order(150)
        abroad = self._order(100, pricelist_id=pricelist.id)
        self.assertEqual(abroad.currency_id, pricelist.currency_id)
        self.assertEqual(abroad.amount_untaxed, 100)
        tile = self._summary()["offers"]
        self.assertEqual(tile["value"], "2")
        self.assertIn("550", tile["hint"])

    @users("crm_manager")
    def test_turnover_and_what_is_overdue_of_several_currencies(self):
        self._with_group("account.group_account_invoice")
        currency = self._foreign()
        self._invoice(date(2026, 2, 2), 150)
        self._invoice(date(2026, 2, 3), 100, currency_id=currency.id)
        summary = self._summary()
        self.assertIn("550", summary["turnover"]["value"])
        self.assertIn("550", summary["overdue"]["value"])
        self.assertIn("2", summary["overdue"]["hint"])

    def test_a_currency_without_coins_keeps_its_zeros(self):
        yen, zloty = self.system.ref("base.JPY"), self.system.ref("base.PLN")
        english = self.env(context={"lang": "en_US"})
        shown = [
            whole_amount(english, amount, currency)
            for currency in (yen, zloty)
            for amount in (2_000, 0, -130.4)
        ]
        plain = [re.sub(r"[^-\d,.]", "", text) for text in shown]
        self.assertEqual(plain, ["2,000", "0", "-130"] * 2)

    @users("crm_manager")
    def test_another_company_counts_where_it_is_looked_at(self):
        self._with_group("sales_team.group_sale_salesman_all_leads")
        both = self._work_in_both()
        self._order(150)
        self._order(1_000, company_id=self.other_company.id)
        own = both.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(own.enova_summary()["offers"]["value"], "1")
        self.assertEqual(both.enova_summary()["offers"]["value"], "2")
        elsewhere = both.with_context(allowed_company_ids=self.other_company.ids)
        tile = elsewhere.enova_summary()["offers"]
        self.assertEqual(tile["value"], "1")
        # in thousands by the language of the reader
        self.assertIn("1,000", tile["hint"])

    @users("crm_manager")
    def test_credit_notes_alone_are_no_bars_and_no_percentage(self):
        self._with_group("account.group_account_invoice")
        self._invoice(date(2025, 3, 1), 80, move_type="out_refund")
        self._invoice(date(2026, 3, 1), 120, move_type="out_refund")
        tile = self._summary()["turnover"]
        self.assertEqual((tile["hint"], tile["tone"], tile["bars"]), ("", "", []))
        self.assertIn("120", tile["value"])

    @users("crm_manager")
    def test_drafts_vendor_bills_and_the_future_are_no_turnover(self):
        self._with_group("account.group_account_invoice")
        self._invoice(date(2026, 2, 2), 900, move_type="in_invoice")
        self._invoice(date(2026, 6, 11), 900)
        self.system["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contractor.id,
                "invoice_date": "2026-03-03",
                "invoice_line_ids": [
                    Command.create({"name": "Roll", "price_unit": 900})
                ],
            }
        )
        self.assertNotIn("turnover", self._summary())
        self._invoice(date(2026, 6, 10), 7)
        self.assertIn("7", self._summary()["turnover"]["value"])

    @users("crm_manager")
    def test_an_invoice_to_a_contact_is_the_company_s(self):
        self._with_group("account.group_account_invoice")
        self._invoice(date(2026, 2, 2), 640, partner_id=self.contact.id)
        for partner in (self.contractor, self.contact):
            self.assertIn("640", self._summary(partner)["turnover"]["value"])
        self.assertNotIn("turnover", self._summary(self.other_contractor))

    @users("crm_manager")
    def test_due_today_is_not_overdue(self):
        self._with_group("account.group_account_invoice")
        self._invoice(date(2026, 6, 10), 500)
        self.assertNotIn("overdue", self._summary())
        late = self._invoice(date(2026, 6, 9), 500)
        self.assertIn("500", self._summary()["overdue"]["value"])
        refund = self._invoice(date(2026, 6, 9), 500, move_type="out_refund")
        lines = (late | refund).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        lines.reconcile()
        self.assertNotIn("overdue", self._summary())


@tagged("post_install", "-at_install")
class TestSummaryPapers(SummaryCase):
    """What is open or ends soon, under the rights of the reader."""

    def _repair(self, **values):
        product = self.system["product.product"].create({"name": "Lift"})
        return self.system["repair.order"].create(
            {"partner_id": self.contractor.id, "product_id": product.id, **values}
        )

    @users("crm_manager")
    def test_service_orders_until_they_are_done_or_cancelled(self):
        self._with_group("stock.group_stock_user")
        first, second = self._repair(), self._repair(partner_id=self.contact.id)
        tile = self._summary()["service"]
        self.assertEqual((tile["value"], tile["hint"]), ("2", second.name))
        found = self.env["repair.order"].search(tile["action"]["domain"])
        self.assertEqual(found, first | second)
        second.action_repair_cancel()
        self.assertEqual(self._summary()["service"]["hint"], first.name)
        first.action_repair_cancel()
        self.assertNotIn("service", self._summary())

    @users("crm_all")
    def test_service_is_absent_for_whoever_may_not_read_it(self):
        self._repair()
        readable = self.env["repair.order"].has_access("read")
        self.assertEqual("service" in self._summary(), readable)

    @users("crm_all")
    def test_a_deadline_on_the_other_side_of_midnight(self):
        """At ten in the morning in London it is the next day on Kiritimati."""
        self._activity(
            name="Ask", partner_id=self.contractor.id, date_deadline="2026-06-11"
        )
        for zone, day, tone in (
            ("Pacific/Kiritimati", "Today", ""),
            ("Europe/Warsaw", "Tomorrow", ""),
            ("Pacific/Pago_Pago", "06/11/2026", ""),
        ):
            with self.subTest(zone):
                self.env.user.sudo().tz = zone
                reader = self.contractor.with_user(self.env.user)
                tile = reader.with_context(tz=zone).enova_summary()["next_contact"]
                self.assertEqual((tile["value"], tile["tone"]), (day, tone))

    @users("crm_all")
    def test_a_project_of_somebody_else_s_contractor_is_not_counted(self):
        self.system["enova.project"].create(
            [
                {"name": "Roof", "partner_id": self.contractor.id},
                {"name": "Wall", "partner_id": self.other_contractor.id},
            ]
        )
        tile = self._summary()["projects"]
        self.assertEqual((tile["value"], tile["hint"]), ("1", "Roof"))
