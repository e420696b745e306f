from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestServiceRace(RaceCase):
    """Two people, or two jobs, at one order or device at the same time."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            device = env["enova.device"].create(
                {
                    "name": "Wyścigówka",
                    "partner_id": self.target_id,
                    "inspection_months": 12,
                    "last_inspection": date.today() - timedelta(days=364),
                }
            )
            order = env["repair.order"].create({"device_id": device.id})
            order.action_repair_start()
            self.device_id, self.order_id = device.id, order.id

    def _clean_up(self):
        with self._env() as env:
            device = env["enova.device"].browse(self.device_id)
            env["enova.activity"].search([("device_id", "=", device.id)]).unlink()
            orders = env["repair.order"].browse(self.order_id)
            orders.state = "draft"
            orders.unlink()
            device.unlink()
        return super()._clean_up()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_end_one_order(self):
        """One ends it; the other is told, at once or after they were repeated."""

        def end(env):
            env["repair.order"].browse(self.order_id).action_service_end()
            env.flush_all()

        results = self._race(end, end)
        self.assertEqual(results.count(None), 1, results)
        refusal = next(filter(None, results))
        self.assertIsInstance(refusal, UserError)
        self.assertRegex(str(refusal), "somebody else|it is closed")
        with self._env() as env:
            order = env["repair.order"].browse(self.order_id)
            self.assertEqual(order.state, "done")
            ended = order.message_ids.tracking_value_ids.filtered(
                lambda value: (
                    value.field_id.name == "state"
                    and value.new_value_char == "Repaired"
                )
            )
            self.assertLessEqual(len(ended), 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_jobs_plan_one_inspection(self):
        def plan(env):
            devices = env["enova.device"]
            for company in env["res.company"].search([]):
                pending = devices.with_company(company)._pending_inspections(company)
                pending._plan_inspections()
            env.flush_all()

        results = self._race(plan, plan)
        self.assertEqual(results, [None, None])
        with self._env() as env:
            tasks = env["enova.activity"].search([("device_id", "=", self.device_id)])
            self.assertEqual(len(tasks), 1)
