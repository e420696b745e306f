from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.context import PARTS_KEPT
from .stock_picking import CLOSED


class RepairOrder(models.Model):
    """How orders end whose parts are issued by documents, and what becomes of these."""

    _inherit = "repair.order"

    def action_repair_done(self):
        """Use parts up by a document: what nobody has issued is issued now."""
        self._lock_orders()
        documented = self.filtered(lambda order: order._is_issued_by_document())
        documented._issue_at_end()
        self._pick_the_rest()
        result = super().action_repair_done()
        ended = self.move_ids._on_issue().picking_id.filtered(
            lambda issue: issue.state == "done" and not issue.date_done
        )
        if ended:
            # sudo: whoever ends an order need not have a right to its issue
            ended.sudo().date_done = fields.Datetime.now()
        return result

    def _is_issued_by_document(self):
        """Tell whether parts of one order are used by issues alone.

        A repair of the company's own goods has none in core: it is the document.
        """
        # sudo: whether there is a device, and nothing of it
        order = self.sudo()
        on_issue = bool(order.move_ids._on_issue())
        return on_issue or bool(order.device_id) or not order.product_id

    def _issue_at_end(self):
        """Put on issues what core is about to use; it drops what is not there."""
        # sudo: whoever may end an order need have no right to its issues
        orders = self.sudo()
        used_ids = []
        for order in orders:
            rest = order.move_ids.filtered(lambda move: move.state not in CLOSED)
            ready = rest._to_issue().filtered("quantity")
            ready = ready.filtered("picked") if any(rest.mapped("picked")) else ready
            if order.picking_type_id.warehouse_id.enova_issue_type_id.active:
                used_ids += ready.ids
        used = orders.move_ids.browse(used_ids)
        for company, parts in used.grouped("company_id").items():
            orders.with_company(company)._issue_parts(parts.with_company(company))

    def _pick_the_rest(self):
        """Pick what is left where an issue has used something.

        What it has used is picked already: core would cancel all the rest.
        """
        ids = []
        for order in self:
            rest = order.move_ids.filtered(lambda move: move.state not in CLOSED)
            if rest != order.move_ids and not any(rest.mapped("picked")):
                ids += rest.filtered("quantity").ids
        if ids:
            self.move_ids.browse(ids).picked = True

    def action_repair_cancel(self):
        """Cancel what is not used; offer to return what is."""
        kept = self.with_context(**PARTS_KEPT.on)
        result = super(RepairOrder, kept).action_repair_cancel()
        if len(self) == 1 and self._has_used_parts():
            return self.action_return_parts()
        return result

    def action_repair_cancel_draft(self):
        """Reopen orders, and leave alone what was used: it would be used again."""
        used = self.filtered(lambda order: order._has_used_moves())
        for order in used:
            if order.state != "cancel":
                order.action_repair_cancel()
            open_parts = order.move_ids.filtered(lambda move: move.state != "done")
            open_parts._update_repair_sale_order_line()
            open_parts.state = "draft"
            order.state = "draft"
        return super(RepairOrder, self - used).action_repair_cancel_draft()

    def _has_used_moves(self):
        """Tell whether parts of one order were issued, returned or not."""
        return bool(self.move_ids._on_issue()._used_parts())

    def _has_used_parts(self):
        """Tell whether parts of one order were issued and have not come back."""
        used = self.move_ids._on_issue()._used_parts()
        return any(part.enova_net_quantity > 0 for part in used)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        """Keep orders whose parts were used: they say what for."""
        for order in self:
            if order._has_used_moves():
                raise UserError(
                    self.env._(
                        "Parts of %s have been issued. Cancel it instead, and return"
                        " them.",
                        order.name,
                    )
                )

    @api.constrains("picking_type_id")
    def _check_issued_warehouse(self):
        """Keep an order in the warehouse that has issued its parts."""
        for order in self:
            used = order.move_ids._on_issue()._used_parts()
            now = order.picking_type_id.warehouse_id
            before = used.picking_id.picking_type_id.warehouse_id
            if used and now not in before:
                raise ValidationError(
                    self.env._(
                        "%(order)s: its parts were issued by %(warehouse)s. Return"
                        " them before you change the warehouse.",
                        order=order.name,
                        warehouse=", ".join(before.mapped("name")),
                    )
                )
