"""Where things stand on a letter, and what goes behind it."""

import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_enova.models.mailing.letter_engine.geometry import PRESETS

from .letter_common import blank_pdf, lines
from .mail_letter_common import LetterCase


@tagged("post_install", "-at_install")
class TestLayout(LetterCase):
    def test_a_preset_fills_the_measures_in(self):
        with Form(self.env["enova.letter.layout"]) as form:
            form.name = "C5"
            form.preset = "c5_left"
            self.assertEqual(form.fold_first, 148.5)
            form.text_top = 110
        layout = form.save()
        self.assertEqual(layout.text_top, 110)
        self.assertEqual(layout.address_top, PRESETS["c5_left"]["address_top"])
        made = self.env["enova.letter.layout"].create({"name": "A", "preset": "din_a"})
        for name, value in PRESETS["din_a"].items():
            self.assertEqual(made[name], value, name)

    def test_every_preset_fits_onto_the_paper(self):
        for preset in PRESETS:
            with self.subTest(preset=preset):
                self.env["enova.letter.layout"].create({"name": "x", "preset": preset})
        choices = self.layout._fields["preset"].get_values(self.env)
        self.assertEqual(set(choices), set(PRESETS))

    def test_measures_that_do_not_fit(self):
        for name, value in {
            "address_width": 300,
            "address_height": 5,
            "address_left": -1,
            "address_inset": 90,
            "sender_height": 44,
            "text_top": 200,
            "margin_left": 100,
            "margin_bottom": 0,
            "fold_first": 400,
            "shift_right": 50,
            "font_size": 1,
            "info_left": 209,
        }.items():
            with self.subTest(measure=name):
                with self.assertRaisesRegex(ValidationError, "A4 paper"):
                    self.layout[name] = value

    def test_a_font_is_a_name(self):
        self.layout.font = "x';}@import 'file:///etc/passwd"
        font = self.layout._geometry()["font"]
        self.assertFalse(set(font) & set("';}@/:"))

    def test_calibration_sheet(self):
        layout = self.layout.with_user(self.user_all)
        name, data = self._offered(layout.action_print_calibration())
        self.assertIn("DIN", name)
        self.assertIn("Lay a ruler", " ".join(self._texts(data)[0].split()))

    def test_somebody_who_prints_changes_no_layout(self):
        with self.assertRaises(AccessError):
            self.layout.with_user(self.user_all).text_top = 120
        self.layout.with_user(self.user_manager).text_top = 120
        # and finds one where there is none
        self.layout.unlink()
        layouts = self.env["enova.letter.layout"].with_user(self.user_all)
        self.assertFalse(layouts.search([]))
        mailing = self._mailing(letter_layout_id=False)
        self._print(mailing)
        self.assertEqual(layouts.search([]).preset, "dl_right")

    def test_what_the_letters_show(self):
        self.layout.write({"with_salutation": True, "signature": "<p>Hanna</p>"})
        self.company.report_footer = "<p>KRS 0000123456</p>"
        mailing = self._mailing(self.addressees[1])
        self._print(mailing)
        text = self._merged(mailing)[0]
        event = mailing.sudo().event_ids
        for word in ("Hanna", "KRS 0000123456", event.reference, self.company.name):
            self.assertIn(word, text)
        self.assertIn(f"{event.mailing_values['salutation']},", text)
        self.layout.letterhead = "paper"
        mailing = self._mailing(self.addressees[1])
        self._print(mailing)
        self.assertNotIn("KRS", self._merged(mailing)[0])

    def test_nobody_is_greeted_twice(self):
        self.layout.with_salutation = True
        for body, count in (("<p>{salutation}, witamy.</p>", 1), ("<p>Witamy.</p>", 1)):
            mailing = self._mailing(self.addressees[1], body_html=body)
            self._print(mailing)
            greeting = mailing.sudo().event_ids.mailing_values["salutation"]
            with self.subTest(body=body):
                self.assertEqual(self._merged(mailing)[0].count(greeting), count)

    def test_address_in_the_window_of_the_layout(self):
        self.layout.write({"preset": "dl_right", **PRESETS["dl_right"]})
        mailing = self._mailing(self.addressees[1])
        run = self._print(mailing)
        found = {row[0]: row for row in lines(run.batch_ids.attachment_id.raw)}
        for text in ("Apteka", "20-001 Lublin"):
            _text, left, top, right, bottom = found[text]
            self.assertTrue(110 <= left and right <= 190)
            self.assertTrue(50 <= top and bottom <= 84)

    def test_both_sides(self):
        self.layout.duplex = True
        mailing = self._mailing()
        run = self._print(mailing)
        self.assertEqual(
            [bool(text) for text in self._merged(mailing)], [True, False] * 3
        )
        self.assertEqual(run.line_ids.mapped("page_first"), [1, 3, 5])


