"""The documents of the ERP in the history of a contractor."""

from typing import ClassVar

from odoo.fields import Domain

from .linked import Served
from .source import (
    DRAFT,
    GOOD,
    INVOICE,
    OPEN,
    SALE,
    SERVICE,
    WAITING,
    TimelineSource,
)

# What a document of the ERP belongs to beside its contractor.
OF_DOCUMENT = {
    "enova.project": ("enova_project_id",),
    "enova.campaign": ("enova_project_id.campaign_id",),
    "enova.device": ("service_order_id.device_id",),
    "repair.order": ("service_order_id",),
}


class OrderSource(TimelineSource):
    """Quotations and orders."""

    name = "order"
    paths = OF_DOCUMENT
    model = "sale.order"
    date_field = "date_order"
    group = SALE
    text_fields = ("name", "client_order_ref", "order_line.name")
    person_field = "partner_id"
    icon = "fa-shopping-cart"
    shown_fields = ("name", "state", "user_id", "amount_total", "currency_id")
    tones = {"draft": DRAFT, "sent": OPEN, "sale": GOOD, "cancel": DRAFT}

    @property
    def label(self):
        return self.env._("Quotations and orders")

    def _details(self, record):
        quotation = record.state in ("draft", "sent")
        return {
            "title": self.env._("Quotation") if quotation else self.env._("Order"),
            "number": record.name,
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, DRAFT),
            "user": self._user_name(record.user_id),
            "amount": self._amount(record.amount_total, record.currency_id),
        }


class InvoiceSource(TimelineSource):
    """Invoices, credit notes, bills. Those without a date are no history yet."""

    name = "invoice"
    paths = OF_DOCUMENT
    model = "account.move"
    partner_field = "commercial_partner_id"
    date_field = "invoice_date"
    group = INVOICE
    text_fields = ("name", "ref", "invoice_line_ids.name")
    person_field = "partner_id"
    icon = "fa-file-text-o"
    shown_fields = (
        "name",
        "state",
        "payment_state",
        "move_type",
        "invoice_user_id",
        "amount_total",
        "currency_id",
    )
    tones = {"paid": GOOD, "in_payment": GOOD, "partial": OPEN, "not_paid": WAITING}

    @property
    def label(self):
        return self.env._("Invoices")

    def _domain(self, request):
        kinds = self.env[self.model].get_invoice_types(include_receipts=True)
        return super()._domain(request) & Domain("move_type", "in", kinds)

    def _details(self, record):
        field = "payment_state" if record.state == "posted" else "state"
        return {
            "title": self._selection_label(record, "move_type"),
            "number": record.name if record.name != "/" else False,
            "direction": "out" if record.is_sale_document(True) else "in",
            "state": record.state,
            "state_label": self._selection_label(record, field),
            "tone": self.tones.get(record[field], DRAFT),
            "user": self._user_name(record.invoice_user_id),
            "amount": self._amount(record.amount_total, record.currency_id),
        }


class TransferSource(TimelineSource):
    """Deliveries, receipts and what else moves between us and the contractor."""

    name = "transfer"
    paths = OF_DOCUMENT
    model = "stock.picking"
    date_field = "scheduled_date"
    group = SALE
    text_fields = ("name", "origin")
    person_field = "partner_id"
    icon = "fa-truck"
    shown_fields = ("name", "state", "picking_type_id", "user_id")
    tones = {"done": GOOD, "draft": DRAFT, "cancel": DRAFT}
    directions = {"incoming": "in", "outgoing": "out"}

    @property
    def label(self):
        return self.env._("Transfers")

    def _domain(self, request):
        # what is used up for a contractor is another fact than what is sent to them
        kinds = (
            "picking_type_id.is_internal_issue",
            "picking_type_id.is_internal_return",
        )
        return super()._domain(request) & Domain.AND(
            [Domain(kind, "=", False) for kind in kinds]
        )

    def _details(self, record):
        # sudo: the name of an operation type that stands on a transfer they read
        operation = record.picking_type_id.sudo()
        return {
            "title": operation.name,
            "number": record.name,
            "direction": self.directions.get(operation.code, False),
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, OPEN),
            "user": self._user_name(record.user_id),
        }


class IssueSource(Served, TransferSource):
    """Internal issues (RW) and returns (ZW): what was used up for the contractor."""

    name = "issue"
    icon = "fa-cube"
    group = SERVICE

    @property
    def label(self):
        return self.env._("Internal issues (RW)")

    def _domain(self, request):
        kinds = (
            "picking_type_id.is_internal_issue",
            "picking_type_id.is_internal_return",
        )
        of_contractor = TimelineSource._domain(self, request)
        return of_contractor & Domain.OR([Domain(kind, "=", True) for kind in kinds])


class ServiceOrderSource(TimelineSource):
    """Service orders, with the device that they are about."""

    name = "service"
    paths: ClassVar[dict] = {
        "enova.project": ("enova_project_id",),
        "enova.campaign": ("enova_project_id.campaign_id",),
        "enova.device": ("device_id",),
    }
    model = "repair.order"
    date_field = "schedule_date"
    group = SERVICE
    text_fields = ("name", "internal_notes")
    person_field = "contact_id"
    icon = "fa-wrench"
    shown_fields = ("name", "state", "product_id", "user_id")
    tones = {"done": GOOD, "draft": DRAFT, "cancel": DRAFT, "under_repair": WAITING}

    @property
    def label(self):
        return self.env._("Service orders")

    def _details(self, record):
        # sudo: the name of device or product that stands on a service order they read
        order = record.sudo()
        device = order.device_id.display_name or order.product_id.display_name
        return {
            "title": self.env._("Service order"),
            "number": record.name,
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, OPEN),
            "user": self._user_name(record.user_id),
            "result": device or False,
        }


# Internal issues are transfers, too: what was written on them is found with those.
DOCUMENT_SOURCES = (OrderSource, InvoiceSource, TransferSource, ServiceOrderSource)
