from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.ruled_search import search_under_rules

# Who may read the documents, by core's access rights: who may not does not have the
# field, so that neither a view nor a plain read() fails on it.
ORDER_READERS = (
    "sales_team.group_sale_salesman,account.group_account_readonly,"
    "account.group_account_invoice,stock.group_stock_user"
)
INVOICE_READERS = (
    "account.group_account_readonly,account.group_account_invoice,"
    "sales_team.group_sale_salesman"
)
TRANSFER_READERS = (
    "stock.group_stock_user,sales_team.group_sale_salesman,"
    "account.group_account_readonly,account.group_account_invoice"
)
SERVICE_ORDER_READERS = "stock.group_stock_user,crm_enova.crm_enova_group_technician"

DOCUMENT_FIELDS = (
    "sale_order_ids",
    "invoice_ids",
    "picking_ids",
    "service_order_ids",
)
# Fields that a manager's switch adds (see enova_document_model.py) begin so.
MANUAL_PREFIX = "x_enova_"


class EnovaActivity(models.Model):
    """The documents that a task or event is about."""

    _inherit = "enova.activity"

    sale_order_ids = fields.Many2many(
        "sale.order",
        string="Quotations and orders",
        copy=False,
        check_company=True,
        groups=ORDER_READERS,
        search=search_under_rules("sale_order_ids"),
    )
    invoice_ids = fields.Many2many(
        "account.move",
        string="Invoices",
        copy=False,
        check_company=True,
        domain="[('move_type', '!=', 'entry')]",
        groups=INVOICE_READERS,
        search=search_under_rules("invoice_ids"),
    )
    picking_ids = fields.Many2many(
        "stock.picking",
        string="Transfers",
        copy=False,
        check_company=True,
        groups=TRANSFER_READERS,
        search=search_under_rules("picking_ids"),
    )
    service_order_ids = fields.Many2many(
        "repair.order",
        string="Service orders",
        copy=False,
        check_company=True,
        groups=SERVICE_ORDER_READERS,
        search=search_under_rules("service_order_ids"),
    )
    other_contractors = fields.Boolean(
        string="Documents of other contractors allowed",
        help="Otherwise only documents of the same contractor, and documents of none, "
        "can be linked.",
    )
    documents_readable = fields.Boolean(compute="_compute_documents_readable")
    document_warning = fields.Text(compute="_compute_document_warning")

    @api.depends_context("uid")
    def _compute_documents_readable(self):
        """Whether the reader may see documents of any kind at all."""
        self.documents_readable = bool(self._readable_document_fields())

    @api.depends("commercial_partner_id", *DOCUMENT_FIELDS)
    @api.depends_context("uid")
    def _compute_document_warning(self):
        """Name the documents of other contractors, of those that the reader sees."""
        names = self._readable_document_fields()
        for activity in self:
            lines = []
            for name in names:
                lines += activity._other_contractor_lines(activity[name]._origin)
            activity.document_warning = "\n".join(lines)

    @api.model
    def _document_fields(self):
        """Return the names of all fields that hold documents, switched-on ones too."""
        manual = (
            name
            for name, field in self._fields.items()
            if field.type == "many2many" and name.startswith(MANUAL_PREFIX)
        )
        return [*DOCUMENT_FIELDS, *manual]

    @api.model
    def _field_of_documents(self, model):
        """Return the name of the field that holds documents of a model.

        :raises UserError: when no documents of that model can be linked
        """
        for name in self._document_fields():
            if self._fields[name].comodel_name == model:
                return name
        raise UserError(self.env._("Records of %s cannot be linked.", model))

    @api.model
    def _readable_document_fields(self):
        """Return those of the document fields whose model the user may read."""
        return [
            name
            for name in self._document_fields()
            if self._has_field_access(self._fields[name], "read")
            and self.env[self._fields[name].comodel_name].has_access("read")
        ]

    @api.model
    def _count_by_document(self, name, documents):
        """Count the activities of documents under the user's rights, by one query.

        :param str name: the document field
        :return: dict of int by id of the document
        """
        # sudo(False): a count must not know more than the list behind it
        groups = self.sudo(False)._read_group(
            [(name, "in", documents.ids)], [name], ["__count"]
        )
        return {document.id: count for document, count in groups}

    @api.model
    def _action_of_document(self, name, document):
        """Return the action with the document's activities and its defaults.

        :param str name: the document field
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action"
        )
        partner = self._document_partner(document)
        contractor = partner.commercial_partner_id
        action["domain"] = [(name, "in", document.ids)]
        action["context"] = {
            "default_partner_id": contractor.id,
            "default_contact_id": partner.id if partner != contractor else False,
            f"default_{name}": document.ids,
        }
        if "company_id" in document._fields and document.company_id:
            action["context"]["default_company_id"] = document.company_id.id
        action["display_name"] = document.display_name
        return action

    @api.model
    def _document_partner(self, document):
        """Return the partner who stands on the document: a company or a person."""
        if "enova_contractor_id" in document._fields:
            return document.partner_id
        path = self.env["enova.document.model"]._partner_field(document._name)
        return document[path] if path else self.env["res.partner"]

    def action_new_quotation(self):
        """Open an empty quotation for the contractor, linked when it is saved.

        :return: dict, the action that the client runs next
        """
        return self._new_document("sale.order", self.env._("New quotation"))

    def action_new_invoice(self):
        """Open an empty customer invoice for the contractor, linked when saved.

        :return: dict, the action that the client runs next
        """
        return self._new_document(
            "account.move",
            self.env._("New invoice"),
            default_move_type="out_invoice",
        )

    def action_new_transfer(self):
        """Open an empty delivery to the contractor, linked when it is saved.

        :return: dict, the action that the client runs next
        """
        return self._new_document(
            "stock.picking",
            self.env._("New transfer"),
            restricted_picking_type_code="outgoing",
        )

    def action_new_service_order(self):
        """Open an empty service order for the contractor, linked when it is saved.

        :return: dict, the action that the client runs next
        """
        action = self._new_document(
            "repair.order",
            self.env._("New service order"),
            default_device_id=self.device_id.id,
        )
        form = self.env.ref("crm_enova.repair_order_view_form_service")
        return {**action, "views": [(form.id, "form")]}

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
