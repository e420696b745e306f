from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from ..hooks import pre_init_hook
from ..models.contractor.res_partner_search import (
    phone_key,
    phone_key_sql,
    vat_key,
    vat_key_sql,
)
from .common import CrmEnovaCase

POLAND, GERMANY, AMERICA = 48, 49, 1
# A number, the country that it is of where it names none, and its key.
PHONES = (
    ("+48 600-100-200", POLAND, "600100200"),
    ("+48 600-100-200", GERMANY, "600100200"),
    ("0048600100200", AMERICA, "600100200"),
    ("tel. +48 600 100 200", AMERICA, "600100200"),
    ("48600100200", POLAND, "600100200"),
    ("600 100 200", POLAND, "600100200"),
    ("600 100 200", GERMANY, "49600100200"),
    ("030 1234567", GERMANY, "49301234567"),
    ("0049 30 1234567", POLAND, "49301234567"),
    ("(415) 555-0100", AMERICA, "14155550100"),
    ("+1 415 555 0100", POLAND, "14155550100"),
    ("112", POLAND, "112"),
    ("0", GERMANY, False),
    ("+48", POLAND, False),
    ("brak", GERMANY, False),
    ("", POLAND, False),
    (None, GERMANY, False),
)
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
        for phone, code, expected in PHONES:
            sql = phone_key_sql(SQL("%s::varchar", phone), SQL("%s::int", code))
            with self.subTest(phone=phone, code=code):
                self.assertEqual(phone_key(phone, code), expected)
                found = self.env.execute_query(SQL("SELECT %s", sql))[0][0]
                self.assertEqual(found or False, expected)
        for number, expected in NUMBERS:
            sql = vat_key_sql(SQL("%s::varchar", number))
            with self.subTest(number=number):
                self.assertEqual(vat_key(number), expected)
                found = self.env.execute_query(SQL("SELECT %s", sql))[0][0]
                self.assertEqual(found or False, expected)

    def test_a_number_is_of_the_country_of_whoever_has_it(self):
        partners = self.env["res.partner"]
        germany = self.env.ref("base.de")
        german = partners.create(
            {"name": "Kran AG", "phone": "030 1234567", "country_id": germany.id}
        )
        polish = partners.create({"name": "Dźwig", "phone": "22 123 45 67"})
        self.assertEqual(german.enova_phone_key, "49301234567")
        self.assertEqual(polish.enova_phone_key, "221234567")
        for typed in ("030 1234567", "+49 30 1234567", "004930123", "1234567"):
            found = partners.search([("phone_search", "ilike", typed)])
            self.assertIn(german, found, typed)
        german.country_id = self.env.ref("base.pl")
        self.assertEqual(german.enova_phone_key, "301234567")

    def test_a_company_elsewhere_finds_its_own_numbers(self):
        self.company.country_id = self.env.ref("base.us")
        partner = self.env["res.partner"].create(
            {"name": "Crane Inc.", "phone": "(415) 555-0100"}
        )
        self.assertEqual(partner.enova_phone_key, "14155550100")
        for typed in ("4155550100", "+1 415 555 0100", "555-0100"):
            found = partner.search([("phone_search", "ilike", typed)])
            self.assertIn(partner, found, typed)
        exact = partner.search([("phone_search", "=", "415 555 01 00")])
        self.assertIn(partner, exact)

    def test_installing_stores_the_same_keys(self):
        """The statement of the installation and the computes agree on every partner."""
        partners = self.env["res.partner"].with_context(active_test=False)
        names = ("enova_vat_key", "enova_phone_key")
        for country in ("pl", "de", "us", None):
            country_id = country and self.env.ref(f"base.{country}").id
            partners.create(
                [
                    {"name": f"{place}", "phone": phone, "country_id": country_id}
                    for place, (phone, _code, _key) in enumerate(PHONES)
                ]
            )
        partners.create([{"name": number, "vat": number} for number, _key in NUMBERS])
        everybody = partners.search([])
        computed = {p.id: [p[name] for name in names] for p in everybody}
        everybody.flush_recordset()
        self.env.cr.execute(
            "UPDATE res_partner SET enova_vat_key = NULL, enova_phone_key = NULL"
        )
        pre_init_hook(self.env)
        everybody.invalidate_recordset()
        stored = {p.id: [p[name] for name in names] for p in everybody}
        self.assertEqual(stored, computed)
