"""What the tests of resources and reservations share."""

from datetime import datetime, timedelta

from odoo import fields

from .common import CrmEnovaCase

# A Monday, far enough ahead; Warsaw is an hour ahead of UTC.
MONDAY = datetime(2099, 1, 5, 8)


def at(hours, day=0):
    """Return a moment so many hours after eight o'clock UTC of a day."""
    return MONDAY + timedelta(days=day, hours=hours)


class ResourceMixin:
    @classmethod
    def _set_up_resources(cls):
        cls.vehicles = cls.env.ref("crm_enova.enova_resource_category_vehicles")
        cls.van = cls._resource(name="Van 1")

    @classmethod
    def _resource(cls, **values):
        prepared = {
            "category_id": cls.vehicles.id,
            "resource_calendar_id": False,
            "responsible_id": cls.user_manager.id,
            **values,
        }
        return cls.env["enova.resource"].create(prepared)

    def _book(self, start=0, stop=1, resource=None, user=None, **values):
        """Book as a user of the group all unless told otherwise; hours or moments."""
        reservations = self.env["enova.reservation"].with_user(user or self.user_all)
        resource = resource if resource is not None else self.van
        prepared = {
            "resource_id": resource.id,
            "start": at(start) if isinstance(start, (int, float)) else start,
            "stop": at(stop) if isinstance(stop, (int, float)) else stop,
            "name": "Wyjazd",
            **values,
        }
        return reservations.create(prepared)


class ResourceCase(ResourceMixin, CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_resources()


class BoardCase(ResourceCase):
    def _board(self, user=None, days=7, domain=(), start=None, **more):
        """Read the board of the week as a user of the group all."""
        first = start or MONDAY.replace(hour=0)
        text = fields.Datetime.to_string
        return (
            self.env["enova.resource"]
            .with_user(user or self.user_all)
            .board(
                list(domain), text(first), text(first + timedelta(days=days)), **more
            )
        )

    def _bars(self, resource=None, **more):
        """Return the bars of one resource."""
        resource = resource or self.van
        bars = self._board(**more)["bars"]
        return [bar for bar in bars if bar["resource"] == resource.id]
