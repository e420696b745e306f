from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Command

from ..base.arguments import number, read_arguments, record_id
from .enova_service_stage import OPEN_SERVICE_STATES
from .repair_order import SERVICE_USERS

KEEPERS = "stock.group_stock_user"
TECHNICIANS = "crm_enova.crm_enova_group_technician"


class RepairOrder(models.Model):
    """What technicians do with their orders, without rights to stock or sales.

    They may read an order and no more; each step here checks first, then acts as the
    system.
    """

    _inherit = "repair.order"

    technician_phone = fields.Char(
        string="Phone", compute="_compute_technician_data", groups=SERVICE_USERS
    )
    technician_address = fields.Char(
        string="Address", compute="_compute_technician_data", groups=SERVICE_USERS
    )

    @api.depends("partner_id", "contact_id", "device_id.place_id")
    def _compute_technician_data(self):
        """Tell the technicians of an order where to go, and whom to call there."""
        for order in self:
            place, *people = order._client_places()
            address = place._display_address(without_company=True) if place else ""
            lines = [line.strip() for line in address.splitlines()]
            order.technician_address = ", ".join(filter(None, lines))
            phones = [person.phone for person in people]
            order.technician_phone = next(filter(None, phones), False)

    def _client_places(self):
        """Return where the client is, whom to call there, and the client.

        Technicians are told, whoever it is. Whoever may change the client of an order
        is told what they may read: they could put anybody on it.

        :return: list of three recordsets, each of one or none
        """
        # sudo: see above
        known = self.sudo()
        place = known.device_id.place_id or known.partner_id
        places = [place._origin, known.contact_id._origin, known.partner_id._origin]
        if self.env.su or not self.browse().has_access("write"):
            return places
        return [place.sudo(False)._filtered_access("read") for place in places]

    def action_service_start(self):
        """Begin the repair; what is new is confirmed by that.

        :return: ``True``
        :raises AccessError: when the user is none of its technicians
        :raises UserError: when it is closed, or somebody has begun it already
        """
        order = self._for_technician()
        order._refuse_state("under_repair", *self._closed_states())
        order.action_repair_start()
        return True

    def action_service_end(self):
        """End the repair.

        :return: what core returns: ``True``, or the window it asks by
        :raises AccessError: when the user is none of its technicians
        :raises UserError: when it is closed, or was not begun
        """
        order = self._for_technician()
        order._refuse_state("draft", "confirmed", *self._closed_states())
        return order.action_repair_end()

    @read_arguments(product_id=record_id, quantity=number)
    def action_add_part(self, product_id, quantity=1):
        """Put a part on the order that is used up by it.

        :param int product_id: of a product that the user sees
        :param float quantity: in the unit of the product
        :return: ``True``
        :raises AccessError: when the user is none of its technicians
        :raises UserError: when the order is closed, or the part is none
        """
        order = self._for_technician()
        order._refuse_state(*self._closed_states())
        product = self.env["product.product"].browse(product_id).exists()
        product.check_access("read")
        if not product or product.type != "consu" or not quantity:
            raise UserError(
                self.env._(
                    "%s: choose goods, and a quantity above zero. Services are no"
                    " parts.",
                    order.name,
                )
            )
        order.write(
            {
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "repair_line_type": "add",
                            "company_id": order.company_id.id,
                        }
                    )
                ]
            }
        )
        return True

    def action_open_part(self):
        """Open the window that adds a part.

        :return: dict, the action that the client runs next
        """
        return self._service_window("enova.service.part", self.env._("Add a part"))

    def action_open_report(self):
        """Open the window for diagnosis, solution, hours and signature.

        :return: dict, the action that the client runs next
        """
        return self._service_window(
            "enova.service.report", self.env._("Service report")
        )

    def _service_window(self, model, name, **context):
        self.ensure_one()
        self._check_technician()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_order_id": self.id, **context},
        }

    @staticmethod
    def _closed_states():
        return ("done", "cancel")

    def _check_technician(self):
        """Let in the order's technicians, and whoever keeps the stock.

        :raises AccessError: for others, naming nothing of the order
        """
        self.check_access("read")
        if self.env.su:
            return
        if self.env.user.has_group(KEEPERS):
            self.check_access("write")
            return
        # sudo: whether one is among them
        put_on = all(self.env.user in order.sudo().technician_ids for order in self)
        if not put_on or not self.env.user.has_group(TECHNICIANS):
            raise AccessError(
                self.env._(
                    "Only technicians of the service order do that. Ask to be put on"
                    " it."
                )
            )

    def _for_technician(self):
        """Return the order as the system has it, locked against a second pair of hands.

        :raises AccessError: see :meth:`_check_technician`
        :raises UserError: when somebody else is at it this very moment
        """
        self.ensure_one()
        self._check_technician()
        # sudo: checked above; a technician has no rights to stock and sales
        order = self.sudo()
        try:
            order.lock_for_update()
        except LockError:
            raise UserError(
                self.env._(
                    "%s: somebody else changes it just now. Try again in a moment.",
                    self.name,
                )
            ) from None
        order.invalidate_recordset(["state"])
        return order

    def _refuse_state(self, *states):
        """Refuse a step from some states.

        :raises UserError: naming the state
        """
        if self.state in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            closed = self.state not in OPEN_SERVICE_STATES
            text = (
                self.env._("%(order)s is in the state “%(state)s”: it is closed.")
                if closed
                else self.env._(
                    "%(order)s is in the state “%(state)s”: this step does not follow."
                )
            )
            raise UserError(text % {"order": self.name, "state": labels[self.state]})
