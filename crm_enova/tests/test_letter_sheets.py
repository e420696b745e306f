"""Labels, the calibration sheet, the posting book, and the file for the post."""

import contextlib

from lxml import etree

from odoo.tests import BaseCase, tagged

from odoo.addons.crm_enova.models.mailing import post_file
from odoo.addons.crm_enova.models.mailing.letter_engine import client
from odoo.addons.crm_enova.models.mailing.letter_engine.sheets import LABEL_SHEETS

from .letter_common import geometry, lines, pages

ADDRESS = ["Młyn Lubelski sp. z o.o.", "ul. Polna 1", "20-001 Lublin"]


@tagged("post_install", "-at_install")
class TestLabels(BaseCase):
    def _draw(self, sheet, labels, **values):
        job = {"kind": "labels", "sheet": sheet, "labels": labels, **values}
        return client.run(job).file

    def test_each_address_lies_on_its_label(self):
        for name, size in LABEL_SHEETS.items():
            labels = [[f"Nr {n:02}", *ADDRESS] for n in range(size.count)]
            data = self._draw(name, labels)
            self.assertEqual(len(pages(data)), 1)
            places = {row[0]: row[1:] for row in lines(data) if row[0][:3] == "Nr "}
            self.assertEqual(len(places), size.count, name)
            for number in range(size.count):
                left, top = size.place(number)
                at_left, at_top, at_right, at_bottom = places[f"Nr {number:02}"]
                with self.subTest(sheet=name, label=number):
                    self.assertGreaterEqual(at_left, left + 2.9)
                    self.assertLessEqual(at_right, left + size.width - 2.9)
                    self.assertGreaterEqual(at_top, top + 2.5)
                    self.assertLessEqual(at_bottom, top + size.height - 2.9)

    def test_sheets_lie_on_the_paper(self):
        for name, size in LABEL_SHEETS.items():
            left, top = size.place(size.count - 1)
            with self.subTest(sheet=name):
                self.assertLessEqual(left + size.width, 210.1)
                self.assertLessEqual(top + size.height, 297.1)

    def test_labels_that_are_used_up_stay_empty(self):
        data = self._draw("70x37", [ADDRESS], skipped=4)
        name = next(row for row in lines(data) if row[0].startswith("Młyn"))
        self.assertAlmostEqual(name[1], 70 + 3, delta=0.5)
        self.assertGreater(name[2], 37)
        # the 25th goes onto a second sheet
        data = self._draw("70x37", [ADDRESS] * 24, skipped=1)
        self.assertEqual([text.count("Młyn") for text in pages(data)], [23, 1])

    def test_a_long_name_leaves_the_town_on_the_label(self):
        address = ["Wyższa Szkoła Gospodarki " * 12, "ul. Polna 1", "20-001 Lublin"]
        for sheet, size in LABEL_SHEETS.items():
            found = lines(self._draw(sheet, [address]))
            towns = [row for row in found if row[0] == "20-001 Lublin"]
            with self.subTest(sheet=sheet):
                self.assertEqual(len(towns), 1)
                self.assertLessEqual(towns[0][4], size.top + size.height)


@tagged("post_install", "-at_install")
class TestCalibration(BaseCase):
    def test_scales_and_window_are_where_they_say(self):
        shape = geometry("dl_right")
        job = {
            "kind": "calibration",
            "geometry": shape.asdict(),
            "words": {"window": "Okienko", "help": "Pomoc"},
        }
        found = lines(client.run(job).file)
        texts = [row[0] for row in found]
        self.assertIn("Pomoc", texts)
        window = next(row for row in found if row[0] == "Okienko")
        self.assertGreaterEqual(window[1], shape.address_left)
        self.assertGreaterEqual(window[2], shape.address_top)
        # no number of a scale stands in the window
        for row in found:
            if row[0].isdigit() and shape.address_top < row[2] < window[4] + 20:
                self.assertLess(row[3], shape.address_left)
        # "15" stands centred below its mark of the horizontal scale
        mark = next(row for row in found if row[0] == "15" and row[2] > 155)
        self.assertAlmostEqual((mark[1] + mark[3]) / 2, 16, delta=1.2)


@tagged("post_install", "-at_install")
class TestTable(BaseCase):
    def _draw(self, rows):
        job = {
            "kind": "table",
            "title": "Książka nadawcza",
            "lines": ["Nadawca: Browar"],
            "head": ["Lp.", "Adresat"],
            "widths": [20, 100],
            "rows": rows,
            "page": 'Strona {page} z {pages}"}',
            "after": ["Podpis"],
        }
        return client.run(job)

    def test_head_and_number_stand_on_every_page(self):
        drawn = self._draw([[n, f"Młyn {n}"] for n in range(1, 301)])
        texts = pages(drawn.file)
        self.assertEqual(len(texts), drawn.pages)
        self.assertGreater(drawn.pages, 3)
        for number, text in enumerate(texts, 1):
            self.assertIn("Adresat", text)
            self.assertIn(f"Strona {number} z {drawn.pages}", text)
        whole = "\n".join(texts)
        for n in (1, 150, 300):
            self.assertEqual(whole.count(f"Młyn {n}\n"), 1)
        self.assertIn("Podpis", texts[-1])

    def test_names_are_no_markup(self):
        drawn = self._draw([[1, "<b>A</b>\0 & B"]])
        self.assertIn("<b>A</b> & B", pages(drawn.file)[0])

    def test_an_endless_one_is_refused(self):
        with self.assertRaises(client.EngineFailed):
            self._draw([[1, "a"]] * 10_001)


