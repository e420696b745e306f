from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import freeze_time, tagged

from .file_common import FileCase

TODAY = Date.to_date("2026-05-04")


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 10:00:00")
class TestKeeping(FileCase):
    """What has to be kept is kept by every road, and the refusal says what it is."""

    def _kept(self, record=None, days=10, **values):
        return self._entry(record, keep_until=TODAY + timedelta(days=days), **values)

    def _refusal(self, records, user=None):
        """Return what is said when records are deleted, which stay."""
        records = records.with_user(user or self.user_manager)
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            records.unlink()
        self.env.invalidate_all()
        self.assertEqual(records.exists(), records)
        return str(refused.exception)

    def test_one_among_many_keeps_all(self):
        loose = [self._file(self.contractor, f"{i}.txt") for i in range(5)]
        kept = self._kept(name="Umowa ramowa")
        files = self.env["ir.attachment"].union(*loose, kept.attachment_id)
        self.assertIn("Umowa ramowa: until 05/14/2026", self._refusal(files))
        kept.keep_until = TODAY - timedelta(days=1)
        files.with_user(self.user_manager).unlink()
        self.assertFalse(files.exists())

    def test_many_are_named_up_to_ten_the_longest_kept_first(self):
        entries = [self._kept(days=day, name=f"Umowa {day:02}") for day in range(1, 14)]
        files = self.env["enova.attachment"].union(*entries).attachment_id
        text = self._refusal(files)
        lines = [line for line in text.splitlines() if line.startswith("Umowa")]
        self.assertEqual(
            [line.partition(":")[0] for line in lines],
            [f"Umowa {day:02}" for day in range(13, 3, -1)],
        )
        self.assertIn("and 3 more", text)

    def test_in_the_words_of_the_reader(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        file = self._kept().attachment_id.with_context(lang="pl_PL")
        text = self._refusal(file)
        self.assertIn("Umowa: do 14.05.2026", text)
        self.assertNotIn("kept", text)

    def test_of_what_is_hidden_the_day_alone_is_told(self):
        """A seller of the documents deletes what holds a file that they cannot see."""
        task = self._activity(
            partner_id=self.contractor.id,
            private=True,
            user_id=self.user_all.id,
            assigned_by_id=self.user_all.id,
        )
        file = self._kept(task, name="Wypowiedzenie").attachment_id
        mine = self._kept(name="Jawna").attachment_id
        files = (file | mine).with_user(self.user_manager).sudo()
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            files.unlink()
        self.assertNotIn("Wypowiedzenie", str(refused.exception))
        self.assertIn("Jawna", str(refused.exception))
        self.assertIn("An attachment: until 05/14/2026", str(refused.exception))

    def test_every_record_with_a_kept_file_stays(self):
        folder = self.env["enova.folder"].create({"name": "Akta"})
        project = self.env["enova.project"].create(
            {"name": "Przetarg", "partner_id": self.contractor.id}
        )
        person = self.env["res.partner"].create({"name": "Jan Kowalski"})
        for record in (folder, project, person, self.order):
            self._kept(record, name=f"Kopia {record._name}")
            with self.subTest(model=record._name):
                text = self._refusal(record, self.env.user)
                self.assertIn(f"Kopia {record._name}: until", text)

    def test_moved_to_another_record_it_is_kept_all_the_same(self):
        entry = self._kept()
        file = entry.attachment_id.with_user(self.user_all)
        file.write({"res_id": self.other_contractor.id})
        self.env.invalidate_all()
        self.assertEqual(entry.partner_id, self.other_contractor)
        self._refusal(file)

    def test_taken_out_of_a_folder_it_is_kept(self):
        """What a folder leads to is no part of it."""
        folder = self.env["enova.folder"].create({"name": "Akta"})
        file = self._kept().attachment_id
        item = folder.action_add(file)
        item.unlink()
        folder.action_add(file)
        folder.unlink()
        self.assertTrue(file.exists())

    def test_versions_go_when_the_day_is_over(self):
        entry = self._kept(days=0)
        first = entry.attachment_id
        for number in range(3):
            new = self._file(self.contractor, f"{number}.txt", b"%d" % number)
            entry._replace(new)
        files = entry._all_files()
        self.assertEqual(entry.version_count, 4)
        for file in files:
            self._refusal(file)
        with freeze_time(TODAY + timedelta(days=1)):
            first.with_user(self.user_manager).unlink()
            self.env.invalidate_all()
            self.assertEqual(entry.version_count, 3)
            entry.with_user(self.user_manager).unlink()
        present = files.exists()
        self.assertEqual(present.mapped("name"), ["2.txt"], "no entry, and yet a file")
        self.assertEqual(present.enova_partner_id, self.contractor)

    def test_only_managers_take_out_of_the_register(self):
        entry = self._entry()
        with self.assertRaises(AccessError):
            entry.with_user(self.user_all).unlink()
        entry.with_user(self.user_manager).unlink()
        self.assertFalse(entry.exists())

    def test_longer_by_everybody_and_shorter_by_no_trick(self):
        """Not by many of which one would be shorter, nor by another category."""
        long, short = self._kept(days=20), self._kept(days=5)
        both = (long | short).with_user(self.user_all)
        day = TODAY + timedelta(days=10)
        with self.assertRaisesRegex(UserError, "is kept until 05/24/2026"):
            both.keep_until = day
        self.env.invalidate_all()
        self.assertEqual(short.keep_until, TODAY + timedelta(days=5))
        category = self.env["enova.attachment.category"].create({"name": "Krótko"})
        both.write({"category_id": category.id, "date": "2020-01-01"})
        self.assertEqual(long.keep_until, TODAY + timedelta(days=20))
        both.keep_until = TODAY + timedelta(days=20)
        self.assertEqual(short.keep_until, long.keep_until)

    def test_a_thousand_are_looked_through_by_a_few_queries(self):
        place = {"res_model": "res.partner", "res_id": self.contractor.id}
        files = self.env["ir.attachment"].create(
            [{"name": f"{i}", "raw": b"x", **place} for i in range(1000)]
        )
        entry = self._kept(attachment_id=files[-1].id)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertIn("Umowa", self._refusal(files))
        self.assertLess(self.env.cr.sql_log_count - before, 60)
        self.assertTrue(entry.exists())
