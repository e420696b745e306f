import io
import zipfile
from pathlib import Path

from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin
from .file_common import (
    HTML,
    OLD_WORD,
    SVG,
    XML,
    FileCase,
    FileMixin,
    picture,
    sha256,
    tiff,
)

KINDS = {
    "zdjecie.jpg": picture("JPEG"),
    "skan.png": picture("PNG"),
    "skan.tiff": tiff(),
    "stare.doc": OLD_WORD,
    "faktura.xml": XML,
    "program.exe": b"MZ" + bytes(range(256)),
    "puste.txt": b"",
}


@tagged("post_install", "-at_install")
class TestFileBytes(FileCase):
    """What was stored comes back, byte for byte."""

    def test_every_kind(self):
        partners = self.env["ir.attachment"].with_user(self.user_trader)
        for name, content in KINDS.items():
            for record in (self.contractor, self.order):
                with self.subTest(name=name, model=record._name):
                    place = {"res_model": record._name, "res_id": record.id}
                    file = partners.create({"name": name, "raw": content, **place})
                    self.env.invalidate_all()
                    self.assertEqual(sha256(file.raw or b""), sha256(content))
                    self.assertEqual(file.name, name)

    def test_new_content(self):
        file = self._file(self.contractor, "x.png", KINDS["skan.png"])
        file.with_user(self.user_trader).raw = KINDS["zdjecie.jpg"]
        self.env.invalidate_all()
        self.assertEqual(sha256(file.raw), sha256(KINDS["zdjecie.jpg"]))

    def test_what_comes_by_mail(self):
        self.order.message_post(body="x", attachments=[("skan.png", KINDS["skan.png"])])
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", self.order.id)]
        )
        self.assertEqual(sha256(file.raw), sha256(KINDS["skan.png"]))

    def test_others_notice_nothing(self):
        """Whoever is not of the CRM finds pictures made smaller, as core does it."""
        self.env.user = self.user_clerk
        files = self.env["ir.attachment"].with_user(self.user_clerk)
        place = {"res_model": "sale.order", "res_id": self.order.id}
        self.order.user_id = self.user_clerk
        file = files.create({"name": "x.png", "raw": KINDS["skan.png"], **place})
        self.assertNotEqual(sha256(file.raw), sha256(KINDS["skan.png"]))

    def test_together_with_what_is_nobodys(self):
        """One call for files of both kinds: each is stored in its own way, in order."""
        content = KINDS["skan.png"]
        places = [("res.company", self.company.id), ("res.partner", self.contractor.id)]
        files = self.env["ir.attachment"].create(
            [
                {"name": f"{i}.png", "raw": content, "res_model": model, "res_id": id_}
                for i, (model, id_) in enumerate(places * 2)
            ]
        )
        self.assertEqual(files.mapped("name"), ["0.png", "1.png", "2.png", "3.png"])
        kept = [sha256(file.raw) == sha256(content) for file in files]
        self.assertEqual(kept, [False, True, False, True])


@tagged("post_install", "-at_install")
class TestFileHttp(CrmEnovaMixin, FileMixin, HttpCase):
    """What the browser gets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()

    def setUp(self):
        super().setUp()
        self.authenticate("crm_all", "crm_allx")

    def test_download(self):
        content = KINDS["skan.tiff"]
        file = self._file(self.contractor, 'żółw "x".tiff', content)
        answer = self.url_open(f"/web/content/{file.id}?download=true")
        self.assertEqual(sha256(answer.content), sha256(content))
        header = answer.headers["Content-Disposition"]
        self.assertIn("attachment", header)
        self.assertNotIn("\n", header)

    def test_what_browsers_run_is_downloaded(self):
        for name, kind, content in (
            ("x.svg", "image/svg+xml", SVG),
            ("x.html", "text/html", HTML),
        ):
            asked = f"/web/content/{{}}?mimetype={kind.upper()}"
            for route in ("/web/content/{}", "/web/image/{}", asked):
                with self.subTest(name=name, route=route):
                    file = self._file(self.contractor, name, content, mimetype=kind)
                    self.assertEqual(file.mimetype, kind)
                    answer = self.url_open(route.format(file.id))
                    kind_sent = answer.headers["Content-Type"]
                    self.assertTrue(
                        kind_sent.startswith(("application/octet-stream", "text/plain"))
                        or answer.content != content,
                        kind_sent,
                    )
                    self.assertEqual(
                        answer.headers["X-Content-Type-Options"], "nosniff"
                    )

    def test_zip(self):
        wanted = {
            "a.txt": b"a",
            "a (2).txt": b"b",
            "puste.txt": b"",
            "passwd": KINDS["zdjecie.jpg"],
        }
        contents = [b"a", b"b", b"", KINDS["zdjecie.jpg"]]
        names = ["a.txt", "a.txt", "puste.txt", "../passwd"]
        files = [
            self._file(self.contractor, name, raw)
            for name, raw in zip(names, contents, strict=True)
        ]
        ids = ",".join(str(file.id) for file in files)
        answer = self.url_open(f"/crm_enova/files.zip?ids={ids}")
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        self.assertIsNone(archive.testzip())
        self.assertEqual({n: archive.read(n) for n in archive.namelist()}, wanted)

    def test_zip_says_what_is_gone_from_the_disk(self):
        there = self._file(self.contractor, "jest.txt", b"jest")
        gone = self._file(self.contractor, "nie ma.txt", b"zniknie z dysku")
        self.env.flush_all()
        Path(gone._full_path(gone.store_fname)).unlink()
        answer = self.url_open(f"/crm_enova/files.zip?ids={there.id},{gone.id}")
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        self.assertEqual(set(archive.namelist()), {"jest.txt", "MISSING.txt"})
        self.assertIn(b"nie ma.txt", archive.read("MISSING.txt"))

    def test_zip_of_nothing(self):
        for ids in ("", "x", "0", "99999999", "1" * 30, "-1"):
            with self.subTest(ids=ids):
                answer = self.url_open(f"/crm_enova/files.zip?ids={ids}")
                self.assertEqual(answer.status_code, 404)
