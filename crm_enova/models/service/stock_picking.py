from odoo import models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "enova.document.mixin"]

    _enova_activity_field = "picking_ids"

    # The transfers of a contractor, newest first, page by page.
    _enova_contractor_idx = models.Index(
        "(enova_contractor_id, scheduled_date DESC, id DESC)"
        " WHERE enova_contractor_id IS NOT NULL"
    )

    def action_make_enova_devices(self):
        """Make a device of the client for each serial number that was delivered.

        Those that are devices already are left out, and shown with the new ones.

        :return: dict, the action that the client runs next
        :raises UserError: when nothing with a serial number was delivered to anybody
        """
        self.check_access("read")
        lines = self.move_line_ids.filtered(
            lambda line: (
                line.state == "done"
                and line.lot_id
                and line.product_id.tracking == "serial"
                and line.picking_id.picking_type_id.code == "outgoing"
                and line.picking_id.enova_contractor_id
            )
        )
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing with a serial number was delivered to a contractor. Finish"
                    " the delivery first; what has no serial number is entered as a"
                    " device by hand."
                )
            )
        devices = self.env["enova.device"]
        # sudo: which serial numbers are devices, of anybody; none is shown by that
        known = devices.sudo().with_context(active_test=False)
        known = known.search([("lot_id", "in", lines.lot_id.ids)])
        taken = set(known.lot_id.ids)
        fresh = {line.lot_id.id: line for line in lines if line.lot_id.id not in taken}
        made = devices.create([line._enova_device_values() for line in fresh.values()])
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "crm_enova.enova_device_action"
            ),
            "domain": [("id", "in", (known + made).ids)],
            "context": {"active_test": False},
        }
