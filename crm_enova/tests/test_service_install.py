from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_enova.models.service.enova_schema import fill_service_stages

from .migration_common import MigrationMixin
from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestServiceInstall(MigrationMixin, ServiceCase):
    """Service orders that were there before us come into the stage of their state."""

    version, before = "19.0.1.3.0", "19.0.1.2.0"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._service_order() + cls._service_order()
        cls.orders[1].action_repair_start()
        cls.stages = cls.env.ref("crm_enova.enova_service_stage_new") + cls.env.ref(
            "crm_enova.enova_service_stage_repair"
        )

    def test_update_fills_what_is_empty(self):
        self._set(self.orders, enova_stage_id=None)
        self._migrate("pre-service")
        self._migrate("post-service")
        self.assertEqual(self.orders.enova_stage_id, self.stages)
        self.assertEqual(self.orders.enova_told_stage_id, self.stages)

    def test_new_database_and_second_run_change_nothing(self):
        client = self.env.ref("crm_enova.enova_service_stage_client")
        self.orders[1].enova_stage_id = client
        self._migrate("pre-service", before=None)
        self._migrate("post-service", before=None)
        self._migrate("pre-service")
        self._migrate("post-service")
        self.assertEqual(self.orders[1].enova_stage_id, client)

    def test_installation_fills_them_by_one_statement(self):
        self._set(self.orders, enova_stage_id=None)
        with self.assertQueryCount(1):
            fill_service_stages(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual(self.orders.enova_stage_id, self.stages)

    def test_indexes_of_core_are_asked_for_by_others_alone(self):
        """Asking for one that is there keeps the table locked against writing."""
        lines = self.env["sale.order.line"]
        held = SQL(
            "SELECT FROM pg_locks WHERE relation = 'sale_order_line'::regclass"
            " AND mode = 'ShareLock' AND pid = pg_backend_pid()"
        )
        lines.with_context(module="crm_enova").init()
        self.assertEqual(self.env.execute_query(held), [])
        lines.with_context(module="sale").init()
        self.assertEqual(len(self.env.execute_query(held)), 1)
