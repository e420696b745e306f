from datetime import datetime, timedelta

from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourReminder(TourCase):
    def test_put_away_put_off_open(self):
        now = datetime.now().replace(microsecond=0)
        noon = now.replace(hour=12, minute=0, second=0)
        tasks = [
            self._activity(
                name=name,
                partner_id=self.contractor.id,
                user_id=self.user_own.id,
                date_start=noon,
                reminder_at=now - timedelta(minutes=5),
            )
            for name in ("First <b>call</b>", "Second", "Third")
        ]
        claimed = self.env["enova.activity"]._claim_reminders(10)
        self.assertEqual(len(claimed), 3)
        claimed._remind()
        self.start_tour("/odoo", "enova_reminder", login="crm_own")
        first, second, third = tasks
        self.env.invalidate_all()
        for task in tasks:
            self.assertFalse(task.reminded_user_id)
        self.assertEqual(first.reminder_at, now - timedelta(minutes=5))
        self.assertGreater(second.reminder_at, now + timedelta(minutes=14))
        self.assertEqual(third.state, "planned")
