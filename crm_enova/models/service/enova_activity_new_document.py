from odoo import models


class EnovaActivity(models.Model):
    """Create documents out of a task or event, tied to it from the start."""

    _inherit = "enova.activity"

    def action_new_quotation(self):
        """Open an empty quotation for the contractor, linked when it is saved."""
        return self._new_document("sale.order", self.env._("New quotation"))

    def action_new_invoice(self):
        """Open an empty customer invoice for the contractor, linked when saved."""
        return self._new_document(
            "account.move",
            self.env._("New invoice"),
            default_move_type="out_invoice",
        )

    def action_new_transfer(self):
        """Open an empty delivery to the contractor, linked when it is saved."""
        return self._new_document(
            "stock.picking",
            self.env._("New transfer"),
            restricted_picking_type_code="outgoing",
        )

    def action_new_service_order(self):
        """Open an empty service order for the contractor, linked when it is saved."""
        return self._new_document("repair.order", self.env._("New service order"))

    def _new_document(self, model, title, **context):
        """Return the action that opens the core form of a new document.

        :param str model: of the document
        :param str title: of the window
        :param context: further defaults
        """
        self.ensure_one()
        # read is enough to see the task, but the link is a change of it
        self.check_access("write")
        company = self.company_id
        others = self.env.companies - company
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_partner_id": self.partner_id.id,
                # the document is of the task's company, whichever is chosen above
                "allowed_company_ids": (company + others).ids,
                "enova_link": {model: self.ids},
                **context,
            },
        }
