import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.change import Change
from .enova_reservation import COUNTED, PLACE


class BookingConflict(Exception):
    """No unit is left: resource, start, stop, and whether it is noted as done.

    Worded once the lock is given back.
    """


class Placements(tuple):
    """Unit and blocked time of each of the rows that are being inserted.

    It is handed on by the context: what is not an object of this class is none.
    """


class EnovaReservation(models.Model):
    """Book, move and free units; the database has the last word.

    A unit is chosen by what this transaction sees; where somebody else was quicker, the
    next one is tried, without the user's doing. When none is left they are told who has
    it, and what is free.
    """

    _inherit = "enova.reservation"

    @api.model
    def _prepare_booking(self, vals):
        """Return values with times that make sense, and the resource.

        :raises UserError: when the times are in the wrong order, or nothing is free
        """
        vals = dict(vals)
        vals["start"] = fields.Datetime.to_datetime(vals.get("start"))
        vals["stop"] = fields.Datetime.to_datetime(vals.get("stop"))
        if not (vals["start"] and vals["stop"] and vals["start"] < vals["stop"]):
            raise UserError(self.env._("A reservation must end after it begins."))
        vals["resource_id"] = self._resource_of(vals).id
        return vals

    @api.model
    def _resource_of(self, vals):
        """Return the resource, or the best free one of the category that is wanted."""
        category_id = vals.pop("category_id", None)
        resources = self.env["enova.resource"]
        if vals.get("resource_id"):
            return resources.browse(vals["resource_id"])
        if not category_id:
            raise UserError(self.env._("Choose a resource, or a category."))
        category = self.env["enova.resource.category"].browse(category_id)
        company = self.env.company
        found = resources._free_of_category(
            category, vals["start"], vals["stop"], company
        )
        if not found:
            raise UserError(
                self.env._(
                    "Nothing of %(category)s is free then.%(slots)s",
                    category=category.name,
                    slots=self._next_of_category(category, vals, company),
                )
            )
        return found[0]

    @api.model
    def _insert_bookings(self, vals_list, insert):
        """Give each booking a unit, and insert the rows.

        :param insert: function of an empty recordset and values that creates them
        :raises UserError: when one of them finds no unit
        """
        try:
            # whoever comes late enough to see it is refused without a wait; waiting for
            # the lock would show them no more, for they read what was when they began
            placements = self._place_new(vals_list)
            # the lock ends with the savepoint: nobody waits while a refusal is worded
            with self.env.cr.savepoint():
                self._lock_resources(vals["resource_id"] for vals in vals_list)
                # all at once, else one by one on whichever unit the database lets it
                reservations = self._try_insert(insert, vals_list, placements)
                if reservations is None:
                    pairs = zip(vals_list, placements, strict=True)
                    rows = [self._insert_one(insert, *pair) for pair in pairs]
                    reservations = self.browse().concat(*rows)
            return reservations
        except BookingConflict as conflict:
            return self._refuse_clash(*conflict.args)

    @api.model
    def _insert_one(self, insert, vals, placement):
        """Insert a booking on the first unit that the database lets it, and return it.

        :raises BookingConflict: when none of them is left
        """
        resource = self.env["enova.resource"].browse(vals["resource_id"])
        chosen = placement["unit"]
        others = (unit for unit in range(1, resource.capacity + 1) if unit != chosen)
        for unit in (chosen, *others):
            placed = {**placement, "unit": unit}
            reservation = self._try_insert(insert, [vals], [placed])
            if reservation is not None:
                return reservation
        raise BookingConflict(resource, vals["start"], vals["stop"])

    @api.model
    def _try_insert(self, insert, vals_list, placements):
        """Return the new records, or ``None`` where one of the units is taken."""
        placed = self.with_context(enova_placements=Placements(placements))
        try:
            with self.env.cr.savepoint():
                reservations = insert(placed, vals_list)
                reservations.flush_recordset()
        except psycopg2.errors.ExclusionViolation:
            return None
        return reservations.with_env(self.env)

    @api.model
    def _add_system_values(self, vals_list):
        """Write unit and blocked time into the values of new rows."""
        placements = self.env.context.get("enova_placements")
        if isinstance(placements, Placements):
            for vals, placement in zip(vals_list, placements, strict=True):
                vals.update(placement)

    @api.model
    def _place_new(self, vals_list):
        """Return unit and blocked time of each of the new reservations.

        :raises BookingConflict: when one of those that block finds no unit
        """
        placements, blocking = [], []
        for vals in vals_list:
            resource = self.env["enova.resource"].browse(vals["resource_id"])
            start, stop = vals["start"], vals["stop"]
            placements.append({**self._placement(resource, start, stop), "unit": 1})
            if vals.get("state") in COUNTED:
                booking = {"resource": resource, "start": start, "stop": stop}
                booking["is_done"] = vals["state"] == "done"
                blocking.append((placements[-1], booking))
        self.browse()._choose_units([booking for _placement, booking in blocking])
        for placement, booking in blocking:
            if not booking["unit"]:
                names = ("resource", "start", "stop", "is_done")
                raise BookingConflict(*(booking[name] for name in names))
            placement["unit"] = booking["unit"]
        return placements

    def _needs_unit(self, vals):
        """Tell whether a unit is needed to write this; nobody needs one to free it."""
        changed = set(PLACE) & set(vals)
        if changed != {"state"}:
            return bool(changed)
        if vals["state"] == "done":
            return any(reservation.state not in COUNTED for reservation in self)
        return vals["state"] == "confirmed"

    def _takes_more(self, vals):
        """Tell whether such a write takes time of a resource that was not taken yet."""
        self.ensure_one()
        moved = vals.get("resource_id", self.resource_id.id) != self.resource_id.id
        start = fields.Datetime.to_datetime(vals.get("start") or self.start)
        stop = fields.Datetime.to_datetime(vals.get("stop") or self.stop)
        longer = start < self.start or stop > self.stop
        return moved or longer or self.state not in COUNTED

    def _split_by_approval(self, vals):
        """Return pairs of reservations and values: what is moved is asked for again."""
        requested = self.filtered(lambda r: r._is_requested_again(vals))
        pairs = [(self - requested, vals), (requested, {**vals, "state": "requested"})]
        return [
            (reservations, values) for reservations, values in pairs if reservations
        ]

    def _move(self, places):
        """Move many at once, each to a place of its own; all of them or none.

        By the steps of ``write``. What needs an approval is asked for again.

        :param dict places: values (``start``, ``stop``, ``resource_id``, links) by
            reservation
        :raises UserError: when one of them has nowhere to go
        """
        if not places:
            return
        reservations = self.browse().union(*places)
        reservations.check_access("write")
        names = {name: True for vals in places.values() for name in vals}
        change = Change.of_write(reservations, names, self._watched_fields())
        reservations._reschedule(
            [pair for r, vals in places.items() for pair in r._split_by_approval(vals)]
        )
        reservations._check_after(change)
        reservations._apply_effects(change)
        reservations._tell(change)

    def _reschedule(self, changes):
        """Write where reservations are to be, and give each a unit there.

        :param list changes: pairs of reservations and their values
        :raises UserError: when one of them has nowhere to go; none is moved then
        """
        wanted = {vals.get("resource_id") or 0 for _moved, vals in changes}
        taking = self.browse().concat(
            *(moved.filtered(lambda r, v=v: r._takes_more(v)) for moved, v in changes)
        )
        try:
            with self.env.cr.savepoint():
                self._lock_resources(wanted | set(self.resource_id.ids))
                # a row of bookings may be shifted at once
                self.env.cr.execute("SET CONSTRAINTS ALL DEFERRED")
                for reservations, vals in changes:
                    reservations._write_rows(vals)
                for reservation, placement in self._placements(taking).items():
                    reservation._as_system()._write_rows(placement)
                self.flush_recordset()
                self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except BookingConflict as conflict:
            self._refuse_clash(*conflict.args)
        except psycopg2.errors.ExclusionViolation:
            self._refuse_move(*changes[0])

    @api.model
    def _refuse_move(self, reservations, vals):
        """Refuse a move into what somebody has booked a moment ago.

        :raises UserError: always
        """
        moved = reservations[:1]
        resource_id = vals.get("resource_id") or moved.resource_id.id
        resource = moved.resource_id.browse(resource_id)
        start = fields.Datetime.to_datetime(vals.get("start") or moved.start)
        stop = fields.Datetime.to_datetime(vals.get("stop") or moved.stop)
        return self._refuse_clash(resource, start, stop)

    def _placements(self, taking):
        """Return unit and blocked time of each that change where it stands now.

        :param taking: those that take time which they did not have
        :return: dict of values by reservation
        :raises BookingConflict: when one of them has nowhere to go
        """
        blocking = self.filtered(
            lambda r: r.state == "confirmed" or (r.state == "done" and r in taking)
        )
        bookings = [
            {
                "resource": reservation.resource_id,
                "start": reservation.start,
                "stop": reservation.stop,
                "unit": reservation.unit,
                "is_done": reservation.state == "done",
            }
            for reservation in blocking
        ]
        blocking._choose_units(bookings)
        units = {r: b["unit"] for r, b in zip(blocking, bookings, strict=True)}
        changed = {}
        for reservation in self:
            resource = reservation.resource_id
            start, stop = reservation.start, reservation.stop
            if not units.get(reservation, True):
                is_done = reservation.state == "done"
                raise BookingConflict(resource, start, stop, is_done)
            placement = self._placement(resource, start, stop)
            placement["unit"] = units.get(reservation, reservation.unit)
            if any(reservation[name] != value for name, value in placement.items()):
                changed[reservation] = placement
        return changed
