"""Files that nobody should send, and those that are gone."""

import http.client
import tempfile
import tracemalloc
from contextlib import closing
from pathlib import Path

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers.zip_stream import BLOCK, zip_blocks
from .common import CrmEnovaMixin
from .file_common import FileMixin, pdf, sha256

HUGE = 2 * 1024**3
LARGE = 256 * 1024**2
UPLOADS = {
    "/web/binary/upload_attachment": "res.partner",
    "/crm_enova/folder/upload": "enova.folder",
}


@tagged("post_install", "-at_install")
class TestFileBad(CrmEnovaMixin, FileMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls.folder = cls.env["enova.folder"].create(
            {"name": "Umowy", "user_id": cls.user_all.id}
        )
        cls.places = {"res.partner": cls.contractor, "enova.folder": cls.folder}

    def setUp(self):
        super().setUp()
        self.authenticate("crm_all", "crm_allx")

    def _stored(self, record):
        place = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        return self.env["ir.attachment"].search(place)

    def _upload(self, route, content):
        record = self.places[UPLOADS[route]]
        token = Request.csrf_token(self)
        data = {"id": record.id, "model": record._name, "csrf_token": token}
        return self.url_open(route, data=data, files={"ufile": ("x.bin", content)})

    # -- large and empty -----------------------------------------------------------

    @mute_logger("odoo.http", "werkzeug")
    def test_two_gigabytes_are_refused_before_they_are_sent(self):
        """By what the request says of itself: not a byte of the file is waited for."""
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.opener.cookies)
        for route, model in UPLOADS.items():
            with self.subTest(route=route):
                with self.allow_requests(all_requests=True):
                    self.assertEqual(self._announce(route, HUGE, cookies), 413)
                self.assertFalse(self._stored(self.places[model]))

    def _announce(self, route, size, cookies):
        """Return the answer to a request that says how much it is going to send."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.http_port(), timeout=30
        )
        with closing(connection):
            connection.putrequest("POST", route)
            connection.putheader("Cookie", cookies)
            connection.putheader("Content-Type", "multipart/form-data; boundary=x")
            connection.putheader("Content-Length", str(size))
            connection.endheaders()
            return connection.getresponse().status

    @mute_logger("odoo.http", "werkzeug")
    def test_the_limit_is_the_managers(self):
        limits = self.env["ir.config_parameter"]
        limits.set_param("web.max_file_upload_size", 5000)
        for route, model in UPLOADS.items():
            with self.subTest(route=route):
                self.assertEqual(self._upload(route, b"x" * 9000).status_code, 413)
                self.assertFalse(self._stored(self.places[model]))
                self.assertEqual(self._upload(route, b"x" * 999).status_code, 200)
                self.assertEqual(self._stored(self.places[model]).file_size, 999)

    def test_empty_file(self):
        for route, model in UPLOADS.items():
            with self.subTest(route=route):
                self.assertEqual(self._upload(route, b"").status_code, 200)
                file = self._stored(self.places[model])
                self.assertEqual((file.name, file.raw or b""), ("x.bin", b""))
                answer = self.url_open(f"/web/content/{file.id}?download=true")
                self.assertEqual((answer.status_code, answer.content), (200, b""))

    def test_program(self):
        """It is a file like others, and a browser downloads it."""
        content = b"MZ" + bytes(range(256))
        for kind in ("application/x-msdownload", "application/x-sh"):
            file = self._file(self.contractor, "x.exe", content, mimetype=kind)
            answer = self.url_open(f"/web/content/{file.id}?download=true")
            with self.subTest(kind=kind):
                self.assertEqual(sha256(answer.content), sha256(content))
                self.assertIn("attachment", answer.headers["Content-Disposition"])
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")

    # -- gone ----------------------------------------------------------------------

    @mute_logger("odoo.addons.base.models.ir_attachment", "odoo.http", "werkzeug")
    def test_deleted_on_the_disk(self):
        """No door to it ends in an error of the program, and none of the others."""
        gone = self._file(self.contractor, "umowa.pdf", pdf("zniknie z dysku"))
        there = self._file(self.contractor, "jest.txt", b"jest")
        entry = self._entry(attachment_id=gone.id)
        link = self.env["enova.attachment.link"].create(
            {"purpose": "x", "attachment_ids": [Command.set(gone.ids)]}
        )
        self.folder.action_add(gone)
        self.env.flush_all()
        Path(gone._full_path(gone.store_fname)).unlink()
        self.env.invalidate_all()
        address = f"/crm_enova/files/{link.id}/{link.sudo().token}"
        answer = self.url_open(f"/web/content/{gone.id}")
        self.assertEqual(answer.status_code, 404)
        # a picture that stands for what is not there
        self.assertEqual(self.url_open(f"/web/image/{gone.id}").status_code, 200)
        self.assertEqual(self.url_open(address).status_code, 200)
        data = {"csrf_token": Request.csrf_token(self), "file_id": gone.id}
        answer = self.url_open(f"{address}/download", data=data)
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(link.download_count, 0)
        files = self.env["ir.attachment"].with_user(self.user_all)
        self.assertIn("kind", files.enova_preview(gone.id))
        self._read_texts()
        found = files.search([("enova_partner_id", "=", self.contractor.id)])
        self.assertEqual(found, gone | there)
        entry.with_user(self.user_all).name = "Nowy tytuł"
        item = self.folder.with_user(self.user_all).item_ids
        self.assertEqual((item.title, item.is_missing), ("umowa.pdf", False))
        gone.unlink()


class TestZipOfLargeFiles(BaseCase):
    def test_no_more_than_some_blocks_are_in_memory(self):
        with tempfile.NamedTemporaryFile(suffix=".mp4") as large:
            large.truncate(LARGE)
            members = [("film.mp4", large.name), ("uwagi.txt", b"x" * 1000)]
            tracemalloc.start()
            try:
                size = sum(len(block) for block in zip_blocks(members))
                _now, most = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        self.assertGreater(size, LARGE)
        self.assertLess(most, 16 * BLOCK)
