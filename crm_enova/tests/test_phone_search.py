from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..hooks import post_init_hook
from .common import CrmEnovaCase
from .migration_common import MigrationMixin

BOTH = "tel. 600 100 778 lub 601 200 889"


@tagged("post_install", "-at_install")
class TestPhoneSearch(MigrationMixin, CrmEnovaCase):
    """A contractor is found by each of their numbers, and by no other."""

    version, before = "19.0.1.2.0", "19.0.1.1.0"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"]
        cls.phones = cls.env["enova.partner.phone"]
        cls.exchange, cls.pair = cls.partners.create(
            [
                {"name": "Centrala", "phone": "+48 12 345 67 80 wew. 12"},
                {"name": "Dwa telefony", "phone": BOTH},
            ]
        )

    def _found(self, text, operator="ilike", user=None):
        partners = self.partners.with_user(user or self.user_all)
        return {row[0] for row in partners.name_search(text, operator=operator)}

    def _stored(self, partner):
        rows = self.phones.search([("partner_id", "=", partner.id)])
        return sorted(rows.mapped("number"))

    def test_name_search(self):
        for partner, texts in {
            self.exchange: (
                "123456780",
                "12 345 67 80",
                "+48 12 345-67-80",
                "345 67 80",
                "12 345 67 80 wew. 12",
            ),
            self.pair: ("600100778", "601 200 889", "+48 601-200-889", "200889", BOTH),
        }.items():
            for text in texts:
                with self.subTest(text=text):
                    self.assertIn(partner.id, self._found(text))
        for text in ("12 345 67 80 wew. 13", "778601", "123456781"):
            with self.subTest(text=text):
                self.assertFalse({self.exchange.id, self.pair.id} & self._found(text))

    def test_exact_search_as_the_import_does(self):
        for text in ("601200889", "+48 600 100 778"):
            self.assertEqual(self._found(text, "="), {self.pair.id})
        self.assertFalse(self._found("60010077", "="))

    def test_search_field_of_the_view(self):
        for operator, text, partner in (
            ("ilike", "345-67", self.exchange),
            ("ilike", "601 200 889", self.pair),
            ("=", "0048 601200889", self.pair),
            ("in", ["brak", "601200889"], self.pair),
        ):
            with self.subTest(text=text):
                found = self.partners.search([("phone_search", operator, text)])
                self.assertEqual(found, partner)
        self.assertFalse(self.partners.search([("phone_search", "ilike", "brak")]))
        self.assertNotIn(
            self.pair, self.partners.search([("phone_search", "!=", "601200889")])
        )

    def test_many_hits_are_found_all(self):
        made = self.partners.create(
            [{"name": f"F {i}", "phone": f"7771{i:05}"} for i in range(1100)]
        )
        found = self.partners.search([("display_name", "ilike", "7771")])
        self.assertLessEqual(made, found)

    def test_duplicates_by_either_number(self):
        card = self.partners.create(
            {
                "name": "Zupełnie inna",
                "contractor_status": "card",
                "phone": "22 111 22 33, 601200889",
                "child_ids": [Command.create({"name": "O.", "phone": "12 3456780"})],
            }
        )
        found = {d.partner: d.reasons for d in card._find_duplicates()[card.id]}
        self.assertEqual(found, {self.exchange: ["phone"], self.pair: ["phone"]})

    # -- what is stored ------------------------------------------------------------

    def test_numbers_follow_what_is_written(self):
        self.pair.phone = "22 555 66 77"
        self.assertEqual(self._stored(self.pair), ["225556677"])
        self.assertNotIn(self.pair.id, self._found("601200889"))
        self.pair.phone = False
        self.assertFalse(self._stored(self.pair))
        self.pair.phone = "112"
        pair_id = self.pair.id
        self.pair.unlink()
        self.assertFalse(self.phones.search([("partner_id", "=", pair_id)]))

    def test_a_number_is_of_the_country_of_whoever_has_it(self):
        german = self.partners.create(
            {
                "name": "Kran AG",
                "phone": "030 1234567",
                "country_id": self.env.ref("base.de").id,
            }
        )
        self.assertEqual(self._stored(german), ["49301234567"])
        for typed in ("030 1234567", "+49 30 1234567", "004930123", "1234567"):
            self.assertIn(german.id, self._found(typed), typed)
        german.country_id = self.env.ref("base.pl")
        self.assertEqual(self._stored(german), ["301234567"])

    def test_a_number_is_of_the_country_of_their_company(self):
        self.other_company.country_id = self.env.ref("base.us")
        foreign = self.partners.create(
            {"name": "C", "phone": "415 5550100", "company_id": self.other_company.id}
        )
        self.assertEqual(self._stored(foreign), ["14155550100"])
        foreign.company_id = False
        self.assertNotEqual(self._stored(foreign), ["14155550100"])

    def test_a_company_elsewhere_finds_its_own_numbers(self):
        self.company.country_id = self.env.ref("base.us")
        partner = self.partners.create({"name": "Crane", "phone": "(415) 555-0100"})
        self.assertEqual(self._stored(partner), ["14155550100"])
        for typed in ("4155550100", "+1 415 555 0100", "555-0100"):
            self.assertIn(partner.id, self._found(typed), typed)
        self.assertIn(partner.id, self._found("415 555 01 00", "="))

    def test_the_kept_partner_of_a_merge_keeps_its_number(self):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        kept = self.partners.create({"name": "Bez telefonu"})
        wizard._merge((kept + self.pair).ids, kept)
        self.assertEqual(self._stored(kept), ["600100778", "601200889"])
        wizard._merge((kept + self.exchange).ids, self.exchange)
        self.assertEqual(self._stored(self.exchange), ["123456780"])

    def test_installing_and_updating_store_the_same(self):
        before = self.phones.search([]).read(["partner_id", "number", "extension"])
        self.assertTrue(before)

        def rows(found):
            return {(r["partner_id"][0], r["number"], r["extension"]) for r in found}

        for work in (
            lambda: post_init_hook(self.env),
            lambda: self._migrate("post-phones"),
        ):
            self.phones.search([]).unlink()
            work()
            after = self.phones.search([]).read(["partner_id", "number", "extension"])
            self.assertEqual(rows(after), rows(before))

    # -- rights and cost -----------------------------------------------------------

    def test_nobody_reads_the_table(self):
        for user in self.crm_users.values():
            with self.subTest(user=user.name), mute_logger("odoo.addons.base"):
                with self.assertRaises(AccessError):
                    self.phones.with_user(user).search([("number", "like", "600")])

    def test_a_number_finds_nobody_whom_one_may_not_see(self):
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        for operator in ("ilike", "="):
            self.assertFalse(self._found("601200889", operator, self.user_own))
            self.assertTrue(self._found("601200889", operator, self.user_all))
        partners = self.partners.with_user(self.user_own)
        self.assertFalse(partners.search([("phone_search", "ilike", "601200")]))

    def test_any_number_of_partners_takes_three_statements(self):
        def cost(count):
            partners = self.partners.create(
                [{"name": f"F {i}", "phone": f"+4860{i:07}"} for i in range(count)]
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.phones._store(partners.ids)
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual((cost(1), cost(500)), (3, 3))

    def test_what_decides_on_no_number_costs_nothing(self):
        self.env.flush_all()
        with patch.object(type(self.phones), "_store") as store:
            self.pair.write({"city": "Radom", "name": "Inna"})
            self.partners.create(
                {"name": "Bez", "country_id": self.env.ref("base.de").id}
            )
        store.assert_not_called()

    def test_a_part_of_a_number_is_found_by_index(self):
        self.env.flush_all()
        numbers = self.partners._numbers_of(["0120088"], exact=False)
        query = self.phones._search(self.phones._domain_of(numbers))
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select("partner_id")))
        self.assertIn("enova_partner_phone_number_part_idx", str(plan))
