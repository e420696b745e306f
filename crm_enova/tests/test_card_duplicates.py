from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.contractor.name_key import name_key, name_key_sql
from .card_common import CardCase

NAMES = {
    "Młyn Lubelski sp. z o.o.": "mlyn lubelski",
    "MŁYN  LUBELSKI Sp. z o.o. Sp.k.": "mlyn lubelski",
    "Żółw & Gęś S.A.": "zolw ges",
    "Spółka Akcyjna Północ": "polnoc",
    "S.A.": False,
    "Müller GmbH": "muller",
    "A-Z/1 'hurt'": "a z 1 hurt",
    "Sapiński": "sapinski",
    "  ": False,
}


@tagged("post_install", "-at_install")
class TestCardDuplicates(CardCase):
    """Whoever is in the base already is found, under whatever writing."""

    def _reasons(self, card, user=None):
        card = card.with_user(user) if user else card
        return {t.partner.id: t.reasons for t in card._find_duplicates()[card.id]}

    def test_without_trigrams_names_are_compared_whole(self):
        """A database whose owner may not have the extension does without."""
        same = self._card(name="MŁYN Lubelski sp. z o.o.")
        similar = self._card(name="Młyn Lubelska")
        self.env.flush_all()
        with self.env.cr.savepoint(flush=False) as savepoint:
            self.env.cr.execute("DROP EXTENSION pg_trgm CASCADE")
            self.assertEqual(self._reasons(same), {self.contractor.id: ["name"]})
            self.assertEqual(self._reasons(similar), {})
            similar.with_user(self.user_own).action_quick_convert_card()
            self.assertEqual(similar.contractor_status, "contractor")
            savepoint.rollback()
        self.env.invalidate_all()

    def test_name_key_in_python_and_in_sql(self):
        for name, key in NAMES.items():
            with self.subTest(name=name):
                self.assertEqual(name_key(name), key)
                expression = name_key_sql(SQL("%s::varchar", name))
                [[found]] = self.env.execute_query(SQL("SELECT %s", expression))
                self.assertEqual(found or False, key)

    def test_none(self):
        self.assertEqual(self.card._find_duplicates(), {self.card.id: []})
        self.assertEqual(self.env["res.partner"]._find_duplicates(), {})

    def test_every_criterion(self):
        for reason, values in {
            "vat": {"name": "Ogrodnik", "vat": "526-000-12-46"},
            "email": {"name": "Piekarz", "email": "Biuro <BIURO@mlyn.example.com>"},
            "phone": {"name": "Zupełnie inna", "phone": "0048 600100200"},
            "name": {"name": "MLYN LUBELSKI Spółka z o.o."},
        }.items():
            with self.subTest(reason=reason):
                reasons = self._reasons(self._card(**values))
                self.assertEqual(reasons, {self.contractor.id: [reason]})

    def test_people_count_on_both_sides(self):
        self.contact.email = "ewa@poczta.example.com"
        person = Command.create({"name": "E. N.", "email": "ewa@poczta.example.com"})
        card = self._card(name="Zupełnie inna", child_ids=[person])
        self.assertEqual(self._reasons(card), {self.contractor.id: ["email"]})

    def test_most_certain_first(self):
        similar = self.env["res.partner"].create({"name": "Młyn Lubelska"})
        card = self._card(name="Młyn Lubelski", vat="PL 526 000 12 46")
        duplicates = card._find_duplicates()[card.id]
        self.assertEqual([t.partner for t in duplicates], [self.contractor, similar])
        self.assertEqual(duplicates[0].reasons, ["name", "vat"])

    def test_not_among_staff_archived_and_other_companies(self):
        self.user_own.partner_id.phone = "600 100 200"
        self.contractor.active = False
        foreign = self.env["res.partner"].create(
            {"name": "Obca", "phone": "600100200", "company_id": self.other_company.id}
        )
        card = self._card(name="Zupełnie inna", phone="600 100 200")
        self.assertEqual(self._reasons(card), {foreign.id: ["phone"]})
        card.company_id = self.company
        self.assertFalse(self._reasons(card))
        card.company_id = False
        self.assertFalse(self._reasons(card, self.user_manager))

    def test_short_numbers_are_shared_by_many(self):
        self.other_contractor.phone = "112"
        card = self._card(name="Zupełnie inna", phone="112")
        self.assertFalse(self._reasons(card))

    def test_constant_queries(self):
        cards = self.env["res.partner"].create(
            [
                {"name": f"Młyn Lubelski {i}", "contractor_status": "card"}
                for i in range(30)
            ]
        )
        self.env.flush_all()
        cards[:1]._find_duplicates()
        costs = []
        for batch in (cards[:1], cards):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch._find_duplicates()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[1], 5)
