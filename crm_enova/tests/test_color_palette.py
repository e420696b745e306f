import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

STYLES = Path(__file__).parents[1] / "static/src/color_rule"
# What the palette is read on: a striped row, and a dark one under the pointer.
GROUNDS = {"color_rule.scss": "#f2f2f2", "color_rule.dark.scss": "#3c3e4b"}
READABLE = 4.5


@tagged("post_install", "-at_install")
class TestPalette(BaseCase):
    def _luminance(self, color):
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def _contrast(self, first, second):
        """Return the contrast of WCAG 2.2, 1.4.3."""
        low, high = sorted((self._luminance(first), self._luminance(second)))
        return (high + 0.05) / (low + 0.05)

    def test_readable(self):
        for name, ground in GROUNDS.items():
            source = (STYLES / name).read_text()
            colors = dict(re.findall(r"--enova-color-(\d+): (#\w{6})", source))
            entry = re.search(r"--enova-ground: (#\w{6})", source)[1]
            self.assertEqual(len(colors), 11)
            for number, color in colors.items():
                with self.subTest(file=name, color=number):
                    self.assertGreaterEqual(self._contrast(color, ground), READABLE)
                    self.assertGreaterEqual(self._contrast(color, entry), READABLE)
