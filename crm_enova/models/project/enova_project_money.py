from odoo import api, fields, models

CUSTOMER_INVOICES = ("out_invoice", "out_refund", "out_receipt")
VENDOR_BILLS = ("in_invoice", "in_refund", "in_receipt")


class EnovaProject(models.Model):
    """What a project brings and costs, by its documents, in the company's currency.

    Stored, so that pivots and graphs can add them up. They hold amounts of documents
    that not every reader may open, and no more than their sum.
    """

    _inherit = "enova.project"

    planned_revenue = fields.Monetary(help="What it is to bring, before documents say.")
    planned_cost = fields.Monetary(help="What it may cost.")
    expected_revenue = fields.Monetary(
        compute="_compute_expected_revenue",
        store=True,
        help="Net amounts of its quotations and orders, cancelled ones left out; what"
        " was planned while there are none.",
    )
    ordered_revenue = fields.Monetary(
        string="Ordered",
        compute="_compute_expected_revenue",
        store=True,
        help="Net amounts of its confirmed orders.",
    )
    expected_cost = fields.Monetary(
        compute="_compute_expected_cost",
        store=True,
        help="Net amounts of its vendor bills, drafts too, the value of goods that left"
        " the stock or will, quoted ones included, and the cost of resources that are"
        " reserved; what was planned while there is none of these.",
    )
    actual_revenue = fields.Monetary(
        compute="_compute_invoiced",
        store=True,
        help="Net amounts of its posted customer invoices, less credit notes.",
    )
    billed_cost = fields.Monetary(
        compute="_compute_invoiced",
        store=True,
        help="Net amounts of its posted vendor bills, less refunds.",
    )
    stock_cost = fields.Monetary(
        string="Cost of goods",
        compute="_compute_stock_cost",
        store=True,
        help="Value of the goods that its transfers and service orders took out of the"
        " stock, less what came back.",
    )
    actual_cost = fields.Monetary(compute="_compute_actual_cost", store=True)
    margin = fields.Monetary(compute="_compute_actual_cost", store=True)

    @api.depends(
        "planned_revenue",
        "sale_order_ids.amount_untaxed",
        "sale_order_ids.currency_rate",
        "sale_order_ids.state",
    )
    def _compute_expected_revenue(self):
        """Add up quotations and orders in the currency of the company."""
        for project in self:
            orders = project.sale_order_ids.filtered(lambda o: o.state != "cancel")
            ordered = orders.filtered(lambda o: o.state == "sale")
            total = self._in_company_currency(orders)
            project.expected_revenue = total if orders else project.planned_revenue
            project.ordered_revenue = self._in_company_currency(ordered)

    @api.model
    def _in_company_currency(self, orders):
        """Add up net amounts of orders, each by the rate of its own day."""
        return sum(o.amount_untaxed / (o.currency_rate or 1) for o in orders)

    @api.depends(
        "invoice_ids.amount_untaxed_signed",
        "invoice_ids.state",
        "invoice_ids.move_type",
    )
    def _compute_invoiced(self):
        """Add up posted invoices and bills; core stores them in company currency."""
        for project in self:
            posted = project.invoice_ids.filtered(lambda m: m.state == "posted")
            ours = posted.filtered(lambda m: m.move_type in CUSTOMER_INVOICES)
            theirs = posted.filtered(lambda m: m.move_type in VENDOR_BILLS)
            project.actual_revenue = sum(ours.mapped("amount_untaxed_signed"))
            project.billed_cost = -sum(theirs.mapped("amount_untaxed_signed"))

    @api.depends(
        "planned_cost",
        "sale_order_ids.state",
        "sale_order_ids.order_line.product_id",
        "sale_order_ids.order_line.product_uom_qty",
        "sale_order_ids.order_line.move_ids",
        "invoice_ids.amount_untaxed_signed",
        "invoice_ids.state",
        "picking_ids.move_ids.value",
        "picking_ids.move_ids.state",
        "picking_ids.move_ids.product_qty",
        "service_order_ids.move_ids.value",
        "service_order_ids.move_ids.state",
        "service_order_ids.move_ids.product_qty",
        "reservation_ids.cost",
    )
    def _compute_expected_cost(self):
        """Add up what is spent, and what documents say will be."""
        for project in self:
            bills = project.invoice_ids.filtered(
                lambda move: move.move_type in VENDOR_BILLS and move.state != "cancel"
            )
            moves = project._moves_of_goods().filtered(lambda m: m.state != "cancel")
            lines = project._quoted_goods()
            cost = -sum(bills.mapped("amount_untaxed_signed"))
            cost += sum(move._enova_cost() for move in moves)
            cost += sum(line._enova_cost() for line in lines)
            reserved = sum(project.reservation_ids.mapped("cost"))
            cost += reserved
            planned = not (bills or moves or lines or reserved)
            project.expected_cost = project.planned_cost if planned else cost

    def _quoted_goods(self):
        """Return lines of quotations whose goods no transfer knows of yet."""
        quotations = self.sale_order_ids.filtered(
            lambda order: order.state in ("draft", "sent")
        )
        return quotations.order_line.filtered(
            lambda line: line.product_id.type == "consu" and not line.move_ids
        )

    def _moves_of_goods(self):
        """Return moves of its documents out of the stock to customers, or back.

        Each once, though two documents may have it.
        """
        moves = self.picking_ids.move_ids | self.service_order_ids.move_ids
        return moves.filtered(lambda move: move._enova_direction())

    @api.depends(
        "picking_ids.move_ids.value",
        "picking_ids.move_ids.state",
        "service_order_ids.move_ids.value",
        "service_order_ids.move_ids.state",
    )
    def _compute_stock_cost(self):
        """Add up what left the stock, less what came back."""
        for project in self:
            done = project._moves_of_goods().filtered(lambda m: m.state == "done")
            project.stock_cost = sum(move._enova_cost() for move in done)

    @api.depends("actual_revenue", "billed_cost", "stock_cost", "resource_cost")
    def _compute_actual_cost(self):
        """Add up what it cost, and what is left."""
        for project in self:
            documents = project.billed_cost + project.stock_cost
            project.actual_cost = documents + project.resource_cost
            project.margin = project.actual_revenue - project.actual_cost
