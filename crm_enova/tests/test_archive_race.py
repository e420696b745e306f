from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestArchiveRace(RaceCase):
    """Two people put files and records away at the same moment."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            file = env["ir.attachment"].create(
                {
                    "name": "umowa.txt",
                    "raw": b"first",
                    "res_model": "res.partner",
                    "res_id": self.target_id,
                }
            )
            folder = env["enova.folder"].create({"name": "Wyścig"})
            link = env["enova.attachment.link"].create(
                {"purpose": "Umowa", "attachment_ids": [(6, 0, file.ids)]}
            )
            self.file_id, self.folder_id, self.link_id = file.id, folder.id, link.id
            self.folder_ids = [folder.id]

    def _clean_up(self):
        with self._env() as env:
            env["enova.folder"].browse(self.folder_ids).exists().unlink()
            env["enova.attachment.link"].browse(self.link_id).unlink()
            env["ir.attachment"].browse(self.file_id).unlink()
        return super()._clean_up()

    def _add(self, env):
        folder = env["enova.folder"].browse(self.folder_id)
        folder.action_add(env["res.partner"].browse(self.target_id))
        env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_a_record_that_two_add_lies_in_the_folder_once(self):
        """Whoever comes second is told so, or finds it there; nothing else happens."""
        results = self._race(self._add, self._add)
        failures = [result for result in results if result]
        self.assertLessEqual(len(failures), 1)
        for failure in failures:
            self.assertIsInstance(failure, UserError)
            self.assertIn("lies in the folder already", str(failure))
        with self._env() as env:
            folder = env["enova.folder"].browse(self.folder_id)
            self.assertEqual(folder.item_ids.mapped("res_id"), [self.target_id])
            # and whoever adds it once more has nothing to be afraid of
            self.assertFalse(
                folder.action_add(env["res.partner"].browse(self.target_id))
            )

    @mute_logger("odoo.sql_db")
    def test_every_download_is_counted(self):
        def download(env):
            env["enova.attachment.link"].browse(self.link_id)._count_download()

        self.assertEqual(self._race(*[download] * 4), [None] * 4)
        with self._env() as env:
            link = env["enova.attachment.link"].browse(self.link_id)
            self.assertEqual(link.download_count, 4)
            self.assertTrue(link.last_download)

    @mute_logger("odoo.sql_db")
    def test_folders_made_at_once_have_numbers_of_their_own(self):
        def make(env):
            folder = env["enova.folder"].create({"name": "Równocześnie"})
            env.flush_all()
            self.folder_ids.append(folder.id)

        self.assertEqual(self._race(*[make] * 3), [None] * 3)
        with self._env() as env:
            made = env["enova.folder"].browse(self.folder_ids).exists()
            numbers = made.mapped("reference")
            self.assertEqual(len(made), 4)
            self.assertEqual(len(set(numbers)), 4, numbers)
            self.assertTrue(all(numbers))

    @mute_logger("odoo.sql_db")
    def test_closing_while_somebody_adds(self):
        """It ends closed; what was added before stays, what comes after is refused."""

        def close(env):
            env["enova.folder"].browse(self.folder_id).action_close()
            env.flush_all()

        added, closed = self._race(self._add, close)
        self.assertIsNone(closed)
        with self._env() as env:
            folder = env["enova.folder"].browse(self.folder_id)
            self.assertEqual(folder.state, "closed")
            self.assertEqual(len(folder.item_ids), 0 if added else 1)
            partner = env["res.partner"].browse(self.card_id)
            with self.assertRaises(UserError):
                folder.action_add(partner)
            folder.action_reopen()
