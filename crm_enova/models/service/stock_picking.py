from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .enova_activity import SERVICE_ORDER_READERS
from .stock_location import CONSUMPTION

CLOSED = ("done", "cancel")
# No mail, no note for each of a thousand documents that are made at once.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
}


class StockPicking(models.Model):
    """Transfers that the CRM knows of; internal issues (RW) and returns (ZW) above all.

    An internal issue holds the very parts of a service order: stock moves that belong
    to both. What core does to all moves of a transfer must not happen to the parts.
    """

    _name = "stock.picking"
    _inherit = ["stock.picking", "enova.document.mixin", "enova.company.check.mixin"]

    _enova_activity_field = "picking_ids"

    is_internal_issue = fields.Boolean(related="picking_type_id.is_internal_issue")
    is_internal_return = fields.Boolean(related="picking_type_id.is_internal_return")
    service_order_id = fields.Many2one(
        "repair.order",
        string="Service order",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=SERVICE_ORDER_READERS,
    )

    # The transfers of a contractor, newest first, page by page.
    _enova_contractor_idx = models.Index(
        "(enova_contractor_id, scheduled_date DESC, id DESC)"
        " WHERE enova_contractor_id IS NOT NULL"
    )

    @api.constrains("location_dest_id", "location_id", "picking_type_id")
    def _check_consumption(self):
        """Let an internal issue lead out of the stock, and a return back into it."""
        for picking in self:
            place, wanted = picking.location_dest_id, CONSUMPTION
            if picking.is_internal_return:
                place = picking.location_id
            elif not picking.is_internal_issue:
                continue
            if place.usage not in wanted:
                raise ValidationError(
                    self.env._(
                        "%(transfer)s: parts are used up outside the stock, and"
                        " %(place)s is not. Choose a place of production or of"
                        " inventory loss, as the warehouse has it.",
                        transfer=picking.display_name,
                        place=place.display_name,
                    )
                )

    @api.constrains("service_order_id", "company_id")
    def _check_service_order_company(self):
        """Say it before core does, which asks when the transfer is confirmed."""
        # sudo: companies alone are compared, and only the transfer is named
        for picking in self.sudo():
            order = picking.service_order_id
            if order and order.company_id != picking.company_id:
                raise ValidationError(
                    self.env._(
                        "%s: the service order is of another company than the"
                        " transfer.",
                        picking.name,
                    )
                )

    @api.model
    def default_get(self, fields):
        """Propose another type to whoever begins an internal transfer.

        Core takes the first of them, which may be an internal issue where a warehouse
        has one place in the stock.
        """
        values = super().default_get(fields)
        types = self.env["stock.picking.type"]
        proposed = types.browse(values.get("picking_type_id") or ())
        own = proposed.is_internal_issue or proposed.is_internal_return
        if own and "default_picking_type_id" not in self.env.context:
            other = types.search(
                [
                    ("code", "=", proposed.code),
                    ("company_id", "=", proposed.company_id.id),
                    ("is_internal_issue", "=", False),
                    ("is_internal_return", "=", False),
                ],
                limit=1,
            )
            values["picking_type_id"] = other.id
        return values

    # -- the way through -----------------------------------------------------------

    def unlink(self):
        """Take the parts off before they would be deleted with the issue."""
        self._with_parts().move_ids._detach_from_issue()
        return super().unlink()

    # -- issues with parts of orders -----------------------------------------------

    def _with_parts(self):
        """Return those that hold parts of service orders."""
        return self.filtered("move_ids.repair_id")

    def _create_backorder_picking(self):
        """Let what is left belong to the same order and the same tasks."""
        backorder = super()._create_backorder_picking()
        if self.is_internal_issue or self.is_internal_return:
            # sudo: links of the transfer it is split from; a clerk lacks the CRM
            kept, source = backorder.sudo(), self.sudo()
            kept.service_order_id = source.service_order_id
            kept.enova_activity_ids = source.enova_activity_ids
        return backorder

    def action_cancel(self):
        """Take the parts of orders off an issue; the orders still need them."""
        self._with_parts().move_ids._detach_from_issue()
        return super().action_cancel()

    def _check_backorder(self):
        """Ask nothing about parts: what is missing has a further issue by then.

        Core's window would drop it, as it never splits a part of an order.
        """
        return super(StockPicking, self - self._with_parts())._check_backorder()

    def _pre_action_done_hook(self):
        """Split off what is missing before core takes all for picked."""
        self._split_parts()
        return super()._pre_action_done_hook()

    def _action_done(self):
        """Issue what is there, once; what is missing waits on a further issue."""
        issues = self.filtered("is_internal_issue")
        issues._check_goods_are_ours()
        issues._check_parts_leave()
        self._split_parts()
        result = super()._action_done()
        # the framework looks one return back, and a return may be returned itself
        # sudo: sums of parts follow, whoever returns them
        self.sudo().move_ids._returned_parts().modified(["state"])
        self.filtered("is_internal_return")._lower_ordered()
        return result

    def _check_goods_are_ours(self):
        """Refuse to use up goods that lie in our stock and belong to the client."""
        for issue in self:
            client = issue.partner_id.commercial_partner_id
            owners = issue.owner_id | issue.move_line_ids.owner_id
            if client and client in owners.commercial_partner_id:
                raise UserError(
                    self.env._(
                        "%(transfer)s would use up goods that belong to %(client)s."
                        " Clear the owner, or choose goods of the company.",
                        transfer=issue.display_name,
                        client=client.display_name,
                    )
                )

    def _check_parts_leave(self):
        """Refuse to move parts inside the stock, where they would cost nothing."""
        for move in self.move_ids:
            place = move.location_dest_id
            if move.state not in CLOSED and place.usage not in CONSUMPTION:
                raise UserError(
                    self.env._(
                        "%(transfer)s: %(part)s is to be used up outside the stock, and"
                        " %(place)s is not. Choose the place that the transfer has.",
                        transfer=move.picking_id.display_name,
                        part=move.product_id.display_name,
                        place=place.display_name,
                    )
                )

    def _split_parts(self):
        """Put on further issues what is not there, or was not picked."""
        moves = self._with_parts().move_ids
        moves = moves.filtered(lambda move: move.state not in CLOSED)
        # what a scanner has not seen stays on the shelf
        seen = moves.filtered("picked")
        seen.move_line_ids.filtered(lambda line: not line.picked).unlink()
        scanned = set(seen.picking_id.ids)
        ready = moves.filtered(
            lambda move: (
                move.quantity and (move.picked or move.picking_id.id not in scanned)
            )
        )
        # where nothing is ready core says so
        begun = set(ready.picking_id.ids)
        parts = moves.filtered(
            lambda move: move.repair_id and move.picking_id.id in begun
        )
        rest = (parts - ready) | (parts & ready)._split_off_missing()
        for issue, further in rest.grouped("picking_id").items():
            issue._create_backorder(backorder_moves=further)

    def _lower_ordered(self):
        """Sell no more than what stays used of orders that have been cancelled."""
        # sudo: the storekeeper may not read the sale
        for back in self.sudo():
            sold = back.move_ids._returned_parts().filtered(
                lambda part: part.repair_id.state == "cancel"
            )
            for line in sold.sale_line_id:
                line.product_uom_qty = line.qty_delivered

    def _confirm_issue(self):
        """Use up what is there of these issues; what is not there waits.

        :return: what core answers, which may be an action
        """
        moves = self.move_ids.filtered(lambda m: m.state not in CLOSED and m.quantity)
        ready = moves.picking_id
        # all at once: core picks what is there transfer by transfer
        picked = moves.filtered("picked").picking_id
        moves.filtered(lambda move: move.picking_id not in picked).picked = True
        # what is told of one is no news of a thousand
        ready = ready.with_context(**QUIET) if len(ready) > 1 else ready
        return ready.button_validate() if ready else True

    def _open_issues(self):
        """Return the action that shows one issue as a page, several as a list."""
        return self._get_records_action(name=self.env._("Internal issues (RW)"))

    # -- what people do ---------------------------------------------------------------

    def action_print_internal_issue(self):
        """Print the internal issue (RW) or return (ZW).

        :return: dict, the action that the client runs next
        """
        return self.env.ref("crm_enova.stock_picking_report_issue").report_action(self)

    def action_open_service_order(self):
        """Open the service order that the parts are of.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.service_order_id._get_records_action()
        # whoever only keeps the stock sees the ERP's own repair order
        forms = {
            "crm_enova.crm_enova_group_own": "repair_order_view_form_service",
            "crm_enova.crm_enova_group_technician": "repair_order_view_form_technician",
        }
        for group, form in forms.items():
            if self.env.user.has_group(group):
                view = self.env.ref(f"crm_enova.{form}")
                return {**action, "views": [(view.id, "form")]}
        return action

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
