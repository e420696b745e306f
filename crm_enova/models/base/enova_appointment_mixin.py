from dataclasses import replace

from odoo import api, fields, models

from .appointment import ORDER, Member, plan
from .context import CALENDAR_SYNC, MEETING_SYNC, ON_BEHALF


class EnovaAppointmentMixin(models.AbstractModel):
    """A member of an appointment: an activity, an entry of the calendar, a reservation.

    Whoever changes a member calls :meth:`_follow_appointments` afterwards; what follows
    for the others is planned by :func:`.appointment.plan` and applied here, once for
    all. A model says what it is (``_appointment_role``), how it is
    (:meth:`_appointment_state`), who else belongs to it (:meth:`_appointment_members`,
    to which floors above add theirs) and takes over what was planned for it
    (:meth:`_take_appointment_moves`).
    """

    _name = "enova.appointment.mixin"
    _description = "Member of an appointment"

    _appointment_role = None

    def _appointment_state(self, change=None):
        """Return how the record is, or how it was before a change.

        :param Change change: what has been written, or ``None``
        :return: :class:`.appointment.State`
        """
        raise NotImplementedError

    def _appointment_member(self, is_origin=False):
        """Return the record as the planner knows it.

        :param bool is_origin: it moves others, so nobody asks whether it may be moved
        """
        return Member(
            self._appointment_role, self._name, self.id, self._appointment_state()
        )

    def _appointment_members(self):
        """Return the other members of these, as superuser; a query for each model.

        :return: dict of lists of records by the id of each of these that has any
        """
        return {}

    def _take_appointment_moves(self, values):
        """Write what was planned for these; all of them at once, for they may clash.

        Called as superuser, on behalf of the user and in silence: what follows for
        others is planned already.

        :param dict values: see :class:`.appointment.Move`, by id
        """
        raise NotImplementedError

    def _follow_appointments(self, change):
        """Let the other members follow what has been written to these.

        :param Change change: what has been written
        :raises UserError: when a resource is taken where it would have to go
        """
        self._apply_appointment_moves(self._plan_appointments(change))

    def _plan_appointments(self, change=None):
        """Return the moves that follow from a change, or from the deletion of these.

        :param Change change: what has been written, or ``None`` before a deletion
        :return: list of :class:`.appointment.Move`
        """
        # sudo: whatever belongs to it, whoever may see it; nothing of it is returned
        records = self.sudo()
        members = records._appointment_members()
        now = fields.Datetime.now().replace(microsecond=0)
        moves = []
        for record in records:
            others = members.get(record.id)
            if not others:
                continue
            origin = record._appointment_member(is_origin=True)
            before, after = origin.state, replace(origin.state, active=False)
            if change:
                before, after = record._appointment_state(change), origin.state
            known = [other._appointment_member() for other in others]
            moves += plan(origin, before, after, known, now)
        return moves

    @api.model
    def _apply_appointment_moves(self, moves):
        """Write what was planned: reservations, which may clash, entries, activities.

        :param list moves: of :class:`.appointment.Move`, of any number of appointments
        :raises UserError: when a resource is taken where it would have to go
        """
        by_model = {}
        for move in moves:
            key = ORDER.index(move.role), move.model
            by_model.setdefault(key, {})[move.id] = move.values
        # sudo: whatever belongs to it, whoever may see it
        silent = self.sudo().with_context(
            **CALENDAR_SYNC.on, **MEETING_SYNC.on, **ON_BEHALF.on, active_test=False
        )
        for (_rank, model), values in sorted(by_model.items(), key=lambda row: row[0]):
            records = silent.env[model].browse(values).exists()
            records._take_appointment_moves(values)

    def _appointment_was(self, change, name):
        """Return what a field held before a change; as it is where it was not asked.

        :param Change change: what has been written, or ``None``
        """
        was = change.was(self, name) if change else None
        return self[name] if was is None else was
