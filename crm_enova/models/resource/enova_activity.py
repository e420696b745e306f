from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..activity.enova_activity_stage import OPEN_STATES
from ..base.ruled_search import search_under_rules
from .enova_reservation import LIVE

# A slot that is proposed begins at a full or a half hour.
HALF_HOUR = timedelta(minutes=30)


class EnovaActivity(models.Model):
    """What a task has reserved moves with it, and is free when it is cancelled."""

    _inherit = "enova.activity"

    reservation_ids = fields.One2many(
        "enova.reservation",
        "activity_id",
        string="Reservations",
        search=search_under_rules("reservation_ids"),
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

    def _undo_members(self):
        """Add what is reserved for these, as far as it is the user's to change."""
        reserved = self.reservation_ids._still_coming()
        return [*super()._undo_members(), reserved._filtered_access("write")]

    def action_reserve(self):
        """Open a new reservation for the task, time and people filled in.

        Where the task has no time, it is the next that something is free.

        :return: dict, the action that the client runs next
        :raises UserError: when the task is closed
        """
        self.ensure_one()
        if self.state not in OPEN_STATES:
            raise UserError(
                self.env._("%s is closed. Reopen it to reserve.", self.display_name)
            )
        if self.date_start:
            resource = self._proposed_resource()
            start, stop = self._hours_taken()
        else:
            resource, start, stop = self._proposed_slot()
        return self.env["enova.reservation"]._action_reserve(
            activity_id=self.id,
            name=self.name,
            partner_id=self.partner_id.id,
            user_id=self.user_id.id or self.env.uid,
            start=start,
            stop=stop,
            resource_id=resource.id,
        )

    def _hours_taken(self):
        """Return from when to when it is; whole days by the assignee's clock."""
        when = self._appointment_moment()
        return (when.start, when.stop) if when else (False, False)

    def _proposed_slot(self):
        """Return the next free slot for a task without a time: resource, from, to.

        From the day on that it is due, as long as its definition says; of what the
        user booked last, or else of whatever is free first.
        """
        resources = self.env["enova.resource"]
        duration = timedelta(hours=self.type_id.default_duration or 1)
        now = fields.Datetime.now()
        first = now - (now - now.min) % -HALF_HOUR
        if self.date_deadline:
            first = max(first, resources._day_bounds(self.date_deadline)[0])
        last = self._last_booked()
        if not (last.active and last.is_bookable):
            domain = resources._bookable_domain(
                self.env["enova.resource.category"], self.company_id
            )
            last = resources.search(domain)
        found = last._next_free(first, duration)
        if not found:
            return resources, False, False
        resource, start = min(found.items(), key=lambda pair: pair[1])
        return resource, start, start + duration

    def _proposed_resource(self):
        """Return what the user booked last, where it is free for the task."""
        last = self._last_booked()
        if not (last.active and last.is_bookable):
            return last.browse()
        hours = self._hours_taken()
        taken = last._taken(*last._widest(*hours))
        free = last._free_units(*hours, taken[last.id])
        return last if free else last.browse()

    def _last_booked(self):
        """Return the resource that the user booked last in the task's company."""
        reservations = self.env["enova.reservation"]
        return reservations.search(
            [
                ("create_uid", "=", self.env.uid),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "refused"),
            ],
            order="id desc",
            limit=1,
        ).resource_id

    def action_open_reservations(self):
        """Open what the task has reserved.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["enova.reservation"]._action_open("activity_id", self)
