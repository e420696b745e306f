from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .resource_common import ResourceMixin
from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourReservation(ResourceMixin, TourCase):
    def test_reserve_from_a_task_and_take_the_offered_time(self):
        self._set_up_resources()
        now = fields.Datetime.now().replace(minute=0, second=0)
        start, stop = now + timedelta(days=1), now + timedelta(days=1, hours=1)
        self._book(start, stop)
        task = self._activity(
            name="Visit",
            partner_id=self.contractor.id,
            user_id=self.user_all.id,
            date_start=start,
            date_stop=stop,
        )
        self.start_tour(
            f"/odoo/enova-activities/{task.id}", "enova_reservation", login="crm_all"
        )
        one = task.reservation_ids
        self.assertEqual((one.resource_id, one.start), (self.van, stop))
        self.assertEqual(one.user_id, self.user_all)
