"""Letters look as a browser prints them: ten texts, compared by their pictures."""

import io
import resource
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

from odoo.tests import BaseCase, tagged

from odoo.addons.crm_enova.models.mailing.letter_engine import content, pages

from .letter_common import PARAGRAPH, draw, geometry, letter

BROWSER = next(
    filter(None, map(shutil.which, ("google-chrome", "chromium", "chromium-browser"))),
    None,
)
DOTS = 50
CELLS = "".join(f"<tr><td>Worek {n} kg</td><td>{n},50 zł</td></tr>" for n in range(6))
BODIES = {
    "paragraphs": PARAGRAPH * 8,
    "headings": f"<h1>Cennik</h1>{PARAGRAPH}<h2>Worki</h2>{PARAGRAPH}<h3>A</h3>b",
    "lists": "<p>Ceny:</p><ul><li>worki</li><li>tektura</li></ul><ol><li>a</li></ol>",
    "table": f"<table><tr><th>Wyrób</th><th>Cena</th></tr>{CELLS}</table>{PARAGRAPH}",
    "styles": "<p><b>Grubo</b> <i>kursywa</i> <u>podkreślenie</u>"
    ' <span style="font-size:16pt">duże</span> <small>małe</small></p>' + PARAGRAPH,
    "alignment": '<p style="text-align:center">środek</p>'
    '<p style="text-align:right">prawo</p>' + PARAGRAPH,
    "breaks": "<p>ul. Polna 1<br>20-001 Lublin<br><br>Polska</p>" + PARAGRAPH,
    "long word": f"<p>{'x' * 300}</p>{PARAGRAPH}",
    "indent": f'<div style="margin-left:20mm">{PARAGRAPH * 3}</div>' + PARAGRAPH,
    "colours": '<p style="background:#ddd;padding:3mm">Tło</p>'
    '<p style="color:#a00">Czerwony</p><hr>' + PARAGRAPH,
}


def _lift_memory_limit():
    """Let the browser reserve the addresses it wants, as tests with a page do.

    The ERP limits the memory of the process that its tests run in.
    """
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


@tagged("post_install", "-at_install")
@unittest.skipUnless(BROWSER and shutil.which("pdftoppm"), "no browser to compare with")
class TestLook(BaseCase):
    """The engine and the browser get the same HTML."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plain = {"address": [], "sender": "", "info": [], "closing": ""}
        letters = [
            letter(n, subject="Nowe ceny", body=body, **plain)
            for n, body in enumerate(BODIES.values())
        ]
        cls.ours = cls._pictures(draw(*letters).file)
        cls.theirs = cls._pictures(cls._printed(letters))

    @classmethod
    def _printed(cls, letters):
        """Return what the browser prints of them, one on each page."""
        style = pages.text_style(geometry()) + "".join(
            rules for _mark, rules in pages.FURTHER_STYLES
        )
        sections = []
        for text in letters:
            element, _missing = content.cleaned(text["body"], content.Pictures({}))
            page = pages.text_page(text, pages.divided(element), "", "", "")
            body = page.partition("<body>")[2].partition("</body>")[0]
            sections.append(f'<section style="break-after:page">{body}</section>')
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "a.html", Path(folder) / "a.pdf"
            source.write_text(
                "<!DOCTYPE html><html><head><meta charset='utf-8'>"
                f"<style>{style}</style></head>"
                f"<body>{''.join(sections)}</body></html>"
            )
            subprocess.run(
                [
                    BROWSER,
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-pdf-header-footer",
                    f"--user-data-dir={folder}/profile",
                    f"--print-to-pdf={target}",
                    source.as_uri(),
                ],
                check=True,
                capture_output=True,
                timeout=120,
                preexec_fn=_lift_memory_limit,
            )
            return target.read_bytes()

    @classmethod
    def _pictures(cls, data):
        """Return the pages of a file as pictures."""
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "a.pdf"
            source.write_bytes(data)
            command = ["pdftoppm", "-r", str(DOTS), "-gray", source, f"{folder}/p"]
            subprocess.run(command, check=True, capture_output=True)
            found = sorted(Path(folder).glob("p*.pgm"))
            return [Image.open(io.BytesIO(path.read_bytes())) for path in found]

    def _lines(self, picture):
        """Return the rows of points in which a line of text begins."""
        width, height = picture.size
        rows = picture.resize((1, height), Image.Resampling.BOX).getdata()
        inked = [value < 254 for value in rows]
        return [n for n in range(1, height) if inked[n] and not inked[n - 1]]

    def test_each_text_is_one_page(self):
        self.assertEqual(len(self.ours), len(BODIES))
        self.assertGreaterEqual(len(self.theirs), len(BODIES))

    def test_lines_begin_where_the_browser_begins_them(self):
        for name, ours, theirs in zip(BODIES, self.ours, self.theirs, strict=False):
            mine, browsers = self._lines(ours), self._lines(theirs)
            with self.subTest(body=name):
                self.assertEqual(len(mine), len(browsers))
                for row, expected in zip(mine, browsers, strict=True):
                    # two points are a millimetre
                    self.assertAlmostEqual(row, expected, delta=3)

    def test_the_pictures_are_alike(self):
        for name, ours, theirs in zip(BODIES, self.ours, self.theirs, strict=False):
            size = (ours.width // 4, ours.height // 4)
            mine, browsers = (
                picture.filter(ImageFilter.GaussianBlur(3)).resize(size)
                for picture in (ours, theirs)
            )
            difference = ImageStat.Stat(ImageChops.difference(mine, browsers))
            empty = Image.new("L", size, 255)
            ink = ImageStat.Stat(ImageChops.difference(mine, empty))
            with self.subTest(body=name):
                self.assertLess(difference.mean[0], ink.mean[0] * 0.25)
