"""What becomes of folders whose owner leaves, and of files whose contractor changes."""

from odoo.tests import tagged

from .folder_common import FolderCase


@tagged("post_install", "-at_install")
class TestFolderOwner(FolderCase):
    def test_open_folders_are_handed_over(self):
        closed = self._folder(name="Dawna")
        closed.action_close()
        window = self.env["enova.user.handover"].with_user(self.user_manager)
        window = window.create(
            {"user_id": self.user_all.id, "to_user_ids": [(6, 0, self.user_own.ids)]}
        )
        self.assertEqual(window.folder_count, 1)
        window.action_confirm()
        self.assertEqual(self.folder.user_id, self.user_own)
        self.assertEqual(closed.user_id, self.user_all, "nothing in it is changed")

    def test_files_go_along_to_another_contractor(self):
        self.folder._add_files([("umowa.txt", b"umowa")])
        file = self.env["ir.attachment"].browse(self.folder.item_ids.res_id)
        self.assertEqual(file.enova_partner_id, self.contractor)
        self.folder.partner_id = self.other_contractor
        self.env.flush_all()
        file.invalidate_recordset()
        self.assertEqual(file.enova_partner_id, self.other_contractor)

    def test_files_of_a_closed_folder_stay(self):
        """Nobody changes or deletes one behind the folder's back."""
        self.folder._add_files([("umowa.txt", b"umowa")])
        file = self.env["ir.attachment"].browse(self.folder.item_ids.res_id)
        self.folder.action_close()
        for user in (self.user_adder, self.user_keeper, self.user_manager):
            theirs = file.with_user(user)
            with self.subTest(user=user.login):
                self.assertTrue(theirs.has_access("read"))
                self.assertFalse(theirs.has_access("write"))
                self.assertFalse(theirs.has_access("unlink"))

    def test_a_reader_reads_its_files_and_changes_none(self):
        self.folder._add_files([("umowa.txt", b"umowa")])
        file = self.env["ir.attachment"].browse(self.folder.item_ids.res_id)
        mine = file.with_user(self.user_own)
        self.assertEqual(mine.raw, b"umowa")
        self.assertFalse(mine.has_access("write"))
        self.assertFalse(file.with_user(self.user_stranger).has_access("read"))
