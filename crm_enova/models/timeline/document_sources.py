"""The documents of the ERP in the history of a contractor."""

from odoo.fields import Domain

from .source import DRAFT, GOOD, OPEN, WAITING, TimelineSource


class OrderSource(TimelineSource):
    """Quotations and orders."""

    name = "order"
    model = "sale.order"
    date_field = "date_order"
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
    model = "account.move"
    partner_field = "commercial_partner_id"
    date_field = "invoice_date"
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
    model = "stock.picking"
    date_field = "scheduled_date"
    icon = "fa-truck"
    shown_fields = ("name", "state", "picking_type_id", "user_id")
    tones = {"done": GOOD, "draft": DRAFT, "cancel": DRAFT}
    directions = {"incoming": "in", "outgoing": "out"}

    @property
    def label(self):
        return self.env._("Transfers")

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


class ServiceOrderSource(TimelineSource):
    """Service orders, with the device that they are about."""

    name = "service"
    model = "repair.order"
    date_field = "schedule_date"
    icon = "fa-wrench"
    shown_fields = ("name", "state", "product_id", "user_id")
    tones = {"done": GOOD, "draft": DRAFT, "cancel": DRAFT, "under_repair": WAITING}

    @property
    def label(self):
        return self.env._("Service orders")

    def _details(self, record):
        # sudo: the name of the product that stands on a service order they read
        device = record.product_id.sudo().display_name
        return {
            "title": self.env._("Service order"),
            "number": record.name,
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, OPEN),
            "user": self._user_name(record.user_id),
            "result": device or False,
        }


DOCUMENT_SOURCES = (OrderSource, InvoiceSource, TransferSource, ServiceOrderSource)
