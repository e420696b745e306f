from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .file_common import FileCase
from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestVersions(FileCase):
    """A new file comes to the front; the old ones stay, as they were."""

    def setUp(self):
        super().setUp()
        self.entry = self._entry(self.order)
        self.first = self.entry.attachment_id

    def _new(self, name="nowa.txt", raw=b"Nowa", user=None):
        files = self.env["ir.attachment"].with_user(user or self.user_trader)
        place = {"res_model": "enova.attachment.replace", "res_id": 0}
        return files.create({"name": name, "raw": raw, **place})

    def _replace(self, file, user=None):
        wizard = self.env["enova.attachment.replace"].with_user(
            user or self.user_trader
        )
        wizard.create(
            {"entry_id": self.entry.id, "file_ids": [(6, 0, file.ids)]}
        ).action_replace()
        self.env.invalidate_all()

    def test_replace(self):
        new = self._new()
        self._replace(new)
        self.assertEqual(self.entry.attachment_id, new)
        self.assertEqual((new.res_model, new.res_id), ("sale.order", self.order.id))
        self.assertEqual(new.enova_partner_id, self.contractor)
        self.assertEqual(self.entry.version_ids, self.first)
        self.assertEqual(self.entry.version_count, 2)
        self.assertEqual(self.first.raw, b"Umowa")
        self.assertEqual(new.create_uid, self.user_trader)
        self.assertFalse(self.first.enova_partner_id)

    def test_archive_shows_the_present_one(self):
        self._replace(self._new())
        files = self.env["ir.attachment"].with_user(self.user_trader)
        found = files.search([("enova_partner_id", "=", self.contractor.id)])
        self.assertIn(self.entry.attachment_id, found)
        self.assertNotIn(self.first, found)

    def test_restore(self):
        self._replace(self._new())
        second = self.entry.attachment_id
        self.first.with_user(self.user_trader).action_enova_restore()
        self.env.invalidate_all()
        self.assertEqual(self.entry.attachment_id.raw, b"Umowa")
        self.assertEqual(self.entry.attachment_id.name, "umowa.txt")
        self.assertEqual(self.entry.version_ids, self.first | second)
        self.assertEqual(self.entry.version_count, 3)

    def test_what_was_sent_stays_what_was_sent(self):
        self.order.message_post(body="W załączeniu", attachment_ids=self.first.ids)
        message = self.order.message_ids[0]
        self._replace(self._new())
        self.assertEqual(message.attachment_ids, self.first)
        self.assertEqual(message.attachment_ids.raw, b"Umowa")

    def test_nothing_is_attached_to_an_entry(self):
        """It would stand among the versions; or an entry would hang on itself."""
        place = {"res_model": "enova.attachment", "res_id": self.entry.id}
        files = self.env["ir.attachment"].with_user(self.user_trader)
        with self.assertRaisesRegex(UserError, "Replace"):
            files.create({"name": "x", "raw": b"x", **place})
        with self.assertRaisesRegex(UserError, "Replace"):
            self.first.write(place)
        with self.assertRaisesRegex(UserError, "version"):
            self._replace(self._new())
            self._entry(attachment_id=self.first.id)

    def test_versions_stay_where_they_are(self):
        """Moved out of the register, they could be deleted, and be anything else."""
        former = self.entry.attachment_id
        self._replace(self._new())
        for vals in (
            {"res_model": "res.partner", "res_id": self.contractor.id},
            {"res_model": False, "res_id": False},
            {"res_id": 0},
            {"raw": b"Inna"},
            {"datas": "SW5uYQ=="},
            {"type": "url", "url": "https://example.com"},
            {"res_field": "image_1920"},
        ):
            for user in (self.user_trader, self.env.user):
                with self.subTest(vals=vals, user=user.login):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        former.with_user(user).write(vals)
        window = self.env["enova.attachment.add"].with_user(self.user_trader)
        window = window.create(
            {"partner_id": self.contractor.id, "file_ids": [(6, 0, former.ids)]}
        )
        with self.assertRaises(UserError):
            window.action_add()
        other = self._entry()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            other.with_user(self.user_trader)._replace(
                former.with_user(self.user_trader)
            )
        former.with_user(self.user_trader).name = "dawna.txt"
        self.assertEqual(former.name, "dawna.txt")
        self.assertEqual(self.entry.version_ids, former)

    def test_only_a_version_is_restored(self):
        with self.assertRaises(UserError):
            self.first.action_enova_restore()
        other = self._entry()
        with self.assertRaises(UserError):
            self.entry._restore(other.attachment_id)

    def test_one_file_is_chosen(self):
        wizard = self.env["enova.attachment.replace"].with_user(self.user_trader)
        wizard = wizard.create({"entry_id": self.entry.id})
        with self.assertRaises(UserError):
            wizard.action_replace()

    def test_rights(self):
        """Whoever may not write the record neither replaces nor reads the versions."""
        self._replace(self._new())
        first = self.first.with_user(self.user_own)
        with self.assertRaises(AccessError):
            first.read(["name"])
        with self.assertRaises(AccessError):
            first.action_enova_restore()
        file = self._new(user=self.user_own)
        with self.assertRaises(AccessError):
            self.entry.with_user(self.user_own)._replace(file)
        self.assertEqual(self.first.with_user(self.user_trader).name, "umowa.txt")

    def test_file_of_another_is_not_put_in_place(self):
        hidden = self._file(self.documents["invoice_ids"], "tajne.txt", b"Tajne")
        entry = self._entry().with_user(self.user_own)
        with self.assertRaises(AccessError):
            entry._replace(hidden.with_user(self.user_own))
        self.assertEqual(hidden.res_model, "account.move")

    def test_deleted_with_all_versions(self):
        self._replace(self._new())
        versions = self.entry.version_ids
        self.entry.attachment_id.with_user(self.user_trader).unlink()
        self.assertFalse(self.entry.exists())
        self.assertFalse(versions.exists())

    def test_deletion_that_core_refuses_deletes_nothing(self):
        present = self.entry.attachment_id
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            present.with_user(self.user_own).unlink()
        self.assertTrue(self.entry.exists())


