"""What a letter, an enclosure or a name may do to the engine, and may not."""

import base64
import io
import struct
import zlib
from unittest.mock import patch

from PIL import Image

from odoo.tests import BaseCase, tagged

from odoo.addons.crm_enova.models.mailing.letter_engine import client, content

from .letter_common import PARAGRAPH, blank_pdf, draw, job, letter, pages

SECRET = "file:///etc/passwd"


def data_url(picture):
    """Return a picture as part of a text."""
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def bomb(width, height):
    """Return a PNG file of so many points that hardly takes a byte."""

    def chunk(kind, data):
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width // 8 + 1) * height))
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@tagged("post_install", "-at_install")
class TestRefusedLetters(BaseCase):
    """Each is an error of that addressee; the letters around it are drawn."""

    def _refused(self, reason, **values):
        drawn = draw(letter(1), letter(2, **values), letter(3))
        errors = {row["key"]: row["error"] for row in drawn.errors}
        self.assertEqual(errors, {2: reason})
        texts = pages(drawn.file)
        self.assertEqual(len(texts), 2)
        self.assertIn("Nowe ceny 1\n", texts[0])
        self.assertIn("Nowe ceny 3\n", texts[1])
        return drawn.errors[0]

    def test_deeply_nested_elements(self):
        for tag in ("div", "b", "ul><li"):
            with self.subTest(tag=tag):
                self._refused("deep", body=f"<{tag}>" * 100_000 + "x")
        self._refused("deep", body="<div>" * 501 + "x")
        self.assertFalse(draw(letter(1, body="<div>" * 450 + "x")).errors)

    def test_deeply_nested_tables(self):
        table = "<table><tr><td>"
        self._refused("tables", body=table * 13 + "x")
        self.assertFalse(draw(letter(1, body=table * 12 + "x")).errors)
        # many that lie beside each other are none of these
        beside = "<table><tr><td>x</td></tr></table>" * 40
        self.assertFalse(draw(letter(1, body=beside)).errors)

    def test_pictures_of_too_many_points(self):
        picture = bomb(20_000, 20_000)
        self.assertLess(len(picture), 60_000)
        failed = self._refused("pixels", body=f'<img src="{data_url(picture)}">')
        self.assertEqual(failed["detail"], 400)
        drawn = draw(
            letter(1, body='<img src="big">'), blobs=[picture], pictures={"big": 0}
        )
        self.assertEqual(drawn.errors[0]["error"], "pixels")

    def test_a_nul_anywhere(self):
        self._refused("nul", body="a\0b")
        self._refused("nul", address=["Mł\0yn", "ul. Polna 1"])
        self._refused("nul", subject="a\0b")
        self._refused("nul", info=[["a", "\0"]])

    def test_too_many_pages(self):
        failed = self._refused("long", body="<p>x</p>" * 6000)
        self.assertGreater(failed["detail"], 100)
        self._refused("long", body='<div style="height:1e8px">x</div>' + PARAGRAPH)
        self._refused("long", body='<div style="height:90000mm">x</div>' + PARAGRAPH)
        # one of twenty pages is a letter
        drawn = draw(letter(1, body=PARAGRAPH * 380))
        self.assertFalse(drawn.errors)
        self.assertGreaterEqual(drawn.letters[0]["count"], 20)

    def test_what_is_wider_than_the_page(self):
        for style in (
            "margin-left:3000px",
            "text-indent:4000px",
            "font-size:4000px",
            "padding-left:2000mm",
        ):
            with self.subTest(style=style):
                self._refused("wide", body=f'<p style="{style}">Tekst</p><p>a</p>')

    def test_an_enclosure_that_is_broken(self):
        files = [blank_pdf(1), b"no PDF at all"]
        letters = [letter(1, enclosures=[0]), letter(2, enclosures=[1]), letter(3)]
        drawn = draw(*letters, blobs=files)
        self.assertEqual([row["key"] for row in drawn.errors], [2])
        self.assertEqual(drawn.errors[0]["error"], "enclosure")
        self.assertEqual(len(pages(drawn.file)), 3)

    def test_a_text_of_megabytes(self):
        text = f'<img src="{"x" * (21 * 1024 * 1024)}">'
        self._refused("large", body=text)


