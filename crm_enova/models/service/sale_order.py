from odoo import fields, models

from .enova_activity import SERVICE_ORDER_READERS


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "enova.document.mixin"]

    _enova_activity_field = "sale_order_ids"

    service_order_id = fields.Many2one(
        "repair.order",
        string="Service order",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=SERVICE_ORDER_READERS,
    )

    # The orders of a contractor, newest first, page by page.
    _enova_contractor_idx = models.Index(
        "(enova_contractor_id, date_order DESC, id DESC)"
    )

    def _prepare_invoice(self):
        """Carry the service order on to the invoice."""
        # sudo: the seller may not read it; an id goes from their order to its invoice
        order = self.sudo().service_order_id
        return {**super()._prepare_invoice(), "service_order_id": order.id}

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Tie an invoice of several service orders to none of them."""
        invoices = super()._create_invoices(grouped=grouped, final=final, date=date)
        # sudo: as above
        for invoice in invoices.sudo():
            orders = invoice.line_ids.sale_line_ids.order_id.service_order_id
            if len(orders) > 1:
                invoice.service_order_id = False
        return invoices

    def action_enova_new_service_order(self):
        """Open an empty service order for the customer.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["repair.order"]._action_new(
            default_partner_id=self.partner_id.id,
            default_internal_notes=self.env._("From %s", self.name),
            allowed_company_ids=(
                self.company_id + (self.env.companies - self.company_id)
            ).ids,
        )
