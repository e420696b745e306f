import base64
import time

from odoo.tests import TransactionCase, tagged

from ..models.contractor.vcard_reader import read_cards
from .vcard_common import card, png


@tagged("post_install", "-at_install")
class TestVcardReader(TransactionCase):
    """From bytes to neutral cards: every version, encoding and kind of damage."""

    def _one(self, *lines, version="3.0"):
        [found] = read_cards(card(*lines, version=version))
        return found

    def _codes(self, found):
        return [code for code, _detail in found["warnings"]]

    def test_version_21(self):
        [found] = read_cards(
            b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
            b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=BB=C3=B3=C5=82ty;Jan\r\n"
            b"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Jan =C5=BB=\r\n"
            b"=C3=B3=C5=82ty\r\n"
            b"ORG:Firma, sp. z o.o.;Zakupy\r\n"
            b"TEL;WORK:22 333 44 55\r\nTEL;CELL;PREF:+48 600-100-200\r\n"
            b"ADR;WORK:;m. 2;ul. Polna 1;Lublin;;20-001;Polska\r\n"
            b"PHOTO;PNG;BASE64:\r\n " + base64.b64encode(png()) + b"\r\n\r\n"
            b"EMAIL;INTERNET:jan@firma.example.com\r\nEND:VCARD\r\n"
        )
        self.assertEqual(found["person"], "Jan Żółty")
        self.assertEqual(found["company"], "Firma, sp. z o.o.")
        self.assertEqual(
            found["phones"], [["+48 600-100-200", "cell"], ["22 333 44 55", "voice"]]
        )
        self.assertEqual(found["address"]["street"], "ul. Polna 1")
        self.assertEqual(found["address"]["street2"], "m. 2")
        self.assertEqual(found["photo"], png())
        self.assertEqual(found["emails"], ["jan@firma.example.com"])
        self.assertIn(["department", "Zakupy"], found["extras"])
        self.assertFalse(found["warnings"])

    def test_version_30(self):
        found = self._one(
            "N:Nowak;Ewa;Maria;dr;",
            "FN:dr Ewa Maria Nowak",
            "item1.TEL;type=HOME,VOICE:601",
            "NOTE:a\\nb\\, c\\;",
            "  folded",
            "CATEGORIES:VIP,Targi\\, Poznań",
        )
        self.assertEqual(
            (found["person"], found["company"]), ("dr Ewa Maria Nowak", "")
        )
        self.assertEqual(found["note"], "a\nb, c; folded")
        self.assertEqual(found["categories"], ["VIP", "Targi, Poznań"])

    def test_version_40(self):
        image = base64.b64encode(png()).decode()
        found = self._one(
            "KIND:org",
            "FN:Młyn",
            'TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+48-600-100-200;ext=5',
            f"PHOTO:data:image/png;base64,{image}",
            version="4.0",
        )
        self.assertEqual((found["company"], found["person"]), ("Młyn", ""))
        self.assertEqual(found["phones"], [["+48-600-100-200", "cell"]])
        self.assertEqual(found["photo"], png())

    def test_cp1250(self):
        text = "BEGIN:VCARD\nVERSION:2.1\nFN:Łąka\nN;CHARSET={}:Łąka\nEND:VCARD\n"
        for charset in ("windows-1250", "zip", "unicode_escape", "x"):
            with self.subTest(charset):
                [found] = read_cards(text.format(charset).encode("cp1250"))
                self.assertEqual(found["person"], "Łąka")
                self.assertEqual(self._codes(found), ["charset"])

    def test_utf_16_and_byte_order_marks(self):
        text = card("FN:Łąka").decode()
        for content in (text.encode("utf-16"), text.encode("utf-8-sig") * 2):
            self.assertEqual(read_cards(content)[-1]["person"], "Łąka")

    def test_line_ends(self):
        for end in (b"\n", b"\r", b"\r\n"):
            [found] = read_cards(card("FN:A", "TEL:1").replace(b"\r\n", end))
            self.assertEqual(found["phones"], [["1", "voice"]])

    def test_broken_cards_do_not_harm_the_others(self):
        cut = card("FN:Cut", "TEL:1").replace(b"END:VCARD", b"")
        found = read_cards(card("FN:A") + cut + card("TEL:1") + card("FN:B") + cut)
        self.assertEqual(
            [(one["person"], one["error"]) for one in found],
            [
                ("A", None),
                ("", "unclosed"),
                ("1", None),
                ("B", None),
                ("", "unclosed"),
            ],
        )
        self.assertEqual([one["line"] for one in found], [1, 5, 10, 14, 18])

    def test_senseless_lines_are_told(self):
        found = self._one("FN:A", "no colon", ";:x", "B@D:x", "\x01\x02", "TEL:1")
        self.assertEqual(self._codes(found), ["line"] * 4)
        self.assertEqual(found["phones"], [["1", "voice"]])

    def test_card_in_a_card(self):
        found = self._one("FN:Boss", "AGENT:", "BEGIN:VCARD", "FN:Aide", "END:VCARD")
        self.assertEqual(found["person"], "Boss")
        self.assertEqual(self._codes(found), ["agent"])
        self.assertEqual(found["extras"], [["agent", "FN: Aide"]])

    def test_nothing_is_fetched(self):
        found = self._one(
            "FN:A",
            "PHOTO;VALUE=uri:http://127.0.0.1/x.png",
            "LOGO;VALUE=URL:file:///etc/passwd",
            "URL:file:///etc/passwd",
        )
        self.assertIsNone(found["photo"])
        self.assertIsNone(found["logo"])
        self.assertEqual(found["url"], "")
        self.assertEqual(self._codes(found), ["photo_uri", "photo_uri"])

    def test_links_are_web_links(self):
        for text in ("javascript:alert(1)", "data:text/html,x", "vbscript:x"):
            self.assertEqual(self._one("FN:A", f"URL:{text}")["url"], "")
        for text in ("https://a.example.com/?x=1", "a.example.com:8080/x"):
            self.assertEqual(self._one("FN:A", f"URL:{text}")["url"], text)

    def test_nip_in_a_field_or_in_the_note(self):
        self.assertEqual(self._one("FN:A", "X-NIP:PL 526-000-12-46")["nip"][:2], "PL")
        note = self._one("FN:A", "NOTE:Targi. NIP: 526-000-12-46\\, tel.")
        self.assertEqual(note["nip"], "5260001246")
        self.assertFalse(self._one("FN:A", "NOTE:NIP: 526-000-12-47")["nip"])

    def test_company_is_no_person(self):
        for lines in (["FN:Młyn", "N:Młyn;;;;"], ["N:MŁYN"], ["FN:Młyn"], []):
            found = self._one("ORG:Młyn", *lines)
            self.assertEqual((found["company"], found["person"]), ("Młyn", ""))

    def test_too_long(self):
        found = self._one("FN:" + "x" * 10_000, "NOTE:" + "y" * 100_000)
        self.assertEqual((len(found["person"]), len(found["note"])), (256, 20_000))
        self.assertEqual(set(self._codes(found)), {"cut"})
        photo = self._one("FN:A", "PHOTO;ENCODING=b:" + "A" * 8 * 2**20)
        self.assertIsNone(photo["photo"])
        self.assertEqual(self._codes(photo), ["photo_size"])

    def test_time_grows_with_the_size_alone(self):
        """Lines that a pattern, or copying, would take minutes or years for."""
        start = time.process_time()
        self._one("FN:A", "TEL;X" + "=a" * 400 + '":1', 'TEL;X="' * 100 + ":1")
        self._one("FN:A", "PHOTO;ENCODING=b:" + "A" * 70, *[" " + "A" * 70] * 60_000)
        self._one("FN:A", "NOTE:" + "NIP" * 5000, "TEL" + ";" * 900 + ":1")
        read_cards(b"BEGIN:VCARD\n" * 100_000)
        self.assertLess(time.process_time() - start, 10)
