"""What has been deleted says so, and tells nobody what was hidden from them."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .folder_common import FolderCase


@tagged("post_install", "-at_install")
class TestFolderDeleted(FolderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill()

    def test_what_is_deleted_says_so(self):
        """To everybody who works with such records; its remark to nobody else."""
        self.items["task"].description = False
        (self.seen_task | self.private_task).unlink()
        self._activity()  # a new one with another id
        for user, bare, remarked in (
            (self.user_own, True, False),
            (self.user_seller, True, False),
            (self.user_all, True, False),
            (self.user_manager, True, False),
        ):
            items = self._as(user)
            with self.subTest(user=user.login):
                task = items.search([("id", "=", self.items["task"].id)])
                private = items.search([("id", "=", self.items["private"].id)])
                self.assertEqual((bool(task), bool(private)), (bare, remarked))
                self.assertTrue(task.is_missing)
                self.assertEqual(task.title, "Deleted: Task or event")
                with self.assertRaisesRegex(UserError, "has been deleted"):
                    task.action_open()
        # superuser has put it in, and reads what it wrote
        self.assertTrue(self.items["private"].is_missing)

    def test_whoever_put_it_in_keeps_their_remark(self):
        folder = self._as(self.user_own, "enova.folder").browse(
            self._folder(user_id=self.user_own.id).id
        )
        task = self._activity(private=True, user_id=self.user_own.id)
        item = folder.action_add(task.with_user(self.user_own))
        item.description = "Moja uwaga"
        task.unlink()
        item.invalidate_recordset()
        self.assertEqual(item.title, "Deleted: Task or event")
        self.assertEqual(item.description, "Moja uwaga")

    def test_a_model_that_is_gone(self):
        self.env.cr.execute(
            "UPDATE enova_folder_item SET res_model = 'x.gone' WHERE id = %s",
            [self.items["task"].id],
        )
        self.assertFalse(self._as(self.user_own).search([("res_model", "=", "x.gone")]))
        item = self._as(self.env.user).browse(self.items["task"].id)
        self.assertTrue(item.is_missing)

    def test_archived_records_stay(self):
        self.seen_task.active = False
        seen = self._as(self.user_own).search([("id", "=", self.items["task"].id)])
        self.assertEqual(seen.title, self.seen_task.display_name)
