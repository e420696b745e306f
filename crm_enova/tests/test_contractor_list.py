from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .test_summary import SummaryCase

READERS = "account.group_account_invoice"


@tagged("post_install", "-at_install")
class TestContractorListMoney(SummaryCase):
    """Columns and filters of money say what the tiles say."""

    def _money(self, partner=None):
        self.env.flush_all()
        self.env.invalidate_all()
        partner = (partner or self.contractor).with_env(self.env)
        return (
            partner.enova_turnover,
            round(partner.enova_turnover_change),
            partner.enova_overdue,
        )

    def _found(self, name, operator, value):
        self.env.flush_all()
        ours = (self.contractor | self.other_contractor).ids
        partners = self.env["res.partner"]
        return partners.search([("id", "in", ours), (name, operator, value)])

    @users("crm_manager")
    def test_this_year_and_the_same_days_of_the_last(self):
        self._with_group(READERS)
        for day, amount in (
            ((2026, 2, 2), 600),
            ((2026, 6, 10), 200),
            ((2026, 6, 11), 9000),
            ((2025, 1, 1), 400),
            ((2025, 6, 10), 600),
            ((2025, 6, 11), 9000),
            ((2024, 12, 31), 9000),
        ):
            self._invoice(date(*day), amount)
        self._invoice(date(2026, 3, 3), 50, move_type="out_refund")
        self._invoice(date(2026, 3, 3), 900, move_type="in_invoice")
        turnover, change, _overdue = self._money()
        self.assertEqual((turnover, change), (750, -25))
        self.assertEqual(self._money(self.contact)[:2], (750, -25))
        self.assertEqual(self._money(self.other_contractor), (0, 0, 0))
        tile = self._summary()["turnover"]
        self.assertIn("750", tile["value"])
        self.assertEqual(tile["hint"], "-25 %")

    @users("crm_manager")
    def test_searching_agrees_with_what_is_shown(self):
        self._with_group(READERS)
        self._invoice(date(2026, 2, 2), 750)
        self._invoice(date(2025, 2, 2), 1000)
        both = self.contractor | self.other_contractor
        one, other, none = self.contractor, self.other_contractor, both.browse()
        for name, operator, value, expected in (
            ("enova_turnover_change", "<", 0, one),
            ("enova_turnover_change", "<", -25, none),
            ("enova_turnover_change", "<=", -25, one),
            ("enova_turnover_change", ">", 0, none),
            ("enova_turnover", ">", 0, one),
            ("enova_turnover", ">=", 750, one),
            ("enova_turnover", ">", 750, none),
            ("enova_turnover", "<", 1, other),
            ("enova_turnover", "<=", 750, both),
            ("enova_turnover", ">=", 0, both),
            ("enova_overdue", ">", 0, one),
            ("enova_overdue", "<=", 0, other),
            ("enova_overdue", ">=", 1750, one),
            ("enova_overdue", ">", 1750, none),
        ):
            with self.subTest(name=name, operator=operator, value=value):
                self.assertEqual(self._found(name, operator, value), expected)

    @users("crm_manager")
    def test_what_is_overdue(self):
        self._with_group(READERS)
        self._invoice(date(2026, 6, 10), 500)
        self.assertEqual(self._money()[2], 0)
        self._invoice(date(2026, 6, 9), 70)
        self._invoice(date(2026, 5, 9), 30)
        self.assertEqual(self._money()[2], 100)
        self.assertIn("100", self._summary()["overdue"]["value"])

    @users("crm_manager")
    def test_of_the_company_that_is_looked_at(self):
        self._with_group(READERS)
        self._invoice(date(2026, 2, 2), 750)
        self.env.user.sudo().company_ids += self.other_company
        elsewhere = self.env["res.partner"].with_context(
            allowed_company_ids=(self.other_company | self.company).ids
        )
        partner = elsewhere.browse(self.contractor.id)
        self.assertEqual((partner.enova_turnover, partner.enova_overdue), (0, 0))
        self.assertEqual(partner.enova_currency_id, self.other_company.currency_id)
        found = elsewhere.search([("enova_turnover", ">", 0)])
        self.assertNotIn(partner, found)

    @users("crm_all")
    @mute_logger("odoo.models")
    def test_who_may_read_no_invoices_reads_no_sums(self):
        self._invoice(date(2026, 2, 2), 750)
        partner = self.contractor.with_env(self.env)
        for name in ("enova_turnover", "enova_turnover_change", "enova_overdue"):
            with self.subTest(name=name):
                self.assertNotIn(name, self.env["res.partner"].fields_get())
                with self.assertRaises(AccessError):
                    partner.read([name])
                for operator in ("<", ">="):
                    self.assertFalse(partner.search([(name, operator, 0)]))

    @users("crm_all")
    def test_a_salesperson_counts_the_invoices_that_are_theirs(self):
        self._with_group("sales_team.group_sale_salesman")
        self._invoice(date(2026, 2, 2), 700, invoice_user_id=self.user_manager.id)
        self._invoice(date(2026, 2, 2), 50, invoice_user_id=self.user_all.id)
        self.assertEqual(self._money()[0], 50)
        self.assertFalse(self._found("enova_turnover", ">", 50))

    @users("crm_manager")
    def test_queries_do_not_depend_on_how_many(self):
        self._with_group(READERS)
        firms = self.system["res.partner"].create(
            [{"name": f"Firma {i}", "is_company": True} for i in range(10)]
        )
        for firm in firms:
            self._invoice(date(2026, 2, 2), 10, partner_id=firm.id)
        names = ("enova_turnover", "enova_turnover_change", "enova_overdue")
        counts = []
        for number in (1, 1, 10):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners = self.env["res.partner"].browse(firms[:number].ids)
            partners.web_read(dict.fromkeys(names, {}))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        self.assertLessEqual(counts[1], 10)

    @users("crm_manager")
    def test_columns_and_filters_of_the_list(self):
        """They are there for whoever may read invoices, and for nobody else."""
        names = ("enova_turnover", "enova_overdue")
        view = self.env.ref("crm_enova.res_partner_view_list").id
        search = self.env.ref("crm_enova.res_partner_view_search").id

        def shown():
            views = self.env["res.partner"].get_views(
                [
                    (view, "list"),
                    (search, "search"),
                ]
            )["views"]
            columns = views["list"]["arch"]
            self.assertIn("last_contact_date", columns)
            self.assertIn("days_since_contact", views["search"]["arch"])
            return (
                all(name in columns for name in names),
                "turnover_falling" in views["search"]["arch"],
            )

        self.assertEqual(shown(), (False, False))
        self._with_group(READERS)
        self.assertEqual(shown(), (True, True))
