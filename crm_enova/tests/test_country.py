from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from ..models.contractor.res_partner_search import vat_key, vat_key_sql
from .common import CrmEnovaCase

NUMBERS = (
    ("PL 526-000-12-46", "5260001246"),
    ("526 000 12 46", "5260001246"),
    ("DE 136 695 976", "DE136695976"),
    ("PLX 12", "PLX12"),
    ("--", False),
)


@tagged("post_install", "-at_install")
class TestCountry(CrmEnovaCase):
    """What is taken for granted in Poland is not taken for granted elsewhere."""

    def _days(self, country):
        """Return three days in a row from the eve of Poland's Independence Day on."""
        self.company.country_id = self.env.ref(f"base.{country}") if country else False
        rule = self.env["enova.activity.repeat"].new(
            {"frequency": "daily", "count": 3, "on_free_day": "skip"}
        )
        return [
            str(day)
            for _rule, day in rule._occurrences(date(2026, 11, 10), self.company)
        ]

    def test_holidays_are_those_of_a_polish_company(self):
        polish = ["2026-11-10", "2026-11-12", "2026-11-13"]
        self.assertEqual(self._days("pl"), polish)
        self.assertEqual(self._days(None), polish)
        self.assertEqual(self._days("de"), ["2026-11-10", "2026-11-11", "2026-11-12"])

    def test_holidays_are_proposed_to_polish_companies(self):
        rules = self.env["enova.activity.repeat"].with_company(self.company)
        for country, proposed in (("pl", True), ("de", False)):
            self.company.country_id = self.env.ref(f"base.{country}")
            found = rules.default_get(["free_holidays"])
            self.assertEqual(found["free_holidays"], proposed)

    def test_keys_are_the_same_in_python_and_in_sql(self):
        for number, expected in NUMBERS:
            sql = vat_key_sql(SQL("%s::varchar", number))
            with self.subTest(number=number):
                self.assertEqual(vat_key(number), expected)
                found = self.env.execute_query(SQL("SELECT %s", sql))[0][0]
                self.assertEqual(found or False, expected)

    def test_installing_stores_the_same_keys(self):
        """The statement of the installation and the computes agree on every partner."""
        partners = self.env["res.partner"].with_context(active_test=False)
        partners.create([{"name": number, "vat": number} for number, _key in NUMBERS])
        everybody = partners.search([])
        computed = {p.id: p.enova_vat_key for p in everybody}
        everybody.flush_recordset()
        self.env.cr.execute("UPDATE res_partner SET enova_vat_key = NULL")
        self.env["enova.schema"]._fill_columns(self.env.cr)
        everybody.invalidate_recordset()
        stored = {p.id: p.enova_vat_key for p in everybody}
        self.assertEqual(stored, computed)
