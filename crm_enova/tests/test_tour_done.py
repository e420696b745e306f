from datetime import timedelta

from odoo.tests import tagged

from .test_tour_timeline import TourCase


class DoneCase(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type_call_task.write({"result_required": True, "followup_type_id": False})
        today = cls._today()
        cls.calls = cls.env["enova.activity"].browse()
        for days, name, partner in (
            (0, "Call first", cls.contractor),
            (1, "Call second", cls.other_contractor),
        ):
            cls.calls += cls._activity(
                name=name,
                type_id=cls.type_call_task.id,
                user_id=cls.user_own.id,
                partner_id=partner.id,
                date_deadline=today + timedelta(days=days),
            )


@tagged("post_install", "-at_install")
class TestTourDone(DoneCase):
    def test_done_and_next(self):
        self.other_contractor.user_id = self.user_own
        self.start_tour("/odoo/enova-my-tasks", "enova_done_and_next", login="crm_own")
        self.env.invalidate_all()
        first, second = self.calls
        self.assertEqual((first.state, first.result), ("done", "Zamówią"))
        self.assertEqual((second.state, second.result), ("planned", False))


@tagged("post_install", "-at_install")
class TestTourTaskCards(DoneCase):
    browser_size = "400x800"
    touch_enabled = True

    def test_one_tap(self):
        task = self._activity(name="Buy paper", user_id=self.user_own.id)
        self.start_tour("/odoo/enova-my-tasks", "enova_task_cards", login="crm_own")
        self.env.invalidate_all()
        self.assertEqual(task.state, "planned")
