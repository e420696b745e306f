from threading import Barrier, Thread

from odoo import SUPERUSER_ID, api
from odoo.exceptions import MissingError, UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestCardRace(BaseCase):
    """Two people convert one card, over two real connections: one is told."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self._env() as env:
            partners = env["res.partner"]
            values = {"name": "Wyścig", "contractor_status": "card"}
            self.card_id = partners.create(values).id
            self.target_id = partners.create({"name": "Meta"}).id
        self.addCleanup(self._clean_up)

    def _env(self):
        return _Env(self.registry)

    def _clean_up(self):
        with self._env() as env:
            both = env["res.partner"].browse([self.card_id, self.target_id]).exists()
            env["enova.activity"].search([("partner_id", "in", both.ids)]).unlink()
            both.unlink()

    def _race(self, *works):
        """Run each in a transaction of its own, begun at the same time.

        :return: list of ``None`` or the error of each
        """
        barrier = Barrier(len(works), timeout=30)
        results = [None] * len(works)

        def run(place, work):
            try:
                with self._env() as env:
                    # what each person sees before he presses the button
                    env["res.partner"].browse(self.card_id).fetch(["name"])
                    barrier.wait()
                    # as the server does with every request
                    retrying(lambda: work(env), env)
            except Exception as error:
                results[place] = error

        threads = [Thread(target=run, args=item) for item in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return results

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
        self.assertEqual(results.count(None), 1, results)
        refusal = next(filter(None, results))
        # the record is gone, or it is no card any more
        self.assertIsInstance(refusal, UserError | MissingError)
        self.assertEqual(self._events(), 1)


class _Env:
    """An environment on a connection of its own, committed at the end."""

    def __init__(self, registry):
        self._cursor = registry.cursor()

    def __enter__(self):
        self._manager = self._cursor.__enter__()
        return api.Environment(self._cursor, SUPERUSER_ID, {})

    def __exit__(self, *error):
        return self._cursor.__exit__(*error)
