"""What is done with a paper from its row, and what of that is refused in words."""

import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .file_common import FileCase, pdf, picture

# What stands in for the program that reads scans: it says what it was asked for.
READER = """#!/bin/sh
if [ "$1" = --list-langs ]; then printf 'List of languages:\\n%s\\n'; exit 0; fi
size=$(wc -c)
[ "$size" -gt 100000 ] && exit 1
printf 'Najem lokalu %%s jezyki %%s \\000koniec\\n' "$size" "$4"
"""


@tagged("post_install", "-at_install")
class TestActionsOfPapers(FileCase):
    def setUp(self):
        super().setUp()
        self.entry = self._entry(self.order).with_user(self.user_trader)
        self.file = self.entry.attachment_id

    def test_each_button_is_of_the_present_version(self):
        new = self._file(self.order, "nowa.txt", b"Nowa").with_user(self.user_trader)
        self.entry._replace(new)
        self.env.invalidate_all()
        opened = self.entry.action_open_record()
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), ("sale.order", self.order.id)
        )
        self.assertIn(f"/{new.id}?", self.entry.action_download()["url"])
        sent = self.entry.action_send()["context"]
        self.assertEqual(sent["default_attachment_ids"], new.ids)
        self.assertEqual(sent["default_res_ids"], self.contractor.ids)
        self.assertEqual(sent["default_subject"], self.entry.name)
        composers = self.env["mail.compose.message"].with_user(self.user_trader)
        composer = composers.with_context(**sent).create({})
        self.assertEqual(composer.subject, self.entry.name)
        link = self.entry.action_link()["context"]
        self.assertEqual(link["default_attachment_ids"], new.ids)

    def test_several_papers_at_once(self):
        """In one zip; by e-mail and to one client only where they are of one."""
        second = self._entry().with_user(self.user_trader)
        both = self.entry | second
        files = both.attachment_id
        self.assertIn("files.zip", both.action_download()["url"])
        self.assertEqual(
            both.action_send()["context"]["default_attachment_ids"], files.ids
        )
        foreign = self._entry(self.other_contractor).with_user(self.user_trader)
        with self.assertRaisesRegex(UserError, "of one contractor"):
            (both | foreign).action_send()
        links = self.env["enova.attachment.link"].with_user(self.user_trader)
        context = (both | foreign).action_link()["context"]
        with Form(links.with_context(**context)) as form:
            form.purpose = "Papiery"
        self.assertFalse(form.record.partner_id, "of several it is of nobody")
        context = both.action_link()["context"]
        self.assertEqual(
            links.with_context(**context).create({}).partner_id, self.contractor
        )

    def test_replace_window(self):
        action = self.entry.action_replace()
        window = self.env[action["res_model"]].with_user(self.user_trader)
        form = Form(window.with_context(**action["context"]))
        self.assertEqual(form.entry_id, self.entry)
        self.assertEqual(form.file_name, "umowa.txt")
        place = {"res_model": action["res_model"], "res_id": 0}
        new = self.file.create({"name": "nowa.txt", "raw": b"Nowa", **place})
        form.file_ids.add(new)
        form.save().action_replace()
        self.env.invalidate_all()
        self.assertEqual(self.entry.attachment_id, new)
        with self.assertRaises(AccessError):
            self.entry.with_user(self.user_own).action_replace()

    def test_present_version_is_not_its_own_successor(self):
        with self.assertRaisesRegex(UserError, "umowa.txt is the present version"):
            self.entry._replace(self.file)
        self.env.invalidate_all()
        self.assertEqual(self.entry.version_count, 1)

    def test_preview_beside_the_form_follows_the_new_version(self):
        """Only where the old one was shown: what somebody has chosen stays."""
        invoice = self.documents["invoice_ids"]
        entry = self._entry(invoice)
        other = self._file(invoice, "inna.pdf")
        for shown, follows in ((entry.attachment_id, True), (other, False)):
            invoice.message_main_attachment_id = shown
            new = self._file(self.contractor, "nowa.pdf", b"%PDF-1.4")
            entry.with_user(self.user_trader)._replace(new.with_user(self.user_trader))
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(follows=follows):
                expected = new if follows else other
                self.assertEqual(invoice.message_main_attachment_id, expected)

    def test_loose_and_deleted_files(self):
        files = self.env["ir.attachment"].with_user(self.user_trader)
        loose = files.create({"name": "luzem.txt", "raw": b"x"})
        with self.assertRaisesRegex(UserError, "luzem.txt is attached to no record"):
            loose.action_enova_open_record()
        with self.assertRaisesRegex(UserError, "of one contractor"):
            loose.action_enova_send()
        self.assertEqual(loose.enova_same_files(), [])
        loose.unlink()
        for action in ("download", "send", "link"):
            with self.subTest(action=action):
                with self.assertRaisesRegex(UserError, "at least one file"):
                    getattr(loose, f"action_enova_{action}")()

    def test_register_is_searched_by_what_papers_say(self):
        self.file.raw = b"Czynsz najmu platny z gory"
        self._read_texts()
        for user, found in ((self.user_trader, self.entry), (self.user_own, None)):
            entries = self.entry.with_user(user).browse()
            expected = (found or entries).with_user(user)
            with self.subTest(user=user.login):
                self.assertEqual(
                    entries.search([("content", "ilike", "CZYNSZ")]), expected
                )
                self.assertFalse(entries.search([("content", "ilike", "kaucja")]))
        self.assertEqual(self.entry.text_state, "read")
        self.assertFalse(self.entry.content, "long texts are no column of a list")

    def test_files_of_a_project_follow_it(self):
        project = self.env["enova.project"].create(
            {"name": "Przetarg", "partner_id": self.contractor.id}
        )
        file = self._file(project, "oferta.txt")
        entry = self._entry(attachment_id=file.id)
        project.partner_id = self.other_contractor
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(file.enova_partner_id, self.other_contractor)
        self.assertEqual(entry.partner_id, self.other_contractor)

    def test_versions_of_many_papers_are_counted_by_one_query(self):
        entries = self.entry | self._entry() | self._entry(self.contact)
        for number in range(3):
            file = self._file(self.contractor, f"{number}.txt", b"%d" % number)
            entries[1].sudo()._replace(file.sudo())
        self.env.flush_all()
        self.env.invalidate_all()
        entries = entries.sudo()
        entries.mapped("name")
        with self.assertQueryCount(1):
            self.assertEqual(entries.mapped("version_count"), [1, 4, 1])

    def test_a_link_gives_what_its_author_reads_in_all_their_companies(self):
        """Whichever they have chosen, and none after they have left one of them."""
        self.user_own.company_ids = [Command.link(self.other_company.id)]
        theirs = self.env["res.partner"].create(
            {
                "name": "W drugiej firmie",
                "company_id": self.other_company.id,
                "user_id": self.user_own.id,
            }
        )
        files = self._file(theirs) | self._file(self.contractor, "tu.txt")
        links = self.env["enova.attachment.link"].with_user(self.user_own)
        both = [self.company.id, self.other_company.id]
        links = links.with_context(allowed_company_ids=both)
        link = links.create({"attachment_ids": files.ids}).sudo()
        visitor = link.with_user(self.env.ref("base.public_user"))
        visitor = visitor.with_context(allowed_company_ids=self.company.ids).sudo()
        self.assertEqual(visitor._files(), files)
        self.user_own.company_ids = [Command.unlink(self.other_company.id)]
        self.env.invalidate_all()
        self.assertEqual(visitor._files().mapped("name"), ["tu.txt"])


