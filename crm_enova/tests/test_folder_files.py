"""What leaves a folder as a whole: its files in one archive, its table of contents."""

import io
import zipfile

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from .common import CrmEnovaMixin
from .folder_common import SECRET, FolderCase, FolderMixin


@tagged("post_install", "-at_install")
class TestFolderDownload(FolderMixin, CrmEnovaMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls._set_up_folders()
        cls._fill()
        section = cls.env["enova.folder.section"].create(
            {"folder_id": cls.folder.id, "name": "Umowy/aneksy"}
        )
        cls.items["file"].section_id = section
        cls.env.flush_all()

    def _archive(self, login):
        self.authenticate(login, login.ljust(8, "x"))
        response = self.url_open(f"/crm_enova/folder/{self.folder.id}/files")
        return response

    def test_files_that_one_may_read(self):
        for login, names in (
            ("crm_own", {"Umowy-aneksy/umowa.txt"}),
            ("crm_seller", {"Umowy-aneksy/umowa.txt", f"{SECRET}.txt"}),
        ):
            response = self._archive(login)
            with self.subTest(login=login):
                self.assertEqual(response.status_code, 200)
                self.assertIn(".zip", response.headers["Content-Disposition"])
                self.assertNotIn("Content-Length", response.headers)
                archive = zipfile.ZipFile(io.BytesIO(response.content))
                self.assertEqual(set(archive.namelist()), names)
                content = archive.read("Umowy-aneksy/umowa.txt")
                self.assertEqual(content, b"umowa.txt")

    def test_nobody_else_gets_anything(self):
        for login in ("crm_stranger", "crm_outsider", "crm_portal"):
            with self.subTest(login=login):
                self.assertEqual(self._archive(login).status_code, 404)

    def test_a_file_that_is_lost_is_named(self):
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = '00/0' WHERE id = %s",
            [self.paper.id],
        )
        self.env.invalidate_all()
        response = self._archive("crm_own")
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        self.assertEqual(archive.namelist(), ["MISSING.txt"])
        self.assertIn("umowa.txt", archive.read("MISSING.txt").decode())

    def _upload(self, login, *files):
        self.authenticate(login, login.ljust(8, "x"))
        return self.url_open(
            "/crm_enova/folder/upload",
            data={"id": self.folder.id, "csrf_token": Request.csrf_token(self)},
            files=[("ufile", file) for file in files],
        )

    def test_many_files_at_once(self):
        response = self._upload(
            "crm_adder", ("a.txt", b"A"), ("b.svg", b"<svg/>"), ("a.txt", b"B")
        )
        rows = response.json()
        self.assertEqual([row["filename"] for row in rows], ["a.txt", "b.svg", "a.txt"])
        files = self.env["ir.attachment"].browse(row["id"] for row in rows)
        items = self.env["enova.folder.item"].search(
            [("res_model", "=", "ir.attachment"), ("res_id", "in", files.ids)]
        )
        self.assertEqual(items.mapped("res_id"), files.ids)
        self.assertEqual(items.folder_id, self.folder)
        self.assertEqual(files.mapped("raw"), [b"A", b"<svg/>", b"B"])
        self.assertEqual(set(files.mapped("res_model")), {"enova.folder"})
        self.assertEqual(files.create_uid, self.user_adder)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.http")
    def test_whoever_reads_uploads_nothing(self):
        for login in ("crm_own", "crm_stranger", "crm_outsider", "crm_portal"):
            response = self._upload(login, ("a.txt", b"A"))
            with self.subTest(login=login):
                self.assertIn("error", response.json()[0])
        self.folder.action_close()
        self.env.flush_all()
        response = self._upload("crm_keeper", ("a.txt", b"A"))
        self.assertIn("is closed", response.json()[0]["error"])
        attached = [("res_model", "=", "enova.folder"), ("name", "=", "a.txt")]
        self.assertFalse(self.env["ir.attachment"].search(attached))


@tagged("post_install", "-at_install")
class TestFolderReport(FolderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill()
        section = cls.env["enova.folder.section"].create(
            {"folder_id": cls.folder.id, "name": "Ustalenia"}
        )
        cls.items["note"].section_id = section

    def _html(self, user, folders=None):
        report = self.env["ir.actions.report"].with_user(user)
        html, _kind = report._render_qweb_html(
            "crm_enova.enova_folder_report", (folders or self.folder).ids
        )
        return html.decode()

    def test_table_of_contents(self):
        """What the one who prints it may see, by section."""
        html = self._html(self.user_own)
        for text in ("Umowy młyna", self.folder.reference, "Ustalenia", "Rejestr"):
            self.assertIn(text, html)
        self.assertNotIn(SECRET, html)
        self.assertLess(html.index("Ustalenia"), html.index("Rejestr"))
        self.assertIn(SECRET, self._html(self.user_all))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_for_strangers(self):
        for user in (self.user_stranger, self.user_outsider, self.user_portal):
            with self.assertRaises(AccessError):
                self._html(user)

    def test_an_empty_folder(self):
        empty = self._folder(member_ids=[Command.create({"user_id": self.user_own.id})])
        self.assertIn("The folder is empty.", self._html(self.user_own, empty))

    def test_pdf(self):
        """One folder, and several at once, in the engine that makes them."""
        report = self.env["ir.actions.report"]
        if report.get_wkhtmltopdf_state() == "install":
            self.skipTest("wkhtmltopdf is not installed")
        other = self._folder(name="Druga")
        report = report.with_context(force_report_rendering=True)
        for folders in (self.folder, self.folder | other):
            with self.allow_pdf_render():
                pdf, kind = report._render_qweb_pdf(
                    "crm_enova.enova_folder_report", folders.ids
                )
            self.assertEqual(kind, "pdf")
            # each begins on a page of its own
            pages = PdfReader(io.BytesIO(pdf)).pages
            self.assertEqual(len(pages), len(folders))
