from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import freeze_time, tagged

from .file_common import FileCase

TODAY = "2026-05-04"


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 10:00:00")
class TestValidity(FileCase):
    """What ends is told once, in time; what has to be kept is kept from everybody."""

    def _in(self, days):
        return Date.to_date(TODAY) + timedelta(days=days)

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_enova.enova_attachment_cron_validity"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _valid(self, days, **values):
        return self._entry(
            state="in_force",
            valid_until=self._in(days),
            user_id=values.pop("user_id", self.user_all.id),
            **values,
        )

    def test_reminded_once(self):
        entry = self._valid(20)
        self._run()
        task = entry.reminder_id
        self.assertEqual(task.user_id, self.user_all)
        self.assertEqual(task.partner_id, self.contractor)
        self.assertEqual(task.date_deadline, entry.valid_until)
        self.assertIn("Umowa", task.name)
        self._run()
        self.assertEqual(entry.reminder_id, task)
        tasks = self.env["enova.activity"].search([("name", "=", task.name)])
        self.assertEqual(tasks, task)

    def test_deleted_task_does_not_come_back(self):
        entry = self._valid(20)
        self._run()
        entry.reminder_id.unlink()
        self._run()
        self.assertFalse(entry.reminder_id)

    def test_another_end_is_another_reminder(self):
        entry = self._valid(20)
        self._run()
        first = entry.reminder_id
        entry.valid_until = self._in(25)
        self._run()
        self.assertTrue(entry.reminder_id)
        self.assertNotEqual(entry.reminder_id, first)

    def test_nobody_responsible(self):
        """The main caretaker is, then."""
        entry = self._valid(20, user_id=False)
        self._run()
        self.assertEqual(entry.reminder_id.user_id, self.user_own)

    def test_not_yet_and_not_any_more(self):
        later = self._valid(31)
        draft = self._valid(20)
        draft.state = "draft"
        long_over = self._valid(-30)
        self._run()
        for entry in (later, draft, long_over):
            self.assertFalse(entry.reminder_id)
        self.assertEqual(long_over.state, "ended")

    def test_days_of_the_category(self):
        category = self.env["enova.attachment.category"].create(
            {"name": "Polisa", "reminder_days": 60}
        )
        entry = self._valid(50, category_id=category.id)
        self._run()
        self.assertTrue(entry.reminder_id)

    def test_ends_by_itself(self):
        last, over = self._valid(0), self._valid(-1)
        self._run()
        self.assertEqual((last.state, over.state), ("in_force", "ended"))

    def test_many_at_once(self):
        files = [self._file(self.contractor, f"{i}") for i in range(30)]
        entries = self.env["enova.attachment"].create(
            [
                {
                    "attachment_id": file.id,
                    "state": "in_force",
                    "valid_until": self._in(3),
                    "user_id": self.user_all.id,
                }
                for file in files
            ]
        )
        self._run()
        self.assertEqual(len(entries.reminder_id), 30)

    def test_validity_is_found_as_it_is_shown(self):
        entries = {
            "open": self._valid(0),
            "valid": self._valid(100),
            "soon": self._valid(10),
            "expired": self._valid(-2),
        }
        entries["open"].valid_until = False
        ids = [entry.id for entry in entries.values()]
        records = self.env["enova.attachment"].with_user(self.user_all)
        for validity, entry in entries.items():
            with self.subTest(validity=validity):
                self.assertEqual(entry.with_user(self.user_all).validity, validity)
                found = records.search([("id", "in", ids), ("validity", "=", validity)])
                self.assertEqual(found, entry)

    # -- what has to be kept ---------------------------------------------------------

    def test_kept_file_cannot_be_deleted(self):
        entry = self._entry(keep_until=self._in(1))
        for attempt in (
            lambda: entry.attachment_id.unlink(),
            lambda: entry.attachment_id.with_user(self.user_all).unlink(),
            lambda: entry.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "Umowa"):
                attempt()
        self.assertTrue(entry.attachment_id.exists())

    def test_record_of_a_kept_file_cannot_be_deleted(self):
        task = self._activity(partner_id=self.contractor.id)
        entry = self._entry(task, keep_until=self._in(1))
        with self.assertRaisesRegex(UserError, "kept"), self.env.cr.savepoint():
            task.unlink()
        self.assertTrue(task.exists() and entry.exists())

    def test_earlier_versions_are_kept_too(self):
        entry = self._entry(keep_until=self._in(1))
        first = entry.attachment_id
        entry._replace(self._file(self.contractor, "nowa"))
        with self.assertRaises(UserError):
            first.unlink()

    def test_day_is_over(self):
        entry = self._entry(keep_until=self._in(-1))
        self.assertTrue(entry.may_go)
        found = self.env["enova.attachment"].search([("may_go", "=", True)])
        self.assertIn(entry, found)
        kept = self._entry(keep_until=self._in(0))
        self.assertNotIn(kept, found)
        self._run()
        self.assertTrue(entry.exists(), "nothing goes by itself")
        entry.attachment_id.unlink()

    def test_refusal_names_nothing_that_is_hidden(self):
        entry = self._entry(self.order, keep_until=self._in(1))
        lines = entry.with_user(self.user_own).sudo()._kept_lines()
        self.assertNotIn("Umowa", "".join(lines))

    def test_what_is_kept_stays_as_it_is(self):
        """Blank, it would be kept in vain; other files are overwritten as ever."""
        entry = self._entry(keep_until=self._in(10))
        file = entry.attachment_id
        for vals in (
            {"raw": b""},
            {"datas": False},
            {"type": "url", "url": "https://example.com"},
            {"res_field": "image_1920"},
        ):
            for user in (self.user_all, self.user_manager):
                with self.subTest(vals=vals, user=user.login):
                    with self.assertRaisesRegex(UserError, "Replace"):
                        file.with_user(user).write(vals)
        file.with_user(self.user_all).write({"name": "inna.txt", "description": "x"})
        entry.with_user(self.user_manager).keep_until = self._in(-1)
        file.with_user(self.user_all).raw = b"Inna"
        self.assertEqual(file.raw, b"Inna")

    def test_managers_alone_shorten(self):
        entry = self._entry(keep_until=self._in(10))
        user, manager = (entry.with_user(u) for u in (self.user_all, self.user_manager))
        user.keep_until = self._in(20)
        for earlier in (self._in(5), False):
            with self.assertRaisesRegex(UserError, "manager"):
                user.keep_until = earlier
        manager.keep_until = self._in(5)
        self.assertEqual(entry.keep_until, self._in(5))

    def test_erasing_a_person_names_what_is_kept(self):
        person = self.env["res.partner"].create({"name": "Jan Kowalski"})
        kept = self._entry(person, keep_until=self._in(100), name="Umowa o pracę")
        other = self._file(person, "zdjęcie.txt")
        wizard = self.env["enova.partner.anonymize"].with_user(self.user_manager)
        wizard = wizard.create({"partner_id": person.id})
        self.assertIn("Umowa o pracę", wizard.kept_files)
        wizard.action_confirm()
        self.assertTrue(kept.exists() and kept.attachment_id.exists())
        self.assertFalse(other.exists())
        self.assertNotIn("Kowalski", person.name)
