from odoo import api, fields, models

from ..base.ruled_search import search_under_rules
from ..service.enova_activity import (
    DOCUMENT_FIELDS,
    INVOICE_READERS,
    ORDER_READERS,
    SERVICE_ORDER_READERS,
    TRANSFER_READERS,
)

ACTIONS = {
    "sale_order_ids": "sale.action_quotations_with_onboarding",
    "invoice_ids": "account.action_move_out_invoice_type",
    "picking_ids": "stock.action_picking_tree_all",
    "service_order_ids": "repair.action_repair_order_tree",
}
# New ones of these are of the project's contractor.
PARTNER_CONTEXT = ("sale.order", "repair.order", "account.move")
CUSTOMER_INVOICES = ("out_invoice", "out_refund", "out_receipt")
VENDOR_BILLS = ("in_invoice", "in_refund", "in_receipt")


class EnovaProject(models.Model):
    """What a project brings and costs, by its documents, in the company's currency.

    Stored, so that pivots and graphs can add them up. They hold amounts of documents
    that not every reader may open, and no more than their sum.
    """

    _inherit = "enova.project"

    sale_order_ids = fields.One2many(
        "sale.order",
        "enova_project_id",
        string="Quotations and orders",
        groups=ORDER_READERS,
        search=search_under_rules("sale_order_ids"),
    )
    invoice_ids = fields.One2many(
        "account.move",
        "enova_project_id",
        string="Invoices",
        groups=INVOICE_READERS,
        search=search_under_rules("invoice_ids"),
    )
    picking_ids = fields.One2many(
        "stock.picking",
        "enova_project_id",
        string="Transfers",
        groups=TRANSFER_READERS,
        search=search_under_rules("picking_ids"),
    )
    service_order_ids = fields.One2many(
        "repair.order",
        "enova_project_id",
        string="Service orders",
        groups=SERVICE_ORDER_READERS,
        search=search_under_rules("service_order_ids"),
    )
    sale_order_count = fields.Integer(
        string="Quotations and orders count",
        compute="_compute_document_counts",
        groups=ORDER_READERS,
    )
    invoice_count = fields.Integer(
        string="Invoices count",
        compute="_compute_document_counts",
        groups=INVOICE_READERS,
    )
    picking_count = fields.Integer(
        string="Transfers count",
        compute="_compute_document_counts",
        groups=TRANSFER_READERS,
    )
    service_order_count = fields.Integer(
        string="Service orders count",
        compute="_compute_document_counts",
        groups=SERVICE_ORDER_READERS,
    )
    reservation_ids = fields.One2many(
        "enova.reservation", "project_id", search=search_under_rules("reservation_ids")
    )
    reservation_count = fields.Integer(compute="_compute_reservation_count")
    resource_cost = fields.Monetary(
        string="Cost of resources",
        compute="_compute_resource_cost",
        store=True,
        help="Of what was reserved for it and is over.",
    )
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

    @api.depends(*DOCUMENT_FIELDS)
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_document_counts(self):
        """Count under the reader's rights, each kind of document in one query."""
        for name in DOCUMENT_FIELDS:
            documents = self.env[self._fields[name].comodel_name]
            counted = {}
            if documents.has_access("read"):
                groups = documents._read_group(
                    [("enova_project_id", "in", self.ids)],
                    ["enova_project_id"],
                    ["__count"],
                )
                counted = {project.id: count for project, count in groups}
            for project in self:
                count = counted.get(project._origin.id, 0)
                project[name.replace("_ids", "_count")] = count

    @api.depends("reservation_ids.state")
    @api.depends_context("uid")
    def _compute_reservation_count(self):
        """Count what is reserved or asked for."""
        reservations = self.env["enova.reservation"]
        counted = reservations._count_by("project_id", self.ids)
        for project in self:
            project.reservation_count = counted.get(project._origin.id, 0)

    @api.depends("reservation_ids.cost", "reservation_ids.state")
    def _compute_resource_cost(self):
        """Add up what is over; all projects in one query."""
        reservations = self.env["enova.reservation"]
        costs = reservations._cost_by("project_id", self.ids, ("done",))
        for project in self:
            project.resource_cost = costs.get(project._origin.id, 0)

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
            invoices = posted.filtered(lambda m: m.move_type in CUSTOMER_INVOICES)
            bills = posted.filtered(lambda m: m.move_type in VENDOR_BILLS)
            project.actual_revenue = sum(invoices.mapped("amount_untaxed_signed"))
            project.billed_cost = -sum(bills.mapped("amount_untaxed_signed"))

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
        "service_order_ids.move_ids.enova_net_value",
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

        Each once, though two documents may have it. Returns of a service order's parts
        belong to it, though they know no order.
        """
        moves = self.picking_ids.move_ids | self.service_order_ids.move_ids
        moves |= self.service_order_ids.move_ids._returns()
        return moves.filtered(lambda move: move._enova_direction())

    @api.depends(
        "picking_ids.move_ids.value",
        "picking_ids.move_ids.state",
        "service_order_ids.move_ids.value",
        "service_order_ids.move_ids.state",
        "service_order_ids.move_ids.enova_net_value",
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

    def action_open_documents(self):
        """Open the documents of the kind that the context names.

        New ones are the project's and its contractor's.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        name = self.env.context.get("enova_documents")
        if not isinstance(name, str) or name not in ACTIONS:
            name = DOCUMENT_FIELDS[0]
        model = self._fields[name].comodel_name
        action = self.env["ir.actions.act_window"]._for_xml_id(ACTIONS[name])
        context = {"default_enova_project_id": self.id}
        if model in PARTNER_CONTEXT:
            context["default_partner_id"] = self.partner_id.id
        if model == "account.move":
            context["default_move_type"] = "out_invoice"
        return {
            **action,
            "display_name": self.display_name,
            "path": False,
            "domain": [("enova_project_id", "=", self.id)],
            "context": context,
        }

    def action_reserve(self):
        """Open a new reservation for the project.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["enova.reservation"]._action_reserve(
            project_id=self.id,
            name=self.name,
            partner_id=self.partner_id.id,
            calendar_entry=True,
        )

    def action_open_reservations(self):
        """Open what is reserved for the project.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["enova.reservation"]._action_open("project_id", self)
