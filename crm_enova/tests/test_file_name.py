from odoo.tests import BaseCase, tagged

from ..models.archive.file_name import LONGEST, clean_name, unique_names
from .file_common import FileCase


@tagged("post_install", "-at_install")
class TestFileName(BaseCase):
    def test_paths_and_control_characters(self):
        cases = {
            "umowa.pdf": "umowa.pdf",
            "Zażółć gęślą.docx": "Zażółć gęślą.docx",
            "../../etc/passwd": "passwd",
            "C:\\Users\\Jan\\umowa.doc": "umowa.doc",
            "/": "file",
            "..": "file",
            "": "file",
            None: "file",
            "a\x00b\r\nSet-Cookie: x.txt": "abSet-Cookie: x.txt",
            # shown from right to left it would end in .pdf
            "faktura\u202efdp.exe": "fakturafdp.exe",
            "\ufeffbom.txt": "bom.txt",
            "  spacje .txt": "spacje .txt",
            "folder/": "folder",
        }
        for name, cleaned in cases.items():
            with self.subTest(name=name):
                self.assertEqual(clean_name(name), cleaned)

    def test_long_names_keep_their_ending(self):
        for letter in ("a", "ż", "漢", "😀"):
            with self.subTest(letter=letter):
                name = clean_name(letter * 400 + ".pdf")
                self.assertLessEqual(len(name.encode()), LONGEST)
                self.assertTrue(name.startswith(letter * 40))
                self.assertTrue(name.endswith(".pdf"))
        self.assertEqual(clean_name(clean_name("x" * 400)), clean_name("x" * 400))

    def test_no_two_are_the_same(self):
        names = ["a.pdf", "A.pdf", "x/a.pdf", "b", "b", "a (2).pdf"]
        found = unique_names(names)
        self.assertEqual(len({name.lower() for name in found}), len(names))
        self.assertEqual(found[:3], ["a.pdf", "A (2).pdf", "a (3).pdf"])


@tagged("post_install", "-at_install")
class TestStoredName(FileCase):
    """Names are cleaned when they are stored, on records that are the CRM's."""

    def test_created_and_renamed(self):
        file = self._file(self.contractor, name="../../etc/pass\x07wd")
        self.assertEqual(file.name, "passwd")
        file.name = "..\\x.txt"
        self.assertEqual(file.name, "x.txt")

    def test_others_are_left_alone(self):
        file = self._file(self.company, name="assets/web.js")
        self.assertEqual(file.name, "assets/web.js")

    def test_values_of_the_caller_are_not_changed(self):
        vals = {"name": "a/b", "raw": b"x", "res_model": "res.partner", "res_id": 1}
        given = dict(vals)
        self.env["ir.attachment"].create([vals])
        self.assertEqual(vals["name"], given["name"])