@tagged("post_install", "-at_install")
class TestScans(FileCase):
    """What pictures say is found where the program that reads them is installed."""

    def _install(self, *languages):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        program = folder / "tesseract"
        program.write_text(READER % "\n".join(languages))
        program.chmod(0o700)
        path = f"{folder}{os.pathsep}{os.environ['PATH']}"
        self.enterContext(patch.dict(os.environ, PATH=path))

    def _found(self, word):
        self.env.invalidate_all()
        files = self.env["ir.attachment"].with_user(self.user_all)
        contractor = [("enova_partner_id", "=", self.contractor.id)]
        return files.search([*contractor, ("enova_content", "ilike", word)])

    def _state(self, file):
        texts = self.env["enova.attachment.text"].with_user(self.user_all)
        return texts._states(file)[file.id]

    def test_a_picture_is_read_in_the_languages_that_there_are(self):
        self._install("deu", "eng", "pol")
        scan = self._file(self.contractor, "skan.png", picture("PNG"))
        self._read_texts()
        self.assertEqual(self._found("najem"), scan)
        self.assertEqual(self._found("jezyki pol eng"), scan)
        self.assertEqual(self._found("koniec"), scan)
        self.assertFalse(self._found("deu"))
        self.assertEqual(self._state(scan), "read")

    def test_without_our_languages(self):
        self._install("deu")
        scan = self._file(self.contractor, "skan.jpg", picture("JPEG"))
        self._read_texts()
        self.assertEqual(self._found("jezyki eng"), scan)

    def test_a_picture_that_the_program_refuses_stops_no_other(self):
        self._install("pol")
        bad = self._file(self.contractor, "zły.png", picture("PNG") + bytes(200_000))
        broken = self._file(
            self.contractor, "urwany.png", picture("PNG")[:30], mimetype="image/png"
        )
        drawn = self._file(self.contractor, "bez.pdf", pdf(""))
        good = self._file(self.contractor, "dobry.png", picture("PNG"))
        self._read_texts()
        self.assertEqual(self._found("najem"), good)
        for file in (bad, broken, drawn):
            with self.subTest(file=file.name):
                self.assertEqual(self._state(file), "empty")

    def test_what_was_a_scan_without_the_program(self):
        """It says so, and is read when its file is written anew."""
        empty = self.enterContext(tempfile.TemporaryDirectory())
        with patch.dict(os.environ, PATH=empty):
            scan = self._file(self.contractor, "skan.png", picture("PNG"))
            self._read_texts()
        self.assertEqual(self._state(scan), "scan")
        self._install("pol")
        scan.raw = picture("PNG", color="blue")
        self._read_texts()
        self.assertEqual(self._state(scan), "read")
        self.assertEqual(self._found("najem"), scan)
