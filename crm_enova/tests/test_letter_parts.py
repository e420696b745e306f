"""The parts of the engine, each by itself."""

import io
from unittest.mock import patch

from lxml import html
from PIL import Image

from odoo.tests import BaseCase, tagged

from odoo.addons.crm_enova.models.mailing.letter_engine import (
    client,
    content,
    joining,
    messages,
    pages,
    places,
)
from odoo.addons.crm_enova.models.mailing.letter_engine.geometry import (
    PRESETS,
    Geometry,
    family,
)

from .letter_common import PARAGRAPH, draw, geometry, letter, lines
from .letter_common import pages as texts_of


def picture(size=(10, 10), kind="PNG"):
    """Return the bytes of a picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind)
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestMessages(BaseCase):
    def test_what_is_packed_is_unpacked(self):
        document = {"text": "Zażółć \u0000 gęślą", "number": [1, None, 2.5]}
        blobs = [b"", b"\0\xff" * 10, b"x" * 100_000]
        stream = io.BytesIO(b"".join(messages.pack(document, blobs)))
        self.assertEqual(messages.unpack(stream), (document, blobs))
        self.assertEqual(stream.read(), b"")

    def test_a_message_that_ends_early(self):
        whole = b"".join(messages.pack({"a": 1}, [b"abc"]))
        for length in (0, 4, 8, 12, len(whole) - 1):
            with self.subTest(length=length):
                with self.assertRaises(ValueError):
                    messages.unpack(io.BytesIO(whole[:length]))

    def test_a_message_out_of_measure(self):
        for length in (2**63 - 1, 2**31 + 1):
            with self.assertRaises(ValueError):
                messages.unpack(io.BytesIO(messages.LENGTH.pack(length) + b"x"))


@tagged("post_install", "-at_install")
class TestPictures(BaseCase):
    def test_each_is_looked_at_once(self):
        pictures = content.Pictures({"a": picture(), "b": b"none"})
        with patch.object(content, "_reduced", wraps=content._reduced) as reduced:
            names = {pictures.prepare("a") for _turn in range(5)}
            self.assertEqual([pictures.prepare("b") for _turn in range(5)], [None] * 5)
        self.assertEqual(reduced.call_count, 2)
        self.assertEqual(len(names), 1)
        data, kind = pictures.find(names.pop())
        self.assertEqual((data, kind), (picture(), "image/png"))
        self.assertIsNone(pictures.find("letter:99"))
        self.assertIsNone(pictures.prepare("file:///etc/passwd"))

    def test_kinds(self):
        for kind, mime in {
            "PNG": "image/png",
            "JPEG": "image/jpeg",
            "GIF": "image/gif",
            # what the engine may not know becomes what it knows
            "BMP": "image/png",
        }.items():
            pictures = content.Pictures({"a": picture(kind=kind)})
            with self.subTest(kind=kind):
                self.assertEqual(pictures.find(pictures.prepare("a"))[1], mime)

    def test_large_ones_become_smaller(self):
        pictures = content.Pictures({"a": picture((4000, 100), "JPEG")})
        data, kind = pictures.find(pictures.prepare("a"))
        self.assertEqual(kind, "image/jpeg")
        self.assertEqual(Image.open(io.BytesIO(data)).size, (1700, 43))


@tagged("post_install", "-at_install")
class TestCleaning(BaseCase):
    def _cleaned(self, text):
        return content.markup(content.cleaned(text, content.Pictures({}))[0])

    def test_widths(self):
        for width, expected in {
            "width:100px": "width:100px",
            "width:900px": "width:100%",
            "width:20cm": "width:100%",
            "width:50%": "width:50%",
            "WIDTH : 90em": "width:100%",
            "min-width:10px": "",
            "max-width:9000px": "max-width:9000px",
            "width:1e9px": "width:100%",
            "width:12.5em": "width:12.5em",
            "width:..px": "width:..px",
        }.items():
            with self.subTest(width=width):
                self.assertEqual(content._narrowed(width), expected)

    def test_plain_text_and_nothing(self):
        self.assertEqual(self._cleaned(""), "<div></div>")
        self.assertEqual(self._cleaned("a &lt;b&gt; ż"), "<div>a &lt;b&gt; ż</div>")

    def test_what_is_unwrapped_keeps_its_text(self):
        found = self._cleaned("<form><button>a</button></form><embed src=x>b")
        self.assertEqual(html.fromstring(found).text_content(), "ab")
        self.assertNotIn("embed", found)


@tagged("post_install", "-at_install")
class TestParagraphs(BaseCase):
    def _divided(self, text):
        return pages.divided(content.cleaned(text, content.Pictures({}))[0])

    def test_the_last_paragraph_goes_with_the_signature(self):
        text, last = self._divided("<p>a</p><p>b</p>")
        self.assertIn("a", text)
        self.assertNotIn("b", text)
        self.assertIn("b", last)

    def test_empty_ones_at_the_end_are_dropped(self):
        _text, last = self._divided("<p>a</p><p>b</p><p><br></p><p> </p>")
        self.assertIn("b", last)

    def test_a_block_that_holds_all_is_looked_into(self):
        text, last = self._divided("<div><p>a</p><p>b</p></div>")
        self.assertIn("a", text)
        self.assertIn("b", last)

    def test_what_is_long_stays_where_it_is(self):
        text, last = self._divided(f"<p>a</p><p>{'b ' * 2000}</p>")
        self.assertEqual(last, "")
        self.assertIn("b b", text)
        # text that is in no element, too
        self.assertEqual(self._divided("<p>a</p>b")[1], "")

    def test_short_ones_are_kept_whole(self):
        text, _last = self._divided(f"<p class='x'>a</p><p>{'b ' * 400}</p><p>c</p>")
        self.assertIn('class="letter-kept x"', text)
        self.assertEqual(text.count("letter-kept"), 1)

    def test_a_style_comes_with_what_needs_it(self):
        plain = pages.annex_page("<p>a</p>", "")
        table = pages.annex_page("<table></table>", "")
        self.assertNotIn("border-collapse", plain)
        self.assertIn("border-collapse", table)


@tagged("post_install", "-at_install")
class TestMeasures(BaseCase):
    def test_presets_know_the_same_measures(self):
        names = {frozenset(preset) for preset in PRESETS.values()}
        self.assertEqual(len(names), 1)
        self.assertLessEqual(names.pop(), set(Geometry().asdict()))

    def test_what_is_unknown_is_left_out(self):
        shape = Geometry.of({"text_top": 120, "colour": "red"})
        self.assertEqual((shape.text_top, shape.text_width), (120, 165))

    def test_fonts(self):
        self.assertEqual(family("DejaVu Sans"), "'DejaVu Sans'")
        self.assertEqual(family("Lato"), "'Lato',sans-serif")

    def test_rows_of_an_address(self):
        for line, columns, rows in (
            ("Młyn", 30, 1),
            ("Młyn " * 12, 30, 2),
            ("x" * 200, 30, 5),
            ("W" * 60, 30, 3),
        ):
            with self.subTest(line=line[:10]):
                self.assertEqual(places._rows(line, columns), rows)

    def test_marks_are_where_to_fold(self):
        page = places.marks_page(geometry("dl_left"))
        self.assertEqual(page.count("position:absolute"), 2)
        self.assertIn("top:99.00mm", page)
        self.assertEqual(places.marks_page(geometry("din_b")).count("top:"), 3)


@tagged("post_install", "-at_install")
class TestJoining(BaseCase):
    def test_references_get_new_numbers_and_strings_stay(self):
        text = b"<< /A 3 0 R /B [4 0 R 5 0 R] /C (see 6 0 R \\) 7 0 R) /D 1.5 0 R >>"
        self.assertEqual(
            joining._shifted(text, 10),
            b"<< /A 13 0 R /B [14 0 R 15 0 R] /C (see 6 0 R \\) 7 0 R) /D 1.5 0 R >>",
        )

    def test_a_file_that_is_none_is_left_to_the_library(self):
        with self.assertRaises(joining.ForeignFile):
            joining._Source(b"%PDF-1.4\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF")

    def test_joined_twice(self):
        """A joined file has another table, and can be joined again."""
        one = joining.joined([draw(letter(n)).file for n in (1, 2)])
        two = joining.joined([one, draw(letter(3)).file])
        texts = texts_of(two)
        self.assertEqual(len(texts), 3)
        for number, text in enumerate(texts, 1):
            self.assertIn(f"Nowe ceny {number}\n", text)

    def test_fonts_of_each_stay_its_own(self):
        """Letters that only one of them has are drawn by its own font."""
        files = [
            draw(letter(n, body=f"<p>{word}</p>{PARAGRAPH}")).file
            for n, word in enumerate(("Ωμέγα", "Щука", "Čeština"))
        ]
        texts = texts_of(joining.joined(files))
        for text, word in zip(texts, ("Ωμέγα", "Щука", "Čeština"), strict=True):
            self.assertIn(word, text)
        found = [row[0] for row in lines(joining.joined(files), 1)]
        self.assertIn("Щука", found)


@tagged("post_install", "-at_install")
class TestClient(BaseCase):
    def test_the_letter_in_hand(self):
        self.assertEqual(client._last(b"0\n1\n2\n"), 2)
        for told in (b"", b"noise", b"\xff\xfe"):
            self.assertIsNone(client._last(told))

    def test_no_more_workers_than_processors(self):
        for processors, expected in ((1, 1), (2, 2), (64, 4), (None, 1)):
            with patch.object(client.os, "cpu_count", return_value=processors):
                self.assertEqual(client.default_workers(), expected)

    def test_one_file_is_not_joined(self):
        self.assertEqual(client.join([b"x"]), b"x")

    def test_a_job_that_takes_too_long_is_ended(self):
        job = {"kind": "table", "title": "a", "head": ["a"], "widths": [9]}
        rows = [["x" * 200] * 1 for _row in range(10_000)]
        with self.assertRaises(client.EngineFailed) as caught:
            client.run({**job, "rows": rows}, seconds=0.05)
        self.assertEqual(caught.exception.args[1], "time")
