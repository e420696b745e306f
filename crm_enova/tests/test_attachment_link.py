import io
import re
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import Form, HttpCase, tagged

from .common import CrmEnovaMixin
from .file_common import FileMixin


@tagged("post_install", "-at_install")
class TestAttachmentLink(CrmEnovaMixin, FileMixin, HttpCase):
    """A client without account gets what the link gives, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls.first = cls._file(cls.contractor, "umowa.pdf", b"%PDF-1.4 umowa")
        cls.second = cls._file(cls.contractor, "cennik.txt", b"Cennik")
        cls.hidden = cls._file(cls.other_contractor, "tajne.txt", b"Tajne")
        cls.link = cls._link(cls.first | cls.second)

    @classmethod
    def _link(cls, files, user=None, **values):
        links = cls.env["enova.attachment.link"].with_user(user or cls.user_own)
        values = {"purpose": "Papiery", **values}
        return links.create({"attachment_ids": [Command.set(files.ids)], **values})

    def _path(self, link=None, **parts):
        link = (link or self.link).sudo()
        parts = {"id": link.id, "token": link.token, **parts}
        return "/crm_enova/files/{id}/{token}".format(**parts)

    def _csrf_token(self, link=None):
        page = self.url_open(self._path(link))
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]

    def _download(self, link=None, file=None, token=None, **parts):
        """Press a button of the page, as a browser does."""
        data = {"csrf_token": token or self._csrf_token(link)}
        if file:
            data["file_id"] = str(file.id)
        return self.url_open(self._path(link, **parts) + "/download", data=data)

    def _status(self, link=None, **parts):
        return self.url_open(self._path(link, **parts)).status_code

    def test_window_shows_what_it_has_made(self):
        """The link is there to be copied, where it was asked for."""
        action = self.first.with_user(self.user_own).action_enova_link()
        links = self.env[action["res_model"]].with_user(self.user_own)
        [(view, _kind)] = action["views"]
        window = Form(links.with_context(**action["context"]), view)
        self.assertFalse(window.url)
        shown = window.save().action_make()
        self.assertEqual(shown["views"], action["views"])
        self.assertEqual(shown["target"], "new")
        made = Form(links.browse(shown["res_id"]), view)
        self.assertIn("/crm_enova/files/", made.url)
        self.assertEqual(made.record.attachment_ids, self.first)
        for user in (self.user_all, self.user_outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                made.record.with_user(user).action_make()

    def test_page_changes_nothing(self):
        """Scanners of mail servers open every link, and are no client."""
        for _turn in range(3):
            page = self.url_open(self._path())
            self.assertEqual(page.status_code, 200)
        self.assertIn("umowa.pdf", page.text)
        self.assertIn("cennik.txt", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.env.invalidate_all()
        self.assertFalse(self.link.download_count)
        answer = self.url_open(self._path() + "/download")
        self.assertIn(answer.status_code, (404, 405))

    def test_download_is_counted(self):
        answer = self._download(file=self.first)
        self.assertEqual(answer.content, b"%PDF-1.4 umowa")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        answer = self._download()
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        self.assertEqual(set(archive.namelist()), {"umowa.pdf", "cennik.txt"})
        self.env.invalidate_all()
        self.assertEqual(self.link.download_count, 2)
        self.assertTrue(self.link.last_download)

    def test_other_files_are_not_reached(self):
        answer = self._download(file=self.hidden)
        self.assertEqual(answer.status_code, 404)

    def test_wrong_addresses(self):
        other = self._link(self.second).sudo()
        self.assertEqual(self._status(token="x"), 404)
        self.assertEqual(self._status(token=other.token), 404)
        self.assertEqual(self._status(token=self.link.token[:-1]), 404)
        self.assertEqual(self._status(id=99999999), 404)
        self.assertEqual(self._status(token="%C4%99%20"), 404)

    def test_form_of_another_site(self):
        """Without the page's own token nothing is sent, and nothing is counted."""
        answer = self.url_open(self._path() + "/download", data={"csrf_token": "x"})
        self.assertEqual(answer.status_code, 400)
        self.env.invalidate_all()
        self.assertFalse(self.link.download_count)

    def test_revoked(self):
        self.link.action_revoke()
        self.assertEqual(self._status(), 404)
        self.assertFalse(self.link.is_open)

    def test_expired(self):
        today = Date.context_today(self.link)
        self.link.expires = today
        self.assertEqual(self._status(), 200)
        self.link.expires = Date.add(today, days=-1)
        self.assertEqual(self._status(), 404)

    def test_author_loses_the_right(self):
        self.env.ref("crm_enova.res_partner_rule_own").active = True
        link = self._link(self.first)
        token = self._csrf_token(link)
        self.contractor.user_id = self.user_all
        self.contractor.sudo().caretaker_ids.flush_recordset()
        page = self.url_open(self._path(link))
        self.assertNotIn("umowa.pdf", page.text)
        answer = self._download(link, self.first, token)
        self.assertEqual(answer.status_code, 404)

    def test_author_leaves(self):
        self.user_own.active = False
        self.assertNotIn("umowa.pdf", self.url_open(self._path()).text)

    def test_file_is_deleted(self):
        self.second.unlink()
        page = self.url_open(self._path())
        self.assertIn("umowa.pdf", page.text)
        self.assertNotIn("cennik.txt", page.text)

    def test_what_browsers_run_is_downloaded(self):
        file = self._file(self.contractor, "x.html", b"<script>1</script>")
        file.mimetype = "text/html"
        answer = self._download(self._link(file), file)
        self.assertNotIn("html", answer.headers["Content-Type"])
        self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_names_do_not_write_the_page(self):
        file = self._file(self.contractor, "<b onclick=x>.txt", b"x")
        link = self._link(file, purpose="<script>alert(1)</script>")
        page = self.url_open(self._path(link)).text
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<b onclick", page)

    def test_only_what_one_may_read(self):
        with self.assertRaises(AccessError):
            order = self.env["sale.order"].create({"partner_id": self.contractor.id})
            self._link(self._file(order, "oferta.txt"))

    def test_limits(self):
        with self.assertRaises(UserError):
            self._link(self.env["ir.attachment"])
        with self.assertRaises(UserError):
            self._link(self.first, expires=Date.add(self._today(), days=400))

    def test_links_are_their_makers(self):
        links = self.env["enova.attachment.link"]
        everybody = links.with_user(self.user_all)
        self.assertFalse(everybody.search([("id", "=", self.link.id)]))
        with self.assertRaises(AccessError):
            everybody.browse(self.link.id).read(["token"])
        manager = links.with_user(self.user_manager)
        self.assertTrue(manager.search([("id", "=", self.link.id)]))

    def test_token_is_the_servers(self):
        link = self.link.with_user(self.user_own)
        for values in ({"token": "x"}, {"download_count": 7}, {"revoked": False}):
            with self.assertRaises(AccessError):
                link.write(values)
        with self.assertRaises(AccessError):
            self._link(self.first, token="abc")
        self.assertGreater(len(self.link.token), 40)
        copied = link.copy()
        self.assertNotEqual(copied.token, link.token)
        self.assertIn(copied.token, copied.url)
