"""A warehouse with parts, people who use them, and service orders that need some."""

from odoo.fields import Command

from .common import CrmEnovaCase, new_user

KEEPER = "stock.group_stock_user"
TECHNICIAN = "crm_enova.crm_enova_group_technician"


class IssueMixin:
    """Pumps (60, sold at 100) and seals (5, sold at 8) on the shelf and in a van.

    ``keeper`` keeps the stock without the CRM; ``technician`` has the van, and no right
    to stock, sales or accounting.
    """

    @classmethod
    def _set_up_issues(cls):
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.shelf = cls.warehouse.lot_stock_id
        cls.issue_type = cls.warehouse.enova_issue_type_id
        cls.return_type = cls.warehouse.enova_return_type_id
        cls.pump = cls._part("Pump", 100, 60)
        cls.seal = cls._part("Seal", 8, 5)
        cls._stock(cls.pump, 50)
        cls._stock(cls.seal, 50)
        cls.keeper = new_user(cls.env, "keeper_rw", groups=KEEPER, name="Keeper")
        cls.technician = new_user(
            cls.env, "technician_rw", groups=TECHNICIAN, name="Technician"
        )
        cls.van = cls.env["stock.location"].create(
            {
                "name": "Van 1",
                "location_id": cls.warehouse.view_location_id.id,
                "usage": "internal",
                "enova_technician_id": cls.technician.id,
            }
        )
        cls._stock(cls.pump, 10, cls.van)

    @classmethod
    def _part(cls, name, price, cost, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "list_price": price,
                "standard_price": cost,
                "taxes_id": False,
                **values,
            }
        )

    @classmethod
    def _stock(cls, product, quantity, place=None, **key):
        """Put goods on the shelf, or into another place."""
        quants = cls.env["stock.quant"]
        quants._update_available_quantity(product, place or cls.shelf, quantity, **key)

    def _held(self, product, place=None):
        """Return how many are at a place, reserved or not."""
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "=", (place or self.shelf).id),
            ]
        )
        return sum(quants.mapped("quantity"))

    @classmethod
    def _service_order(cls, *parts, confirm=True, **values):
        """Create an order with parts of (product, quantity); a pump unless given."""
        order = cls.env["repair.order"].create(
            {
                "partner_id": cls.contractor.id,
                "technician_ids": [Command.link(cls.technician.id)],
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "repair_line_type": "add",
                        }
                    )
                    for product, quantity in parts or ((cls.pump, 2),)
                ],
                **values,
            }
        )
        if confirm:
            order._action_repair_confirm()
        return order

    @classmethod
    def _device(cls, **values):
        return cls.env["enova.device"].create(
            {"name": "Młynek", "partner_id": cls.contractor.id, **values}
        )

    def _issue(self, order, user=None, **arguments):
        """Issue the parts of an order as the keeper; return its issues."""
        order.with_user(user or self.keeper).action_issue_parts(**arguments)
        self.env.invalidate_all()
        return order.issue_ids.sorted("id")

    def _return(self, issue, quantity=None, product=None):
        """Return of an issue, by core's window; all of it unless told otherwise."""
        window = (
            self.env["stock.return.picking"]
            .with_context(active_model="stock.picking", active_id=issue.id)
            .create({})
        )
        if quantity is None:
            action = window.action_create_returns_all()
        else:
            for line in window.product_return_moves:
                if product in (None, line.product_id):
                    line.quantity = quantity
            action = window.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        back.button_validate()
        self.env.invalidate_all()
        return back


class IssueCase(IssueMixin, CrmEnovaCase):
    """Base of the tests that need no browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_issues()
