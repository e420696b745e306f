from odoo import api, fields, models
from odoo.fields import Domain

from ..base.ruled_search import search_under_rules
from .enova_activity import SERVICE_ORDER_READERS
from .enova_service_stage import OPEN_SERVICE_STATES

DOCUMENTS = ("sale.order", "stock.picking", "repair.order")
DEVICE_READERS = "crm_enova.crm_enova_group_own,crm_enova.crm_enova_group_technician"
# How many devices the telephone window names.
NAMED_DEVICES = 5


class ResPartner(models.Model):
    """The devices of a contractor, and the service orders on them."""

    _inherit = "res.partner"

    enova_device_ids = fields.One2many(
        "enova.device",
        "commercial_partner_id",
        string="Devices",
        groups=DEVICE_READERS,
        search=search_under_rules("enova_device_ids"),
    )
    enova_device_count = fields.Integer(
        string="Devices count",
        compute="_compute_enova_device_count",
        groups=DEVICE_READERS,
    )
    enova_service_count = fields.Integer(
        string="Open service orders",
        compute="_compute_enova_service_count",
        groups=SERVICE_ORDER_READERS,
    )

    @api.model
    def _belongings(self):
        """Count documents and devices among what comes along with a card."""
        return [
            *super()._belongings(),
            *((name, "enova_contractor_id", Domain.TRUE) for name in DOCUMENTS),
            ("enova.device", "commercial_partner_id", Domain.TRUE),
        ]

    @api.depends("enova_device_ids.active")
    @api.depends_context("uid")
    def _compute_enova_device_count(self):
        """Count under the reader's rights; one query for a list."""
        groups = self.env["enova.device"]._read_group(
            [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
            ["commercial_partner_id"],
            ["__count"],
        )
        counted = {partner.id: count for partner, count in groups}
        for partner in self:
            contractor = partner.commercial_partner_id
            partner.enova_device_count = counted.get(contractor.id, 0)

    @api.depends_context("uid")
    def _compute_enova_service_count(self):
        """Count what is open, under the reader's rights; one query for a list."""
        groups = self.env["repair.order"]._read_group(
            [
                ("enova_contractor_id", "in", self.commercial_partner_id.ids),
                ("state", "in", OPEN_SERVICE_STATES),
            ],
            ["enova_contractor_id"],
            ["__count"],
        )
        counted = {partner.id: count for partner, count in groups}
        for partner in self:
            contractor = partner.commercial_partner_id
            partner.enova_service_count = counted.get(contractor.id, 0)

    def action_open_enova_devices(self):
        """Open the devices of the contractor; new ones are theirs.

        :return: dict, the action that the client runs next
        """
        return self._open_of_contractor(
            "crm_enova.enova_device_action", "commercial_partner_id"
        )

    def action_open_enova_service_orders(self):
        """Open the service orders of the contractor; new ones are theirs.

        :return: dict, the action that the client runs next
        """
        return self._open_of_contractor(
            "crm_enova.repair_order_action", "enova_contractor_id"
        )

    def _open_of_contractor(self, xml_id, name):
        self.ensure_one()
        contractor = self.commercial_partner_id
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(xml_id),
            "domain": [(name, "=", contractor.id)],
            "context": {"default_partner_id": contractor.id},
            "display_name": contractor.display_name,
        }

    def action_new_enova_service_order(self):
        """Open an empty service order for the contractor.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        contractor = self.commercial_partner_id
        person = self.id if self != contractor and not self.is_company else False
        return self.env["repair.order"]._action_new(
            default_partner_id=contractor.id, default_contact_id=person
        )

    @api.readonly
    def enova_call_sheet(self):
        """Add what one has to know when a client calls about a device.

        :return: as the floor below; ``service`` with ``devices`` (``id``, ``name``,
            ``warranty``), ``device_count``, ``open_count`` and ``may_create``
        """
        sheet = super().enova_call_sheet()
        # sudo: the id of the company alone
        contractor_id = self.sudo().commercial_partner_id.id
        return {**sheet, "service": self._call_service(contractor_id)}

    @api.model
    def _call_service(self, contractor_id):
        """Return devices and open service orders of a contractor, as one may read."""
        devices, orders = self.env["enova.device"], self.env["repair.order"]
        found, count, pending = devices, 0, 0
        if devices.has_access("read"):
            domain = [("commercial_partner_id", "=", contractor_id)]
            found = devices.search(domain, limit=NAMED_DEVICES)
            full = len(found) == NAMED_DEVICES
            count = devices.search_count(domain) if full else len(found)
        if orders.has_access("read"):
            pending = orders.search_count(
                [
                    ("enova_contractor_id", "=", contractor_id),
                    ("state", "in", OPEN_SERVICE_STATES),
                ]
            )
        return {
            "devices": [
                {
                    "id": device.id,
                    "name": device.display_name,
                    "warranty": device.under_warranty,
                }
                for device in found
            ],
            "device_count": count,
            "open_count": pending,
            "may_create": orders.has_access("create"),
        }
