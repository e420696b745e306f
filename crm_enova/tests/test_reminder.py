import json
from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


class ReminderCase(CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["enova.activity"].search([("reminder_at", "!=", False)]).unlink()

    def _task(self, **values):
        prepared = {
            "partner_id": self.contractor.id,
            "user_id": self.user_own.id,
            "date_start": "2026-05-04 10:00:00",
            "reminder": "15",
            **values,
        }
        return self._activity(**prepared)

    def _run(self):
        """Run the scheduled action; return what it sent, by user."""
        self.env["bus.bus"].search([("id", "!=", 0)]).unlink()
        with self.enter_registry_test_mode():
            cron = self.env.ref("crm_enova.enova_activity_cron_remind")
            cron.sudo().method_direct_trigger()
        self.env.invalidate_all()
        self.env.cr.precommit.run()
        sent = {}
        for row in self.env["bus.bus"].search([("id", "!=", 0)]):
            message = json.loads(row.message)
            if message["type"] == "enova.reminder":
                channel = json.dumps(json.loads(row.channel))
                sent[channel] = message["payload"]
        return {
            user.login: payload
            for user in self.env["res.users"].browse(
                [user.id for user in self.crm_users.values()]
            )
            for channel, payload in sent.items()
            if f'"res.partner", {user.partner_id.id}]' in channel
        }


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 09:50:00")
class TestRemind(ReminderCase):
    """Who is told, once."""

    def test_assignee_once(self):
        task = self._task(name="Zadzwoń")
        later = self._task(date_start="2026-05-04 12:00:00")
        sent = self._run()
        self.assertEqual(list(sent), ["crm_own"])
        [row] = sent["crm_own"]["rows"]
        self.assertEqual((row["id"], row["title"]), (task.id, "Zadzwoń"))
        self.assertEqual(row["contractor"], self.contractor.name)
        self.assertEqual(row["moment"], "2026-05-04T10:00:00Z")
        self.assertEqual(task.reminded_user_id, self.user_own)
        self.assertFalse(later.reminded_at)
        self.assertFalse(self._run())

    def test_what_is_closed_is_not_told(self):
        self._task().action_done("ok")
        self._task().action_cancel()
        self._task(active=False)
        self.assertFalse(self._run())

    def test_moved_is_told_again(self):
        task = self._task()
        self._run()
        task.date_start = "2026-05-04 11:00:00"
        self.assertFalse(self._run())
        with freeze_time("2026-05-04 10:45:00"):
            self.assertIn("crm_own", self._run())

    def test_long_past_is_silent(self):
        task = self._task(date_start="2026-04-20 10:00:00")
        self.assertFalse(self._run())
        self.assertTrue(task.reminded_at)
        self.assertFalse(task.reminded_user_id)

    def _absent(self):
        self.user_own.write(
            {"out_of_office_from": "2026-05-01", "out_of_office_to": "2026-05-30"}
        )
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.contractor.id,
                "user_id": self.user_all.id,
                "role": "deputy",
                "date_from": "2026-01-01",
            }
        )

    def test_deputy_of_the_absent(self):
        self._absent()
        task, private = self._task(), self._task(private=True)
        sent = self._run()
        self.assertEqual([row["id"] for row in sent["crm_all"]["rows"]], [task.id])
        self.assertEqual(sent["crm_all"]["rows"][0]["absent"], self.user_own.name)
        self.assertEqual([row["id"] for row in sent["crm_own"]["rows"]], [private.id])
        self.assertEqual(task.user_id, self.user_own)
        self.assertEqual(task.reminded_user_id, self.user_all)

    def test_unassigned_is_the_caretakers(self):
        self._task(user_id=False)
        self._task(user_id=False, partner_id=False)
        self.assertEqual(list(self._run()), ["crm_own"])

    def test_archived_user(self):
        other = self._task(
            partner_id=self.other_contractor.id, user_id=self.user_all.id
        )
        self.user_all.active = False
        self._run()
        self.assertTrue(other.reminded_at)
        self.assertNotEqual(other.reminded_user_id, self.user_all)

    def test_by_mail_one_for_all(self):
        self.type_task.reminder_email = True
        self._task(name="Jeden")
        self._task(name="Drugi")
        self._run()
        [message] = self.env["mail.message"].search([("subject", "=like", "Reminder%")])
        self.assertEqual(message.subject, "Reminder of 2 tasks")
        self.assertIn("Jeden", message.body)
        self.assertEqual(message.notified_partner_ids, self.user_own.partner_id)

    def test_contractor_by_template(self):
        template = self.env["mail.template"].create(
            {
                "name": "Przypomnienie",
                "model_id": self.env["ir.model"]._get_id("enova.activity"),
                "subject": "Spotkanie: {{ object.name }}",
                "body_html": "<p>Do zobaczenia</p>",
            }
        )
        self.type_task.reminder_template_id = template
        self._task(name="Wizyta")
        self._task(name="Prywatne", private=True)
        self._task(name="Bez adresu", partner_id=self.other_contractor.id)
        self._run()
        mails = self.env["mail.mail"].search([("subject", "=like", "Spotkanie%")])
        self.assertEqual(mails.mapped("subject"), ["Spotkanie: Wizyta"])
        self.assertEqual(mails.recipient_ids, self.contractor)

    @mute_logger("odoo.addons.crm_enova.models.activity.enova_activity_remind")
    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_a_broken_template_stops_nobody(self):
        self.type_task.reminder_template_id = self.env["mail.template"].create(
            {
                "name": "Zepsuty",
                "model_id": self.env["ir.model"]._get_id("enova.activity"),
                "subject": "{{ object.nothing_of_that_name }}",
            }
        )
        self._task()
        self.assertIn("crm_own", self._run())


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 09:50:00")
class TestReminderHandled(ReminderCase):
    """What a person does with a reminder, under their own rights."""

    def _waiting(self, user):
        activities = self.env["enova.activity"].with_user(user)
        return [row["id"] for row in activities.enova_reminders()]

    def test_put_away(self):
        task = self._task()
        self._run()
        self.assertEqual(self._waiting(self.user_own), [task.id])
        self.assertFalse(self._waiting(self.user_all))
        task.with_user(self.user_own).action_reminder_seen()
        self.assertFalse(self._waiting(self.user_own))
        self.assertFalse(self._run())

    def test_snooze(self):
        task = self._task()
        self._run()
        task.with_user(self.user_own).action_snooze(15)
        self.assertFalse(self._waiting(self.user_own))
        self.assertFalse(self._run())
        with freeze_time("2026-05-04 10:06:00"):
            self.assertIn("crm_own", self._run())
        task.action_snooze(10**9)
        self.assertLess(task.reminder_at, datetime(2026, 6, 5))

    def test_done_needs_no_reminder(self):
        task = self._task()
        self._run()
        task.action_done("ok")
        self.assertFalse(self._waiting(self.user_own))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_refusal_changes_nothing(self):
        task = self._task(partner_id=self.other_contractor.id, user_id=self.user_all.id)
        self._run()
        before = task.read(["reminder_at", "reminded_user_id", "reminded_at"])
        for user in (self.user_own, self.user_outsider, self.user_portal):
            for method in ("action_snooze", "action_reminder_seen"):
                with self.subTest(user=user.login, method=method):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        getattr(task.with_user(user), method)()
        self.env.invalidate_all()
        self.assertEqual(
            task.read(["reminder_at", "reminded_user_id", "reminded_at"]), before
        )
        self.assertEqual(self._waiting(self.user_outsider), [])

    def test_who_lost_the_right_to_it_does_not_see_it(self):
        task = self._task(user_id=self.user_all.id)
        self._run()
        task.write({"private": True, "user_id": self.user_manager.id})
        self.assertFalse(self._waiting(self.user_all))

    def test_two_days_of_two_definitions(self):
        self.type_task.stage_ids = [Command.clear()]
        first = self._task()
        with freeze_time(datetime(2026, 5, 4, 9, 50) - timedelta(minutes=1)):
            second = self._task(reminder="30")
            self._run()
        self._run()
        self.assertEqual(set(self._waiting(self.user_own)), {first.id, second.id})
