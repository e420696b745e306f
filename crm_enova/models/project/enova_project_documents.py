from odoo import api, fields, models

from ..activity.ruled_search import search_under_rules
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


class EnovaProject(models.Model):
    """The documents of a project, each kind behind a button."""

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

    def action_open_documents(self):
        """Open the documents of the kind that the context names.

        New ones are the project's and its contractor's.
        """
        self.ensure_one()
        name = self.env.context.get("enova_documents")
        if name not in ACTIONS:
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
