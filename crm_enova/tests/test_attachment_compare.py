import time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.archive.ir_attachment_compare import MOST_LINES

from .file_common import FileCase, pdf, picture

LINES = [f"§ {number}" for number in range(1, 21)]


@tagged("post_install", "-at_install")
class TestCompare(FileCase):
    """What differs between an earlier version and the one that counts."""

    def _versions(self, former, latter, name="umowa.txt"):
        """Return an earlier version, which another file has replaced."""
        file = self._file(self.order, name, former)
        entry = self._entry(attachment_id=file.id)
        place = {"res_model": "enova.attachment.replace", "res_id": 0}
        files = self.env["ir.attachment"].with_user(self.user_trader)
        later = files.create({"name": f"nowa {name}", "raw": latter, **place})
        entry.with_user(self.user_trader)._replace(later)
        self.env.invalidate_all()
        return file

    def _compare(self, former, latter, name="umowa.txt"):
        file = self._versions(former, latter, name).with_user(self.user_trader)
        return file.action_enova_compare()["params"]

    def _lines(self, former, latter):
        shown = self._compare("\n".join(former).encode(), "\n".join(latter).encode())
        return [(line["kind"], line["text"]) for line in shown["lines"]]

    def test_which_is_which(self):
        shown = self._compare(b"Umowa", b"Umowa najmu")
        former, latter = shown["files"]
        self.assertEqual(
            (former["name"], latter["name"]), ("umowa.txt", "nowa umowa.txt")
        )
        self.assertEqual(latter["author"], self.user_trader.name)
        self.assertTrue(former["size"] and former["date"])

    def test_a_line_changed_with_those_around_it(self):
        changed = [*LINES[:9], "§ 10 a", *LINES[10:]]
        self.assertEqual(
            self._lines(LINES, changed),
            [
                *(("same", line) for line in LINES[6:9]),
                ("gone", "§ 10"),
                ("new", "§ 10 a"),
                *(("same", line) for line in LINES[10:13]),
            ],
        )

    def test_what_is_far_apart_is_not_shown_in_between(self):
        found = self._lines(LINES, [*LINES[1:-1], "Aneks"])
        kinds = [kind for kind, _text in found]
        self.assertEqual(kinds.count("skipped"), 1)
        self.assertEqual(found[0], ("gone", "§ 1"))
        self.assertEqual(found[-1], ("new", "Aneks"))
        self.assertNotIn(("same", LINES[10]), found)

    def test_the_words_that_differ(self):
        shown = self._compare(
            b"Valid until 31 December 2026 for all\nPrice 10\nPlace",
            b"Valid until 31 March 2027 for all\nSomething else is here\nPlace",
        )
        gone, other_gone, new, other_new = shown["lines"][:4]
        same = (("Valid until 31 ", False), (" for all", False))
        for line, words in ((gone, "December 2026"), (new, "March 2027")):
            self.assertEqual(line["words"], [same[0], (words, True), same[1]])
            self.assertEqual("".join(word for word, _ in line["words"]), line["text"])
        for line in (other_gone, other_new):
            self.assertNotIn("words", line, "another line in its place")

    def test_blank_lines_say_nothing(self):
        self.assertEqual(self._lines(["A", "", "B"], ["A", " ", "", "B"]), [])
        found = self._lines([*LINES[:3], "", "C"], [*LINES[:3], "", "", "D"])
        self.assertEqual(found[0], ("same", LINES[0]))
        self.assertEqual(found[3:], [("gone", "C"), ("new", "D")])

    def test_the_same(self):
        self.assertEqual(self._lines(LINES, LINES), [])
        self.assertEqual(
            self._lines(["Cena 10 "], ["Cena 10"]), [], "blanks at the end"
        )

    def test_without_a_text_they_stand_side_by_side(self):
        red, blue = (picture("PNG", (20, 20), color) for color in ("red", "blue"))
        self.assertIsNone(self._compare(red, blue, "plan.png")["lines"])
        self.assertIsNone(self._compare(red, b"Umowa", "plan.png")["lines"])

    def test_text_of_a_pdf_file(self):
        """As far as the ERP reads those; else they stand side by side."""
        file = self._versions(pdf("Price 10"), pdf("Price 12"), "cennik.pdf")
        latter = self.env[file.res_model].browse(file.res_id).attachment_id
        for number, version in ((10, file), (12, latter)):
            version.index_content = f"Price {number}"
        shown = file.with_user(self.user_trader).action_enova_compare()["params"]
        texts = [(line["kind"], line["text"]) for line in shown["lines"]]
        self.assertEqual(texts, [("gone", "Price 10"), ("new", "Price 12")])

    def test_of_long_files_the_beginning_in_no_long_time(self):
        former = "\n".join(["x"] * 3 * MOST_LINES).encode()
        latter = "\n".join(["x", "y"] * MOST_LINES).encode()
        begin = time.monotonic()
        shown = self._compare(former, latter)
        self.assertLess(time.monotonic() - begin, 10)
        self.assertTrue(shown["is_cut"])
        self.assertLessEqual(len(shown["lines"]), 3 * MOST_LINES)

    def test_only_a_version_is_compared(self):
        file = self._file(self.order, "inna.txt", b"Inna").with_user(self.user_trader)
        with self.assertRaises(UserError):
            file.action_enova_compare()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_rights(self):
        """Whoever may not read the record compares none of its files."""
        file = self._versions(b"Umowa", b"Umowa najmu")
        for user in (self.user_own, self.user_portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                file.with_user(user).action_enova_compare()
