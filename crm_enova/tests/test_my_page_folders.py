from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import SQL

from .test_my_page_days import MyPageCase


@tagged("post_install", "-at_install")
class TestMyPageFolders(MyPageCase):
    """The folders that somebody works with, the one changed last before the others."""

    def _folder(self, name, changed, **values):
        folder = self.system["enova.folder"].create(
            {"name": name, "user_id": self.user_own.id, **values}
        )
        self._dated("enova_folder", folder, changed)
        return folder

    def _item(self, folder, changed, user=None):
        item = self.system["enova.folder.item"].create(
            {"folder_id": folder.id, "kind": "note", "name": "x"}
        )
        self._dated("enova_folder_item", item, changed, user or self.user_own)
        return item

    def _dated(self, table, record, changed, user=None):
        """Say when a record was changed, and by whom; the ERP would say now."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = %s, write_uid = %s WHERE id = %s",
                SQL.identifier(table),
                datetime.fromisoformat(changed),
                (user or self.user_own).id,
                record.id,
            )
        )
        self.env.invalidate_all()

    @users("crm_own")
    def test_of_one_s_own_and_of_those_who_let_one_in(self):
        self._folder("Mine", "2026-06-01")
        member = [Command.create({"user_id": self.user_own.id, "level": "read"})]
        theirs = {"user_id": self.user_all.id}
        self._folder("Shared", "2026-06-02", **theirs, member_ids=member)
        self._folder("Theirs", "2026-06-03", **theirs)
        self._folder("Closed", "2026-06-04").action_close()
        self._folder("Away", "2026-06-05", active=False)
        titles = self._titles("folders")
        self.assertEqual([title.split()[-1] for title in titles], ["Shared", "Mine"])
        block = self._blocks()["folders"]
        found = self.env["enova.folder"].search(block["action"]["domain"])
        self.assertEqual(len(found), block["count"])

    @users("crm_manager")
    def test_a_manager_has_their_own_alone(self):
        self._folder("Not theirs", "2026-06-01")
        self.assertNotIn("folders", self._blocks())
        self._folder("Theirs", "2026-06-01", user_id=self.user_manager.id)
        self.assertEqual(len(self._titles("folders")), 1)

    @users("crm_own")
    def test_into_which_one_has_put_something_last(self):
        old, new = (
            self._folder("Old", "2026-06-01"),
            self._folder("New", "2026-06-02"),
        )
        self.assertEqual(self._ids(), [new.id, old.id])
        self._item(old, "2026-06-05", self.user_all)
        self.assertEqual(self._ids(), [new.id, old.id], "a colleague's is no news")
        self._item(old, "2026-06-03")
        self.assertEqual(self._ids(), [old.id, new.id])
        self._item(new, "2026-05-01")
        self.assertEqual(self._ids(), [old.id, new.id])
        self._item(new, "2026-06-04")
        self.assertEqual(self._ids(), [new.id, old.id])

    @users("crm_own")
    def test_eight_of_many_and_as_many_queries(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._blocks()
            return self.env.cr.sql_log_count - before

        self._folder("First", "2026-01-01")
        cost()
        one = cost()
        for number in range(1, 13):
            folder = self._folder(f"Folder {number}", f"2026-02-{number:02}")
            self._item(folder, f"2026-02-{number:02}")
        self.assertLessEqual(cost(), one)
        block = self._blocks()["folders"]
        self.assertEqual((len(block["rows"]), block["count"]), (8, 13))
        self.assertTrue(block["rows"][0]["title"].endswith("Folder 12"))

    def _ids(self):
        return [row["id"] for row in self._blocks()["folders"]["rows"]]
