from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourCall(TourCase):
    def test_palette(self):
        self.start_tour("/odoo/enova-my-tasks", "enova_call_palette", login="crm_own")
        call, person = self._history()
        self.assertEqual((call.type_id, call.state), (self.type_call, "done"))
        self.assertFalse(call.contact_id)
        self.assertEqual(person.contact_id, self.contact)

    def test_systray(self):
        self.start_tour("/odoo/enova-my-tasks", "enova_call_systray", login="crm_own")
        self.assertEqual(self._history().type_id, self.type_call)

    def test_outsider(self):
        self.start_tour("/odoo/contacts", "enova_call_outsider", login="crm_outsider")


@tagged("post_install", "-at_install")
class TestTourCallPhone(TourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_systray(self):
        self.start_tour("/odoo/enova-my-tasks", "enova_call_systray", login="crm_own")
        self.assertEqual(self._history().type_id, self.type_call)
