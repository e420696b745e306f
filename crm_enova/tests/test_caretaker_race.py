from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestCaretakerRace(RaceCase):
    """Two managers put somebody in charge of one contractor at the same time."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            users = env["res.users"].search([("share", "=", False)], limit=1)
            self.user_ids = [users.id, env.ref("base.user_root").id]

    def _assign(self, place):
        def work(env):
            env["enova.caretaker"].create(
                {
                    "partner_id": self.target_id,
                    "user_id": self.user_ids[place],
                    "date_from": "2030-01-01",
                }
            )
            env.flush_all()

        return work

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_wins_and_the_other_is_told(self):
        results = self._race(self._assign(0), self._assign(1))
        self.assertEqual(results.count(None), 1, results)
        refusal = next(filter(None, results))
        self.assertIsInstance(refusal, ValidationError)
        self.assertIn("one main caretaker at a time", str(refusal))
        with self._env() as env:
            contractor = env["res.partner"].browse(self.target_id)
            self.assertEqual(len(contractor.caretaker_ids), 1)
