from datetime import timedelta

from odoo.tests import tagged

from .resource_common import ResourceMixin
from .service_common import ServiceMixin
from .test_tour_timeline import TourCase


class ServiceTourCase(ServiceMixin, ResourceMixin, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_service()
        cls._set_up_resources()
        users = cls.user_technician + cls.user_dispatcher
        users.lang = "en_US"


@tagged("post_install", "-at_install")
class TestTourService(ServiceTourCase):
    def test_call_order_visit_and_van(self):
        self.device.technician_id = self.user_technician
        self.start_tour(
            "/odoo/enova-my-tasks", "enova_service_call", login="crm_dispatcher"
        )
        order = self.device.order_ids
        self.assertEqual(order.fault, "Does not heat")
        self.assertEqual(order.technician_ids, self.user_technician)
        visit = order.enova_activity_ids
        self.assertEqual(visit.user_id, self.user_technician)
        self.assertEqual(visit.reservation_ids.resource_id, self.van)

    def test_inspection_that_is_due(self):
        due = self._today() - timedelta(days=370)
        self.device.write({"inspection_months": 12, "last_inspection": due})
        self._device(
            name="Not due yet", inspection_months=24, last_inspection=self._today()
        )
        self.start_tour(
            "/odoo/enova-inspections", "enova_inspection_due", login="crm_all"
        )
        task = self.env["enova.activity"].search([("device_id", "=", self.device.id)])
        self.assertEqual(task.date_deadline, self.device.next_inspection)


@tagged("post_install", "-at_install")
class TestTourServicePhone(ServiceTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_technician_repairs_and_the_client_signs(self):
        order = self._service_order(fault="Does not heat")
        self.start_tour(
            "/odoo/enova-my-service", "enova_service_technician", login="crm_technician"
        )
        self.assertEqual((order.state, order.solution), ("done", "New seal"))
        self.assertEqual(order.work_hours, 1.5)
        self.assertEqual(order.move_ids.product_id, self.part)
        self.assertEqual(order.returned_by, "Ewa Nowak")
        self.assertTrue(order.returned_signature)
