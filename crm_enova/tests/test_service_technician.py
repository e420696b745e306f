from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.service.stock_move import MONEY

from .service_common import SIGNATURE, ServiceCase


@tagged("post_install", "-at_install")
class TestServiceTechnician(ServiceCase):
    """A technician has no rights to stock, sales or the CRM; methods check and act."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls._service_order()
        cls.other_record = cls._service_order(
            technician_ids=[Command.set(cls.user_mate.ids)]
        )
        cls.order = cls.record.with_user(cls.user_technician)
        cls.foreign = cls.other_record.with_user(cls.user_technician)

    def test_sees_own_orders_devices_and_parts_alone(self):
        self.record.action_add_part(self.part.id, 1)
        self.other_record.action_add_part(self.part.id, 1)
        strange = self._device(name="Cudzy", partner_id=self.other_contractor.id)
        looked_after = self._device(name="Mój", technician_id=self.user_technician.id)
        self.env.invalidate_all()
        env = self.env(user=self.user_technician)
        self.assertEqual(env["repair.order"].search([]), self.order)
        devices = env["enova.device"].search([])
        self.assertEqual(devices, (self.device + looked_after).sorted("name"))
        self.assertNotIn(strange, devices)
        moves = env["stock.move"].search([])
        self.assertEqual(moves, self.order.move_ids)
        self.assertTrue(moves.product_id.name)
        with mute_logger("odoo.addons.base.models.ir_rule"):
            for record in (self.foreign, strange.with_user(self.user_technician)):
                with self.subTest(record=record), self.assertRaises(AccessError):
                    record.read(["name"])

    def test_a_storekeeper_who_repairs_sees_all(self):
        self.user_technician.group_ids = [
            Command.link(self.env.ref("stock.group_stock_user").id)
        ]
        orders = self.env["repair.order"].with_user(self.user_technician)
        found = orders.search([("id", "in", (self.record + self.other_record).ids)])
        self.assertEqual(len(found), 2)

    def test_salesperson_who_repairs_reads_their_moves(self):
        """What core gives to a salesperson the technician's rule does not take."""
        self.user_technician.group_ids = [
            Command.link(self.env.ref("sales_team.group_sale_salesman").id)
        ]
        self.other_record.action_add_part(self.part.id, 1)
        moves = self.env["stock.move"].with_user(self.user_technician)
        self.assertIn(self.other_record.move_ids, moves.search([]))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_writes_nothing_by_hand(self):
        move_values = {"product_id": self.part.id, "repair_id": self.record.id}
        env = self.env(user=self.user_technician)
        attempts = {
            "order": lambda: self.order.write({"fault": "x"}),
            "state": lambda: self.order.write({"state": "done"}),
            "create": lambda: env["repair.order"].create({"device_id": self.device.id}),
            "move": lambda: env["stock.move"].create(move_values),
            "device": lambda: self.order.device_id.write({"name": "x"}),
            "reading": lambda: env["enova.device.reading"].create(
                {"device_id": self.device.id, "value": 1}
            ),
            "sale": lambda: env["sale.order"].create(
                {"partner_id": self.contractor.id}
            ),
            "delete": lambda: self.order.unlink(),
        }
        for name, attempt in attempts.items():
            with self.subTest(name=name), self.env.cr.savepoint():
                with self.assertRaises(AccessError):
                    attempt()
        self.assertEqual(self.record.fault, "Nie grzeje")
        self.assertEqual(self.record.state, "draft")

    def test_starts_and_ends(self):
        self.order.action_service_start()
        self.assertEqual(self.record.state, "under_repair")
        self.order.action_service_end()
        self.assertEqual(self.record.state, "done")

    def test_adds_a_part_that_core_confirms(self):
        self.order.action_service_start()
        self.order.action_add_part(self.part.id, 2)
        move = self.record.move_ids
        self.assertEqual(move.product_id, self.part)
        self.assertEqual(move.product_uom_qty, 2)
        self.assertEqual(move.repair_line_type, "add")
        self.assertNotEqual(move.state, "draft")
        self.assertEqual(move.location_dest_id, self.record.location_dest_id)

    def test_part_is_goods_of_some_quantity(self):
        service = self.env["product.product"].create(
            {"name": "Dojazd", "type": "service"}
        )
        for product_id, quantity in (
            (service.id, 1),
            (self.part.id, 0),
            (self.part.id, -1),
            (self.part.id, "many"),
            ("x", 1),
            (2**31 - 1, 1),
        ):
            with self.subTest(product=product_id, quantity=quantity):
                with self.assertRaises(UserError):
                    self.order.action_add_part(product_id, quantity)
        self.assertFalse(self.record.move_ids)

    def test_window_adds_one_part_after_another(self):
        action = self.order.action_open_part()
        self.assertEqual(action["context"]["default_order_id"], self.order.id)
        windows = self.env[action["res_model"]].with_user(self.user_technician)
        windows = windows.with_context(**action["context"])
        window = windows.create({"product_id": self.part.id, "quantity": 3})
        self.assertEqual(window.action_add_another()["res_model"], windows._name)
        window = windows.create({"product_id": self.part.id})
        window.action_add()
        self.assertEqual(sum(self.record.move_ids.mapped("product_uom_qty")), 4)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_others_do_none_of_it(self):
        steps = {
            "start": lambda order: order.action_service_start(),
            "end": lambda order: order.action_service_end(),
            "part": lambda order: order.action_add_part(self.part.id, 1),
            "sign": lambda order: order.action_sign("accepted", SIGNATURE, "X"),
            "window": lambda order: order.action_open_part(),
            "report": lambda order: order.action_open_report(),
        }
        outsiders = (
            self.user_mate,
            self.user_outsider,
            self.user_all,
            self.user_portal,
        )
        for user in outsiders:
            for name, step in steps.items():
                with self.subTest(user=user.login, step=name):
                    with self.assertRaises(AccessError):
                        step(self.record.with_user(user))
        self.assertEqual(self.record.state, "draft")
        self.assertFalse(self.record.move_ids or self.record.accepted_on)

    def test_on_the_order_without_the_group_is_not_enough(self):
        """Whoever was a technician once, and reads service orders otherwise."""
        self.record.technician_ids = self.user_all
        self.user_all.group_ids = [Command.link(self.env.ref("base.group_user").id)]
        with mute_logger("odoo.addons.base.models.ir_model"):
            with self.assertRaises(AccessError):
                self.record.with_user(self.user_all).action_service_start()

    def test_closed_orders_say_so(self):
        self.record.action_repair_cancel()
        for step in (
            lambda: self.order.action_service_start(),
            lambda: self.order.action_service_end(),
            lambda: self.order.action_add_part(self.part.id, 1),
        ):
            with self.assertRaisesRegex(UserError, "it is closed"):
                step()

    def test_two_technicians_end_one_order(self):
        """The second is told what has become of it, and nothing is ended twice."""
        self.record.technician_ids = self.user_technician + self.user_mate
        self.order.action_service_start()
        with self.assertRaisesRegex(UserError, "does not follow"):
            self.record.with_user(self.user_mate).action_service_start()
        self.order.action_service_end()
        with self.assertRaisesRegex(UserError, "it is closed"):
            self.record.with_user(self.user_mate).action_service_end()

    def test_knows_where_to_go_and_whom_to_call(self):
        self.assertEqual(self.order.technician_phone, "+48 600-100-200")
        self.assertIn("Lublin", self.order.technician_address)
        place = self.env["res.partner"].create(
            {
                "name": "Magazyn",
                "parent_id": self.contractor.id,
                "type": "delivery",
                "city": "Świdnik",
            }
        )
        self.device.place_id = place
        self.env.invalidate_all()
        self.assertIn("Świdnik", self.order.technician_address)

    def test_reads_the_whole_form(self):
        self.record.action_add_part(self.part.id, 1)
        self.env.invalidate_all()
        view = self.env.ref("crm_enova.repair_order_view_form_technician")
        orders = self.env["repair.order"].with_user(self.user_technician)
        fields = orders.get_views([(view.id, "form")])["models"]["repair.order"][
            "fields"
        ]
        values = orders.browse(self.record.id).web_read({n: {} for n in fields})
        self.assertEqual(values[0]["fault"], "Nie grzeje")
        self.assertNotIn("work_cost", fields)

    def test_money_is_not_for_technicians(self):
        known = self.order.fields_get()
        for name in ("hour_rate", "hour_cost", "work_cost", "service_margin"):
            with self.subTest(name=name):
                self.assertNotIn(name, known)
        self.assertIn("work_hours", known)

    def test_nothing_says_what_parts_cost(self):
        """Neither a part nor the company, by reading, search, order or groups."""
        self.record.action_add_part(self.part.id, 1)
        parts = self.record.move_ids
        company = self.company.with_user(self.user_technician)
        asked = [(parts.with_user(self.user_technician), name) for name in MONEY]
        asked += [(company, "enova_hour_rate"), (company, "enova_hour_cost")]
        for record, name in asked:
            model = record.browse()
            with self.subTest(name=name):
                self.assertNotIn(name, record.fields_get())
                asks = [lambda r=record, n=name: r.read([n])]
                if record._fields[name].store:
                    asks += [
                        lambda m=model, n=name: m.search([(n, ">", 0)]),
                        lambda m=model, n=name: m.search([], order=n),
                        lambda m=model, n=name: m._read_group([], [n]),
                    ]
                for ask in asks:
                    with self.assertRaises(AccessError):
                        ask()
                keeper = self.user_keeper if name in MONEY else self.user_all
                self.assertTrue(record.with_user(keeper).read([name]))

    def test_menus_of_a_technician_without_the_crm(self):
        menus = self.env["ir.ui.menu"].with_user(self.user_technician)
        visible = menus.load_menus(False)
        names = {menu["xmlid"] for menu in visible.values() if menu.get("xmlid")}
        self.assertIn("crm_enova.repair_order_menu_technician", names)
        self.assertNotIn("crm_enova.crm_enova_menu_root", names)
