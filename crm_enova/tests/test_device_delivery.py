from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import new_user
from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestDeviceDelivery(ServiceCase):
    """What was sold with a serial number becomes a device in one click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "Waga kontrolna", "is_storable": True, "tracking": "serial"}
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.lots = cls.env["stock.lot"].create(
            [{"name": f"SN-{n}", "product_id": cls.product.id} for n in range(3)]
        )
        for lot in cls.lots:
            cls.env["stock.quant"]._update_available_quantity(
                cls.product, cls.warehouse.lot_stock_id, 1, lot_id=lot
            )
        cls.user_trader = new_user(
            cls.env,
            "crm_trader",
            groups="crm_enova.crm_enova_group_all,stock.group_stock_user,"
            "sales_team.group_sale_salesman_all_leads,stock.group_production_lot",
        )

    def _delivery(self, quantity=3, done=True):
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.contact.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.product.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )
        sale.action_confirm()
        picking = sale.picking_ids
        picking.action_assign()
        if done:
            picking.move_ids.picked = True
            picking.button_validate()
            self.assertEqual(picking.state, "done")
        return picking

    def test_a_device_for_each_serial_number(self):
        picking = self._delivery()
        action = picking.with_user(self.user_trader).action_make_enova_devices()
        devices = self.env["enova.device"].search(action["domain"])
        self.assertEqual(set(devices.mapped("serial_number")), {"SN-0", "SN-1", "SN-2"})
        self.assertEqual(devices.lot_id, self.lots)
        self.assertEqual(devices.partner_id, self.contractor)
        self.assertEqual(devices.picking_id, picking)
        self.assertEqual(devices.sale_order_id, picking.sale_id)
        self.assertEqual(set(devices.mapped("sold_on")), {picking.date_done.date()})
        order = self.env["repair.order"].create({"device_id": devices[0].id})
        self.assertFalse(order.product_id or order.lot_id)

    def test_twice_makes_nothing_twice(self):
        picking = self._delivery()
        first = picking.with_user(self.user_trader).action_make_enova_devices()
        again = picking.with_user(self.user_trader).action_make_enova_devices()
        devices = self.env["enova.device"]
        self.assertEqual(
            devices.search(first["domain"]), devices.search(again["domain"])
        )
        self.assertEqual(devices.search_count([("lot_id", "in", self.lots.ids)]), 3)

    def test_what_is_not_delivered_is_no_device(self):
        picking = self._delivery(done=False)
        with self.assertRaisesRegex(UserError, "Finish the delivery first"):
            picking.with_user(self.user_trader).action_make_enova_devices()

    def test_without_serial_numbers_there_is_nothing_to_enter(self):
        self.product = self.part
        quants = self.env["stock.quant"]
        quants._update_available_quantity(self.part, self.warehouse.lot_stock_id, 9)
        picking = self._delivery()
        with self.assertRaises(UserError):
            picking.with_user(self.user_trader).action_make_enova_devices()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_storekeeper_without_the_crm_enters_none(self):
        picking = self._delivery()
        with self.assertRaises(AccessError):
            picking.with_user(self.user_keeper).action_make_enova_devices()
        self.assertFalse(
            self.env["enova.device"].search([("lot_id", "in", self.lots.ids)])
        )