@tagged("post_install", "-at_install")
class TestEnclosures(LetterCase):
    def _file(self, data=None, name="Cennik.pdf"):
        files = self.env["ir.attachment"].with_user(self.user_all)
        return files.create({"name": name, "raw": data or blank_pdf(2)})

    def test_one_for_all(self):
        file = self._file()
        mailing = self._mailing(letter_enclosure_ids=[Command.set(file.ids)])
        run = self._print(mailing)
        self.assertEqual(run.line_ids.mapped("page_count"), [3, 3, 3])
        texts = self._merged(mailing)
        self.assertEqual(len(texts), 9)
        self.assertIn("Cennik", texts[3])
        self.assertIn("Załącznik", texts[4])
        # whoever may read the mail merge may read what goes with it
        self.assertEqual((file.res_model, file.res_id), (mailing._name, mailing.id))
        self.assertTrue(file.with_user(self.user_manager).has_access("read"))

    def test_what_is_no_pdf(self):
        file = self._file(b"PK nothing", "Cennik.docx")
        with self.assertRaisesRegex(UserError, "Save it as PDF"):
            self._mailing(letter_enclosure_ids=[Command.set(file.ids)])

    def _invoice(self, partner, amount, **values):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-10-01",
                "invoice_date_due": "2026-10-15",
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Worki", "price_unit": amount, "tax_ids": False}
                    )
                ],
                **values,
            }
        )
        move.action_post()
        return move

    def test_a_statement_of_what_each_owes(self):
        self.user_all.group_ids += self.env.ref("account.group_account_readonly")
        first = self._invoice(self.addressees[1], 1234.5)
        second = self._invoice(self.addressees[1], 100)
        self._invoice(self.addressees[2], 7)
        mailing = self._mailing(letter_statement=True)
        run = self._print(mailing)
        counts = {line.partner_id.name: line.page_count for line in run.line_ids}
        self.assertEqual(counts, {"Apteka": 2, "Browar": 2, "Cegielnia": 1})
        letter, statement = self._merged(mailing)[:2]
        self.assertIn("Statement of account", letter)
        for word in (first.name, second.name, "1,234.50", "1,334.50"):
            self.assertIn(word, statement)
        # a stranger's debts are on a stranger's page
        self.assertNotIn("7.00", statement)

    def test_unpaid_invoices(self):
        self.user_all.group_ids += self.env.ref("account.group_account_invoice")
        move = self._invoice(self.addressees[1], 50)
        move.invoice_pdf_report_file = base64.b64encode(blank_pdf(1))
        mailing = self._mailing(letter_invoices=True)
        run = self._print(mailing)
        counts = {line.partner_id.name: line.page_count for line in run.line_ids}
        self.assertEqual(counts, {"Apteka": 2, "Browar": 1, "Cegielnia": 1})
        self.assertIn(move.name, self._merged(mailing)[0])

    def test_who_may_not_read_invoices_sends_none(self):
        self._invoice(self.addressees[1], 50)
        mailing = self._mailing(letter_statement=True)
        with self.assertRaisesRegex(UserError, "Journal Item"):
            mailing.action_print_letters()
