from odoo import api, fields, models
from odoo.exceptions import UserError


class EnovaIssue(models.TransientModel):
    """Take goods for a task or event, without a service order, and issue them.

    For technicians, too, who have no right to the stock: see the method it calls.
    """

    _name = "enova.issue"
    _inherit = ["enova.guard.mixin"]
    _description = "Parts to issue"

    activity_id = fields.Many2one(
        "enova.activity", string="Task or event", readonly=True, required=True
    )
    company_id = fields.Many2one(related="activity_id.company_id", related_sudo=False)
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

    @api.depends("activity_id")
    def _compute_location_id(self):
        """Propose one's own van, else the shelf of the warehouse."""
        for window in self:
            company = window.company_id or self.env.company
            warehouses = self.env["stock.warehouse"]
            warehouse = warehouses.search([("company_id", "=", company.id)], limit=1)
            van = self.env["stock.location"]._own_van(company)
            window.location_id = van or warehouse.lot_stock_id

    def action_issue(self):
        """Issue the goods: at once from one's own van, or with the right to the stock.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        issue = self.activity_id._issue_goods(self.location_id, self._part_vals())
        issue.filtered(self.env["repair.order"]._may_confirm)._confirm_issue()
        seen = issue.sudo(self.env.su)
        if seen.has_access("read"):
            return seen._open_issues()
        return {"type": "ir.actions.act_window_close"}

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
        "product.product",
        string="Part",
        required=True,
        domain="[('type', '=', 'consu')]",
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