@tagged("post_install", "-at_install")
class TestPostFile(BaseCase):
    SENDER = {
        "name": "Browar pod Grojcem",
        "street": "ul. Leśna 2",
        "zip": "34-300",
        "city": "Żywiec",
        "vat": "PL7071393039",
    }

    def _letter(self, **values):
        return {
            "guid": post_file.guid("db", 1),
            "name": "Młyn Lubelski",
            "name2": "Jan Nowak",
            "street": "ul. Polna 12a/3",
            "zip": "20-001",
            "city": "Lublin",
            "country": "",
            "kind": "registered",
            "priority": True,
            "weight": 20,
            **values,
        }

    def _written(self, *letters):
        collection = {
            "guid": post_file.guid("db", 0),
            "name": "2026-11-26\\1",
            "created": "2026-11-26T12:00:00",
        }
        return post_file.written(self.SENDER, letters, collection)

    def _attributes(self, data):
        root = etree.fromstring(data)
        return {
            (a.get("Typ"), a.get("Nazwa")): a.text for a in root.iterfind(".//Atrybut")
        }

    def test_sender_collection_and_letters(self):
        root = etree.fromstring(self._written(self._letter(), self._letter()))
        self.assertEqual(root.tag, "Nadawca")
        self.assertEqual(root.get("Struktura"), "1.6")
        self.assertEqual((root.get("Ulica"), root.get("Dom")), ("ul. Leśna", "2"))
        self.assertEqual((root.get("Kod"), root.get("NIP")), ("34300", "7071393039"))
        self.assertEqual(root.find("Zbior").get("IloscPrzesylek"), "2")
        self.assertEqual(len(root.findall("Zbior/Przesylka")), 2)

    def test_a_registered_letter_and_an_ordinary_one(self):
        found = self._attributes(self._written(self._letter()))
        self.assertEqual(found["", "Symbol"], "845")
        self.assertEqual(found["", "Uslugi"], "R")
        self.assertEqual(found["", "Kategoria"], "P")
        self.assertEqual(found["Adresat", "Ulica"], "ul. Polna")
        self.assertEqual(found["Adresat", "Dom"], "12a")
        self.assertEqual(found["Adresat", "Lokal"], "3")
        self.assertEqual(found["Adresat", "Kod"], "20001")
        plain = self._letter(kind="ordinary", priority=False)
        found = self._attributes(self._written(plain))
        self.assertEqual(found["", "Symbol"], "840")
        self.assertEqual(found["", "Kategoria"], "E")
        self.assertNotIn(("", "Uslugi"), found)

    def test_abroad_the_code_stays_as_it_is(self):
        foreign = self._letter(
            zip="SW1A 1AA", country="UNITED KINGDOM", street="Mall 1"
        )
        found = self._attributes(self._written(foreign))
        self.assertEqual(found["Adresat", "Kod"], "SW1A 1AA")
        self.assertEqual(found["Adresat", "Kraj"], "UNITED KINGDOM")

    def test_streets(self):
        for street, expected in {
            "ul. Polna 12": ("ul. Polna", "12", ""),
            "ul. Polna 12/3": ("ul. Polna", "12", "3"),
            "Rynek 4 m. 7": ("Rynek", "4", "7"),
            "al. Jana Pawła II 15A lok. 2": ("al. Jana Pawła II", "15A", "2"),
            "Zalesie": ("Zalesie", "", ""),
            "ul. 3 Maja 5-7": ("ul. 3 Maja", "5-7", ""),
            "": ("", "", ""),
            None: ("", "", ""),
        }.items():
            with self.subTest(street=street):
                self.assertEqual(post_file.split_street(street), expected)

    def test_hostile_names(self):
        found = self._attributes(
            self._written(self._letter(name="<x>&\0\x07" + "N" * 300))
        )
        self.assertTrue(found["Adresat", "Nazwa"].startswith("<x>&N"))
        self.assertLessEqual(len(found["Adresat", "Nazwa"]), 60)

    def test_numbers_are_read_back(self):
        data = self._written(self._letter(), self._letter(guid=post_file.guid("db", 2)))
        root = etree.fromstring(data)
        first = root.find("Zbior/Przesylka")
        etree.SubElement(first, "Atrybut", Typ="", Nazwa="NrNadania").text = " 0012 "
        numbers = post_file.read_numbers(etree.tostring(root))
        self.assertEqual(numbers, {post_file.guid("db", 1): "0012"})

    def test_a_file_of_the_post_names_nothing_to_follow(self):
        entity = (
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><Przesylka'
            b' Guid="g"><Atrybut Nazwa="NrNadania">&x;</Atrybut></Przesylka></a>'
        )
        self.assertNotIn("root", str(post_file.read_numbers(entity)))
        laughs = b'<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx">' + b"".join(
            b'<!ENTITY %c "&%c;&%c;&%c;">' % (c, c - 1, c - 1, c - 1)
            for c in range(98, 118)
        )
        with contextlib.suppress(ValueError):
            self.assertEqual(post_file.read_numbers(laughs + b"]><a>&u;</a>"), {})
        for broken in (b"", b"<a", b"\0\0", b"numer;nazwa"):
            with self.assertRaises(ValueError):
                post_file.read_numbers(broken)
