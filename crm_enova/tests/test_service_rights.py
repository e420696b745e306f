from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .service_common import ServiceCase

# model: for each user, which of create, read, write, unlink they may do at all
MATRIX = {
    "repair.order": {"technician": "r", "keeper": "crwu", "dispatcher": "crwu"},
    "repair.tags": {"technician": "r", "keeper": "crwu", "dispatcher": "crwu"},
    "stock.move": {"technician": "r", "keeper": "crw", "dispatcher": "crw"},
    "stock.lot": {"technician": "r", "keeper": "crwu", "dispatcher": "crwu"},
    "stock.picking": {"technician": "r", "keeper": "crwu", "dispatcher": "crwu"},
    "sale.order": {"technician": ""},
    "sale.order.line": {"technician": ""},
    "account.move": {"technician": ""},
    "enova.activity": {"technician": "", "keeper": "", "dispatcher": "crw"},
    "enova.device": {"technician": "r", "keeper": "", "dispatcher": "crw"},
    "enova.device.reading": {"technician": "r", "keeper": "", "dispatcher": "crw"},
    "enova.service.stage": {"technician": "r", "keeper": "", "dispatcher": "r"},
    "enova.service.part": {"technician": "crw", "keeper": "", "dispatcher": "crw"},
    "enova.service.report": {"technician": "crw", "keeper": "", "dispatcher": "crw"},
}
OPERATIONS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}


@tagged("post_install", "-at_install")
class TestServiceRights(ServiceCase):
    def test_matrix(self):
        for model, rows in MATRIX.items():
            for role, allowed in rows.items():
                user = getattr(self, f"user_{role}")
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).has_access(operation),
                            letter in allowed,
                        )

    def test_devices_of_hidden_contractors_are_hidden(self):
        """With contractors to their caretakers alone, in lists, counts and groups."""
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        strange = self._device(partner_id=self.other_contractor.id)
        strange.reading_ids = [Command.create({"value": 5})]
        self.env.invalidate_all()
        env = self.env(user=self.user_own)
        both = [("id", "in", (self.device + strange).ids)]
        self.assertEqual(env["enova.device"].search(both), self.device)
        self.assertEqual(env["enova.device"].search_count(both), 1)
        groups = env["enova.device"]._read_group(both, ["partner_id"], ["__count"])
        self.assertEqual([partner.id for partner, _n in groups], [self.contractor.id])
        self.assertFalse(env["enova.device.reading"].search([]))
        self.assertEqual(
            self.env["enova.device"].with_user(self.user_all).search_count(both), 2
        )

    def test_technician_of_a_hidden_contractor_sees_their_device(self):
        """Who is sent there has to see what they repair, caretaker or not."""
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        group = self.env.ref("crm_enova.crm_enova_group_technician")
        self.user_own.group_ids = [Command.link(group.id)]
        strange = self._device(partner_id=self.other_contractor.id)
        order = self._service_order(
            device_id=strange.id, technician_ids=[Command.set(self.user_own.ids)]
        )
        self.env.invalidate_all()
        self.assertEqual(order.with_user(self.user_own).device_id.name, strange.name)
        self.assertIn(
            strange, self.env["enova.device"].with_user(self.user_own).search([])
        )

    def test_other_company_is_out_of_sight(self):
        foreign = self._device(company_id=self.other_company.id)
        for role in ("own", "all", "manager", "technician"):
            devices = self.env["enova.device"].with_user(getattr(self, f"user_{role}"))
            with self.subTest(role=role):
                self.assertFalse(devices.search([("id", "=", foreign.id)]))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_link_to_what_one_may_not_see_is_refused(self):
        foreign = self._device(company_id=self.other_company.id)
        order = self._service_order(technician_ids=[Command.clear()])
        with self.assertRaises(AccessError):
            order.with_user(self.user_dispatcher).device_id = foreign
        readings = self.env["enova.device.reading"].with_user(self.user_all)
        with self.assertRaises(AccessError):
            readings.create({"device_id": foreign.id, "value": 1})

    @mute_logger("odoo.models")
    def test_system_fields_are_no_clients(self):
        order = self._service_order().with_user(self.user_dispatcher)
        stage = self.env.ref("crm_enova.enova_service_stage_new")
        device = self.device.with_user(self.user_all)
        for record, values in (
            (order, {"enova_told_stage_id": stage.id}),
            (order, {"returned_by": "x"}),
            (device, {"inspection_made_for": "2030-01-01"}),
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.write(values)


@tagged("post_install", "-at_install")
class TestServiceBystander(ServiceCase):
    """A storekeeper without the CRM repairs as if we were not there."""

    def test_form_and_steps_of_core(self):
        orders = self.env["repair.order"].with_user(self.user_keeper)
        with Form(orders) as form:
            form.partner_id = self.contractor
            form.under_warranty = True
        order = form.record
        order.action_validate()
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(order.state, "done")
        ours = {"device_id", "fault", "enova_stage_id", "technician_ids", "work_hours"}
        self.assertFalse(ours & order.fields_get().keys())

    def test_works_on_an_order_with_a_device(self):
        order = self._service_order().with_user(self.user_keeper)
        order.internal_notes = "Półka 3"
        order.action_validate()
        order.action_repair_start()
        order.action_repair_cancel()
        self.assertEqual(order.state, "cancel")
        self.assertTrue(order.copy())

    def test_names_no_devices_of_others(self):
        with self.assertRaises(AccessError):
            self.env["enova.device"].with_user(self.user_keeper).search([])
