from odoo.fields import Command
from odoo.tests import tagged

from .import_common import ImportCase

CALLS = ["Subject", "Definition", "Contractor"]
PEOPLE = ["Name", "NIP", "Email", "Country"]


@tagged("post_install", "-at_install")
class TestImportLookup(ImportCase):
    """Who is meant is found under other blanks, numbers and addresses."""

    def _contractor_of(self, text):
        rows = [CALLS, ["Call", "Phone call", text]]
        return self._imported("enova.activity", rows).partner_id

    def _partner_refusal(self, *cells):
        [refused] = self._refused("res.partner", [PEOPLE, [*cells]])
        return refused

    # -- blanks --------------------------------------------------------------------

    def test_blanks_around_and_inside_the_name_of_a_contractor(self):
        for text in (
            "  Młyn Lubelski sp. z o.o. ",
            "Młyn  Lubelski sp.\u00a0z o.o.",
            "Młyn\tLubelski sp. z o.o.",
        ):
            with self.subTest(text):
                self.assertEqual(self._contractor_of(text), self.contractor)
        self.contractor.name = "Młyn  Lubelski\u00a0sp. z o.o."
        self.assertEqual(
            self._contractor_of("Młyn Lubelski sp. z o.o."), self.contractor
        )

    def test_blanks_in_other_names(self):
        self.type_call.name = "Phone  call"
        self.contact.name = "Ewa  Nowak"
        rows = [
            [*CALLS, "Contact person", "Assignee"],
            ["Call", " Phone call", "5260001246", "Ewa\u00a0Nowak ", "Crm  Own"],
        ]
        call = self._imported("enova.activity", rows)
        self.assertEqual(call.type_id, self.type_call)
        self.assertEqual(call.contact_id, self.contact)
        self.assertEqual(call.user_id, self.user_own)

    def test_blanks_in_the_name_of_a_persons_company(self):
        rows = [["Name", "Related Company"], ["Jan", "Młyn  Lubelski sp. z o.o."]]
        person = self._imported("res.partner", rows)
        self.assertEqual(person.parent_id, self.contractor)

    def test_two_of_one_name_but_for_blanks_are_refused(self):
        self.other_contractor.name = "Młyn  Lubelski sp. z o.o."
        rows = [CALLS, ["Call", "Phone call", "Młyn Lubelski sp. z o.o."]]
        [(line, field, message)] = self._refused("enova.activity", rows)
        self.assertEqual((line, field), (2, "partner_id"))
        self.assertIn(f"(ID {self.other_contractor.id})", message)

    # -- telephones and addresses ----------------------------------------------------

    def test_contractor_by_telephone_and_email(self):
        self.other_contractor.phone = "tel. 600 100 778 lub 601 200 889"
        for text in ("601200889", "+48 600-100-778"):
            self.assertEqual(self._contractor_of(text), self.other_contractor)
        for text in ("biuro@mlyn.example.com", "Biuro <BIURO@mlyn.example.com>"):
            self.assertEqual(self._contractor_of(text), self.contractor)

    def test_a_name_with_digits_is_no_telephone(self):
        self.other_contractor.phone = "2000"
        rows = [CALLS, ["Call", "Phone call", "Warsztat 2000"]]
        [(line, field, _message)] = self._refused("enova.activity", rows)
        self.assertEqual((line, field), (2, "partner_id"))

    # -- archived ones ---------------------------------------------------------------

    def test_an_archived_contractor_is_proposed(self):
        self.contractor.active = False
        proposed = f"{self.contractor.name} (ID {self.contractor.id})"
        for nip, email, column in (
            ("526-000-12-46", "", "vat"),
            ("PL5260001246", "biuro@mlyn.example.com", "vat"),
            ("", "BIURO@mlyn.example.com", "email"),
        ):
            with self.subTest(nip=nip, email=email):
                line, field, message = self._partner_refusal("Młyn", nip, email, "")
                self.assertEqual((line, field), (2, column))
                self.assertIn(proposed, message)
        for text in ("526-000-12-46", "biuro@mlyn.example.com"):
            rows = [CALLS, ["Call", "Phone call", text]]
            [(line, field, message)] = self._refused("enova.activity", rows)
            self.assertEqual((line, field), (2, "partner_id"))
            self.assertIn(proposed, message)

    def test_one_that_is_active_goes_before_an_archived_one(self):
        archived = self.contractor.copy({"vat": False, "email": False})
        archived.write({"vat": self.contractor.vat, "email": self.contractor.email})
        archived.active = False
        for text in ("526-000-12-46", "biuro@mlyn.example.com"):
            self.assertEqual(self._contractor_of(text), self.contractor)
        rows = [PEOPLE, ["Młyn", "5260001246", "biuro@mlyn.example.com", ""]]
        self.assertEqual(self._imported("res.partner", rows), self.contractor)

    def test_an_archived_one_of_another_company_stays_unseen(self):
        self.contractor.write({"company_id": self.other_company.id, "active": False})
        rows = [PEOPLE, ["Młyn", "5260001246", "biuro@mlyn.example.com", ""]]
        self.assertNotEqual(self._imported("res.partner", rows), self.contractor)

    def test_an_external_id_makes_another_record(self):
        self.contractor.active = False
        rows = [["External ID", *PEOPLE], ["new_1", "Młyn", "5260001246", "", ""]]
        self.assertNotEqual(self._imported("res.partner", rows), self.contractor)

    # -- wrong NIPs ------------------------------------------------------------------

    def test_a_wrong_nip_is_refused_with_its_line(self):
        for nip, country in (
            ("526-000-12-47", ""),
            ("PL 5260001247", ""),
            ("5260001247", "Poland"),
            ("PL5260001247", "Germany"),
        ):
            with self.subTest(nip=nip, country=country):
                rows = [PEOPLE, ["A", "7133012454", "", ""], ["B", nip, "", country]]
                [(line, field, message)] = self._refused("res.partner", rows)
                self.assertEqual((line, field), (3, "vat"))
                self.assertIn(nip, message)

    def test_what_is_no_wrong_nip(self):
        rows = [
            PEOPLE,
            ["A", "7133012454", "", ""],
            ["B", "brak", "", ""],
            ["C", "12345", "", ""],
            ["D", "", "", ""],
        ]
        self.assertEqual(len(self._imported("res.partner", rows)), 4)

    def test_ten_digits_are_no_nip_elsewhere(self):
        self.company.country_id = self.env.ref("base.us")
        rows = [PEOPLE, ["B", "5260001247", "", ""]]
        self.assertEqual(self._imported("res.partner", rows).vat, "5260001247")

    def test_people_of_a_company_may_share_its_address(self):
        self.contractor.child_ids = [
            Command.create({"name": "A", "email": "x@a.example.com", "active": False})
        ]
        rows = [PEOPLE, ["B", "", "x@a.example.com", ""]]
        self.assertEqual(self._imported("res.partner", rows).email, "x@a.example.com")

    def test_as_many_queries_however_many_contractors_are_named(self):
        numbers = [f"70{number:08d}" for number in range(40)]
        partners = self.env["res.partner"].create(
            [
                {"name": f"Firma {nip}", "is_company": True, "vat": nip}
                for nip in numbers
            ]
        )
        partners[30:].active = False
        self.env.flush_all()
        taken = []
        for texts in (numbers[::39], numbers):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.env["res.partner"]._contractors_by_text(set(texts))
            taken.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(found), len(texts))
        self.assertEqual(taken[0], taken[1])
