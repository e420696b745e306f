from datetime import datetime

from odoo.tests import tagged

from .resource_common import ResourceMixin
from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourResourceBoard(ResourceMixin, TourCase):
    def _today(self, hour):
        """Return an hour of today; the browser of the tests lives in UTC."""
        return datetime.now().replace(hour=hour, minute=0, second=0, microsecond=0)

    def setUp(self):
        super().setUp()
        self._set_up_resources()
        self.spare = self._resource(name="Van 2")

    def _tour(self, name):
        self.start_tour("/odoo/enova-board", name, login="crm_all")

    def test_draw_to_reserve(self):
        self._tour("enova_board_draw")
        [one] = self.van.reservation_ids
        self.assertEqual(one.name, "Trip to Lublin")
        self.assertEqual((one.start, one.stop), (self._today(10), self._today(12)))
        self.assertEqual(one.user_id, self.user_all)

    def test_pull_to_move(self):
        """Refused where it is taken; another row takes it; its end is pulled."""
        mine = self._book(self._today(9), self._today(11), name="Mine")
        self._book(
            self._today(13), self._today(15), name="Theirs", user=self.user_manager
        )
        self._tour("enova_board_move")
        self.assertEqual(mine.resource_id, self.spare)
        self.assertEqual((mine.start, mine.stop), (self._today(13), self._today(16)))

    def test_take_the_offered_time(self):
        """Pulled to where it is taken: the next free hours are one click away."""
        mine = self._book(self._today(9), self._today(11), name="Mine")
        self._book(
            self._today(13), self._today(15), name="Theirs", user=self.user_manager
        )
        self._tour("enova_board_offer")
        self.assertEqual(mine.resource_id, self.van)
        self.assertEqual((mine.start, mine.stop), (self._today(15), self._today(17)))

    def test_along_the_dates(self):
        self._tour("enova_board_walk")

    def test_whose_reason_is_hidden(self):
        """A grey bar without words, that nobody opens or moves."""
        task = self._activity(
            name="Secret",
            user_id=self.user_manager.id,
            assigned_by_id=self.user_manager.id,
            private=True,
        )
        self.van.responsible_id = False
        one = self._book(
            self._today(9),
            self._today(11),
            user=self.user_manager,
            name="Secret",
            user_id=self.user_manager.id,
            activity_id=task.id,
        )
        self._tour("enova_board_busy")
        self.assertEqual(one.start, self._today(9))
