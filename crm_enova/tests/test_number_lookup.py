"""Whoever works with the CRM types a whole number: it is looked up in indexes."""

import re

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestNumberLookup(CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"]
        cls.called, cls.referred, cls.registered, cls.mailed = cls.partners.create(
            [
                {"name": "Taxi 600 700 800", "is_company": True},
                {"name": "Numer klienta", "ref": "K-4000123456"},
                {"name": "Rejestr", "company_registry": "012345678"},
                {"name": "Poczta", "email": "511522533@example.com"},
            ]
        )
        cls.noted = cls.partners.create(
            {"name": "Notatki", "comment": "<p>kom. 722 733 744</p>"}
        )

    def _found(self, text, user=None, operator="ilike"):
        partners = self.partners.with_user(user or self.user_all)
        return {row[0] for row in partners.name_search(text, operator=operator)}

    def test_where_a_number_may_stand(self):
        for partner, texts in {
            self.contractor: ("600100200", "+48 600 100 200", "526-000-12-46"),
            self.called: ("600 700 800", "600-700-800", " 600 700 800 "),
            self.referred: ("4000123456", "000123456"),
            self.registered: ("012345678", "1234567"),
            self.noted: ("722733744", "722-733-744"),
        }.items():
            for text in texts:
                for operator in ("ilike", "like"):
                    with self.subTest(partner=partner.name, text=text, how=operator):
                        self.assertIn(partner.id, self._found(text, operator=operator))

    def test_a_card_that_is_called_by_its_number(self):
        """As Ctrl+K makes one while nobody has said who rings."""
        card = self.partners.create(
            {
                "name": "+48 733 744 755",
                "phone": "+48 733 744 755",
                "contractor_status": "card",
            }
        )
        for text in ("733744755", "+48 733 744 755", "733-744-755"):
            self.assertIn(card.id, self._found(text), text)

    def test_other_numbers_find_nobody(self):
        for text in ("600100299", "999 888 777", "5260001247"):
            self.assertFalse(self._found(text), text)

    def test_an_e_mail_is_no_telephone(self):
        """With its letters it is found; a bystander finds it as core does."""
        self.assertNotIn(self.mailed.id, self._found("511522533"))
        self.assertIn(self.mailed.id, self._found("511522533@"))
        self.assertIn(self.mailed.id, self._found("511522533", self.user_outsider))

    def test_part_of_a_name_is_searched_for_as_before(self):
        """A few digits are part of a name as likely as of a number."""
        workshop = self.partners.create(
            {
                "name": "Warsztat 2000",
                "is_company": True,
                "child_ids": [Command.create({"name": "Jan"})],
            }
        )
        found = self._found("2000")
        self.assertLessEqual({workshop.id, workshop.child_ids.id}, found)
        self.assertIn(self.called.id, self._found("taxi 600 700"))

    def test_a_bystander_finds_what_core_finds(self):
        """And more: numbers in another writing, as everywhere."""
        person = self.partners.create({"name": "Ewa", "parent_id": self.called.id})
        found = self._found("600 700 800", self.user_outsider)
        self.assertLessEqual({self.called.id, person.id}, found)
        self.assertIn(self.contractor.id, self._found("600100200", self.user_outsider))

    def test_nobody_whom_one_may_not_see(self):
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        self.called.contractor_status = "contractor"
        self.assertIn(self.called.id, self._found("600 700 800", self.user_all))
        self.assertNotIn(self.called.id, self._found("600 700 800", self.user_own))

    def test_archived_ones_stay_out(self):
        self.called.active = False
        self.assertFalse(self._found("600 700 800"))

    def test_in_a_domain_beside_other_conditions(self):
        partners = self.partners.with_user(self.user_all)
        both = [("display_name", "ilike", "600 700 800"), ("is_company", "=", True)]
        self.assertEqual(partners.search(both), self.called)
        self.assertEqual(
            partners.search([("display_name", "not ilike", "600 700 800")])
            & (self.called | self.noted),
            self.noted,
        )
        people = self.called | self.noted
        found = people.with_user(self.user_all).filtered_domain(both)
        self.assertEqual(found, self.called)

    def test_no_name_is_read(self):
        """Core's way reads every row; here each condition has an index."""
        self.env.flush_all()
        partners = self.partners.with_user(self.user_all)
        query = partners._search([("display_name", "ilike", "600 700 800")])
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_indexscan = off")
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select("res_partner.id")))
        plan = "\n".join(row[0] for row in rows)
        self.assertNotIn("Seq Scan on res_partner", plan)
        used = set(re.findall(r"Bitmap Index Scan on (\w+)", plan))
        wanted = {"res_partner_enova_name_key_idx", "res_partner_enova_ref_part_idx"}
        self.assertLessEqual(wanted, used, plan)
        # few have a registry number here, so core's own index of it is as good
        self.assertTrue(any("registry" in name for name in used), plan)
