from odoo import api, fields, models
from odoo.exceptions import UserError

from ..activity.enova_activity_stage import OPEN_STATES
from .enova_reservation import LIVE


class EnovaActivity(models.Model):
    """What a task has reserved moves with it, and is free when it is cancelled."""

    _inherit = "enova.activity"

    reservation_ids = fields.One2many(
        "enova.reservation", "activity_id", string="Reservations"
    )
    reservation_count = fields.Integer(compute="_compute_reservation_count")
    resource_ids = fields.Many2many(
        "enova.resource", string="Resources", compute="_compute_resource_ids"
    )

    @api.depends("reservation_ids.state")
    @api.depends_context("uid")
    def _compute_reservation_count(self):
        """Count what is reserved or asked for."""
        reservations = self.env["enova.reservation"]
        counted = reservations._count_by("activity_id", self.ids)
        for activity in self:
            activity.reservation_count = counted.get(activity._origin.id, 0)

    @api.depends("reservation_ids.state", "reservation_ids.resource_id")
    @api.depends_context("uid")
    def _compute_resource_ids(self):
        """Name what is reserved, as far as the reader may know it."""
        for activity in self:
            reserved = activity.reservation_ids
            live = reserved.filtered(lambda r: r.state in LIVE)
            activity.resource_ids = live.resource_id

    def _appointment_members(self):
        """Add what is reserved for these, or for the meetings that stand for them."""
        members = super()._appointment_members()
        owners = {e.id: id_ for id_, events in members.items() for e in events}
        reservations = self.env["enova.reservation"]._coming_for(self.ids, list(owners))
        for reservation in reservations:
            id_ = reservation.activity_id.id or owners[reservation.calendar_event_id.id]
            members.setdefault(id_, []).append(reservation)
        return members

    def _before_unlink(self):
        """Remember what was reserved: what is coming, and what only they keep private.

        As superuser: whoever may delete a task frees what it has reserved.
        """
        # sudo: see above
        reservations = self.env["enova.reservation"].sudo()
        private = self.sudo().filtered("private")  # sudo: whether they are
        return {
            **super()._before_unlink(),
            "reserved": reservations._coming_for(self.ids, []),
            "reserved_private": reservations.search(
                [("activity_id", "in", private.ids)]
            ),
        }

    def _after_unlink(self, traces):
        """Free what was reserved; what was private is not shown for want of a task."""
        traces["reserved_private"].write({"private": True})
        traces["reserved"].write({"state": "cancelled"})
        return super()._after_unlink(traces)

    def action_reserve(self):
        """Open a new reservation for the task, time and people filled in.

        :return: dict, the action that the client runs next
        :raises UserError: when the task is closed
        """
        self.ensure_one()
        if self.state not in OPEN_STATES:
            raise UserError(
                self.env._("%s is closed. Reopen it to reserve.", self.display_name)
            )
        return self.env["enova.reservation"]._action_reserve(
            activity_id=self.id,
            name=self.name,
            partner_id=self.partner_id.id,
            user_id=self.user_id.id or self.env.uid,
            start=self.date_start,
            stop=self.date_stop,
            resource_id=self._proposed_resource().id,
        )

    def _proposed_resource(self):
        """Return what the user booked last, where it is free for the task."""
        reservations = self.env["enova.reservation"]
        last = reservations.search(
            [
                ("create_uid", "=", self.env.uid),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "refused"),
            ],
            order="id desc",
            limit=1,
        ).resource_id
        if not (last.active and last.is_bookable and self.date_start):
            return last.browse()
        taken = last._taken(*last._widest(self.date_start, self.date_stop))
        free = last._free_units(self.date_start, self.date_stop, taken[last.id])
        return last if free else last.browse()

    def action_open_reservations(self):
        """Open what the task has reserved.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["enova.reservation"]._action_open("activity_id", self)
