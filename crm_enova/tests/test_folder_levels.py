"""Who reads, adds and manages; and a closed folder, which nobody changes."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .folder_common import FolderCase


@tagged("post_install", "-at_install")
class TestFolderLevels(FolderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill()
        cls.section = cls.env["enova.folder.section"].create(
            {"folder_id": cls.folder.id, "name": "Umowy"}
        )
        cls.member = cls.folder.member_ids[0]
        cls.levels = {
            cls.user_own: "read",
            cls.user_adder: "add",
            cls.user_keeper: "manage",
            cls.user_all: "manage",
            cls.user_manager: "manage",
            cls.user_stranger: False,
        }

    def _attempts(self, user):
        """Return what one may try, by the right that it takes."""
        env = self.env(user=user)
        folder = env["enova.folder"].browse(self.folder.id)
        item, section = env["enova.folder.item"], env["enova.folder.section"]
        note = {"folder_id": folder.id, "name": "x", "note": "<p>x</p>"}
        foreign = item.browse(self.items["note"].id)
        members, mine = env["enova.folder.member"], {"user_id": self.user_stranger.id}
        section = section.browse(self.section.id)
        return {
            "add": [
                lambda: item.create(note),
                lambda: folder.action_add("res.partner", self.contact.ids),
                lambda: folder._add_files([("a.txt", b"a")]),
                lambda: item.create(note).write({"description": "my own"}),
                lambda: item.create(note).unlink(),
            ],
            "manage": [
                lambda: folder.write({"name": "x"}),
                lambda: folder.write({"user_id": self.user_keeper.id}),
                lambda: folder.write({"parent_id": False}),
                lambda: folder.write({"item_ids": [Command.delete(foreign.id)]}),
                lambda: foreign.write({"description": "x"}),
                lambda: foreign.write({"section_id": section.id}),
                lambda: foreign.unlink(),
                lambda: section.write({"name": "x"}),
                lambda: section.unlink(),
                lambda: section.create({"folder_id": folder.id, "name": "x"}),
                lambda: members.create({"folder_id": folder.id, **mine}),
                lambda: members.browse(self.member.id).write({"level": "manage"}),
                lambda: members.browse(self.member.id).unlink(),
                lambda: folder.action_close(),
                lambda: env["ir.attachment"].create(
                    {"name": "x", "res_model": folder._name, "res_id": folder.id}
                ),
            ],
        }

    def _succeeds(self, attempt):
        """Try in a savepoint that is rolled back."""
        self.env.flush_all()
        self.env.invalidate_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            attempt()
            self.env.flush_all()
        except UserError:
            return False
        finally:
            self.env.invalidate_all(flush=False)
            self.env.transaction.clear()
            savepoint.close(rollback=True)
        return True

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_what_each_right_allows(self):
        order = [False, "read", "add", "manage"]
        for user, level in self.levels.items():
            for needed, attempts in self._attempts(user).items():
                for number, attempt in enumerate(attempts):
                    with self.subTest(user=user.login, needed=needed, number=number):
                        self.assertEqual(
                            self._succeeds(attempt),
                            order.index(level) >= order.index(needed),
                        )

    def test_compute_and_search_agree(self):
        for user, level in self.levels.items():
            folders = self._as(user, "enova.folder")
            folder = folders.browse(self.folder.id)
            with self.subTest(user=user.login):
                self.assertEqual(folder.level, level)
                for value in ("read", "add", "manage", False):
                    found = folders.sudo().search(
                        [("level", "=", value), ("id", "=", folder.id)]
                    )
                    self.assertEqual(bool(found), value == level, value)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_a_closed_folder_is_read_only(self):
        """By every road, for everybody, the manager and scripts included."""
        self.folder.with_user(self.user_keeper).action_close()
        self.assertEqual(self.folder.state, "closed")
        self.assertTrue(self.folder.date_closed)
        for user in (*self.levels, self.env.user):
            for needed, attempts in self._attempts(user).items():
                for number, attempt in enumerate(attempts):
                    closes = needed == "manage" and number == 13
                    attaches = user == self.env.user and number == 14
                    if closes or attaches:
                        continue
                    with self.subTest(user=user.login, needed=needed, number=number):
                        self.assertFalse(self._succeeds(attempt))
        for user in (self.user_own, self.user_keeper, self.user_manager):
            with self.subTest(user=user.login):
                post = self.folder.with_user(user).message_post
                self.assertFalse(self._succeeds(lambda p=post: p(body="x")))
                self.assertTrue(self.folder.with_user(user).item_count)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_manager_opens_it_first(self):
        folder = self.folder.with_user(self.user_manager)
        folder.action_close()
        with self.assertRaisesRegex(UserError, "is closed. Open it again"):
            folder.unlink()
        with self.assertRaisesRegex(AccessError, "Only those who manage"):
            self.folder.with_user(self.user_adder).action_reopen()
        folder.action_reopen()
        self.assertEqual((folder.state, folder.date_closed), ("open", False))
        folder.unlink()
        self.assertFalse(self.folder.exists())
        self.assertFalse(self.every.exists())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_state_is_written_by_its_buttons_alone(self):
        with self.assertRaises(AccessError):
            self.folder.with_user(self.user_keeper).write({"state": "closed"})

    def test_everybody_who_reads_takes_part_in_the_talk(self):
        post = self.folder.with_user(self.user_own).message_post(body="Jest aneks")
        self.assertEqual(post.author_id, self.user_own.partner_id)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_lets_themselves_into_another_folder(self):
        """A part of one's own folder is not moved into somebody else's."""
        mine = self._folder(user_id=self.user_stranger.id)
        env = self.env(user=self.user_stranger)
        member = env["enova.folder.member"].create(
            {"folder_id": mine.id, "user_id": self.user_stranger.id, "level": "manage"}
        )
        section = env["enova.folder.section"].create(
            {"folder_id": mine.id, "name": "x"}
        )
        item = env["enova.folder.item"].create({"folder_id": mine.id, "name": "x"})
        for part in (member, section, item):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                part.write({"folder_id": self.folder.id})
            self.assertEqual(part.folder_id, mine)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.with_user(self.user_stranger).parent_id = self.folder.id
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.with_user(self.user_stranger).write(
                {"member_ids": [Command.link(self.member.id)]}
            )

    def test_whoever_reads_cannot_add(self):
        folder = self.folder.with_user(self.user_own)
        with self.assertRaisesRegex(AccessError, "not add to it. Ask Crm All"):
            folder.action_add(self.contact)

    def test_a_folder_above_that_is_hidden_tells_its_number_alone(self):
        above = self._folder(name="TAJNE postępowanie")
        self.folder.parent_id = above
        mine = self._as(self.user_own, "enova.folder").browse(self.folder.id)
        spec = {"parent_id": {"fields": {"display_name": {}}}}
        [row] = mine.web_read(spec)
        self.assertEqual(row["parent_id"]["display_name"], above.reference)
        self.assertFalse(mine.search([("parent_id.name", "like", "TAJNE")]))
        self.assertFalse(mine.search([("id", "=", above.id)]))
