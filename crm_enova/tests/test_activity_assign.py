from odoo.tests import Form, RecordCapturer, tagged, users

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestActivityAssign(CrmEnovaCase):
    """Whoever is given something is told, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_own.notification_type = "inbox"
        cls.user_all.notification_type = "email"

    def _notices(self):
        return RecordCapturer(
            self.env["mail.message"], [("message_type", "=", "user_notification")]
        )

    def _give(self, user, count=1, **values):
        return self.env["enova.activity"].create(
            [
                {"name": f"Zadanie {i}", "type_id": self.type_task.id, **values}
                | {"user_id": user.id}
                for i in range(count)
            ]
        )

    def test_one_task_is_told_on_the_task(self):
        with self._notices() as notices:
            task = self._give(self.user_own, partner_id=self.contractor.id)
        message = notices.records
        self.assertEqual(len(message), 1)
        self.assertEqual(message.notified_partner_ids, self.user_own.partner_id)
        self.assertEqual((message.model, message.res_id), (task._name, task.id))
        self.assertIn(self.contractor.name, message.body)
        self.assertIn(f"/odoo/enova-activities/{task.id}", message.body)

    def test_many_tasks_are_one_message(self):
        with self._notices() as notices:
            self._give(self.user_own, 100)
        self.assertEqual(len(notices.records), 1)
        self.assertIn("100", notices.records.subject)
        self.assertIn("and 80 more", notices.records.body)

    def test_inbox_or_e_mail_as_chosen(self):
        with self._notices() as notices:
            self._give(self.user_own, 3)
            self._give(self.user_all, 3)
        kinds = notices.records.notification_ids.mapped("notification_type")
        self.assertEqual(sorted(kinds), ["email", "inbox"])

    def test_nobody_is_told_of_what_they_give_themselves(self):
        with self._notices() as notices:
            self.env["enova.activity"].with_user(self.user_own).create(
                {"name": "Moje", "type_id": self.type_task.id}
            )
        self.assertFalse(notices.records)

    def test_history_is_no_news(self):
        with self._notices() as notices:
            self._give(self.user_own, type_id=self.type_note.id)
        self.assertFalse(notices.records)

    def test_change_of_hands_tells_the_new_assignee_alone(self):
        tasks = self._give(self.user_own, 5)
        with self._notices() as notices:
            tasks.write({"user_id": self.user_all.id})
            tasks.write({"user_id": self.user_all.id})
        self.assertEqual(len(notices.records), 1)
        told = notices.records.notification_ids.res_partner_id
        self.assertEqual(told, self.user_all.partner_id)

    def test_name_of_a_task_is_text_in_the_notice(self):
        with self._notices() as notices:
            self._give(self.user_own, name="<script>alert(1)</script>")
        self.assertNotIn("<script>", notices.records.body)
        self.assertIn("&lt;script&gt;", notices.records.body)

    def test_notice_speaks_the_language_of_its_reader(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.env["ir.module.module"]._load_module_terms(["crm_enova"], ["pl_PL"])
        self.user_own.lang = "pl_PL"
        with self._notices() as notices:
            self._give(self.user_own, 2)
        self.assertIn("Zlecono Ci", notices.records.subject)

    @users("crm_manager")
    def test_reassign_shares_out_evenly(self):
        tasks = self._give(self.user_manager, 7)
        wizard = self.env["enova.activity.reassign"].with_context(
            active_model="enova.activity", active_ids=tasks.ids
        )
        form = Form(wizard)
        self.assertEqual(form.activity_count, 7)
        form.user_ids.add(self.user_own)
        form.user_ids.add(self.user_all)
        with self._notices() as notices:
            form.save().action_confirm()
        shares = sorted(len(group) for group in tasks.grouped("user_id").values())
        self.assertEqual(shares, [3, 4])
        self.assertEqual(len(notices.records), 2)
        self.assertEqual(tasks.assigned_by_id, self.user_manager)

    @users("crm_manager")
    def test_reassign_can_change_the_giver(self):
        task = self._activity(assigned_by_id=self.user_all.id).with_env(self.env)
        wizard = self.env["enova.activity.reassign"].create(
            {
                "activity_ids": task.ids,
                "user_ids": self.user_own.ids,
                "keep_giver": False,
            }
        )
        wizard.action_confirm()
        self.assertEqual(task.user_id, self.user_own)
        self.assertEqual(task.assigned_by_id, self.user_manager)
