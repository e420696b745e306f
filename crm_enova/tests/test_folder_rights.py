"""A folder links and grants nothing: every door to its items, for everybody."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .folder_common import SECRET, FolderCase


@tagged("post_install", "-at_install")
class TestFolderRights(FolderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        exporters = cls.env.ref("base.group_allow_export")
        exporters.user_ids = [
            Command.link(user.id)
            for user in (cls.user_own, cls.user_all, cls.user_manager)
        ]
        cls._fill()
        cls.domain = [("id", "in", cls.every.ids)]

    def _doors(self):
        """Yield what each user sees: items as the user, those seen, those hidden."""
        for user, names in self.visible.items():
            seen = self.every.browse(self.items[name].id for name in names)
            with self.subTest(user=user.login):
                yield self._as(user), seen, self.every - seen

    def test_lists_and_counters(self):
        for items, seen, _hidden in self._doors():
            self.assertEqual(set(items.search(self.domain)), set(seen))
            self.assertEqual(items.search_count(self.domain), len(seen))
            listed = items.web_search_read(self.domain, {"title": {}}, limit=3)
            self.assertEqual((listed["length"], len(listed["records"])), (len(seen), 3))
            paged = [
                id_
                for offset in range(0, len(seen) + 3, 3)
                for id_ in items.search(self.domain, offset=offset, limit=3).ids
            ]
            self.assertEqual(sorted(paged), sorted(seen.ids))

    def test_pages_of_the_web_client(self):
        """A page is what a search gives, in every order, and the count is right."""
        for items, seen, _hidden in self._doors():
            for order in (None, "id desc", "section_id, sequence desc"):
                whole = items.search(self.domain, order=order).ids
                for offset in (0, 2, len(whole) - 1, len(whole)):
                    page = items.web_search_read(
                        self.domain, {"title": {}}, offset, 2, order
                    )
                    ids = [row["id"] for row in page["records"]]
                    self.assertEqual(ids, whole[offset : offset + 2])
                    self.assertEqual(page["length"], len(seen) if ids else 0)
            odd = items.with_context(enova_visible=[1])
            page = odd.web_search_read(self.domain, {"title": {}}, limit=2)
            self.assertEqual(page["length"], len(seen))

    def test_groups(self):
        for items, seen, _hidden in self._doors():
            models = {item.res_model or False for item in seen.sudo()}
            groups = items._read_group(self.domain, ["res_model"], ["__count"])
            self.assertEqual({model for model, _count in groups}, models)
            self.assertEqual(sum(count for _model, count in groups), len(seen))
            for groupby in ("res_model", "kind", "section_id", "description"):
                formatted = items.formatted_read_group(
                    self.domain, [groupby], ["__count", "res_id:max"]
                )
                counts = sum(group["__count"] for group in formatted)
                self.assertEqual(counts, len(seen))
                answer = items.web_read_group(self.domain, [groupby], ["__count"])
                told = json.dumps([formatted, answer], default=str)
                if items.env.user == self.user_own:
                    self.assertNotIn(SECRET, told)

    def test_names(self):
        for items, seen, _hidden in self._doors():
            found = items.name_search("", self.domain)
            self.assertEqual({id_ for id_, _name in found}, set(seen.ids))
            for name, item in self.items.items():
                record = self.targets.get(name)
                text = (record or item).sudo().name
                hits = items.name_search(text, self.domain, operator="ilike")
                with self.subTest(name=name):
                    self.assertEqual(item.id in dict(hits), item in seen)
                inverse = items.search(
                    [("display_name", "not ilike", text), *self.domain]
                )
                self.assertFalse(set(inverse) - set(seen))

    def test_nobody_is_asked_by_a_search(self):
        """Yes or no is an answer, too."""
        for items, _seen, hidden in self._doors():
            for item in hidden.sudo():
                for domain in (
                    [("id", "=", item.id)],
                    [("res_model", "=", item.res_model), ("res_id", "=", item.res_id)],
                    [("description", "=", item.description)],
                    [("description", "like", SECRET), ("id", "=", item.id)],
                    ["!", ("kind", "=", "note"), ("id", "=", item.id)],
                ):
                    self.assertFalse(items.search_count(domain), domain)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_whoever_guesses_an_id_learns_nothing(self):
        for items, _seen, hidden in self._doors():
            for item in hidden:
                theirs = items.browse(item.id)
                for attempt in (
                    lambda r: r.read(["description"]),
                    lambda r: r.web_read({"title": {}, "target": {"fields": {}}}),
                    lambda r: r.export_data(["title", "description"]),
                    lambda r: r.display_name,
                    lambda r: r.action_open(),
                    lambda r: r.write({"description": "x"}),
                    lambda r: r.unlink(),
                    lambda r: r.copy(),
                ):
                    self._as(self.user_own)
                    with self.assertRaises(UserError) as caught:
                        with self.env.cr.savepoint():
                            attempt(theirs)
                    self.assertNotIn(SECRET, str(caught.exception))

    def test_export(self):
        for items, seen, _hidden in self._doors():
            rows = items.search(self.domain).export_data(["title", "description"])
            self.assertEqual(len(rows["datas"]), len(seen))
            folder = self.folder.with_user(items.env.user)
            rows = folder.export_data(["name", "item_ids/description"])["datas"]
            described = {row[1] for row in rows if row[1]}
            self.assertEqual(described, set(seen.sudo().mapped("description")))

    def test_through_the_folder(self):
        for items, seen, hidden in self._doors():
            user = items.env.user
            folder = self.folder.with_user(user)
            self.assertEqual(folder.item_count, len(seen))
            self.assertEqual(set(folder.item_ids), set(seen))
            folders = self._as(user, "enova.folder")
            for item in self.every:
                for domain in (
                    [("item_ids", "in", item.ids)],
                    [("item_ids", "any", [("id", "=", item.id)])],
                    [("item_ids.description", "=", item.sudo().description)],
                ):
                    self.assertEqual(
                        self.folder in folders.search(domain), item in seen
                    )
            for item in hidden:
                self.assertIn(
                    self.folder, folders.search([("item_ids", "not in", item.ids)])
                )

    def test_a_folder_of_hidden_items_is_empty(self):
        folder = self._folder(
            member_ids=[Command.create({"user_id": self.user_own.id})]
        )
        folder.action_add(self.private_task)
        folders = self._as(self.user_own, "enova.folder")
        mine = [("id", "=", folder.id)]
        self.assertFalse(folders.search([("item_ids", "!=", False), *mine]))
        self.assertTrue(folders.search([("item_ids", "=", False), *mine]))
        self.assertEqual(folders.browse(folder.id).item_count, 0)

    def test_the_record_shows_its_folders(self):
        for name, record in self.targets.items():
            for user, names in self.visible.items():
                items = self._as(user)
                answer = items.enova_folders_of(record._name, record.id)
                with self.subTest(user=user.login, name=name):
                    self.assertEqual(answer["count"], int(name in names))

    def test_nobody_else_sees_anything(self):
        items = self._as(self.user_stranger)
        self.assertFalse(items.search(self.domain))
        self.assertFalse(self._as(self.user_stranger, "enova.folder").search([]))
        for user in (self.user_outsider, self.user_portal):
            for model in ("enova.folder", "enova.folder.item", "enova.folder.member"):
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(AccessError):
                        self._as(user, model).search([])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_what_is_seen_is_put_in(self):
        """The same words for what is hidden and for what does not exist."""
        folder = self._folder(user_id=self.user_own.id)
        said = set()
        for record in (
            self.private_task,
            self.other_task,
            self.foreign,
            self.order,
            self.hidden_paper,
            self.private_task.browse(2**31 - 1),
        ):
            mine = self._as(self.user_own, "enova.folder").browse(folder.id)
            values = {
                "folder_id": folder.id,
                "res_model": record._name,
                "res_id": record.id,
            }
            for attempt in (
                lambda f=mine, r=record: f.action_add(r._name, r.ids),
                lambda f=mine, v=values: f.item_ids.create(v),
                lambda f=mine, r=record: f.item_ids.create(
                    {"folder_id": f.id, "target": f"{r._name},{r.id}"}
                ),
            ):
                with self.assertRaises(AccessError) as caught, self.env.cr.savepoint():
                    attempt()
                said.add(str(caught.exception))
        self.assertEqual(len(said), 1, said)
        self.assertFalse(folder.sudo().item_ids)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_adding_is_no_oracle(self):
        """Whether a hidden record lies there already is not told by adding it."""
        folder = self._as(self.user_keeper, "enova.folder").browse(self.folder.id)
        known, unknown = self.private_task, self._activity(private=True)
        said = []
        for record in (known, unknown):
            with self.assertRaises(AccessError) as caught, self.env.cr.savepoint():
                folder.action_add(record._name, record.ids)
            said.append(str(caught.exception))
        self.assertEqual(*said)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_an_item_is_not_turned_to_what_is_hidden(self):
        item = self.items["task"].with_user(self.user_keeper)
        for values in (
            {"res_id": self.private_task.id},
            {"res_model": "sale.order", "res_id": self.order.id},
            {"target": f"enova.activity,{self.private_task.id}"},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                item.write(values)
        self.assertEqual(self.items["task"].res_id, self.seen_task.id)

    def test_a_form_shows_nothing_of_it(self):
        items = self._as(self.user_own)
        spec = {"target": {"fields": {"display_name": {}}}, "title": {}, "kind": {}}
        hidden = self.private_task
        for values in (
            {"target": {"id": hidden.id, "model": hidden._name}},
            {"target": f"{hidden._name},{hidden.id}"},
            {"res_model": hidden._name, "res_id": hidden.id, "kind": "record"},
        ):
            values = {"folder_id": self.folder.id, **values}
            try:
                said = items.onchange(values, list(values), spec)
            except (UserError, ValueError, TypeError) as error:
                said = str(error)
            self.assertNotIn(SECRET, json.dumps(said, default=str))

    def test_a_file_is_not_read_through_the_folder(self):
        """Its own record decides; that it lies in a folder changes nothing."""
        theirs = self._as(self.user_own, "ir.attachment").browse(self.hidden_paper.id)
        with self.assertRaises(AccessError):
            theirs.read(["name"])
        self.assertEqual(
            [name for name, _file in self.folder.with_user(self.user_own)._files()],
            ["umowa.txt"],
        )

    def test_messages_tell_of_no_item(self):
        """Nothing of what is put in is written into the chatter."""
        bodies = self.folder.message_ids.mapped("body")
        self.assertFalse([body for body in bodies if SECRET in body])
        messages = self._as(self.user_stranger, "mail.message")
        self.assertFalse(
            messages.search([("model", "=", "enova.folder"), ("res_id", "!=", 0)])
        )
        with self.assertRaises(UserError):
            self.folder.with_user(self.user_stranger).message_post(body="x")

    def test_other_company(self):
        self.user_own.company_ids = [Command.link(self.other_company.id)]
        folder = self._folder(
            company_id=self.other_company.id,
            user_id=self.user_own.id,
            definition_id=self.general.id,
        )
        folders = self._as(self.user_own, "enova.folder")
        here = folders.with_context(allowed_company_ids=[self.company.id])
        self.assertNotIn(folder, here.search([]))
        there = folders.with_context(allowed_company_ids=[self.other_company.id])
        self.assertEqual(there.search([]), folder)
        self.assertFalse(there.env["enova.folder.item"].search(self.domain))
