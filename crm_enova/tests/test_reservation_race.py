from datetime import datetime
from threading import Barrier, Thread

from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase

CONNECTIONS = 8
TURNS = 5
CAPACITY = 3
HOUR = {"start": datetime(2099, 1, 5, 8), "stop": datetime(2099, 1, 5, 9)}


@tagged("post_install", "-at_install")
class TestReservationRace(RaceCase):
    """Many people book the same hour, each over a connection of their own."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            category = env.ref("crm_enova.enova_resource_category_vehicles")
            self.resource_id = (
                env["enova.resource"]
                .create(
                    {
                        "name": "Wyścig",
                        "category_id": category.id,
                        "resource_calendar_id": False,
                        "capacity": CAPACITY,
                    }
                )
                .id
            )

    def _clean_up(self):
        with self._env() as env:
            resource = env["enova.resource"].browse(self.resource_id)
            resource.reservation_ids.unlink()
            plain = resource.resource_id
            resource.unlink()
            plain.unlink()
        return super()._clean_up()

    def _book(self, env):
        env["enova.reservation"].create({"resource_id": self.resource_id, **HOUR})

    def test_never_more_than_there_are(self):
        """Whoever comes too late is told, and no deadlock reaches them."""
        barrier = Barrier(CONNECTIONS, timeout=30)
        errors = []

        def run():
            for _turn in range(TURNS):
                try:
                    with self._env() as env:
                        # what they see before they press the button
                        env["enova.resource"].browse(self.resource_id).fetch(["name"])
                        if _turn == 0:
                            barrier.wait()
                        retrying(lambda env=env: self._book(env), env)
                except Exception as error:
                    errors.append(error)

        threads = [Thread(target=run) for _number in range(CONNECTIONS)]
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(120)
        with self._env() as env:
            booked = env["enova.resource"].browse(self.resource_id).reservation_ids
            self.assertEqual(sorted(booked.mapped("unit")), [1, 2, 3])
        self.assertEqual(len(errors), CONNECTIONS * TURNS - CAPACITY)
        self.assertEqual({type(error) for error in errors}, {UserError})

    def test_the_next_unit_without_the_user_s_doing(self):
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            results = self._race(self._book, self._book, self._book)
        self.assertEqual(results, [None, None, None])

    def test_two_move_into_the_same_hour(self):
        with self._env() as env:
            env["enova.resource"].browse(self.resource_id).capacity = 1
            made = env["enova.reservation"].create(
                [
                    {
                        "resource_id": self.resource_id,
                        "start": datetime(2099, 1, 5, hour),
                        "stop": datetime(2099, 1, 5, hour + 1),
                    }
                    for hour in (11, 13)
                ]
            )
            ids = made.ids

        def move(reservation_id):
            def work(env):
                env["enova.reservation"].browse(reservation_id).write(HOUR)

            return work

        with mute_logger("odoo.sql_db", "odoo.service.model"):
            results = self._race(*(move(id_) for id_ in ids))
        refused = [error for error in results if error]
        self.assertEqual([type(error) for error in refused], [UserError])
        self.assertIn("Wyścig is not free then", str(refused[0]))
