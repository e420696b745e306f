from odoo.tests import tagged

from .test_tour_timeline import TourCase


class CallTours:
    """What a telephone and a screen of any width have in common."""

    def test_systray(self):
        self.start_tour("/odoo/enova-my-tasks", "enova_call_systray", login="crm_own")
        self.assertEqual(self._history().type_id, self.type_call)

    def test_sheet(self):
        """What is known before one speaks; the call closes the task it settles."""
        values = {"partner_id": self.contractor.id, "user_id": self.user_own.id}
        visit_type = self.env.ref("crm_enova.enova_activity_type_task_visit")
        self._activity(name="Spring talk", type_id=self.type_call.id, **values)
        task = self._activity(
            name="Call about the offer", type_id=self.type_call_task.id, **values
        )
        visit = self._activity(name="Visit them", type_id=visit_type.id, **values)
        self.start_tour("/odoo/enova-my-tasks", "enova_call_sheet", login="crm_own")
        self.assertEqual((task.state, task.result), ("done", "Ordered"))
        self.assertEqual(task.contact_id, self.contact)
        self.assertEqual(visit.state, "planned")
        self.assertEqual(len(self._history()), 3, "the task is the entry")


@tagged("post_install", "-at_install")
class TestTourCall(CallTours, TourCase):
    def test_palette(self):
        self.start_tour("/odoo/enova-my-tasks", "enova_call_palette", login="crm_own")
        call, person = self._history()
        self.assertEqual((call.type_id, call.state), (self.type_call, "done"))
        self.assertFalse(call.contact_id)
        self.assertEqual(person.contact_id, self.contact)
        card = self.env["res.partner"].search([("name", "=", "Piekarnia Rogal")])
        self.assertEqual(card.contractor_status, "card")
        self.assertEqual(card.user_id, self.user_own)
        self.assertEqual(self._history(card).result, "Asks for prices")

    def test_outsider(self):
        self.start_tour("/odoo/contacts", "enova_call_outsider", login="crm_outsider")


@tagged("post_install", "-at_install")
class TestTourCallPhone(CallTours, TourCase):
    browser_size = "375x667"
    touch_enabled = True
