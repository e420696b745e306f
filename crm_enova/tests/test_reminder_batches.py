from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..models.activity import enova_activity_reminder
from .common import new_user
from .test_reminder import ReminderCase

OWN_GROUP = "crm_enova.crm_enova_group_own"


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 09:50:00")
class TestReminderBatches(ReminderCase):
    """Many reminders at once: in batches, each person asked for theirs alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activities = cls.env["enova.activity"]

    def _tasks(self, count, users=None, **values):
        prepared = {
            "partner_id": self.contractor.id,
            "date_start": "2026-05-04 10:00:00",
            "reminder": "15",
            **values,
        }
        silent = self.activities.with_context(mail_auto_subscribe_no_notify=True)
        people = users or self.user_own
        tasks = silent.create(
            [
                {"name": str(i), "user_id": people[i % len(people)].id, **prepared}
                for i in range(count)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return tasks.with_env(self.env)

    def _people(self, count):
        people = [
            new_user(self.env, f"batch{i}", email=f"b{i}@example.com", groups=OWN_GROUP)
            for i in range(count)
        ]
        return self.env["res.users"].union(*people)

    def _batch(self, limit=1000):
        claimed = self.activities._claim_reminders(limit)
        claimed._remind()
        self.env.flush_all()
        return claimed

    def _queries(self):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._batch()
        return self.env.cr.sql_log_count - before

    def test_batches(self):
        self._tasks(30)
        self.assertEqual([len(self._batch(12)) for _ in "abcd"], [12, 12, 6, 0])

    def test_oldest_first(self):
        late = self._tasks(1)
        early = self._tasks(1, date_start="2026-05-04 09:55:00")
        self.assertEqual([self._batch(1) for _ in "ab"], [early, late])

    def test_long_past_does_not_end_the_run(self):
        past = self._tasks(3, date_start="2026-04-20 10:00:00")
        due = self._tasks(3)
        with patch.object(enova_activity_reminder, "BATCH", 2):
            sent = self._run()
        self.assertEqual(set(due.mapped("reminded_user_id.login")), {"crm_own"})
        self.assertFalse(past.reminded_user_id)
        self.assertTrue(all((past | due).mapped("reminded_at")))
        self.assertTrue(sent)

    def test_who_was_told_before_stays_while_nobody_is_told_anew(self):
        task = self._tasks(1)
        self._batch()
        self.assertEqual(task.reminded_user_id, self.user_own)
        first = task.reminded_at
        task.reminder_at = "2026-05-04 09:55:00"
        self.user_own.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        with freeze_time("2026-05-04 09:58:00"):
            self._batch()
        self.assertGreater(task.reminded_at, first)
        self.assertEqual(task.reminded_user_id, self.user_own)

    def test_constant_queries_per_task(self):
        self._tasks(5)
        few = self._queries()
        self._tasks(300)
        self.assertLessEqual(self._queries(), few)

    def test_constant_queries_per_person(self):
        """Beyond what the ERP asks once for each person's groups and companies."""
        people = self._people(8)
        counts = []
        for number in (2, 8):
            self._tasks(8, people)
            self._batch()
            self._tasks(number * 4, people[:number])
            counts.append(self._queries())
        self.assertEqual(*counts)

    def test_each_is_asked_for_theirs_alone(self):
        asked = []
        people = self._people(4)
        tasks = self._tasks(40, people)
        model = type(self.activities)
        compute = model._compute_is_own

        def counted(records):
            asked.extend(records.ids)
            compute(records)

        with patch.object(model, "_compute_is_own", counted):
            self._batch()
        self.assertEqual(sorted(asked), tasks.ids)
        self.assertEqual(tasks.mapped("reminded_user_id"), people)
