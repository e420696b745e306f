from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestServiceStage(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in (
            "new",
            "accepted",
            "parts",
            "repair",
            "client",
            "ready",
            "returned",
            "cancelled",
        ):
            stage = cls.env.ref(f"crm_enova.enova_service_stage_{name}")
            setattr(cls, f"stage_{name}", stage)
        cls.record = cls._service_order()
        cls.order = cls.record.with_user(cls.user_dispatcher)

    def test_stage_follows_the_state(self):
        self.assertEqual(self.order.enova_stage_id, self.stage_new)
        self.order.action_validate()
        self.assertEqual(self.order.enova_stage_id, self.stage_accepted)
        self.order.action_repair_start()
        self.assertEqual(self.order.enova_stage_id, self.stage_repair)
        self.order.action_repair_end()
        self.assertEqual(self.order.enova_stage_id, self.stage_ready)

    def test_stage_of_the_same_state_is_free(self):
        self.order.action_validate()
        self.order.enova_stage_id = self.stage_parts
        self.assertEqual(self.order.state, "confirmed")
        self.order.enova_stage_id = self.stage_accepted
        self.assertEqual(self.order.state, "confirmed")

    def test_moved_card_takes_the_steps(self):
        for stage, state in (
            (self.stage_parts, "confirmed"),
            (self.stage_client, "under_repair"),
            (self.stage_returned, "done"),
        ):
            self.order.enova_stage_id = stage
            with self.subTest(stage=stage.name):
                self.assertEqual(self.order.state, state)
                self.assertEqual(self.order.enova_stage_id, stage)

    def test_cancel_and_reopen(self):
        self.order.enova_stage_id = self.stage_cancelled
        self.assertEqual(self.order.state, "cancel")
        self.order.enova_stage_id = self.stage_new
        self.assertEqual(self.order.state, "draft")

    def test_what_does_not_follow_is_refused_by_name(self):
        for stage in (self.stage_ready, self.stage_returned):
            with self.subTest(stage=stage.name):
                with self.assertRaisesRegex(UserError, stage.name):
                    with self.env.cr.savepoint():
                        self.order.enova_stage_id = stage
        self.order.enova_stage_id = self.stage_repair
        self.order.enova_stage_id = self.stage_ready
        with self.assertRaises(UserError):
            self.order.enova_stage_id = self.stage_new

    def test_product_that_is_not_in_stock_is_asked_for_in_the_form(self):
        product = self.env["product.product"].create(
            {"name": "Maszyna", "is_storable": True}
        )
        order = self.env["repair.order"].create(
            {"product_id": product.id, "partner_id": self.contractor.id}
        )
        with self.assertRaisesRegex(UserError, "not in stock"):
            order.enova_stage_id = self.stage_accepted

    def test_new_one_in_a_stage_takes_the_step(self):
        """Whoever enters or imports an order says in which stage it is."""
        for stage, state in (
            (self.stage_new, "draft"),
            (self.stage_parts, "confirmed"),
            (self.stage_client, "under_repair"),
        ):
            with self.subTest(stage=stage.name):
                order = self._service_order(enova_stage_id=stage.id)
                self.assertEqual((order.state, order.enova_stage_id), (state, stage))
        with self.assertRaisesRegex(UserError, self.stage_ready.name):
            self._service_order(enova_stage_id=self.stage_ready.id)

    def test_card_stays_where_it_was_dropped(self):
        """Also two states further, where each has a first stage of its own."""
        self.order.enova_stage_id = self.stage_client
        self.assertEqual(self.order.state, "under_repair")
        self.assertEqual(self.order.enova_stage_id, self.stage_client)

    def test_many_are_moved_at_once(self):
        orders = self.order + self._service_order() + self._service_order()
        orders.write({"enova_stage_id": self.stage_accepted.id})
        self.assertEqual(set(orders.mapped("state")), {"confirmed"})

    def test_empty_columns_are_shown(self):
        orders = self.env["repair.order"].with_user(self.user_dispatcher)
        orders = orders.with_context(read_group_expand=True)
        groups = orders.formatted_read_group(
            [("id", "=", self.order.id)], ["enova_stage_id"], ["__count"]
        )
        columns = [group["enova_stage_id"][0] for group in groups]
        stages = self.env["enova.service.stage"].search([])
        self.assertEqual(columns, stages.ids)

    def test_storekeeper_without_the_crm_notices_nothing(self):
        """They repair by core's own buttons; the stage follows by itself."""
        order = self.record.with_user(self.user_keeper)
        order.action_validate()
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(self.record.enova_stage_id, self.stage_ready)
        self.assertNotIn("enova_stage_id", order.fields_get())

    def test_orders_without_stages_live_on(self):
        """Who archives all stages of a state still repairs."""
        self.stage_ready.active = self.stage_returned.active = False
        self.order.action_repair_start()
        self.order.action_repair_end()
        self.assertEqual(self.order.state, "done")
        self.assertFalse(self.order.enova_stage_id)


@tagged("post_install", "-at_install")
class TestServiceNotice(ServiceCase):
    """The client is told of chosen stages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("crm_enova.repair_order_mail_state")
        cls.stage_repair = cls.env.ref("crm_enova.enova_service_stage_repair")
        cls.stage_client = cls.env.ref("crm_enova.enova_service_stage_client")
        cls.stage_repair.template_id = cls.template

    def _mails(self, orders):
        return self.env["mail.mail"].search(
            [
                ("model", "=", "repair.order"),
                ("res_id", "in", orders.ids),
                ("body_html", "like", "is now"),
            ]
        )

    def test_told_once_of_a_stage_with_the_link(self):
        order = self._service_order(contact_id=self.contact.id)
        self.contact.email = "ewa@mlyn.example.com"
        self.assertFalse(self._mails(order))
        order.with_user(self.user_dispatcher).action_repair_start()
        mail = self._mails(order)
        self.assertEqual(mail.recipient_ids, self.contact)
        self.assertIn(order.name, mail.subject)
        self.assertIn(order.service_url, mail.body_html)
        order.fault = "Nadal nie grzeje"
        order.enova_stage_id = self.stage_client
        order.enova_stage_id = self.stage_repair
        self.assertEqual(self._mails(order), mail)

    def test_storekeeper_tells_too(self):
        order = self._service_order()
        order.with_user(self.user_keeper).action_repair_start()
        self.assertEqual(self._mails(order).recipient_ids, self.contractor)

    def test_nobody_without_an_address_is_written_to(self):
        self.contractor.email = False
        order = self._service_order(technician_ids=[Command.clear()])
        order.action_repair_start()
        self.assertFalse(self._mails(order))

    def test_stage_without_a_template_is_silent(self):
        self.stage_repair.template_id = False
        order = self._service_order()
        order.action_repair_start()
        self.assertFalse(self._mails(order))

    def test_many_orders_one_mail_each(self):
        orders = self._service_order() + self._service_order() + self._service_order()
        orders.action_repair_start()
        mails = self._mails(orders)
        self.assertEqual(sorted(mails.mapped("res_id")), sorted(orders.ids))
        self.assertEqual(len(set(orders.mapped("service_url"))), 3)
