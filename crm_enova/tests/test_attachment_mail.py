import json
import time
from email.message import EmailMessage

from odoo.tests import tagged

from .file_common import FileCase

MIXED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
PLAIN = b"--b\r\nContent-Type: text/plain\r\n\r\nUmowa\r\n"
NAMED = b"--b\r\nContent-Disposition: attachment; filename%s\r\n\r\nx\r\n"
HTML = b"Content-Type: text/html\r\n\r\n"


def _in(alphabet, text=b"Umowa"):
    return b"Content-Type: text/plain; charset=" + alphabet + b"\r\n\r\n" + text


# What is made by hand, by old programs or out of malice: what it is, and its bytes.
ODD = {
    "nothing": b"",
    "no address": b'From: "\r\nTo: (\r\nCc: [\r\n\r\nUmowa',
    "half an address": b"From: a@\r\nTo: <@\r\nCc: <\r\n\r\nUmowa",
    "a group of nobody": b"From: a:;\r\nTo: a: b\r\n\r\nUmowa",
    "a line in an address": b"From: =?utf-8?q?=0d=0aBcc:_x?= <a@b>\r\n\r\nUmowa",
    "brackets in brackets": b"From: " + b"(" * 5000 + b"\r\n\r\nUmowa",
    "a zone of no place": b"Date: 1 Jan 2020 00:00:00 +99999999999999\r\n\r\nUmowa",
    "a year of no calendar": b"Date: 1 Jan " + b"9" * 30 + b" 00:00:00\r\n\r\nUmowa",
    "half a letter in subject": b"Subject: =?unicode_escape?q?=5cud800?=\r\n\r\nUmowa",
    "half a letter in a name": b"To: =?utf-7?q?+2AA-?= <a@b.pl>\r\n\r\nUmowa",
    "half a letter in a file": MIXED + PLAIN + NAMED % b"*=unicode_escape''%5cud800",
    "an odd letter in a file": MIXED + PLAIN + NAMED % b"*=utf-16''%00%d8",
    "half a letter": _in(b"utf-7", b"Umowa +2AA-"),
    "escapes": _in(b"unicode_escape", b"Umowa \\ud800"),
    "an alphabet of no name": _in(b'"a\0b"'),
    "no alphabet": _in(b"hex", b"Umowa \xff"),
    "a comment": HTML + b"<!-- Umowa -->",
    "a document of nothing": HTML + b"<!DOCTYPE html>",
    "an end alone": HTML + b"</body>",
    "an alphabet named twice": HTML + b"<?xml version='1.0' encoding='utf-8'?><p>Umowa",
    "e-mails in e-mails": b"Content-Type: message/rfc822\r\n\r\n" * 2000 + b"\r\nUmowa",
    "parts in parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (i, i)
        for i in range(3000)
    ),
    "many words": b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\nUmowa",
    "many people": b"To: " + b"a@b.pl, " * 20_000 + b"\r\n\r\nUmowa",
    "many files": MIXED + NAMED % b"=a" * 50_000,
}
SILENT = ("nothing", "a comment", "a document of nothing", "an end alone")
WITHOUT_BODY = ("e-mails in e-mails", "parts in parts", "many files")


@tagged("post_install", "-at_install")
class TestMailFiles(FileCase):
    """E-mails that anybody may have sent are shown and compared, whatever they are."""

    def _shown(self, content):
        """Return what is shown of an e-mail, and how long that took."""
        file = self._file(self.order, "list.eml", content)
        begin = time.monotonic()
        shown = file.with_user(self.user_trader).enova_preview(file.id)
        return shown, time.monotonic() - begin

    def test_odd_ones(self):
        for kind, content in ODD.items():
            with self.subTest(kind=kind):
                shown, seconds = self._shown(content)
                json.dumps(shown, ensure_ascii=False).encode()
                self.assertEqual(shown["kind"], "text")
                if kind not in SILENT + WITHOUT_BODY:
                    self.assertIn("Umowa", shown["text"])
                self.assertLess(seconds, 2)

    def test_odd_ones_are_compared(self):
        for kind, content in ODD.items():
            with self.subTest(kind=kind):
                file = self._file(self.order, "list.eml", content)
                entry = self._entry(attachment_id=file.id)
                place = {"res_model": "enova.attachment.replace", "res_id": 0}
                files = self.env["ir.attachment"].with_user(self.user_trader)
                later = {"name": "nowa.eml", "raw": b"To: a@b.pl\r\n\r\nAneks"}
                later = files.create({**later, **place})
                entry.with_user(self.user_trader)._replace(later)
                version = file.with_user(self.user_trader)
                said = version.action_enova_compare()["params"]
                json.dumps(said, ensure_ascii=False).encode()

    def test_a_good_one_shows_all_of_it(self):
        mail = EmailMessage()
        mail["From"] = "Żaneta Łoś <z@example.com>"
        mail["Subject"] = "Umowa ąę"
        mail.set_content("W załączeniu.")
        mail.add_alternative("<p>W <b>załączeniu</b>.</p>", subtype="html")
        mail.add_attachment(b"x", "text", "x-nc", filename="umowa żółw.txt")
        text = self._shown(mail.as_bytes())[0]["text"]
        for part in ("Żaneta Łoś", "Umowa ąę", "W załączeniu.", "umowa żółw.txt"):
            self.assertIn(part, text)
