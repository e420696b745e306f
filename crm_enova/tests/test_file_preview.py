from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .file_common import HTML, SVG, FileCase, pdf, picture

MAIL = (
    "From: Jan =?utf-8?q?=C5=BB=C3=B3=C5=82w?= <jan@example.com>\r\n"
    "To: biuro@example.com\r\nSubject: Zamowienie\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    "<p>Prosze o <b>drozdze</b></p><script>alert(1)</script>\r\n"
    "--b\r\nContent-Type: text/plain\r\n"
    'Content-Disposition: attachment; filename="a.txt"\r\n\r\nx\r\n--b--\r\n'
)


@tagged("post_install", "-at_install")
class TestFilePreview(FileCase):
    def _preview(self, name, raw, **values):
        file = self._file(self.contractor, name, raw, **values)
        files = self.env["ir.attachment"].with_user(self.user_own)
        return files.enova_preview(file.id)

    def test_kinds(self):
        for name, raw, kind in (
            ("x.png", picture("PNG", (9, 9)), "image"),
            ("x.pdf", pdf("Tresc"), "pdf"),
            ("x.txt", b"Tresc", "text"),
            ("x.zip", b"PK\x05\x06" + b"\x00" * 18, ""),
            ("x.exe", b"MZ\x00\x01", ""),
        ):
            with self.subTest(name=name):
                self.assertEqual(self._preview(name, raw)["kind"], kind)

    def test_what_browsers_run_is_never_shown_as_it_is(self):
        for name, kind, raw in (
            ("x.svg", "image/svg+xml", SVG),
            ("x.html", "text/html", HTML),
        ):
            with self.subTest(name=name):
                shown = self._preview(name, raw, mimetype=kind)
                self.assertNotEqual(shown["kind"], "image")

    def test_mail(self):
        shown = self._preview("x.eml", MAIL.encode(), mimetype="message/rfc822")
        self.assertEqual(shown["kind"], "text")
        for text in ("Jan Żółw", "Zamowienie", "drozdze", "a.txt"):
            self.assertIn(text, shown["text"])
        self.assertNotIn("<script>", shown["text"])

    def test_broken_mail(self):
        for raw in (
            b"",
            b"\xff\xfe",
            b"Content-Type: text/plain; charset=x\r\n\r\n\xb1",
        ):
            with self.subTest(raw=raw):
                shown = self._preview("x.eml", raw, mimetype="message/rfc822")
                self.assertEqual(shown["kind"], "text")

    def test_long_text_is_cut(self):
        self.assertLess(len(self._preview("x.txt", b"a" * 200_000)["text"]), 60_000)

    def test_called_by_the_web_client(self):
        """With the id as its only argument, as for a method of the model."""
        file = self._file(self.contractor, "x.txt", b"Tresc")
        files = self.env["ir.attachment"].with_user(self.user_own)
        shown = call_kw(files, "enova_preview", [file.id], {})
        self.assertEqual(shown["text"], "Tresc")
        again = self._file(self.contractor, "y.txt", b"Tresc")
        [told] = call_kw(files, "enova_same_files", [[again.id]], {})
        self.assertEqual(told["name"], "y.txt")

    def test_odd_ids(self):
        files = self.env["ir.attachment"].with_user(self.user_own)
        self.assertEqual(files.enova_preview(99_999_999)["kind"], "")
        for odd in (None, "x", -1, [1]):
            with self.subTest(odd=odd), self.assertRaises(UserError):
                files.enova_preview(odd)
