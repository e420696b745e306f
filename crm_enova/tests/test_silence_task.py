from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .silence_common import SilenceCase

CRON = "crm_enova.res_partner_cron_tell_of_silence"


@tagged("post_install", "-at_install")
class TestSilenceTask(SilenceCase):
    """Every night whoever looks after the silent gets a task, once."""

    def setUp(self):
        super().setUp()
        playbook = self.env["enova.playbook"].create({"name": "Opieka"})
        self.line = self.env["enova.playbook.line"].create(
            {
                "playbook_id": playbook.id,
                "name": "Zadzwoń: {contractor}, {city} ({template})",
                "type_id": self.type_call_task.id,
                "priority": "1",
                "day_offset": 2,
                "description": "<p>Co u nich?</p>",
            }
        )
        self._choose(self.line)
        self.tag = self._tag("Klient A", 30, [self.contractor])
        self._talk("2026-05-01 09:00:00")

    def _choose(self, line):
        settings = self.env["res.config.settings"].create({})
        settings.silence_line_id = line
        settings.execute()

    def _run(self, now=None):
        """Let a night pass, and return what was made in it."""
        known = self._tasks()
        self.env.flush_all()
        with self.enter_registry_test_mode(), freeze_time(now or fields.Datetime.now()):
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()
        return self._tasks() - known

    def _tasks(self):
        return self.env["enova.activity"].search(
            [("type_id", "=", self.type_call_task.id)], order="id"
        )

    def test_as_the_line_says(self):
        task = self._run()
        self.assertEqual(task.name, f"Zadzwoń: {self.contractor.name}, Lublin (Opieka)")
        self.assertEqual(task.partner_id, self.contractor)
        self.assertEqual(task.user_id, self.user_own)
        self.assertFalse(task.assigned_by_id)
        self.assertEqual((task.priority, task.state), ("1", "planned"))
        self.assertEqual(str(task.date_deadline), "2026-06-12")
        self.assertIn("Co u nich?", task.description)
        self.assertEqual(task.company_id, self.user_own.company_id)

    def test_at_an_hour_of_whoever_does_it(self):
        self.line.write({"timed": True, "hour": 9.5, "duration": 1, "day_offset": 0})
        task = self._run()
        self.assertEqual(str(task.date_start), "2026-06-10 07:30:00")
        self.assertEqual(task.date_stop - task.date_start, timedelta(hours=1))

    def test_once_for_each_silence(self):
        first = self._run()
        self.assertTrue(first)
        self.assertFalse(self._run(), "it is open")
        first.stage_id = self.stage_cancelled
        self.assertFalse(self._run("2026-07-20 01:45:00"), "it has been told")
        # a contact, and thirty days later a silence that is new
        with freeze_time("2026-07-21 12:00:00"):
            self._talk("2026-07-21 09:00:00")
        self.assertFalse(self._run("2026-08-20 01:45:00"))
        self.assertTrue(self._run("2026-08-21 01:45:00"))

    def test_a_deleted_task_is_not_made_again(self):
        self._run().unlink()
        self.assertFalse(self._run())

    def test_the_task_itself_is_the_contact(self):
        task = self._run()
        task.result = "Zamówią"
        task.action_done()
        day = task.date.date() + timedelta(days=30)
        self.assertFalse(self._run(f"{day} 01:45:00"))
        day += timedelta(days=2)
        self.assertTrue(self._run(f"{day} 01:45:00"))

    def test_whoever_is_not_watched(self):
        own = {"user_id": self.user_own.id, "category_id": [Command.link(self.tag.id)]}
        self._firm("Bez opiekuna", **{**own, "user_id": False})
        self._firm("Zamknięty", active=False, **own)
        self._firm("Wizytówka", contractor_status="card", **own)
        self._firm("Nowy", "2026-06-01", **own)
        self._firm("Bez dni", user_id=self.user_own.id)
        planned = self._firm("Zaplanowany", **own)
        self._activity(partner_id=planned.id, date_deadline="2026-06-01")
        silent = self._firm("Nigdy", **own)
        someday = self._firm("Bez terminu", **own)
        self._activity(partner_id=someday.id)
        self.assertEqual(self._run().partner_id, self.contractor | silent | someday)

    def test_own_days_without_a_tag(self):
        firm = self._firm("Swoje", user_id=self.user_all.id, contact_days=100)
        self.assertEqual(self._run().partner_id, self.contractor | firm)

    def test_a_private_call_is_a_contact(self):
        """Nobody learns of it: there is no task, as for any other reason."""
        self._talk("2026-06-09 09:00:00", private=True, user_id=self.user_all.id)
        self.assertFalse(self._run())

    def test_the_substitute_gets_it(self):
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.contractor.id,
                "user_id": self.user_all.id,
                "role": "deputy",
                "date_from": "2026-01-01",
            }
        )
        self.user_own.write(
            {
                "out_of_office_from": "2026-06-09 00:00:00",
                "out_of_office_to": "2026-06-20 00:00:00",
            }
        )
        task = self._run()
        self.assertEqual(task.user_id, self.user_all)
        self.assertEqual(task.on_behalf_of_id, self.user_own)

    def test_another_company(self):
        """The task is of the caretaker's company, or of the one of the contractor."""
        elsewhere = self.other_company
        self.user_all.write({"company_ids": [Command.link(elsewhere.id)]})
        theirs = self._firm(
            "Oddział",
            user_id=self.user_all.id,
            company_id=elsewhere.id,
            contact_days=10,
        )
        tasks = {task.partner_id: task.company_id for task in self._run()}
        self.assertEqual(tasks, {self.contractor: self.company, theirs: elsewhere})

    def test_nothing_chosen_and_what_is_archived(self):
        self.line.playbook_id.active = False
        with self.assertLogs("odoo.addons.crm_enova.models.home", "WARNING"):
            self.assertFalse(self._run())
        self.line.playbook_id.active = True
        self._choose(self.line.browse())
        self.assertFalse(self._run())
        self._choose(self.line)
        self.line.unlink()
        self.assertFalse(self._run())

    def test_queries_do_not_depend_on_how_many(self):
        """A batch of a thousand costs as few queries as one of ten."""
        counts = {}
        for number in (10, 10, 200):
            self.system["res.partner"].create(
                [
                    {
                        "name": f"Firma {i}",
                        "is_company": True,
                        "user_id": self.user_own.id,
                        "contact_days": 10,
                    }
                    for i in range(number)
                ]
            )
            firms = self.env["res.partner"].search([("contact_days", "=", 10)])
            self._enter(firms, "2026-01-02")
            firms = firms.filtered(lambda f: not f.silence_told)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            ids = firms._silent_ids(firms.ids)
            firms.browse(ids)._make_silence_tasks(self.line)
            self.env.flush_all()
            self.assertEqual(len(ids), number)
            counts[number] = self.env.cr.sql_log_count - before
        # the ORM writes a hundred rows by one statement
        self.assertLessEqual(counts[200], counts[10] + 12)

    def test_the_caretaker_is_told_once_of_all(self):
        for number in range(3):
            self._firm(f"Firma {number}", user_id=self.user_own.id, contact_days=10)
        domain = [("notified_partner_ids", "in", self.user_own.partner_id.ids)]
        before = self.env["mail.message"].search_count(domain)
        self.assertEqual(len(self._run()), 4)
        after = self.env["mail.message"].search_count(domain)
        self.assertEqual(after - before, 1)
