from odoo import api, fields, models

from .enova_activity import SERVICE_ORDER_READERS


class EnovaReservation(models.Model):
    """The service order that a resource is reserved for."""

    _inherit = "enova.reservation"

    service_order_id = fields.Many2one(
        "repair.order",
        string="Service order",
        # the framework would read it for people who may not
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=SERVICE_ORDER_READERS,
    )

    def _series_values(self):
        """Let the further ones be for the same order, where one may know it."""
        values = super()._series_values()
        if self._has_field_access(self._fields["service_order_id"], "write"):
            values["service_order_id"] = self.service_order_id.id
        return values

    @api.onchange("service_order_id")
    def _onchange_service_order_id(self):
        """Take the contractor of the order."""
        contractor = self.service_order_id.partner_id.commercial_partner_id
        self.partner_id = self.partner_id or contractor
