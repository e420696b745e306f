from datetime import timedelta

from odoo.fields import Command, Date
from odoo.tests import freeze_time, tagged

from .common import new_user
from .file_common import FileCase

TODAY = Date.to_date("2026-05-04")


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 10:00:00")
class TestReminderOfEnds(FileCase):
    """Who gets the task before a paper ends, whatever is wrong with some of them."""

    def _ending(self, days=10, **values):
        values.setdefault("user_id", self.user_all.id)
        end = TODAY + timedelta(days=days)
        return self._entry(state="in_force", valid_until=end, **values)

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_enova.enova_attachment_cron_validity"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_somebody_of_another_company_stops_nobody(self):
        """Who may not work there gets none: the caretaker does, or nobody."""
        other, good = self._ending(company_id=self.other_company.id), self._ending()
        foreign = self.env["res.partner"].create(
            {
                "name": "Za granicą",
                "company_id": self.other_company.id,
                "contractor_status": "contractor",
            }
        )
        theirs = self._ending(record=foreign, company_id=False)
        mixed = self._ending(record=foreign, company_id=self.company.id)
        self.assertEqual(mixed.partner_id, foreign)
        self._run()
        self.assertEqual(good.reminder_id.user_id, self.user_all)
        for entry in (other, theirs, mixed):
            task = entry.reminder_id
            with self.subTest(
                entry=entry.company_id.name, partner=task.partner_id.name
            ):
                self.assertTrue(task)
                self.assertEqual(task.company_id, self.other_company)
                self.assertNotIn(self.user_all, task.user_id)
                for user in task.user_id:
                    self.assertIn(self.other_company, user.company_ids)

    def test_somebody_who_works_there_gets_it(self):
        self.user_all.company_ids = [Command.link(self.other_company.id)]
        entry = self._ending(company_id=self.other_company.id)
        self._run()
        self.assertEqual(entry.reminder_id.user_id, self.user_all)
        self.assertEqual(entry.reminder_id.company_id, self.other_company)

    def test_who_has_left_is_not_reminded(self):
        left = new_user(
            self.env, "crm_left", groups="crm_enova.crm_enova_group_all", name="Dawny"
        )
        entry = self._ending(user_id=left.id)
        left.active = False
        self._run()
        self.assertEqual(entry.reminder_id.user_id, self.user_own)
        self.assertEqual(entry.user_id, left, "the register says who it was")

    def test_each_in_their_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.user_own.lang = "pl_PL"
        polish = self._ending(user_id=self.user_own.id, name="Polisa")
        english = self._ending(name="Policy")
        self._run()
        self.assertEqual(polish.reminder_id.name, "Polisa kończy się 14.05.2026")
        self.assertEqual(english.reminder_id.name, "Policy ends on 05/14/2026")

    def test_the_record_decides_whose_it_is(self):
        """Moved between: the task is for the contractor of the day."""
        entry = self._ending(record=self.order, user_id=False)
        self.order.partner_id = self.other_contractor
        self._run()
        self.assertEqual(entry.reminder_id.partner_id, self.other_contractor)

    def test_merged_before_it_ends(self):
        twin = self.env["res.partner"].create(
            {"name": "Młyn Lubelski", "is_company": True}
        )
        entry = self._ending(record=twin, keep_until="2027-01-01")
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.contractor | twin).ids, self.contractor)
        self.env.invalidate_all()
        self.assertEqual(entry.partner_id, self.contractor)
        self.assertEqual(entry.attachment_id.res_id, self.contractor.id)
        self._run()
        self.assertEqual(entry.reminder_id.partner_id, self.contractor)

    def test_a_new_version_is_no_new_reminder(self):
        entry = self._ending()
        self._run()
        task = entry.reminder_id
        entry._replace(self._file(self.contractor, "aneks.txt", b"Aneks"))
        self._run()
        self.assertEqual(entry.reminder_id, task)
        self.assertEqual(self._tasks_of("Umowa"), task)

    def _tasks_of(self, title):
        return self.env["enova.activity"].search([("name", "=like", f"{title} ends%")])

    def test_a_reminder_missed_for_a_week_is_given_and_no_later_one(self):
        """The job did not run: what ended is told for a week, and is over."""
        told, old = self._ending(-7), self._ending(-8)
        self._run()
        self.assertTrue(told.reminder_id)
        self.assertFalse(old.reminder_id)
        self.assertEqual((told.state, old.state), ("ended", "ended"))

    def test_a_thousand_in_one_night(self):
        """More than a turn takes; none is left for the next night, none told twice."""
        count = 1000
        place = {"res_model": "res.partner", "res_id": self.contractor.id}
        files = self.env["ir.attachment"].create(
            [{"name": f"{i}", "raw": b"x", **place} for i in range(count)]
        )
        ends = (TODAY + timedelta(days=5), TODAY - timedelta(days=20))
        values = {"state": "in_force", "user_id": self.user_all.id}
        entries = self.env["enova.attachment"].create(
            [
                {
                    "attachment_id": file.id,
                    "name": f"Polisa {i:04}",
                    "valid_until": ends[i >= 700],
                    **values,
                }
                for i, file in enumerate(files)
            ]
        )
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self._run()
        used = self.env.cr.sql_log_count - before
        self.assertEqual(len(entries[:700].reminder_id), 700)
        self.assertEqual(len(self._tasks_of("Polisa ____")), 700)
        self.assertFalse(entries[700:].reminder_id)
        self.assertEqual(set(entries[:700].mapped("state")), {"in_force"})
        self.assertEqual(set(entries[700:].mapped("state")), {"ended"})
        self.assertLess(used, 1500)
