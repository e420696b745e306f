from odoo import api, fields, models
from odoo.exceptions import UserError

from ..activity.enova_activity_stage import OPEN_STATES


class EnovaActivity(models.Model):
    """What a task has reserved moves with it, and is free when it is cancelled."""

    _inherit = "enova.activity"

    reservation_ids = fields.One2many(
        "enova.reservation", "activity_id", string="Reservations"
    )
    reservation_count = fields.Integer(compute="_compute_reservation_count")

    @api.depends("reservation_ids.state")
    @api.depends_context("uid")
    def _compute_reservation_count(self):
        """Count what is reserved or asked for."""
        groups = self.env["enova.reservation"]._read_group(
            [("activity_id", "in", self.ids), ("state", "in", ("asked", "confirmed"))],
            ["activity_id"],
            ["__count"],
        )
        counted = {activity.id: count for activity, count in groups}
        for activity in self:
            activity.reservation_count = counted.get(activity._origin.id, 0)

    def write(self, vals):
        """Move reservations by as much as the task moves; free those of cancelled ones.

        :raises UserError: when the resource is taken there; the task stays, too
        """
        if not {"date_start", "date_stop", "stage_id"} & set(vals):
            return super().write(vals)
        # sudo: whatever the task has reserved, whoever may see it
        reserved = self.sudo().reservation_ids.filtered(
            lambda one: one.state in ("asked", "confirmed")
        )
        if not reserved:
            return super().write(vals)
        before = {a.id: (a.date_start, a.date_stop) for a in self}
        result = super().write(vals)
        for one in reserved:
            one._follow(one.activity_id, *before[one.activity_id.id])
        return result

    def action_reserve(self):
        """Open a new reservation for the task, time and people filled in.

        :raises UserError: when the task is closed
        """
        self.ensure_one()
        if self.state not in OPEN_STATES:
            raise UserError(
                self.env._("%s is closed. Reopen it to reserve.", self.display_name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reserve"),
            "res_model": "enova.reservation",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_activity_id": self.id,
                "default_name": self.name,
                "default_partner_id": self.partner_id.id,
                "default_user_id": self.user_id.id or self.env.uid,
                "default_start": self.date_start,
                "default_stop": self.date_stop,
            },
        }

    def action_open_reservations(self):
        """Open what the task has reserved."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_reservation_action"
        )
        return {
            **action,
            "display_name": self.display_name,
            "path": False,
            "view_mode": "list,calendar,form",
            "views": [(False, "list"), (False, "calendar"), (False, "form")],
            "domain": [("activity_id", "=", self.id)],
            "context": {"default_activity_id": self.id},
        }


class EnovaReservation(models.Model):
    _inherit = "enova.reservation"

    def _follow(self, activity, start, stop):
        """Go where the task went, and end as it did.

        :param start: when the task began before
        :param stop: when it ended before
        """
        if activity.state == "cancelled":
            self.write({"state": "cancelled"})
        elif activity.state == "done":
            self.write({"state": "done"})
        elif start and activity.date_start:
            shift = activity.date_start - start
            longer = (activity.date_stop - activity.date_start) - (stop - start)
            if shift or longer:
                self.write(
                    {
                        "start": self.start + shift,
                        "stop": self.stop + shift + longer,
                    }
                )
