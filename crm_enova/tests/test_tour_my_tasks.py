from datetime import timedelta

from odoo.tests import tagged

from .test_tour_timeline import TourCase


class MyTasksCase(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = cls._today()
        for name, days in (("Prepare the offer", -2), ("Much later", 20)):
            cls._activity(
                name=name,
                user_id=cls.user_own.id,
                date_deadline=today + timedelta(days=days),
            )
        for summary, partner in (
            ("<b>Ask</b>", cls.other_contractor),
            ("Close me", cls.contractor),
        ):
            partner.activity_schedule(
                "mail.mail_activity_data_call",
                today - timedelta(days=1),
                summary=summary,
                user_id=cls.user_own.id,
            )


@tagged("post_install", "-at_install")
class TestTourMyTasks(MyTasksCase):
    def test_reminders(self):
        self._check_reminders()

    def _check_reminders(self):
        reminder = self.contractor.activity_ids
        self.start_tour("/odoo/enova-my-tasks", "enova_my_tasks", login="crm_own")
        self.assertFalse(reminder.active)
        self.assertTrue(self.other_contractor.activity_ids.active)

    def test_activity_menu(self):
        self.start_tour("/odoo", "enova_activity_menu", login="crm_own")


@tagged("post_install", "-at_install")
class TestTourMyTasksPhone(MyTasksCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_reminders(self):
        TestTourMyTasks._check_reminders(self)
