from odoo.tests import tagged

from .import_common import ImportCase

HEADERS = ["Name", "NIP", "City", "Phone", "Is a Company"]


@tagged("post_install", "-at_install")
class TestImportContractor(ImportCase):
    """Contractors are known by their NIP: updated, never doubled."""

    def _row(self, nip, name="Młyn", city="Lublin", phone=""):
        return [name, nip, city, phone, "yes"]

    def test_new_ones_are_contractors(self):
        rows = [HEADERS, self._row("713-301-24-54", phone="+48 81 700 10 20")]
        partner = self._imported("res.partner", rows)
        self.assertEqual(partner.contractor_status, "contractor")
        self.assertEqual(partner.enova_vat_key, "7133012454")
        self.assertEqual(partner.phone, "+48 81 700 10 20")

    def test_known_nip_updates_in_any_writing(self):
        for nip in ("5260001246", "PL 526-000-12-46"):
            with self.subTest(nip):
                rows = [HEADERS, self._row(nip, city="Zamość " + nip)]
                partner = self._imported("res.partner", rows)
                self.assertEqual(partner, self.contractor)
                self.assertEqual(partner.city, "Zamość " + nip)

    def test_an_empty_cell_keeps_what_is_known(self):
        rows = [HEADERS, self._row("5260001246", name="Młyn Nowy", city="")]
        self._imported("res.partner", rows)
        self.assertEqual(self.contractor.name, "Młyn Nowy")
        self.assertEqual(self.contractor.city, "Lublin")
        self.assertEqual(self.contractor.phone, "+48 600-100-200")

    def test_the_same_file_twice(self):
        rows = [HEADERS, self._row("7133012454"), self._row("5832981040", "Chłodnie")]
        first = self._imported("res.partner", rows)
        again = self._imported("res.partner", rows)
        self.assertEqual(first, again)

    def test_a_nip_twice_in_the_file(self):
        rows = [
            HEADERS,
            self._row("7133012454"),
            self._row("5832981040"),
            self._row("PL 713-301-24-54"),
        ]
        refused = self._refused("res.partner", rows)
        self.assertEqual(
            [(line, field) for line, field, _ in refused], [(2, "vat"), (4, "vat")]
        )
        self.assertIn("2 times", refused[0][2])

    def test_a_nip_of_several_known_contractors(self):
        duplicate = self.contractor.copy({"vat": False})
        duplicate.vat = self.contractor.vat
        rows = [HEADERS, self._row("5832981040"), self._row("5260001246")]
        [(line, field, message)] = self._refused("res.partner", rows)
        self.assertEqual((line, field), (3, "vat"))
        self.assertIn(f"(ID {duplicate.id})", message)

    def test_contact_persons_are_not_matched(self):
        headers = [*HEADERS, "Related Company"]
        rows = [headers, [*self._row("5260001246", "Jan"), self.contractor.name]]
        rows[1][4] = "no"
        person = self._imported("res.partner", rows)
        self.assertEqual(person.parent_id, self.contractor)

    def test_an_external_id_goes_before_the_nip(self):
        rows = [["External ID", *HEADERS], ["branch_2", *self._row("5260001246")]]
        self.assertNotEqual(self._imported("res.partner", rows), self.contractor)

    def test_marks_are_no_numbers(self):
        rows = [HEADERS, self._row("brak"), self._row("brak"), self._row("-")]
        self.assertEqual(len(self._imported("res.partner", rows)), 3)

    def test_contractors_of_other_companies_stay_unseen(self):
        self.contractor.company_id = self.other_company
        rows = [HEADERS, self._row("5260001246")]
        self.assertNotEqual(self._imported("res.partner", rows), self.contractor)

    def test_one_query_finds_them_all(self):
        def cost(count):
            keys = [str(10_000_000 + i) for i in range(count)]
            before = self.env.cr.sql_log_count
            self.env["res.partner"]._contractors_by_nip(keys)
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(2000), cost(1))

    def test_outside_the_import_screen_core_decides(self):
        """Whoever calls ``load`` by themselves gets what core promises."""
        fields = ["name", "vat"]
        result = self.env["res.partner"].load(fields, [["New", "5260001246"]])
        self.assertNotIn(self.contractor.id, result["ids"])
