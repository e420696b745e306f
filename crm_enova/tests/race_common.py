"""Races over real connections: each party has a transaction of its own."""

from threading import Barrier, Thread

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name


class RaceCase(BaseCase):
    """Two contractors that are there for all to see, and gone afterwards."""

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
                    # what each person sees before they press the button
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


class _Env:
    """An environment on a connection of its own, committed at the end."""

    def __init__(self, registry):
        self._cursor = registry.cursor()

    def __enter__(self):
        self._manager = self._cursor.__enter__()
        return api.Environment(self._cursor, SUPERUSER_ID, {})

    def __exit__(self, *error):
        return self._cursor.__exit__(*error)