@tagged("post_install", "-at_install")
class TestNothingLeavesTheLetter(BaseCase):
    def test_no_file_and_no_address_is_fetched(self):
        body = (
            f'<img src="{SECRET}"><img src="http://127.0.0.1:1/x.png">'
            f'<img src="letter:9"><iframe src="{SECRET}"></iframe>'
            f'<object data="{SECRET}"></object><embed src="{SECRET}">'
            f"<link rel=stylesheet href='{SECRET}'><style>@import '{SECRET}';"
            f"@font-face{{font-family:f;src:url({SECRET})}}p{{font-family:f}}</style>"
            f'<svg><image href="{SECRET}"/></svg><script>document.write(1)</script>'
            f'<p style="background:url({SECRET});position:fixed;top:0">Zwykły</p>'
        )
        drawn = draw(letter(1, body=body))
        self.assertFalse(drawn.errors)
        text = pages(drawn.file)[0]
        self.assertIn("Zwykły", text)
        for word in ("root:", "document.write", "import", "font-face"):
            self.assertNotIn(word, text)
            self.assertNotIn(word.encode(), drawn.file)
        missing = drawn.letters[0]["missing"]
        self.assertEqual(missing[:2], [SECRET, "http://127.0.0.1:1/x.png"])

    def test_what_is_left_of_a_hostile_text(self):
        text = (
            '<p onclick="x()" style="color:red;background:url(a);width:9999px">a'
            '<a href="javascript:x()">b</a><a href="https://a.pl">c</a><!-- d -->'
            "<script>e</script>f</p>"
        )
        root, missing = content.cleaned(text, content.Pictures({}))
        html = content.markup(root)
        self.assertEqual(missing, [])
        self.assertIn("color:red", html)
        self.assertIn('href="https://a.pl"', html)
        # what follows an element that is dropped stays
        self.assertIn("f</p>", html)
        for part in ("onclick", "url(", "9999", "javascript", "<!--", "script"):
            self.assertNotIn(part, html)

    def test_expressions_are_text(self):
        words = "{{ object.name }} ${x} <t t-out='1+1'>c</t> %(a)s {page}"
        drawn = draw(letter(1, body=f"<p>{words}</p>", address=[words, "ul. Polna"]))
        text = pages(drawn.file)[0]
        self.assertIn("{{ object.name }} ${x}", text)
        # in the field of the address it is broken somewhere
        self.assertIn("<tt-out='1+1'>c</t>", "".join(text.split()))

    def test_names_are_no_markup(self):
        name = "<script>alert(1)</script><img src=x> & Synowie"
        drawn = draw(letter(1, address=[name, "ul. Polna 1"], subject=name))
        self.assertFalse(drawn.errors)
        self.assertEqual(drawn.letters[0]["missing"], [])
        self.assertIn("& Synowie", pages(drawn.file)[0])

    def test_large_photographs_are_made_smaller_once(self):
        noise = io.BytesIO()
        Image.effect_noise((4000, 3000), 120).convert("RGB").save(noise, "PNG")
        picture = noise.getvalue()
        self.assertGreater(len(picture), 10_000_000)
        letters = [letter(n, body='<img src="photo">' + PARAGRAPH) for n in range(4)]
        drawn = draw(*letters, blobs=[picture], pictures={"photo": 0})
        self.assertFalse(drawn.errors)
        self.assertLess(len(drawn.file), len(picture))

    def test_a_picture_that_is_none(self):
        drawn = draw(
            letter(1, body='<img src="a"><img src="data:image/png;base64,!!">x'),
            blobs=[b"<svg onload=x>"],
            pictures={"a": 0},
        )
        self.assertFalse(drawn.errors)
        self.assertEqual(len(drawn.letters[0]["missing"]), 2)


@tagged("post_install", "-at_install")
class TestCulprits(BaseCase):
    """Laying out one word of a million letters takes minutes, inside the engine."""

    ENDLESS = "<p>" + "x" * 1_500_000 + "</p>"

    def test_a_letter_that_takes_too_long_is_left_out(self):
        letters = [letter(n) for n in range(6)]
        letters[3]["body"] = self.ENDLESS
        drawn = draw(*letters, seconds=1)
        self.assertEqual(
            [(e["key"], e["error"]) for e in drawn.errors], [(3, "killed")]
        )
        texts = pages(drawn.file)
        self.assertEqual(len(texts), 5)
        self.assertIn("Nowe ceny 5\n", texts[4])
        self.assertEqual(drawn.taken, 6)

    def test_memory_has_an_end(self):
        hungry = '<p style="letter-spacing:1px">' + "x " * 8_000_000 + "</p>"
        drawn = draw(letter(1), letter(2, body=hungry), megabytes=300)
        self.assertEqual([e["key"] for e in drawn.errors], [2])
        self.assertEqual(len(pages(drawn.file)), 1)

    def test_a_text_that_kills_every_letter_is_told_after_a_few(self):
        letters = [letter(n, body=self.ENDLESS) for n in range(8)]
        with self.assertRaises(client.TooManyCulprits):
            draw(*letters, seconds=1)

    def test_a_death_of_no_letters_making_is_no_letters_error(self):
        """A worker that is ended from outside: each letter alone can be drawn."""
        real = client.run
        calls = []

        def dying(job, *args, **kwargs):
            calls.append(len(job["letters"]))
            if len(job["letters"]) > 1:
                raise client.EngineFailed(0, -9)
            return real(job, *args, **kwargs)

        with patch.object(client, "run", dying):
            with self.assertRaises(client.EngineFailed):
                client.draw(job([letter(1), letter(2)]))
        self.assertEqual(calls, [2, 1, 1])

    def test_a_worker_says_nothing_that_becomes_code(self):
        for output in (b"", b"cos\nsystem\n", b"\0" * 8, b"\xff" * 40):
            with self.subTest(output=output):
                with self.assertRaises(client.EngineFailed):
                    client._outcome(output)
