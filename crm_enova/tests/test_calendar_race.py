from datetime import datetime

from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase

START = datetime(2030, 5, 6, 8)
STOP = datetime(2030, 5, 6, 9)


@tagged("post_install", "-at_install")
class TestCalendarRace(RaceCase):
    """The entry is deleted in the calendar while the task is edited, in earnest."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            definition = env.ref("crm_enova.enova_activity_type_task_visit")
            task = env["enova.activity"].create(
                {
                    "name": "Wyścig",
                    "type_id": definition.id,
                    "partner_id": self.target_id,
                    "date_start": START,
                    "date_stop": STOP,
                }
            )
            self.task_id = task.id

    def _entries(self, env):
        events = env["calendar.event"].with_context(active_test=False)
        return events.search([("enova_activity_id", "=", self.task_id)])

    def _delete(self, env):
        self._entries(env).unlink()

    def _move(self, env):
        task = env["enova.activity"].browse(self.task_id)
        task.write({"date_start": "2030-05-07 10:00:00", "name": "Przesunięte"})
        env.flush_all()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_deleted_while_edited(self):
        results = self._race(self._delete, self._move)
        self.assertEqual(results, [None, None])
        with self._env() as env:
            task = env["enova.activity"].browse(self.task_id)
            # both are kept: what was edited, and that there is no meeting
            self.assertEqual(task.name, "Przesunięte")
            self.assertEqual(task.state, "cancelled")
            self.assertFalse(self._entries(env).filtered("active"))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_sides_move_it_at_once(self):
        def move_entry(env):
            values = {"start": "2030-05-08 12:00:00", "stop": "2030-05-08 13:00:00"}
            self._entries(env).write(values)
            env.flush_all()

        results = self._race(move_entry, self._move)
        self.assertEqual(results, [None, None])
        with self._env() as env:
            task = env["enova.activity"].browse(self.task_id)
            [entry] = self._entries(env)
            self.assertEqual(
                (task.date_start, task.date_stop), (entry.start, entry.stop)
            )
