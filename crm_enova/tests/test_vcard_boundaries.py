"""Where a card, and a value, begins and ends, however badly it is written."""

import base64

from odoo.tests import TransactionCase, tagged

from ..models.contractor.vcard_reader import read_cards
from ..models.contractor.vcard_text import count_cards
from .vcard_common import card, png

LONG = "Spotkanie na targach w Poznaniu, hala 5, stoisko 17, oferta na regały do "


@tagged("post_install", "-at_install")
class TestVcardBoundaries(TransactionCase):
    def _people(self, content):
        return [(c["person"], c["note"], c["error"]) for c in read_cards(content)]

    def test_cards_without_a_line_end_between(self):
        first, second = card("FN:Ala", "NOTE:a"), card("FN:Ola", "TEL:600100299")
        for between in (b"", b" ", b"\t"):
            for glued in (
                first.strip() + between + second,
                b"\xef\xbb\xbf" + first.strip() + between + second.lower(),
                first.replace(b"\r\nEND", b"END").strip() + between + second,
                first.replace(b"\r\nEND", b"END") + second,
                (first.strip() + between + second).replace(b":VCARD", b" : vcard"),
            ):
                with self.subTest(glued=glued):
                    found = read_cards(glued)
                    self.assertEqual(
                        [c["person"].lower() for c in found], ["ala", "ola"]
                    )
                    self.assertEqual(found[0]["note"], "a")
                    self.assertFalse(found[0]["phones"])
                    self.assertEqual(found[1]["phones"], [["600100299", "voice"]])
                    self.assertEqual(count_cards(glued), 2)

    def test_beginning_without_a_line_end(self):
        content = card("FN:Ala").replace(b"BEGIN:VCARD\r\n", b"BEGIN:VCARD")
        self.assertEqual(self._people(content * 2), [("Ala", "", None)] * 2)

    def test_words_of_a_note_are_no_boundary(self):
        for note in ("END:VCARD", "BEGIN:VCARD is a word", "the END:VCARD of it"):
            content = card("FN:Ala", f"NOTE:{note}", "TEL:1") + card("FN:Ola")
            self.assertEqual(
                self._people(content), [("Ala", note, None), ("Ola", "", None)]
            )
        content = card("FN:Ala", "NOTE:x", " END:VCARD", "TEL:1")
        self.assertEqual(self._people(content), [("Ala", "xEND:VCARD", None)])

    def test_indented_cards(self):
        for blanks in (b"  ", b"\t"):
            lines = card("FN:Ala", "NOTE:a", " b", "TEL:1").splitlines()
            content = b"\r\n".join(blanks + line for line in lines)
            self.assertEqual(self._people(content), [("Ala", "ab", None)])

    def test_empty_lines_in_a_fold(self):
        for between in (b"\r\n\r\n ", b"\n\n\n ", b"\r\n \r\n "):
            content = card("FN:Ala", "NOTE:one| two", "TEL:1").replace(b"|", between)
            found = read_cards(content)[0]
            self.assertEqual((found["note"], found["phones"][0][0]), ("one two", "1"))
            self.assertFalse(found["warnings"])

    def test_doubled_line_ends(self):
        photo = base64.b64encode(png(400, 300)).decode()
        for version, lines in {
            "2.1": [
                "NOTE;ENCODING=QUOTED-PRINTABLE:za=C5=BC=",
                "=C3=B3=C5=82=C4=87=0D=0Adwa",
                "PHOTO;PNG;BASE64:",
                *(f" {photo[at : at + 70]}" for at in range(0, len(photo), 70)),
                "",
                "TEL;CELL:1",
            ],
            "3.0": [
                "NOTE:zażółć\\n",
                " dwa",
                f"PHOTO;ENCODING=b:{photo[:60]}",
                *(f" {photo[at : at + 70]}" for at in range(60, len(photo), 70)),
                "TEL;TYPE=cell:1",
            ],
        }.items():
            plain = card("FN:Ala", *lines, version=version)
            for end in (b"\r\n", b"\r\r\n", b"\n\n", b"\r\n\r\n", b"\n\r"):
                [found] = read_cards(plain.replace(b"\r\n", end))
                with self.subTest(version, end=end):
                    self.assertEqual(found["note"], "zażółć\ndwa")
                    self.assertEqual(found["phones"], [["1", "cell"]])
                    self.assertEqual(found["photo"], png(400, 300))
                    self.assertFalse(found["warnings"])

    def test_soft_end_before_an_empty_line(self):
        [found] = read_cards(
            card("FN:A", "NOTE;ENCODING=QUOTED-PRINTABLE:abc=", "", "TEL:1")
        )
        self.assertEqual((found["note"], found["phones"][0][0]), ("abc", "1"))

    def test_values_wrapped_by_a_telephone(self):
        for note in (
            [LONG[:71], LONG[71:], "magazynu. Uwaga: dzwonić po 10."],
            [LONG, "magazynu", "Uwaga: dzwonić", "http://example.com/x"],
        ):
            [found] = read_cards(card("FN:Ala", f"NOTE:{note[0]}", *note[1:], "TEL:1"))
            with self.subTest(note=note):
                text = " ".join(found["note"].split())
                for part in note:
                    self.assertIn(part.strip(), text)
                self.assertEqual(found["phones"][0][0], "1")
                self.assertFalse(found["warnings"] or found["extras"])

    def test_other_values_wrapped_by_a_telephone(self):
        street = "ul. Bardzo Długa i Jeszcze Dłuższa 7, wejście od podwórza"
        [found] = read_cards(
            card(
                "FN:Ala", f"ADR;TYPE=WORK:;;{street} przez", "bramę;Lublin;;;", "TEL:1"
            )
        )
        self.assertEqual(found["address"]["street"], f"{street} przez bramę")
        self.assertEqual(found["address"]["city"], "Lublin")
        mail = "x" * 62 + "@example"
        [found] = read_cards(card("FN:Ala", f"EMAIL:{mail}", ".com", "TEL:1"))
        self.assertIn(f"{mail}.com", [e.replace(" ", "") for e in found["emails"]])

    def test_lines_that_make_no_sense_are_kept(self):
        [found] = read_cards(card("FN:A", "no colon", ";:x", "B@D:x", "foo:bar"))
        self.assertEqual(
            found["extras"],
            [["line", "no colon"], ["line", ";:x"], ["line", "B@D:x"], ["FOO", "bar"]],
        )
