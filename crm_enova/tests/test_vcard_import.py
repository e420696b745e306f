import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..wizards import enova_vcard_import as wizard_module
from .vcard_common import VcardCase, card, png


@tagged("post_install", "-at_install")
class TestVcardImport(VcardCase):
    """From lines to business cards."""

    def test_company_with_a_person(self):
        photo = base64.b64encode(png()).decode()
        company = self._created(
            card(
                "N:Nowak;Ewa;;;",
                "FN:Ewa Nowak",
                "ORG:Tartak;Zakupy",
                "TITLE:Kierownik",
                "TEL;TYPE=work:+48 81 100 20 30",
                "TEL;TYPE=cell,pref:+48 600-200-300",
                "TEL;TYPE=fax:81 1",
                "EMAIL:ewa@tartak.example.com",
                "EMAIL:biuro@tartak.example.com",
                "ADR:;;ul. Leśna 1;Zwoleń;mazowieckie;26-700;Polska",
                "URL:https://tartak.example.com",
                f"PHOTO;ENCODING=b;TYPE=PNG:{photo}",
            )
        )
        person = company.child_ids
        self.assertEqual(company.contractor_status, "card")
        self.assertTrue(company.is_company)
        self.assertEqual(company.user_id, self.user_own)
        self.assertEqual(company.caretaker_user_ids, self.user_own)
        self.assertEqual(company.phone, "+48 81 100 20 30")
        self.assertEqual(company.city, "Zwoleń")
        self.assertEqual(company.country_id, self.env.ref("base.pl"))
        self.assertFalse(company.image_1920)
        self.assertEqual(
            (person.name, person.function, person.phone, person.city),
            ("Ewa Nowak", "Kierownik", "+48 600-200-300", "Zwoleń"),
        )
        self.assertEqual(person.email, "ewa@tartak.example.com")
        self.assertTrue(person.image_1920)
        self.assertFalse(person.contractor_status)
        for text in ("Fax: 81 1", "biuro@tartak.example.com", "Zakupy"):
            self.assertIn(text, company.comment)

    def test_person_alone(self):
        person = self._created(card("FN:Jan Lis", "TITLE:Rolnik", "TEL:601 111 222"))
        self.assertFalse(person.is_company or person.child_ids)
        self.assertEqual(person.contractor_status, "card")
        self.assertEqual((person.function, person.phone), ("Rolnik", "601 111 222"))

    def test_text_is_text(self):
        script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        person = self._created(card(f"FN:{script}", "TITLE:=1+1", f"NOTE:{script}"))
        self.assertEqual(person.name, script)
        self.assertEqual(person.function, "=1+1")
        self.assertNotIn("<script", person.comment)
        self.assertNotIn("<img", person.comment)
        self.assertIn("&lt;script&gt;", person.comment)

    def test_one_bad_card_does_not_stop_the_others(self):
        """Here a field that a company has forbidden; anything may refuse."""
        Partner = type(self.env["res.partner"])
        create = Partner.create

        def refuse(partners, vals_list):
            if any(vals.get("name") == "Bad" for vals in vals_list):
                reason = "Not this one"
                raise UserError(reason)
            return create(partners, vals_list)

        names = [f"Good {number}" for number in range(30)]
        names[7] = names[20] = "Bad"
        content = b"".join(card(f"ORG:{name}") for name in names[:20])
        content += card("NOTE:1") + b"".join(card(f"ORG:{name}") for name in names[20:])
        with patch.object(Partner, "create", refuse):
            lines = self._import(content, l22="create")
        self.assertEqual(lines.mapped("state").count("created"), 28)
        self.assertEqual(lines[7].message, "Not this one")
        self.assertEqual((lines[20].state, lines[21].state), ("broken", "failed"))
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Bad")]))
        wizard = lines.wizard_id
        self.assertEqual((wizard.created_count, wizard.failed_count), (28, 2))
        self.assertEqual(wizard.broken_count, 1)

    def test_photos(self):
        """A bomb, a wreck, and what is no image cost the photo alone."""
        bomb = png(20_000, 20_000)
        self.assertLess(len(bomb), 100_000)
        svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"
        cases = {
            "too large": bomb,
            "no image": png()[:30] + b"x" * 200,
            "can be read; left": svg,
        }
        for words, photo in cases.items():
            with self.subTest(words):
                data = base64.b64encode(photo).decode()
                line = self._import(card(f"FN:{words}", f"PHOTO;ENCODING=b:{data}"))
                self.assertEqual(line.state, "created")
                self.assertIn(words, line.remarks)
                self.assertFalse(line.partner_id.image_1920)

    def test_many_photos_that_unpack_to_gigabytes(self):
        data = base64.b64encode(png(7000, 7000)).decode()
        content = b"".join(
            card(f"FN:Bomb {number}", f"PHOTO;ENCODING=b:{data}") for number in range(3)
        )
        with patch("odoo.addons.crm_enova.wizards.vcard_photo.BUDGET", 60_000_000):
            wizard = self._read(content)
        self.assertEqual([bool(line.photo) for line in wizard.line_ids], [1, 0, 0])

    def test_limits(self):
        with self.assertRaisesRegex(UserError, "20 MB"):
            self._read(b"x" * (20 * 2**20 + 10))
        with patch.object(wizard_module, "MAX_CARDS", 3):
            with self.assertRaisesRegex(UserError, "3 can be imported"):
                self._read(card("FN:A") * 2, card("FN:A") * 2)
        with self.assertRaisesRegex(UserError, "no business card"):
            self._read(b"PK\x03\x04 a spreadsheet")
        wizard = self._read(card("FN:A"), b"name;phone")
        self.assertEqual(wizard.line_ids.mapped("state"), ["ready", "broken"])

    def test_only_once(self):
        wizard = self._read(card("FN:Ola Wilk"))
        wizard.action_import()
        with self.assertRaises(UserError):
            wizard.action_import()

    def test_outsider_changes_nothing(self):
        partners = self.env["res.partner"].search_count([])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._read(card("FN:A"), user=self.user_outsider)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._read(card("FN:A"), user=self.user_portal)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_what_one_reads_is_not_seen_by_another(self):
        wizard = self._read(card("FN:Ola Wilk"))
        self.env.invalidate_all()
        foreign = wizard.with_user(self.user_manager)
        for attempt in (
            lambda: foreign.action_import(),
            lambda: foreign.line_ids.read(["person"]),
            lambda: foreign.line_ids.write({"decision": "skip"}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attempt()
        self.env.invalidate_all()
        self.assertEqual(wizard.line_ids.decision, "create")
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Ola Wilk")]))

    def test_what_was_read_is_written_by_nobody(self):
        wizard = self._read(card("FN:Ola Wilk"))
        self.env.invalidate_all()
        for values in ({"card": {}}, {"person": "x"}, {"state": "created"}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                wizard.line_ids.write(values)
        self.env["enova.vcard.import.line"].with_user(self.user_own).create(
            {"wizard_id": wizard.id, "decision": "create"}
        )
        wizard.line_ids[0].decision = "create"
        wizard.action_import()
        self.assertEqual(wizard.line_ids.mapped("state"), ["created", "ready"])

    def test_queries_do_not_grow_with_the_cards(self):
        def queries(name, count):
            content = b"".join(
                card(f"FN:{name} {number}", f"ORG:{name} S.A. {number}")
                for number in range(count)
            )
            before = self.env.cr.sql_log_count
            self._import(content)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries("Warm", 5)
        self.assertLess(queries("Large", 200), queries("Small", 20) + 30)
