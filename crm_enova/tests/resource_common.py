"""What the tests of resources and reservations share."""

from datetime import datetime, timedelta

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
