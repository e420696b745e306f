from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .folder_common import FolderCase


@tagged("post_install", "-at_install")
class TestFolder(FolderCase):
    """What a folder is made of, and how it is made."""

    def test_number_and_sections_of_the_definition(self):
        with freeze_time("2026-03-02"):
            first, second = self.env["enova.folder"].create(
                [
                    {"name": "Browar", "definition_id": self.papers.id},
                    {"name": "Młyn", "definition_id": self.papers.id},
                ]
            )
        self.assertRegex(first.reference, r"^TEC/2026/\d{5}$")
        self.assertNotEqual(first.reference, second.reference)
        self.assertEqual(first.display_name, f"{first.reference} Browar")
        self.assertEqual(
            first.section_ids.mapped("name"),
            ["Agreements", "Offers and orders", "Invoices", "Letters and notes"],
        )
        self.assertFalse(first.section_ids & second.section_ids)
        self.papers.section_ids[0].name = "Kontrakty"
        self.assertEqual(first.section_ids[0].name, "Agreements")

    def test_definition_is_the_managers(self):
        with Form(self.general.with_user(self.user_manager)) as form:
            form.number_prefix = "X/%(range_year)s/"
            with form.section_ids.new() as line:
                line.name = "Pierwsza"
        with freeze_time("2026-03-02"):
            folder = self._folder(definition_id=self.general.id)
        self.assertEqual(folder.reference, "X/2026/00001")
        self.assertEqual(folder.section_ids.name, "Pierwsza")

    def test_own_fields(self):
        self.general.properties_definition = [
            {"name": "court", "type": "char", "string": "Sąd", "default": "SR Lublin"}
        ]
        folder = self._folder(definition_id=self.general.id)
        self.assertEqual(folder.properties["court"], "SR Lublin")
        folder.properties = {"court": "SO Lublin"}
        copied = folder.copy()
        self.assertEqual(copied.properties["court"], "SO Lublin")

    def test_form(self):
        """A salesperson makes one for a project, and is its owner."""
        project = self._project(user_id=self.user_own.id)
        folders = self.env["enova.folder"].with_user(self.user_own)
        with Form(folders) as form:
            form.name = "Przetarg"
            form.project_id = project
            self.assertEqual(form.partner_id, self.contractor)
        folder = form.record
        self.assertEqual((folder.user_id, folder.level), (self.user_own, "manage"))
        self.assertEqual(folder.definition_id, self.general)

    def test_items_of_the_form(self):
        folder = self._folder(user_id=self.user_own.id, definition_id=self.papers.id)
        task = self._activity(name="Zadanie", user_id=self.user_own.id)
        items = self.env["enova.folder.item"].with_user(self.user_own)
        items = items.with_context(default_folder_id=folder.id)
        with Form(items.with_context(default_kind="record")) as form:
            form.target = f"enova.activity,{task.id}"
            form.section_id = folder.section_ids[1]
        self.assertEqual(
            (form.record.res_model, form.record.res_id),
            (
                "enova.activity",
                task.id,
            ),
        )
        self.assertEqual(form.record.title, task.display_name)
        with Form(items.with_context(default_kind="link")) as form:
            form.name = "Rejestr"
            form.url = "example.com/krs"
        self.assertEqual(form.record.url, "https://example.com/krs")
        self.assertEqual(form.record.action_open()["url"], "https://example.com/krs")
        with Form(items.with_context(default_kind="file")) as form:
            form.upload = "dW1vd2E="
        self.assertEqual((form.record.kind, form.record.title), ("file", "File"))
        upload = {"upload": "dW1vd2E=", "upload_name": "../umowa.txt"}
        item = items.create({"kind": "file", **upload})
        file = self.env["ir.attachment"].browse(item.res_id)
        self.assertEqual((item.kind, item.title), ("file", "umowa.txt"))
        self.assertEqual((file.raw, file.res_model), (b"umowa", "enova.folder"))
        self.assertEqual(folder.with_user(self.user_own).item_count, 4)

    def test_bad_sheets(self):
        """Each is refused in words, or by the database."""
        items, folder = self.env["enova.folder.item"], {"folder_id": self.folder.id}
        task = self._activity()
        of_task = {"res_model": task._name, "res_id": task.id}
        for values in (
            {"kind": "record"},
            {"kind": "file"},
            {"kind": "link", "name": "x"},
            {"kind": "link", "name": "x", "url": "javascript:alert(1)"},
            {"kind": "link", "name": "x", "url": "ftp://example.com"},
            {"kind": "link", "name": "x", "url": "https://a b"},
            {"kind": "note", "note": "x"},
            {"kind": "note", "name": "x" * 1001},
            {"kind": "file", **of_task},
            {"kind": "record", "target": "enova.activity,x"},
            {"kind": "record", "target": "no.model,1"},
            {"kind": "record", "res_model": "res.partner"},
            {"kind": "record", "res_model": "enova.folder.item", "res_id": 1},
            {"kind": "file", "upload": "ó"},
        ):
            with self.subTest(values=values), mute_logger("odoo.sql_db"):
                self.assertTrue(self._refused(items, {**folder, **values}))

    def _refused(self, items, values):
        try:
            with self.env.cr.savepoint():
                items.create(values)
        except (UserError, IntegrityError):
            return True
        return False

    def test_kind_decides_what_is_kept(self):
        item = self.folder.action_add(self.contractor)
        item.write({"kind": "note", "name": "Zamiast", "note": "<p>x</p>"})
        self.assertFalse(item.res_id or item.res_model)
        item.write({"target": f"res.partner,{self.contractor.id}"})
        self.assertEqual((item.kind, item.name), ("record", False))

    def test_tree(self):
        above = self._folder(name="Góra")
        between = self._folder(name="Środek", parent_id=above.id)
        below = self._folder(name="Dół", parent_id=between.id)
        self.assertEqual(above.child_count, 1)
        for folder, parent in ((above, above), (above, between), (above, below)):
            with self.assertRaisesRegex(UserError, "cannot lie in itself|Recursion"):
                with self.env.cr.savepoint():
                    folder.parent_id = parent
        self.assertEqual(
            self.env["enova.folder"].search([("id", "child_of", above.id)]),
            below | between | above,
        )
        between.unlink()
        self.assertFalse(below.parent_id)

    def test_section_of_another_folder(self):
        other = self._folder(definition_id=self.papers.id)
        item = self.folder.action_add(self.contractor)
        with self.assertRaisesRegex(ValidationError, "of another folder"):
            item.section_id = other.section_ids[0]

    def test_empty_sections_are_columns(self):
        folder = self._folder(definition_id=self.papers.id, user_id=self.user_own.id)
        folder.action_add(self.contractor)
        items = self.env["enova.folder.item"].with_user(self.user_own)
        for records, domain in (
            (items, [("folder_id", "=", folder.id)]),
            (items.with_context(default_folder_id=folder.id), []),
        ):
            answer = records.with_context(read_group_expand=True).web_read_group(
                domain, ["section_id"], ["__count"]
            )
            ids = [g["section_id"] and g["section_id"][0] for g in answer["groups"]]
            self.assertTrue(set(folder.section_ids.ids) <= set(ids), ids)

    def test_drag(self):
        """Between sections and in order, as the web client writes it."""
        folder = self._folder(definition_id=self.papers.id, user_id=self.user_own.id)
        partners = self.contractor | self.contact
        first, second = folder.action_add(partners).with_user(self.user_own)
        self.assertLess(first.sequence, second.sequence)
        (second | first).web_resequence({}, field_name="sequence", offset=1)
        folder.invalidate_recordset()
        self.assertEqual(
            folder.with_user(self.user_own).item_ids.mapped("res_id"),
            [second.res_id, first.res_id],
        )
        second.section_id = folder.section_ids[2]
        first.section_id = folder.section_ids[1]
        folder.invalidate_recordset()
        shown = folder._sections_shown()
        self.assertEqual(
            [(section.name, items) for section, items in shown],
            [("Offers and orders", first.sudo()), ("Invoices", second.sudo())],
        )

    def test_copy_as_template(self):
        """Dividers, notes and members; nobody's records, and no contractor."""
        folder = self._folder(
            name="Wdrożenie",
            definition_id=self.papers.id,
            partner_id=self.contractor.id,
            member_ids=[Command.create({"user_id": self.user_own.id, "level": "add"})],
        )
        section = folder.section_ids[3]
        section.name = "Po naszemu"
        folder.action_add(self.contractor)
        self.env["enova.folder.item"].create(
            {
                "folder_id": folder.id,
                "section_id": section.id,
                "name": "Lista kontrolna",
                "note": "<p>1. Umowa</p>",
            }
        )
        folder.action_close()
        action = folder.with_user(self.user_own).action_copy_as_template()
        copied = self.env["enova.folder"].browse(action["res_id"])
        self.assertEqual((copied.name, copied.state), ("Wdrożenie", "open"))
        self.assertEqual(copied.user_id, self.user_own)
        self.assertFalse(copied.partner_id)
        self.assertNotEqual(copied.reference, folder.reference)
        self.assertEqual(
            copied.section_ids.mapped("name"), folder.section_ids.mapped("name")
        )
        self.assertEqual(copied.item_ids.name, "Lista kontrolna")
        self.assertEqual(copied.item_ids.section_id.name, "Po naszemu")
        self.assertEqual(copied.item_ids.section_id.folder_id, copied)
        self.assertEqual(copied.member_ids.mapped("level"), ["add"])

    def test_recent_folders(self):
        """Those that I worked in last, open and not of others."""
        mine = self._as(self.user_own, "enova.folder")
        with freeze_time("2026-03-02"):
            old = mine.create({"name": "Stara"})
            self.env.flush_all()
        folders = mine.create([{"name": f"Nowa {n}"} for n in range(3)])
        self._folder(name="Cudza")
        self.env.flush_all()
        rows = mine._my_recent(limit=3)
        self.assertEqual([row["id"] for row in rows], folders[::-1].ids)
        self.env.cr.execute(
            "UPDATE enova_folder SET write_date = now() - interval '1 day'"
        )
        old.action_add(self.contractor.with_user(self.user_own))
        rows = mine._my_recent()
        self.assertEqual((rows[0]["id"], rows[0]["count"]), (old.id, 1))
        self.assertIn(self.folder.id, [row["id"] for row in rows])
        old.action_close()
        self.assertNotIn(old.id, [row["id"] for row in mine._my_recent()])
        outsider = self.env["enova.folder"].with_user(self.user_outsider)
        self.assertEqual(outsider._my_recent(), [])

    def test_day_of_its_own(self):
        item = self.folder.action_add(self.contractor)
        item.date = date(2020, 5, 1)
        self.assertEqual(item.date, date(2020, 5, 1))
