from odoo import api, fields, models

from ..base.enova_schema import MODULE
from .enova_activity import SERVICE_ORDER_READERS


class SaleOrderLine(models.Model):
    """Parts of service orders are delivered by internal issues, less returns."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "enova.guard.mixin"]

    enova_service_order_id = fields.Many2one(
        "repair.order",
        string="Work on the service order",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=SERVICE_ORDER_READERS,
        help="The line sells the hours that were worked on it.",
    )

    def init(self):
        """Leave out what core makes, while the addon is installed or updated.

        It has made it, and changes nothing: but it asks the database for an index that
        is there, which keeps the table locked against writing until all is committed.
        """
        if self.env.context.get("module") == MODULE:
            return None
        return super().init()

    @api.depends("move_ids.enova_net_quantity")
    def _compute_qty_delivered(self):
        """Notice returns, which do not belong to the line themselves."""
        return super()._compute_qty_delivered()

    def _prepare_qty_delivered(self):
        """Count all parts of a line that are used, less what has come back.

        Core counts a line that has exactly one used part: a second issue would set it
        to zero.
        """
        # sudo: quantities alone; a salesperson may not read the order of the part
        parts = {line: line.move_ids.sudo()._used_parts() for line in self}
        lines = self.filtered(lambda line: parts[line])
        delivered = super(SaleOrderLine, self - lines)._prepare_qty_delivered()
        for line in lines:
            delivered[line] = sum(
                part._sold_quantity(line.product_uom_id) for part in parts[line]
            )
        return delivered

    def _order_parts(self, without=()):
        """Order what the parts of one line need together.

        :param without: parts that are about to go
        """
        parts = self.move_ids.filtered(
            lambda move: (
                move.repair_id
                and move.repair_line_type == "add"
                and move.state != "cancel"
                and move not in without
            )
        )
        needed = sum(
            part.product_uom._compute_quantity(
                part.product_uom_qty, self.product_uom_id, rounding_method="HALF-UP"
            )
            for part in parts
        )
        if self.product_uom_id.compare(needed, self.product_uom_qty):
            self.product_uom_qty = needed
