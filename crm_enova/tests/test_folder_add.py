"""How things come into folders: once each, many at once, from any app."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .folder_common import FolderCase
from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestFolderAdd(FolderCase):
    def test_records_of_any_model_once_each(self):
        task = self._activity()
        order = self.env["sale.order"].create({"partner_id": self.contractor.id})
        for record in (task, order, self.contractor, self.contractor | self.contact):
            self.folder.action_add(record)
        self.folder.action_add(task | task)
        items = self.folder.item_ids
        self.assertEqual(
            sorted((item.res_model, item.res_id) for item in items),
            sorted(
                (record._name, record.id)
                for record in (task, order, self.contractor, self.contact)
            ),
        )
        self.assertEqual(items.mapped("sequence"), [1, 2, 3, 4])
        self.assertEqual(set(items.mapped("kind")), {"record"})

    def test_by_rpc(self):
        """A client names the model and the ids."""
        folder = self.folder.with_user(self.user_adder)
        partners = self.contractor | self.contact
        made = folder.action_add("res.partner", partners.ids)
        self.assertEqual(made.mapped("res_id"), partners.ids)
        self.assertFalse(folder.action_add("res.partner", ids=partners.ids))
        for arguments in ((None,), (7,), ("res.partner", "x"), ("res.partner", [True])):
            with self.assertRaises(UserError):
                folder.action_add(*arguments)
        with self.assertRaisesRegex(UserError, "no model no.model"):
            folder.action_add("no.model", [1])

    def test_twice_is_refused_by_the_database(self):
        self.folder.action_add(self.contractor)
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            with self.env.cr.savepoint():
                self.env["enova.folder.item"].create(
                    {
                        "folder_id": self.folder.id,
                        "res_model": "res.partner",
                        "res_id": self.contractor.id,
                    }
                )
        self.assertIn("enova_folder_item_once", str(caught.exception))

    def test_models_that_nobody_chose(self):
        folder = self.folder.with_user(self.user_keeper)
        user = self.env.user
        with self.assertRaisesRegex(UserError, "cannot be put into folders"):
            folder.action_add("res.users", user.ids)
        with self.assertRaisesRegex(UserError, "cannot be put into folders"):
            self.folder.action_add(self.folder)

    def test_window(self):
        """From the action menu of a list, by somebody who adds."""
        partners = self.contractor | self.contact
        context = {"active_model": "res.partner", "active_ids": partners.ids}
        section = self.folder.section_ids.create(
            {"folder_id": self.folder.id, "name": "Osoby"}
        )
        wizards = self.env["enova.folder.add"].with_user(self.user_adder)
        with Form(wizards.with_context(**context)) as form:
            self.assertEqual(form.record_count, 2)
            form.folder_id = self.folder
            form.section_id = section
            form.description = "Do rozmów"
        notice = form.record.action_confirm()["params"]
        self.assertEqual(notice["type"], "success")
        items = self.folder.item_ids
        self.assertEqual(items.mapped("res_id"), partners.ids)
        self.assertEqual(set(items.mapped("description")), {"Do rozmów"})
        self.assertEqual(items.section_id, section)
        again = wizards.with_context(**context).create({})
        self.assertEqual(again.folder_id, self.folder, "the one used last")
        self.assertEqual(again.action_confirm()["params"]["type"], "info")

    def test_window_with_nothing(self):
        wizard = self.env["enova.folder.add"].create({"folder_id": self.folder.id})
        with self.assertRaisesRegex(UserError, "Select the records"):
            wizard.action_confirm()

    def test_button_opens_the_window_or_the_folder(self):
        items = self.env["enova.folder.item"].with_user(self.user_keeper)
        action = items.action_open_folders_of("res.partner", self.contact.id)
        self.assertEqual(action["res_model"], "enova.folder.add")
        self.assertEqual(action["context"]["active_ids"], self.contact.ids)
        self.folder.action_add(self.contact)
        action = items.action_open_folders_of("res.partner", self.contact.id)
        self.assertEqual(action["res_id"], self.folder.id)
        other = self._folder(user_id=self.user_keeper.id)
        other.action_add(self.contact)
        action = items.action_open_folders_of("res.partner", self.contact.id)
        found = self.env["enova.folder"].search(action["domain"])
        self.assertEqual(found, self.folder | other)
        answer = items.enova_folders_of("res.partner", self.contact.id)
        self.assertEqual(answer, {"count": 2, "addable": True})
        answer = items.enova_folders_of("res.users", 1)
        self.assertEqual(answer, {"count": 0, "addable": False})

    def test_folders_of_a_contractor_and_a_project(self):
        """Those made for them count, too."""
        project = self._project()
        self.folder.project_id = project
        items = self.env["enova.folder.item"].with_user(self.user_own)
        for record in (self.contractor, project):
            answer = items.enova_folders_of(record._name, record.id)
            self.assertEqual(answer["count"], 1)

    def test_ten_thousand_are_imported(self):
        """Read from a file: queries grow with the batches of core alone."""
        count = 2000
        partners = self.env["res.partner"].create(
            [{"name": f"Firma {n}"} for n in range(count)]
        )
        folder = self._folder(user_id=self.user_keeper.id)
        items = self.env["enova.folder.item"].with_user(self.user_keeper)
        columns = ["folder_id/.id", "res_model", "res_id", "description"]

        def load(some):
            rows = [[str(folder.id), "res.partner", str(p.id), "x"] for p in some]
            before = self.cr.sql_log_count
            result = items.load(columns, rows)
            self.assertFalse(result["messages"])
            self.env.flush_all()
            return self.cr.sql_log_count - before

        load(partners[:10])
        few, many = load(partners[10:210]), load(partners[210:])
        batches = (count - 210) / 100 - 2
        self.assertLess(many - few, 4 * batches)
        self.assertEqual(folder.item_count, count)

    def test_a_file_names_folders_and_their_sections(self):
        """The same name of a section means that of the row's own folder."""
        folders = [
            self._folder(name=f"Plik {n}", definition_id=self.papers.id)
            for n in range(2)
        ]
        items = self.env["enova.folder.item"].with_user(self.user_all)
        columns = ["folder_id", "section_id", "res_model", "res_id"]
        partner = ["res.partner", str(self.contractor.id)]
        rows = [[folder.display_name, "Invoices", *partner] for folder in folders]
        result = items.load(columns, rows)
        self.assertFalse(result["messages"])
        made = items.browse(result["ids"])
        self.assertEqual(made.folder_id.ids, [folder.id for folder in folders])
        self.assertEqual(made.section_id.folder_id, made.folder_id)
        rows[1][1] = "Nie ma takiej"
        result = items.load(columns, rows)
        self.assertFalse(result["ids"])
        self.assertIn("Nie ma takiej", result["messages"][0]["message"])

    def test_adding_many_takes_few_queries(self):
        partners = self.env["res.partner"].create(
            [{"name": f"F {n}"} for n in range(90)]
        )
        folder = self._as(self.user_keeper, "enova.folder").browse(self.folder.id)
        folder.action_add("res.partner", partners[:5].ids)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            folder.action_add("res.partner", partners.ids)
            self.env.flush_all()

    def test_bad_rows_of_a_file(self):
        items = self.env["enova.folder.item"].with_user(self.user_keeper)
        hidden = self._activity(private=True)
        result = items.load(
            ["folder_id/.id", "res_model", "res_id"],
            [
                [str(self.folder.id), "res.partner", str(self.contractor.id)],
                [str(self.folder.id), "enova.activity", str(hidden.id)],
            ],
        )
        self.assertFalse(result["ids"])
        [message] = result["messages"][:1]
        self.assertIn("not yours to see", message["message"])
        self.assertFalse(self.folder.item_ids)

    def test_first_page_takes_queries_by_model(self):
        """Not by item: one page of twenty and one of two hundred cost the same."""
        tasks = self.env["enova.activity"].create(
            [{"name": f"Zadanie {n}", "user_id": self.user_own.id} for n in range(100)]
        )
        persons = self.env["res.partner"].create(
            [{"name": f"Osoba {n}"} for n in range(100)]
        )

        def page(folder):
            items = self._as(self.user_own)
            spec = {"title": {}, "model_name": {}, "is_missing": {}, "date": {}}
            before = self.cr.sql_log_count
            found = items.web_search_read(
                [("folder_id", "=", folder.id)], spec, limit=80
            )
            return self.cr.sql_log_count - before, found["length"]

        counts = []
        for size in (10, 100):
            folder = self._folder(user_id=self.user_own.id)
            folder.action_add(tasks[:size])
            folder.action_add(persons[:size])
            page(folder)
            counts.append(page(folder))
        self.assertEqual([length for _queries, length in counts], [20, 200])
        # what a full page leaves out was counted when the page was looked for
        self.assertLessEqual(counts[1][0], counts[0][0])


@tagged("post_install", "-at_install")
class TestFolderMerge(FolderCase, MergeCase):
    """Merged contractors leave one sheet, and every folder keeps theirs."""

    def test_items_follow(self):
        other = self._folder(partner_id=self.duplicate.id)
        both = self.folder.action_add(self.duplicate | self.contractor)
        alone = other.action_add(self.duplicate)
        both[0].description = "Z duplikatu"
        self._merge()
        self.assertEqual(alone.res_id, self.contractor.id)
        self.assertEqual(other.partner_id, self.contractor)
        self.assertEqual(self.folder.item_ids.mapped("res_id"), self.contractor.ids)
        self.assertEqual(self.folder.item_ids.description, "Z duplikatu")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_closed_folders_follow_too(self):
        """A merge changes what they lead to, not what is in them."""
        item = self.folder.action_add(self.duplicate)
        self.folder.action_close()
        self._merge()
        self.assertEqual(item.res_id, self.contractor.id)
        with self.assertRaises(UserError):
            item.with_user(self.user_keeper).description = "x"
