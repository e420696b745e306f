"""What the tests of devices and service orders share."""

from odoo.fields import Command

from .common import CrmEnovaCase, new_user

TECHNICIAN = "crm_enova.crm_enova_group_technician"
# One black point, as a picture of a signature.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    "AABJRU5ErkJggg=="
)


class ServiceMixin:
    """``user_technician`` has no CRM and no stock, ``user_dispatcher`` has both,
    ``user_keeper`` keeps the stock without the CRM; ``device`` is of ``contractor``.
    """

    @classmethod
    def _set_up_service(cls):
        cls.user_technician = cls._user("technician", f"base.group_user,{TECHNICIAN}")
        cls.user_mate = cls._user("mate", f"base.group_user,{TECHNICIAN}")
        cls.user_keeper = cls._user("keeper", "stock.group_stock_user")
        cls.user_dispatcher = cls._user(
            "dispatcher", "crm_enova.crm_enova_group_all,stock.group_stock_user"
        )
        cls.device = cls._device()
        cls.part = cls.env["product.product"].create(
            {"name": "Uszczelka", "is_storable": True, "list_price": 10}
        )

    @classmethod
    def _user(cls, name, groups):
        return new_user(
            cls.env,
            f"crm_{name}",
            name=f"Crm {name.capitalize()}",
            groups=groups,
            email=f"{name}@example.com",
            tz="Europe/Warsaw",
        )

    @classmethod
    def _device(cls, **values):
        return cls.env["enova.device"].create(
            {"name": "Ekspres", "partner_id": cls.contractor.id, **values}
        )

    @classmethod
    def _service_order(cls, **values):
        """Create an order on the device, with the technician on it."""
        prepared = {
            "device_id": cls.device.id,
            "technician_ids": [Command.set(cls.user_technician.ids)],
            "fault": "Nie grzeje",
            **values,
        }
        return cls.env["repair.order"].create(prepared)


class ServiceCase(ServiceMixin, CrmEnovaCase):
    """Base of the tests that need no browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_service()
