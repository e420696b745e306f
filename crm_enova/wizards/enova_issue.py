from odoo import api, fields, models
from odoo.exceptions import UserError


class EnovaIssue(models.TransientModel):
    """Add parts to a service order, or take goods for a task, and issue them.

    For technicians, too, who have no right to the stock: see the methods it calls.
    """

    _name = "enova.issue"
    _inherit = ["enova.guard.mixin"]
    _description = "Parts to issue"

    service_order_id = fields.Many2one(
        "repair.order", string="Service order", readonly=True
    )
    activity_id = fields.Many2one(
        "enova.activity", string="Task or event", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", compute_sudo=False
    )
    location_id = fields.Many2one(
        "stock.location",
        string="Take from",
        compute="_compute_location_id",
        store=True,
        readonly=False,
        required=True,
        compute_sudo=False,
        domain="[('usage', '=', 'internal'), ('company_id', '=', company_id)]",
        help="A shelf, or a technician's van.",
    )
    line_ids = fields.One2many("enova.issue.line", "issue_id", string="Parts")

    @api.depends("service_order_id", "activity_id")
    def _compute_company_id(self):
        """Issue in the company of what it is for."""
        for window in self:
            company = window.service_order_id.company_id
            company = company or window.activity_id.company_id
            window.company_id = company or self.env.company

    @api.depends("service_order_id", "activity_id")
    def _compute_location_id(self):
        """Propose one's own van, else the order's shelf, else the warehouse."""
        for window in self:
            order = window.service_order_id
            van = self.env["stock.location"]._own_van(window.company_id)
            warehouses = self.env["stock.warehouse"]
            shelf = order.location_id or warehouses.search(
                [("company_id", "=", window.company_id.id)], limit=1
            ).lot_stock_id
            window.location_id = van or shelf

    def action_add(self):
        """Add the parts to the order, to be issued later.

        :return: dict, the action that the client runs next
        """
        self._order_with_lines()._add_parts(self._part_vals())
        return {"type": "ir.actions.act_window_close"}

    def action_issue(self):
        """Add the parts and issue them at once.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        if self.service_order_id:
            self._order_with_lines()._add_parts(self._part_vals())
            return self.service_order_id.action_issue_parts(
                location_id=self.location_id.id
            )
        issue = self.activity_id._issue_goods(self.location_id, self._part_vals())
        orders = self.env["repair.order"]
        issue.filtered(orders._may_confirm)._confirm_issue()
        if issue.sudo(False).has_access("read"):
            return issue.sudo(False)._open_issues()
        return {"type": "ir.actions.act_window_close"}

    def _order_with_lines(self):
        """Return the order, where there is something to add to it."""
        self.ensure_one()
        if not self.service_order_id:
            raise UserError(self.env._("This window is of no service order."))
        return self.service_order_id

    def _part_vals(self):
        """Return the values of the stock moves.

        :raises UserError: when nothing was chosen
        """
        lines = self.line_ids.filtered(lambda line: line.quantity > 0)
        if not lines:
            raise UserError(self.env._("Choose what to take, and how much of it."))
        return [
            {
                "product_id": line.product_id.id,
                "product_uom_qty": line.quantity,
                "product_uom": line.product_uom_id.id,
            }
            for line in lines
        ]


class EnovaIssueLine(models.TransientModel):
    """A product, and how much of it is to be issued."""

    _name = "enova.issue.line"
    _inherit = ["enova.guard.mixin"]
    _description = "Part to issue"

    issue_id = fields.Many2one("enova.issue", required=True, ondelete="cascade")
    location_id = fields.Many2one(related="issue_id.location_id", related_sudo=False)
    product_id = fields.Many2one(
        "product.product", string="Part", required=True, domain="[('type', '=', 'consu')]"
    )
    quantity = fields.Float(default=1, required=True, digits="Product Unit")
    product_uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        compute_sudo=False,
    )
    available = fields.Float(
        string="On hand there",
        compute="_compute_available",
        compute_sudo=False,
        digits="Product Unit",
    )

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        """Take the unit that the product is kept in."""
        for line in self:
            line.product_uom_id = line.product_id.uom_id

    @api.depends("product_id", "location_id")
    def _compute_available(self):
        """Show what nobody else has reserved at the place that was chosen."""
        for place, lines in self.grouped("location_id").items():
            groups = self.env["stock.quant"]._read_group(
                [
                    ("product_id", "in", lines.product_id.ids),
                    ("location_id", "child_of", place.ids),
                ],
                ["product_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
            free = {product: held - taken for product, held, taken in groups}
            for line in lines:
                line.available = free.get(line.product_id._origin, 0)
