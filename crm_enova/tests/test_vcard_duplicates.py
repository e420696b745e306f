from odoo.tests import tagged

from .vcard_common import VcardCase, card


@tagged("post_install", "-at_install")
class TestVcardDuplicates(VcardCase):
    """Who is known already, and what may be done about it."""

    def test_every_criterion(self):
        self.contractor.email = "biuro@mlyn.example.com"
        for lines, words in (
            (["FN:X", "X-NIP:526-000-12-46"], "NIP"),
            (["FN:X", "EMAIL:BIURO@mlyn.example.com"], "e-mail"),
            (["FN:X", "TEL:600100200"], "phone"),
            (["ORG:Młyn Lubelski sp. z o.o."], "name"),
        ):
            with self.subTest(words):
                line = self._read(card(*lines)).line_ids
                self.assertEqual(line.duplicate_id, self.contractor)
                self.assertEqual(
                    (line.duplicate_reason, line.decision), (words, "skip")
                )

    def test_no_duplicates(self):
        """Own companies, own staff, other people's contacts of the same name."""
        self.company.partner_id.phone = "+48 777 888 999"
        self.user_all.partner_id.email = "all@example.com"
        for lines in (
            ["FN:X", "TEL:777888999"],
            ["FN:X", "EMAIL:all@example.com"],
            [f"FN:{self.contact.name}"],
            ["FN:X", "TEL:12"],
        ):
            with self.subTest(lines):
                self.assertFalse(self._read(card(*lines)).line_ids.duplicate_name)

    def test_skip_by_default(self):
        before = self.contractor.read(), self.env["res.partner"].search_count([])
        line = self._import(card("ORG:Młyn Lubelski sp. z o.o.", "URL:x.example.com"))
        self.assertEqual(line.state, "skipped")
        self.env.invalidate_all()
        after = self.contractor.read(), self.env["res.partner"].search_count([])
        self.assertEqual(before, after)

    def test_create_anyway(self):
        line = self._import(card("ORG:Młyn Lubelski sp. z o.o."), l1="create")
        self.assertEqual(line.state, "created")
        self.assertNotEqual(line.partner_id, self.contractor)

    def test_fill_in_what_is_empty(self):
        line = self._import(
            card(
                "FN:Ewa Nowak",
                "ORG:Młyn Lubelski sp. z o.o.",
                "TEL:+48 1",
                "TITLE:Prezes",
                "URL:https://mlyn.example.com",
                "ADR:;;ul. Inna 5;Warszawa;;;",
                "CATEGORIES:VIP",
            ),
            l1="update",
        )
        self.assertEqual(line.state, "updated", line.message)
        mill = self.contractor
        self.assertEqual(mill.website, "https://mlyn.example.com")
        self.assertEqual((mill.phone, mill.city), ("+48 600-100-200", "Lublin"))
        self.assertFalse(mill.street, "no address of two")
        self.assertEqual(mill.contractor_status, "contractor")
        self.assertEqual(mill.child_ids, self.contact)
        self.assertEqual(self.contact.function, "Prezes")
        self.assertIn("Website", line.message)
        again = self._import(card("ORG:Młyn Lubelski sp. z o.o."), l1="update")
        self.assertIn("nothing to fill in", again.message)

    def test_add_the_person_whom_a_duplicate_lacks(self):
        self._import(card("FN:Jan Nowy", "ORG:Młyn Lubelski sp. z o.o."), l1="update")
        self.assertEqual(
            set(self.contractor.child_ids.mapped("name")), {"Ewa Nowak", "Jan Nowy"}
        )

    def test_duplicate_who_is_a_contact_person(self):
        self.contact.email = "ewa@mlyn.example.com"
        line = self._import(
            card("FN:Ewa Nowak", "EMAIL:ewa@mlyn.example.com", "TITLE:Prezes"),
            l1="update",
        )
        self.assertEqual(line.duplicate_id, self.contact)
        self.assertEqual(self.contact.function, "Prezes")

    def test_colleagues_in_one_file(self):
        lines = self._import(
            card("FN:Ala", "ORG:Nowa S.A.", "TEL:221112233")
            + card("FN:Ola", "ORG:Nowa S.A.", "TEL:221112233", "URL:nowa.example.com")
            + card("FN:Ola", "ORG:Nowa S.A.")
            + card("FN:Ala", "ORG:Nowa S.A.")
        )
        self.assertEqual(
            lines.mapped("state"), ["created", "updated", "updated", "skipped"]
        )
        company = lines[0].partner_id
        self.assertEqual(sorted(company.child_ids.mapped("name")), ["Ala", "Ola"])
        self.assertIn("nowa.example.com", company.website)

    def test_duplicates_in_one_file(self):
        lines = self._import(
            card("FN:Ala", "EMAIL:ala@example.com")
            + card("FN:Ala K.", "EMAIL:Ala@example.com")
            + card("FN:Ala")
        )
        self.assertEqual(lines.mapped("state"), ["created", "skipped", "skipped"])
        self.assertEqual(lines[1].duplicate_line_id, lines[0])

    def test_followers_of_a_card_that_is_not_created(self):
        content = b"".join(card(f"FN:{name}", "ORG:Nowa S.A.") for name in "ABC")
        lines = self._import(content, l1="skip")
        self.assertEqual(lines.mapped("state"), ["skipped", "created", "updated"])
        self.assertEqual(len(lines[1].partner_id.child_ids), 2)

    def test_decide_for_all(self):
        content = card("ORG:Młyn Lubelski sp. z o.o.") + card("ORG:Nowa") * 2
        wizard = self._read(content)
        for action, decision in (
            ("action_update_duplicates", "update"),
            ("action_create_duplicates", "create"),
            ("action_skip_duplicates", "skip"),
        ):
            getattr(wizard, action)()
            self.assertEqual(
                wizard.line_ids.mapped("decision"), [decision, "create", decision]
            )

    def test_entered_in_the_meantime(self):
        """Two people at the same stand bring the same card home."""
        first, second = (
            self._read(card("FN:Ola", "TEL:601222333"), user=user)
            for user in (self.user_own, self.user_all)
        )
        first.action_import()
        second.action_import()
        self.assertEqual(second.line_ids.state, "skipped")
        self.assertEqual(second.line_ids.partner_id, first.line_ids.partner_id)

    def test_duplicates_that_may_not_be_changed(self):
        """Filling in obeys the rules of who imports, and tells."""
        rule = self.env["ir.rule"].create(
            {
                "name": "No writing",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {self.contractor.id})]",
                "perm_read": False,
                "perm_create": False,
                "perm_unlink": False,
            }
        )
        self.assertTrue(rule.perm_write)
        line = self._import(
            card("ORG:Młyn Lubelski sp. z o.o.", "URL:x.example.com"), l1="update"
        )
        self.assertEqual(line.state, "failed")
        self.assertTrue(line.message)
        self.assertFalse(self.contractor.website)
