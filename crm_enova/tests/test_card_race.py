from odoo.exceptions import LockError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestCardRace(RaceCase):
    """Two people convert one card, over two real connections: one is told."""

    def _keep(self, env):
        env["enova.card.convert"].create({"partner_id": self.card_id}).action_convert()

    def _quick(self, env):
        env["res.partner"].browse(self.card_id).action_quick_convert_card()

    def _merge(self, env):
        values = {"partner_id": self.card_id, "mode": "merge"}
        wizard = env["enova.card.convert"].create(
            {**values, "target_id": self.target_id}
        )
        wizard.action_convert()

    def _events(self):
        with self._env() as env:
            partners = [self.card_id, self.target_id]
            return env["enova.activity"].search_count([("partner_id", "in", partners)])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_both_keep(self):
        for first, second in ((self._keep, self._keep), (self._quick, self._keep)):
            with self.subTest(first=first.__name__):
                results = self._race(first, second)
                self.assertEqual(results.count(None), 1, results)
                refusal = next(filter(None, results))
                self.assertIsInstance(refusal, UserError)
                self.assertEqual(self._events(), 1)
                self._turn_back()

    def _turn_back(self):
        with self._env() as env:
            card = env["res.partner"].browse(self.card_id)
            self.assertEqual(card.contractor_status, "contractor")
            card.enova_activity_ids.unlink()
            card.contractor_status = "card"

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_merges_and_one_keeps(self):
        results = self._race(self._merge, self._keep)
        # a merge waits for nobody who refers to its rows, so both may be refused
        self.assertLessEqual(results.count(None), 1, results)
        for refusal in filter(None, results):
            # the record is gone, it is no card any more, or somebody holds it
            self.assertIsInstance(refusal, UserError | MissingError)
            self.assertNotIsInstance(refusal, LockError)
        self.assertEqual(self._events(), results.count(None))