@tagged("post_install", "-at_install")
class TestVersionRace(RaceCase):
    """Two people replace one file at the same moment, each on a connection."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            file = env["ir.attachment"].create(
                {
                    "name": "pierwsza.txt",
                    "raw": b"pierwsza",
                    "res_model": "res.partner",
                    "res_id": self.target_id,
                }
            )
            entry = env["enova.attachment"].create({"attachment_id": file.id})
            self.entry_id = entry.id
        self.addCleanup(self._forget_entry)

    def _forget_entry(self):
        with self._env() as env:
            env["enova.attachment"].browse(self.entry_id).exists().unlink()
            files = [("res_model", "=", "res.partner"), ("res_id", "=", self.target_id)]
            env["ir.attachment"].search(files).unlink()

    def _replace(self, text):
        def work(env):
            entry = env["enova.attachment"].browse(self.entry_id)
            self.assertTrue(entry.attachment_id)
            place = {"res_model": "enova.attachment.replace", "res_id": 0}
            file = env["ir.attachment"].create(
                {"name": f"{text}.txt", "raw": text.encode(), **place}
            )
            entry._replace(file)
            env.flush_all()

        return work

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_nothing_is_lost(self):
        results = self._race(self._replace("druga"), self._replace("trzecia"))
        self.assertEqual(results, [None, None])
        with self._env() as env:
            entry = env["enova.attachment"].browse(self.entry_id)
            files = entry.attachment_id | entry.version_ids
            texts = {file.raw.decode() for file in files}
            self.assertEqual(texts, {"pierwsza", "druga", "trzecia"})
            self.assertEqual(entry.attachment_id.res_model, "res.partner")
            self.assertNotEqual(entry.attachment_id.raw, b"pierwsza")
            self.assertEqual(len(entry.version_ids), 2)
            at_record = env["ir.attachment"].search(
                [("res_model", "=", "res.partner"), ("res_id", "=", self.target_id)]
            )
            self.assertEqual(at_record, entry.attachment_id)
