from datetime import date

from odoo.tests import freeze_time, tagged, users

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestReminders(CrmEnovaCase):
    """Core's own reminders beside my tasks: mine alone, under my own rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.env["sale.order"].create({"partner_id": cls.contractor.id})

    def _remind(self, document, day, user=None, **values):
        return document.activity_schedule(
            "mail.mail_activity_data_todo",
            day,
            user_id=(user or self.user_own).id,
            **values,
        )

    def _rows(self, **arguments):
        return self.env["mail.activity"].enova_my_reminders(**arguments)

    @users("crm_own")
    @freeze_time("2026-03-02 23:30:00")
    def test_due_in_the_zone_of_the_user(self):
        """In Warsaw it is the third already."""
        for day in (2, 3, 4):
            self._remind(self.contractor, date(2026, 3, day))
        rows = self._rows()["rows"]
        states = [row["state"] for row in rows]
        self.assertEqual(states, ["overdue", "today", "upcoming"])
        self.assertEqual(rows[0]["document"], self.contractor.display_name)
        self.assertEqual(rows[0]["deadline"], "2026-03-02")

    @users("crm_own")
    def test_unreadable_document_has_no_name(self):
        reminder = self._remind(self.order.sudo(), date(2026, 3, 2), summary="Ask")
        [row] = self._rows()["rows"]
        self.assertEqual((row["id"], row["summary"]), (reminder.id, "Ask"))
        self.assertFalse(row["document"])

    @users("crm_manager")
    def test_mine_alone_and_open(self):
        self._remind(self.contractor, date(2026, 3, 2))
        done = self._remind(self.contractor, date(2026, 3, 2), self.user_manager)
        done.action_done()
        self.assertEqual(self._rows(), {"rows": [], "count": 0})

    @users("crm_own")
    def test_count_and_constant_queries(self):
        for _number in range(12):
            self._remind(self.contractor, date(2026, 3, 2))
        answer = self._rows(limit=5)
        self.assertEqual((len(answer["rows"]), answer["count"]), (5, 12))
        few = self._queries(2)
        self.assertEqual(self._queries(11), few)

    def _queries(self, limit):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._rows(limit=limit)
        return self.env.cr.sql_log_count - before
