"""What is taken out of a folder as a whole, and opened from it."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .folder_common import FolderCase
from .undo_common import UndoMixin


@tagged("post_install", "-at_install")
class TestFolderContents(UndoMixin, FolderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill()

    def _section(self, name, folder=None, **values):
        folder = folder or self.folder
        return self.env["enova.folder.section"].create(
            {"folder_id": folder.id, "name": name, **values}
        )

    def _add_file(self, name, section=None, folder=None):
        folder = folder or self.folder
        section = section or self.env["enova.folder.section"]
        return folder._add_files([(name, name.encode())], section_id=section.id)

    # -- opened --------------------------------------------------------------------

    def test_each_kind_opens_as_what_it_is(self):
        items = {
            name: item.with_user(self.user_own) for name, item in self.items.items()
        }
        record = items["task"].action_open()
        self.assertEqual(
            (record["res_model"], record["res_id"]),
            ("enova.activity", self.seen_task.id),
        )
        note = items["note"].action_open()
        self.assertEqual(
            (note["res_model"], note["res_id"], note["target"], note["name"]),
            ("enova.folder.item", items["note"].id, "new", "Notatka"),
        )
        self.assertEqual(items["link"].action_open()["url"], "https://example.com/krs")
        with self.assertRaises(AccessError):
            items["order"].action_open()

    def test_what_browsers_show_is_shown_and_the_rest_downloaded(self):
        for name, kind, shown in (
            ("a.pdf", "application/pdf", True),
            ("a.txt", "text/plain", True),
            ("a.html", "text/html", False),
            ("a.docx", "application/msword", False),
        ):
            file = self.env["ir.attachment"].browse(self._add_file(name).res_id)
            file.mimetype = kind
            item = self.folder.item_ids.filtered(lambda i, f=file: i.res_id == f.id)
            url = item.with_user(self.user_own).action_open()["url"]
            with self.subTest(name=name):
                end = "" if shown else "?download=true"
                self.assertEqual(url, f"/web/content/{file.id}{end}")

    def test_windows_of_a_folder(self):
        """What is made in them lies in the folder they were opened from."""
        folder = self.folder.with_user(self.user_all)
        action = folder.action_open_items()
        items = self.env["enova.folder.item"].with_user(self.user_all)
        found = items.search(action["domain"])
        self.assertEqual(found, folder.item_ids)
        with Form(items.with_context(**action["context"], default_kind="note")) as form:
            form.name = "Z listy"
        self.assertEqual(form.record.folder_id, folder)
        action = folder.action_open_children()
        folders = folder.with_context(**action["context"]).browse()
        with Form(folders) as form:
            form.name = "W środku"
        child = form.record
        self.assertEqual(child.parent_id, folder)
        self.assertEqual(child.partner_id, self.contractor)
        self.assertEqual(folder.search(action["domain"]), child)
        self.assertIn(f"/{folder.id}/files", folder.action_download()["url"])

    # -- in one archive --------------------------------------------------------------

    def test_paths_of_which_no_two_are_the_same_on_any_disk(self):
        folder = self._folder(name="Akta")
        first, second, third = (
            self._section(name, folder) for name in ("Umowy", "umowy", "a/b")
        )
        for name, section in (
            ("x.txt", first),
            ("X.TXT", first),
            ("x.txt", second),
            ("y.txt", third),
            ("x.txt", None),
            ("umowy", None),
        ):
            self._add_file(name, section, folder)
        paths = [path for path, _file in folder._files()]
        self.assertEqual(len(paths), 6)
        self.assertEqual(len({path.lower() for path in paths}), 6, paths)
        places = {path.lower().partition("/")[0] for path in paths if "/" in path}
        loose = {path.lower() for path in paths if "/" not in path}
        self.assertEqual(places, {"umowy", "a-b"})
        self.assertFalse(places & loose, "a file is no directory")
        content = {path: file.raw for path, file in folder._files()}
        self.assertEqual(content["a-b/y.txt"], b"y.txt")

    def test_web_addresses_are_no_files(self):
        address = self.env["ir.attachment"].create(
            {
                "name": "katalog",
                "type": "url",
                "url": "https://example.com",
                "res_model": "res.partner",
                "res_id": self.contractor.id,
            }
        )
        self.folder.action_add(address)
        found = [file for _path, file in self.folder.with_user(self.user_own)._files()]
        self.assertEqual(found, [self.paper])

    def test_a_thousand_files_take_as_many_queries_as_ten(self):
        used = []
        for count in (10, 1000):
            folder = self._folder()
            section = self._section("Skany", folder)
            files = [(f"{number % 7}.txt", b"x") for number in range(count)]
            folder._add_files(files, section_id=section.id)
            paths, queries = self._queries(folder.with_user(self.user_all)._files)
            self.assertEqual(len({path for path, _file in paths}), count)
            used.append(queries)
        # core reads records a thousand at a time, and files by a batch of their own
        self.assertLessEqual(used[1] - used[0], 6, used)

    # -- copied ----------------------------------------------------------------------

    def test_a_closed_folder_is_a_template_too(self):
        """Its copy is open, and has its notes and dividers."""
        section = self._section("Ustalenia")
        self.items["note"].section_id = section
        self.folder.action_close()
        for user in (self.user_all, self.user_own, self.user_manager):
            folder = self._as(user, "enova.folder").browse(self.folder.id)
            action = folder.action_copy_as_template()
            copied = folder.browse(action["res_id"])
            with self.subTest(user=user.login):
                self.assertEqual((copied.state, copied.date_closed), ("open", False))
                self.assertEqual(copied.user_id, user)
                self.assertFalse(copied.partner_id)
                self.assertNotEqual(copied.reference, folder.reference)
                titles = copied.item_ids.sorted("name").mapped("name")
                self.assertEqual(titles, ["Notatka", "Rejestr"])
                note = copied.item_ids.filtered(lambda i: i.kind == "note")
                self.assertEqual(note.section_id.name, "Ustalenia")
                self.assertEqual(note.section_id.folder_id, copied)
        self.assertEqual(self.folder.state, "closed")

    def test_several_at_once_keep_their_own_dividers(self):
        folders = self.env["enova.folder"].browse()
        for name in ("Pierwsza", "Druga"):
            folder = self._folder(name=name)
            for title in ("A", name):
                self._section(title, folder)
            self.env["enova.folder.item"].create(
                {
                    "folder_id": folder.id,
                    "name": f"O: {name}",
                    "section_id": folder.section_ids[-1].id,
                }
            )
            folders |= folder
        for folder, copied in zip(folders, folders.copy(), strict=True):
            self.assertEqual(copied.name, f"{folder.name} (copy)")
            self.assertEqual(copied.section_ids.mapped("name"), ["A", folder.name])
            self.assertEqual(copied.item_ids.name, f"O: {folder.name}")
            self.assertEqual(copied.item_ids.section_id.name, folder.name)

    def test_a_record_is_not_copied_within_its_folder(self):
        with self.assertRaisesRegex(UserError, "once"):
            self.items["task"].with_user(self.user_all).copy()
        note = self.items["note"].with_user(self.user_all).copy()
        self.assertEqual((note.name, note.folder_id), ("Notatka", self.folder))

    # -- what goes -------------------------------------------------------------------

    def test_a_divider_that_goes_leaves_what_stood_behind_it(self):
        section = self._section("Pisma")
        for name in ("note", "link"):
            self.items[name].section_id = section
        self.folder.with_user(self.user_keeper).write(
            {"section_ids": [Command.delete(section.id)]}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        left = self.items["note"] | self.items["link"]
        self.assertEqual(left.exists(), left)
        self.assertFalse(left.section_id)
        shown = self.folder.with_user(self.user_own)._sections_shown()
        self.assertEqual(len(shown), 1)
        self.assertLessEqual(set(left.ids), set(shown[0][1].ids))

    def test_of_many_that_are_closed_one_is_somebody_elses(self):
        mine = self._folder(name="Moja", user_id=self.user_own.id)
        both = (mine | self.folder).with_user(self.user_own)
        with self.assertRaisesRegex(AccessError, "Umowy młyna"):
            both.action_close()
        self.env.invalidate_all()
        self.assertEqual(both.mapped("state"), ["open", "open"])

    def test_to_another_company_only_with_all_that_it_is_of(self):
        self.user_all.company_ids = [Command.link(self.other_company.id)]
        self.contractor.company_id = self.company
        folder = self.folder.with_user(self.user_all)
        with self.assertRaisesRegex(UserError, "Młyn Lubelski"):
            with self.env.cr.savepoint():
                folder.company_id = self.other_company
        self.env.invalidate_all()
        folder.write({"company_id": self.other_company.id, "partner_id": False})
        self.assertEqual(folder.company_id, self.other_company)
        self.assertFalse(
            self._as(self.user_own, "enova.folder").search([("id", "=", folder.id)])
        )
