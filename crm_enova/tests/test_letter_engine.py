"""What the engine draws: who is on which page, and where on it."""

import io
import os
from unittest.mock import patch

from PIL import Image
from pypdf import PdfReader

from odoo.tests import BaseCase, tagged

from odoo.addons.crm_enova.models.mailing.letter_engine import client
from odoo.addons.crm_enova.models.mailing.letter_engine.geometry import PRESETS
from odoo.addons.crm_enova.models.mailing.letter_engine.places import fitted

from .letter_common import (
    PARAGRAPH,
    blank_pdf,
    draw,
    geometry,
    job,
    letter,
    lines,
    pages,
)


@tagged("post_install", "-at_install")
class TestLetterPages(BaseCase):
    def test_every_page_of_500_letters_is_its_addressees(self):
        drawn = draw(*(letter(number) for number in range(500)))
        texts = pages(drawn.file)
        self.assertEqual(len(texts), 500)
        for number, text in enumerate(texts):
            # the name, the subject and the reference, each of one's own alone
            self.assertIn(f"Młyn nr {number} sp.", text)
            self.assertIn(f"Nowe ceny {number}\n", text)
            self.assertEqual(text.count("Młyn nr"), 1)
        rows = [(row["key"], row["first"], row["count"]) for row in drawn.letters]
        self.assertEqual(rows, [(n, n + 1, 1) for n in range(500)])

    def test_batches_drawn_at_once_come_back_in_their_order(self):
        batches = [[letter(10 * n + k) for k in range(3)] for n in range(5)]
        drawn = client.draw_all(job(), batches, workers=2)
        whole = client.join([part.file for part in drawn])
        texts = pages(whole)
        self.assertEqual(len(texts), 15)
        for text, expected in zip(texts, sum(batches, []), strict=True):
            self.assertIn(f"Nowe ceny {expected['key']}\n", text)

    def test_a_page_number_stands_on_letters_of_several_pages_alone(self):
        words = {"words": {"page": "Strona {page} z {pages}"}}
        drawn = draw(letter(1), letter(2, body=PARAGRAPH * 40), layout=words)
        texts = pages(drawn.file)
        self.assertNotIn("Strona", texts[0])
        count = drawn.letters[1]["count"]
        self.assertGreater(count, 1)
        for number, text in enumerate(texts[1:], 1):
            self.assertIn(f"Strona {number} z {count}", text)

    def test_both_sides_begin_each_letter_on_a_sheet_of_its_own(self):
        drawn = draw(letter(1), letter(2), layout={"duplex": True})
        texts = pages(drawn.file)
        self.assertEqual([bool(text) for text in texts], [True, False] * 2)
        self.assertEqual([row["first"] for row in drawn.letters], [1, 3])

    def test_the_file_ends_before_it_is_too_full(self):
        drawn = draw(*(letter(n) for n in range(10)), room=4)
        self.assertEqual(drawn.taken, 4)
        self.assertEqual([row["key"] for row in drawn.letters], [0, 1, 2, 3])
        self.assertEqual(len(pages(drawn.file)), 4)
        # one that is longer than any file still goes somewhere
        drawn = draw(letter(1, body=PARAGRAPH * 40), letter(2), room=1)
        self.assertEqual([row["key"] for row in drawn.letters], [1])

    def test_the_letterhead_is_of_first_and_of_following_pages(self):
        head = {
            "first": {"head": "<p>Browar pod Grojcem</p>", "foot": "<p>KRS 7</p>"},
            "next": {"head": "<p>Kontynuacja</p>", "foot": ""},
        }
        drawn = draw(letter(1, body=PARAGRAPH * 40), layout={"letterhead": head})
        first, second, *_more = pages(drawn.file)
        self.assertIn("Browar pod Grojcem", first)
        self.assertIn("KRS 7", first)
        self.assertNotIn("Kontynuacja", first)
        self.assertIn("Kontynuacja", second)
        self.assertNotIn("Młyn nr", second)

    def test_a_letterhead_picture_is_kept_once(self):
        noise = io.BytesIO()
        Image.effect_noise((300, 100), 90).convert("RGB").save(noise, "PNG")
        picture = noise.getvalue()
        head = {"first": {"head": '<img src="logo">', "foot": ""}}
        common = {"layout": {"letterhead": head}, "pictures": {"logo": 0}}
        drawn = draw(*map(letter, range(50)), blobs=[picture], **common)
        self.assertLess(len(drawn.file), 3 * len(picture) + 200_000)
        # nor is one in the text, which each letter brings along
        body = PARAGRAPH + '<img src="logo">' + PARAGRAPH
        letters = [letter(n, body=body) for n in range(50)]
        drawn = draw(*letters, blobs=[picture], pictures={"logo": 0})
        self.assertEqual(drawn.letters[0]["missing"], [])
        self.assertLess(len(drawn.file), 3 * len(picture) + 200_000)
        self.assertIn("Młyn nr 49 ", pages(drawn.file)[49])

    def test_an_enclosure_goes_behind_its_letter(self):
        files = [blank_pdf(1), blank_pdf(2)]
        letters = [
            letter(1),
            letter(2, enclosures=[0, 1], enclosure_names=["Saldo", "Faktura"]),
            letter(3, enclosures=[1], annexes=["<h2>Zestawienie</h2>"]),
        ]
        drawn = draw(*letters, blobs=files)
        rows = [(row["first"], row["count"]) for row in drawn.letters]
        self.assertEqual(rows, [(1, 1), (2, 4), (6, 4)])
        texts = pages(drawn.file)
        self.assertEqual(len(texts), 9)
        self.assertIn("Saldo", texts[1])
        self.assertIn("Załącznik", texts[2])
        self.assertIn("Nowe ceny 3", texts[5])
        self.assertIn("Zestawienie", texts[6])
        drawn = draw(*letters, blobs=files, layout={"duplex": True})
        rows = [(row["first"], row["count"]) for row in drawn.letters]
        self.assertEqual(rows, [(1, 2), (3, 6), (9, 6)])
        self.assertEqual(len(pages(drawn.file)), 14)
        counted = client.draw(
            job(letters, kind="count", layout={"duplex": True}), files
        )
        self.assertEqual([row["count"] for row in counted.letters], [2, 6, 6])

    def test_the_signature_is_never_alone_on_a_page(self):
        """Whatever the length, the last page has a paragraph above the signature."""
        for count in range(1, 30):
            body = PARAGRAPH * count
            drawn = draw(letter(1, body=body))
            last = pages(drawn.file)[-1]
            with self.subTest(paragraphs=count):
                self.assertIn("Hanna Lewicka", last)
                self.assertIn("jaźń", last)

    def test_joined_files_are_sound(self):
        """Every object is found again, by a reader that forgives nothing."""
        whole = client.join([draw(letter(n)).file for n in range(4)])
        reader = PdfReader(io.BytesIO(whole), strict=True)
        self.assertEqual(len(reader.pages), 4)
        for number, page in enumerate(reader.pages):
            self.assertIn(f"Nowe ceny {number}\n", page.extract_text())
            self.assertEqual([float(x) for x in page.mediabox][:2], [0, 0])
        # and so are those of other makers
        mixed = client.join([draw(letter(1)).file, blank_pdf(2), draw(letter(2)).file])
        self.assertEqual(len(pages(mixed)), 4)


