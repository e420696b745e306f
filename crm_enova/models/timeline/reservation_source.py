from typing import ClassVar

from odoo.fields import Domain

from .source import BAD, CONTACT, DRAFT, GOOD, OPEN, WAITING, TimelineSource


class ReservationSource(TimelineSource):
    """What was reserved for the contractor; with a task it shows there."""

    name = "reservation"
    model = "enova.reservation"
    partner_field = "commercial_partner_id"
    date_field = "start"
    group = CONTACT
    text_fields = ("name", "resource_id.name")
    person_field = "partner_id"
    icon = "fa-calendar-check-o"
    paths: ClassVar[dict] = {
        "enova.project": ("project_id",),
        "enova.campaign": ("project_id.campaign_id",),
        "enova.device": ("service_order_id.device_id",),
        "repair.order": ("service_order_id",),
    }
    shown_fields = ("name", "resource_id", "state", "user_id")
    tones = {"requested": WAITING, "confirmed": OPEN, "done": GOOD, "refused": BAD}

    @property
    def label(self):
        return self.env._("Reservations")

    def _domain(self, request):
        return super()._domain(request) & Domain("activity_id", "=", False)

    def _details(self, record):
        return {
            # sudo: the name of the resource that stands on a reservation they read
            "title": record.resource_id.sudo().name,
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, DRAFT),
            "user": self._user_name(record.user_id),
            "result": record.name or False,
        }
