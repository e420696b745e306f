from odoo import api, fields, models
from odoo.exceptions import UserError

from ..activity.ruled_search import search_under_rules

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
SERVICE_ORDER_READERS = "stock.group_stock_user"

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
