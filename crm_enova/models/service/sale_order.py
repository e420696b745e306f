from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "enova.document.mixin"]

    _enova_activity_field = "sale_order_ids"

    # The orders of a contractor, newest first, page by page.
    _enova_contractor_idx = models.Index(
        "(enova_contractor_id, date_order DESC, id DESC)"
    )

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
