from odoo import api, models

from .enova_reservation_flow import COMING


class EnovaReservation(models.Model):
    """What all share that resources are reserved for: count, open, reserve."""

    _inherit = "enova.reservation"

    @api.model
    def _count_by(self, name, ids):
        """Count what is reserved or asked for, under the reader's rights; one query.

        :param str name: a many2one of reservations
        :param ids: ids of its records
        :return: dict of numbers by id
        """
        groups = self._read_group(
            [(name, "in", ids), ("state", "in", COMING)], [name], ["__count"]
        )
        return {record.id: count for record, count in groups}

    @api.model
    def _action_reserve(self, **values):
        """Return the action that opens a new reservation with these values."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reserve"),
            "res_model": "enova.reservation",
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    @api.model
    def _action_open(self, name, record, views=("list", "calendar", "form")):
        """Return the action that opens what is reserved for a record.

        :param str name: the many2one of reservations that leads to it
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_reservation_action"
        )
        return {
            **action,
            "display_name": record.display_name,
            "path": False,
            "view_mode": ",".join(views),
            "views": [(False, view) for view in views],
            "domain": [(name, "=", record.id)],
            "context": {f"default_{name}": record.id},
        }
