from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .stock_location import CONSUMPTION


class StockPickingType(models.Model):
    """Operation types of internal issues (RW) and internal returns (ZW)."""

    _inherit = "stock.picking.type"

    is_internal_issue = fields.Boolean(
        string="Internal issue (RW)",
        help="Transfers of this type use goods up inside the company: parts of service"
        " orders, or what a task has taken.",
    )
    is_internal_return = fields.Boolean(
        string="Internal return (ZW)",
        help="Transfers of this type bring back what an internal issue has taken.",
    )

    @api.constrains("is_internal_issue", "is_internal_return", "code")
    def _check_internal_issue(self):
        """Keep receipts, deliveries and repairs from being internal issues."""
        for operation in self:
            issue, back = operation.is_internal_issue, operation.is_internal_return
            if (issue and back) or ((issue or back) and operation.code != "internal"):
                raise ValidationError(
                    self.env._(
                        "%s: only an internal transfer can be an internal issue (RW)"
                        " or an internal return (ZW), and not both.",
                        operation.display_name,
                    )
                )

    def write(self, vals):
        """Keep the place where parts are used up one setting of a warehouse."""
        result = super().write(vals)
        if vals.get("default_location_dest_id"):
            self._share_consumption()
        return result

    def _share_consumption(self):
        """Let repairs, issues and returns of a warehouse agree where parts go.

        Core forces the place of the repair type on the parts of orders.
        """
        warehouses = self.warehouse_id
        for operation in self:
            place = operation.default_location_dest_id
            if place.usage not in CONSUMPTION:
                continue
            for warehouse in warehouses:
                pair = warehouse.repair_type_id | warehouse.enova_issue_type_id
                if operation not in pair:
                    continue
                others = pair.filtered(
                    lambda t, to=place: t.default_location_dest_id != to
                )
                others.default_location_dest_id = place
                warehouse.enova_return_type_id.default_location_src_id = place
