"""What has been with the people of a contractor, beside tasks and documents."""

from odoo.fields import Domain

from .position import to_iso
from .source import (
    BAD,
    CONTACT,
    DRAFT,
    GOOD,
    INVOICE,
    OPEN,
    WAITING,
    TimelineSource,
)


class PaymentSource(TimelineSource):
    """Payments received and made."""

    name = "payment"
    model = "account.payment"
    partner_field = "partner_id"
    of_people = True
    date_field = "date"
    group = INVOICE
    text_fields = ("name", "memo")
    icon = "fa-money"
    shown_fields = ("name", "state", "payment_type", "amount", "currency_id", "memo")
    tones = {"paid": GOOD, "in_process": OPEN, "rejected": BAD}

    @property
    def label(self):
        return self.env._("Payments")

    def _domain(self, request):
        return super()._domain(request) & Domain("state", "!=", "draft")

    def _details(self, record):
        received = record.payment_type == "inbound"
        return {
            "title": self.env._("Payment"),
            "number": record.name or False,
            "direction": "in" if received else "out",
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, DRAFT),
            "amount": self._amount(record.amount, record.currency_id),
            "result": record.memo or False,
        }


class MeetingSource(TimelineSource):
    """Meetings of the ERP's calendar; one that belongs to a task shows there."""

    name = "meeting"
    model = "calendar.event"
    partner_field = "partner_ids"
    of_people = True
    date_field = "start"
    group = CONTACT
    text_fields = ("name", "location")
    icon = "fa-calendar"
    shown_fields = ("name", "allday", "start_date", "location", "user_id")

    @property
    def label(self):
        return self.env._("Meetings")

    def is_readable(self):
        """Tell whether the user may read meetings, and knows which are a task's.

        :return: bool
        """
        return super().is_readable() and self.env["enova.activity"].has_access("read")

    def _domain(self, request):
        return super()._domain(request) & Domain("enova_activity_id", "=", False)

    def _details(self, record):
        details = {
            # what is private to others says so itself, by the calendar's own rule
            "title": record.name or self.env._("Meeting"),
            "user": self._user_name(record.user_id),
            "result": record.location or False,
        }
        if record.allday:
            details["date"] = to_iso(record.start_date)
        return details


class ConsentSource(TimelineSource):
    """Consents given and withdrawn: the lines of the ledger."""

    name = "consent"
    model = "enova.consent"
    partner_field = "partner_id"
    of_people = True
    date_field = "date"
    text_fields = ("purpose_id.name", "source")
    icon = "fa-check-square-o"
    shown_fields = ("state", "channel", "purpose_id", "partner_id", "source")
    tones = {"given": GOOD, "withdrawn": BAD, "refused": BAD}

    @property
    def label(self):
        return self.env._("Consents")

    def _details(self, record):
        return {
            # sudo: the name of a purpose that stands on a line they read
            "title": self.env._(
                "Consent: %(purpose)s", purpose=record.purpose_id.sudo().name
            ),
            "kind": self._selection_label(record, "channel"),
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, WAITING),
            "contact": self._person(record.partner_id),
            "result": record.source or False,
        }

    def _person(self, partner):
        # sudo: the name of whoever stands on a line that they read
        person = partner.sudo()
        return False if person == person.commercial_partner_id else person.name


class CaretakerSource(TimelineSource):
    """Who has looked after the contractor since when."""

    name = "caretaker"
    model = "enova.caretaker"
    partner_field = "partner_id"
    date_field = "date_from"
    text_fields = ("user_id.name", "reason")
    icon = "fa-user-circle-o"
    shown_fields = ("user_id", "role", "reason", "date_to")

    @property
    def label(self):
        return self.env._("Caretakers")

    def _details(self, record):
        return {
            "title": self.env._("Caretaker: %s", self._user_name(record.user_id)),
            "kind": self._selection_label(record, "role"),
            "result": record.reason or False,
        }


PEOPLE_SOURCES = (PaymentSource, MeetingSource, ConsentSource, CaretakerSource)