@tagged("post_install", "-at_install")
class TestLetterPlaces(BaseCase):
    """Millimetres, told by where the text is."""

    def _inside(self, found, shape):
        for text, left, top, right, bottom in found:
            with self.subTest(line=text):
                self.assertGreaterEqual(left, shape.address_left)
                self.assertGreaterEqual(top, shape.address_top)
                self.assertLessEqual(right, shape.address_left + shape.address_width)
                self.assertLessEqual(bottom, shape.address_top + shape.address_height)

    def _address(self, data, *starts):
        found = [row for row in lines(data) if row[0].startswith(starts)]
        self.assertEqual(len(found), len(starts), [row[0] for row in lines(data)])
        return found

    def test_the_address_lies_in_the_window_of_every_preset(self):
        for preset in PRESETS:
            data = draw(letter(7), preset=preset).file
            found = self._address(data, "Młyn nr 7", "ul. Polna", "20-001", "Browar")
            self._inside(found, geometry(preset))

    def test_no_text_moves_or_shrinks_the_address(self):
        bodies = {
            "long word": "<p>" + "x" * 300 + "</p>",
            "wide table": '<table style="width:900px"><tr><td>a</td></tr></table>',
            "wide cell": '<table><tr><td width="4000">a</td></tr></table>',
            "eight columns": "<table><tr>" + ("<td>" + "y" * 80) * 8 + "</table>",
            "least width": '<p style="min-width:3000px">a</p>',
        }
        plain = self._address(draw(letter(7)).file, "Młyn nr 7", "ul. Polna")
        for name, body in bodies.items():
            drawn = draw(letter(7, body=body))
            with self.subTest(body=name):
                self.assertFalse(drawn.errors)
                found = self._address(drawn.file, "Młyn nr 7", "ul. Polna")
                for before, after in zip(plain, found, strict=True):
                    for left, right in zip(before[1:], after[1:], strict=True):
                        self.assertAlmostEqual(left, right, places=2)

    def test_a_word_is_broken_where_it_must_be_alone(self):
        data = draw(letter(1)).file
        text = " ".join(row[0] for row in lines(data))
        for word in ("Uprzejmie", "informujemy,", "tektury", "falistej."):
            self.assertIn(word, text)
        wide = draw(letter(1, body="<p>" + "x" * 300 + "</p>")).file
        self.assertLessEqual(max(row[3] for row in lines(wide)), 190.5)

    def test_text_keeps_to_the_margins_on_every_page(self):
        shape = geometry()
        data = draw(letter(1, body=PARAGRAPH * 60)).file
        for page in range(3):
            body = [row for row in lines(data, page) if "Uprzejmie" in row[0]]
            self.assertTrue(body)
            self.assertGreaterEqual(min(row[1] for row in body), 24.9)
            self.assertLessEqual(max(row[3] for row in body), 190.1)
            top = shape.margin_top if page else shape.text_top
            self.assertGreaterEqual(min(row[2] for row in body), top - 0.5)
            self.assertLessEqual(max(row[4] for row in body), 297 - 27)

    def test_a_long_name_leaves_street_and_town(self):
        name = "Wyższa Szkoła Gospodarki Krajowej i Zagranicznej " * 7
        for address in (
            [name, "ul. Polna 1", "20-001 Lublin"],
            ["N" * 300, "ul. Polna 1"],
        ):
            data = draw(letter(7, address=address)).file
            with self.subTest(address=address[0][:20]):
                self._inside(self._address(data, "ul. Polna 1"), geometry())
        size, rows = fitted(["N" * 600, "ul. X 1", "00-001 W"], 80, 27.3)
        self.assertLess(size, 10)
        self.assertTrue(rows[0].endswith("…"))
        self.assertEqual(rows[1:], ["ul. X 1", "00-001 W"])
        self.assertEqual(fitted(["Kowalski", "", "Lublin"], 80, 27.3)[0], 10)

    def test_all_moves_by_the_shift_of_the_printer(self):
        shape = {**geometry().asdict(), "shift_right": 3.0, "shift_down": -2.0}
        plain = self._address(draw(letter(7)).file, "Młyn nr 7")[0]
        moved = client.draw(job([letter(7)]) | {"geometry": shape}).file
        moved = self._address(moved, "Młyn nr 7")[0]
        self.assertAlmostEqual(moved[1] - plain[1], 3, places=1)
        self.assertAlmostEqual(moved[2] - plain[2], -2, places=1)

    def test_right_to_left_and_other_scripts_are_drawn(self):
        address = ["שלום עולם בע״מ", "ul. Polna 1", "20-001 Lublin"]
        drawn = draw(letter(7, address=address, body="<p dir='rtl'>مرحبا</p>"))
        self.assertFalse(drawn.errors)
        self._inside(self._address(drawn.file, "ul. Polna 1"), geometry())

    def test_a_picture_of_a_page_is_as_the_page(self):
        drawn = draw(letter(7), kind="pictures", dots=96)
        picture = Image.open(io.BytesIO(drawn.file)).convert("L")
        self.assertEqual(picture.size, (794, 1123))
        px = 96 / 25.4
        # ink where the address is, none in the margin to the left of it
        field = picture.crop([int(v * px) for v in (25, 62.7, 105, 75)])
        self.assertLess(field.getextrema()[0], 80)
        margin = picture.crop([int(v * px) for v in (10, 62.7, 24, 75)])
        self.assertEqual(margin.getextrema(), (255, 255))


@tagged("post_install", "-at_install")
class TestEngineProcess(BaseCase):
    def test_a_worker_knows_no_secret_of_the_server(self):
        with patch.dict(os.environ, {"PGPASSWORD": "secret"}):
            self.assertNotIn("PGPASSWORD", client._environment())

    def test_without_the_package_that_is_said(self):
        with patch.object(client, "NEEDED", "no_such_package_of_ours"):
            self.assertFalse(client.is_installed())
            with self.assertRaises(client.EngineMissing):
                draw(letter(1))

    def test_memory_hardly_grows_with_the_letters(self):
        few = draw(*map(letter, range(50)))
        many = draw(*map(letter, range(1000)))
        # the file itself, and what a page leaves behind, is far below 20 kB
        self.assertLess(many.kilobytes - few.kilobytes, 950 * 20)
        self.assertLess(many.kilobytes, 100 * 1024)
