from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase

COUNT = 40


@tagged("post_install", "-at_install")
class TestReminderRace(RaceCase):
    """Two workers at once, over two real connections: everybody is told once."""

    def setUp(self):
        super().setUp()
        self.claimed = []
        with self._env() as env:
            env["enova.activity"].create(
                [
                    {
                        "name": str(i),
                        "partner_id": self.target_id,
                        "reminder_at": "2020-01-01 10:00:00",
                    }
                    for i in range(COUNT)
                ]
            )

    def _claim(self, env):
        model = env["enova.activity"].with_context(active_test=False)
        before = model.search([("partner_id", "=", self.target_id)])
        taken = before.filtered("reminded_at")
        model._claim_reminders(COUNT // 2)._remind()
        before.invalidate_recordset(["reminded_at"])
        self.claimed.append(set((before.filtered("reminded_at") - taken).ids))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_nobody_twice(self):
        results = self._race(self._claim, self._claim)
        self.assertEqual(results, [None, None])
        first, second = self.claimed[-2:]
        self.assertFalse(first & second)
        with self._env() as env:
            told = env["enova.activity"].search(
                [("partner_id", "=", self.target_id), ("reminded_at", "!=", False)]
            )
            self.assertEqual(len(told), COUNT)
