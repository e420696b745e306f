from odoo import fields, models
from odoo.exceptions import UserError

from ..base.arguments import read_arguments, text
from .repair_order import SERVICE_USERS

KINDS = ("accepted", "returned")


class RepairOrder(models.Model):
    """Protocols of acceptance and of return, signed on the screen by the client."""

    _inherit = "repair.order"

    accepted_signature = fields.Image(
        string="Signature on acceptance",
        copy=False,
        readonly=True,
        max_width=1024,
        max_height=1024,
        groups=SERVICE_USERS,
    )
    accepted_by = fields.Char(
        string="Handed over by", copy=False, readonly=True, groups=SERVICE_USERS
    )
    accepted_on = fields.Datetime(
        string="Accepted on", copy=False, readonly=True, groups=SERVICE_USERS
    )
    returned_signature = fields.Image(
        string="Signature on return",
        copy=False,
        readonly=True,
        max_width=1024,
        max_height=1024,
        groups=SERVICE_USERS,
    )
    returned_by = fields.Char(
        string="Collected by", copy=False, readonly=True, groups=SERVICE_USERS
    )
    returned_on = fields.Datetime(
        string="Returned on", copy=False, readonly=True, groups=SERVICE_USERS
    )

    @read_arguments(kind=text, signature=text, name=text)
    def action_sign(self, kind, signature, name):
        """Sign a protocol in the client's name; what is signed stays.

        :param str kind: ``accepted`` or ``returned``
        :param str signature: picture, base64
        :param str name: of who has signed
        :return: ``True``
        :raises UserError: when it is signed already, or the name or picture is missing
        """
        order = self._for_technician()
        if kind not in KINDS or not signature.strip() or not name.strip():
            raise UserError(
                self.env._(
                    "%s: a protocol needs a signature and the name of who signs.",
                    order.name,
                )
            )
        if order[f"{kind}_on"]:
            raise UserError(
                self.env._(
                    "%(order)s: this protocol was signed by %(name)s already.",
                    order=order.name,
                    name=order[f"{kind}_by"],
                )
            )
        order.write(
            {
                f"{kind}_signature": signature,
                f"{kind}_by": name.strip(),
                f"{kind}_on": fields.Datetime.now(),
            }
        )
        return True

    def action_print_acceptance(self):
        """Print the protocol of acceptance.

        :return: dict, the action that the client runs next
        """
        return self._print("crm_enova.repair_order_report_acceptance")

    def action_print_return(self):
        """Print the protocol of return.

        :return: dict, the action that the client runs next
        """
        return self._print("crm_enova.repair_order_report_return")

    def _print(self, xml_id):
        self.check_access("read")
        return self.env.ref(xml_id).report_action(self)

    def action_sign_acceptance(self):
        """Open the window in which the client signs for handing over the device.

        :return: dict, the action that the client runs next
        """
        return self._service_window(
            "enova.service.report",
            self.env._("Protocol of acceptance"),
            default_kind="accepted",
        )

    def action_sign_return(self):
        """Open the window in which the client signs for getting the device back.

        :return: dict, the action that the client runs next
        """
        return self._service_window(
            "enova.service.report",
            self.env._("Protocol of return"),
            default_kind="returned",
        )

    def _protocol_parts(self):
        """Return what was put in: dicts of ``name``, ``quantity``, ``unit``."""
        self.ensure_one()
        # sudo: parts of an order that the user reads, as its client gets them printed
        moves = self.sudo().move_ids.filtered(
            lambda move: move.repair_line_type == "add" and move.state != "cancel"
        )
        parts = [(move, move._protocol_quantity()) for move in moves]
        return [
            {
                "name": move.product_id.display_name,
                "quantity": quantity,
                "unit": move.product_uom.name,
            }
            for move, quantity in parts
            if quantity
        ]
