import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from .enova_resource_slots import LOOKED_AT

PLACE = ("resource_id", "start", "stop", "state")
# What one has to know of a resource to book it.
BOOKED = (
    *LOOKED_AT,
    "active",
    "approval_required",
    "hourly_cost",
    "overlap",
    "responsible_id",
)
# Written by these methods alone.
OWN = ("unit", "blocked_start", "blocked_stop", "forbid")


class Taken(Exception):
    """No unit is left: resource, start, stop. Worded once the lock is given back."""


class EnovaReservation(models.Model):
    """Book, move and free units; the database has the last word.

    A unit is chosen by what this transaction sees; where somebody else was quicker, the
    next one is tried, without the user's doing. When none is left he is told who has
    it, and what is free.
    """

    _inherit = "enova.reservation"

    @api.model_create_multi
    def create(self, vals_list):
        """Book units.

        :raises UserError: when none is free, the user may not book the resource, or it
            is out of service
        """
        defaults = self.default_get(["user_id", "state"])
        prepared = [self._prepare_booking({**defaults, **vals}) for vals in vals_list]
        resources = self.env["enova.resource"].browse(
            v["resource_id"] for v in prepared
        )
        # no more than is asked below: a refusal is worth no whole row
        resources.fetch(BOOKED)
        resources._check_booking_rights()
        for vals in prepared:
            self._prepare_blocking(vals)
        try:
            # whoever comes late enough to see it is refused without a wait; waiting for
            # the lock would show him no more, for he reads what was when he began
            self._place_new(prepared)
            # the lock ends with the savepoint: nobody waits while a refusal is worded
            with self.env.cr.savepoint():
                self._lock_resources(vals["resource_id"] for vals in prepared)
                made = self.browse()
                # all at once, else one by one on whichever unit the database lets it
                for some in self._attempts(prepared):
                    try:
                        with self.env.cr.savepoint():
                            new = super().create(some)
                            new.flush_recordset()
                        made += new
                        some.clear()
                    except psycopg2.errors.ExclusionViolation:
                        continue
            return made
        except Taken as clash:
            return self._refuse_clash(*clash.args)

    @api.model
    def _attempts(self, prepared):
        """Yield lists of values to create; what has been created, is taken out of them.

        :raises Taken: when a booking finds no unit
        """
        every = list(prepared)
        yield every
        if not every:
            return
        for vals in prepared:
            for unit in self._units_to_try(vals):
                one = [{**vals, "unit": unit}]
                yield one
                if not one:
                    break

    @api.model
    def _units_to_try(self, vals):
        """Yield the units of a booking, the chosen one first.

        :raises Taken: when none of them is left
        """
        resource = self.env["enova.resource"].browse(vals["resource_id"])
        yield vals["unit"]
        for unit in range(1, resource.capacity + 1):
            if unit != vals["unit"]:
                yield unit
        raise Taken(resource, vals["start"], vals["stop"])

    @api.model
    def _prepare_booking(self, vals):
        """Return values with times that make sense, and the resource.

        :raises UserError: when the times are in the wrong order, or nothing is free
        """
        vals = {name: value for name, value in vals.items() if name not in OWN}
        vals["start"] = fields.Datetime.to_datetime(vals.get("start"))
        vals["stop"] = fields.Datetime.to_datetime(vals.get("stop"))
        if not (vals["start"] and vals["stop"] and vals["start"] < vals["stop"]):
            raise UserError(self.env._("A reservation must end after it begins."))
        vals["resource_id"] = self._resource_of(vals).id
        return vals

    @api.model
    def _prepare_blocking(self, vals):
        """Add what follows from the resource: approval, and the blocked time."""
        resource = self.env["enova.resource"].browse(vals["resource_id"])
        if vals.get("state") == "confirmed" and resource._needs_approval():
            vals["state"] = "asked"
        first, last = resource._blocked(vals["start"], vals["stop"])
        vals.update(
            blocked_start=first,
            blocked_stop=last,
            forbid=resource.overlap == "forbid",
            unit=1,
        )

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
    def _place_new(self, prepared):
        """Choose the units of new reservations that block."""
        resources = self.env["enova.resource"]
        blocking = [vals for vals in prepared if vals.get("state") == "confirmed"]
        if not blocking:
            return
        bookings = [
            {
                "resource": resources.browse(vals["resource_id"]),
                "start": vals["start"],
                "stop": vals["stop"],
            }
            for vals in blocking
        ]
        self.browse()._choose_units(bookings)
        for vals, booking in zip(blocking, bookings, strict=True):
            if not booking["unit"]:
                raise Taken(booking["resource"], vals["start"], vals["stop"])
            vals["unit"] = booking["unit"]

    def write(self, vals):
        """Move, confirm or free units; a row of bookings may be shifted at once.

        :raises UserError: when one of them has nowhere to go; none is moved then
        """
        vals = {name: value for name, value in vals.items() if name not in OWN}
        changed = set(PLACE) & set(vals)
        if not changed or (changed == {"state"} and vals["state"] != "confirmed"):
            return super().write(vals)
        if "resource_id" in vals:
            self.env["enova.resource"].browse(
                vals["resource_id"]
            )._check_booking_rights()
        self._place_anew([(self, vals)])
        return True

    def _move(self, places):
        """Move many at once, each to a place of its own; all of them or none.

        What needs an approval is asked for again.

        :param dict places: values (``start``, ``stop``, ``resource_id``, links) by
            reservation
        :raises UserError: when one of them has nowhere to go
        """
        moved = self.browse().union(*places)
        moved.check_access("write")
        asked = moved._asked_again()
        moved._place_anew(
            [
                (one, {**vals, "state": "asked"} if one in asked else vals)
                for one, vals in places.items()
            ]
        )
        asked._tell_approvers()

    def _place_anew(self, changes):
        """Write where some are to be, and give each a unit there.

        :param list changes: pairs of reservations and their values
        :raises UserError: when one of them has nowhere to go; none is moved then
        """
        wanted = {vals.get("resource_id") or 0 for _some, vals in changes}
        try:
            with self.env.cr.savepoint():
                self._lock_resources(wanted | set(self.resource_id.ids))
                # a row of bookings may be shifted at once
                self.env.cr.execute("SET CONSTRAINTS ALL DEFERRED")
                for some, vals in changes:
                    some._write_place(vals)
                for one, place in self._places().items():
                    one._write_place(place)
                self.flush_recordset()
                self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except Taken as clash:
            self._refuse_clash(*clash.args)
        except psycopg2.errors.ExclusionViolation:
            self._refuse_move(*changes[0])

    def _write_place(self, vals):
        """Write without looking for a unit, which the caller does for all of them."""
        # the methods of this class and of those that build on it have run already
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.model
    def _refuse_move(self, moved, vals):
        """Refuse a move into what somebody has booked a moment ago.

        :raises UserError: always
        """
        one = moved[:1]
        resource = one.resource_id.browse(vals.get("resource_id") or one.resource_id.id)
        start = fields.Datetime.to_datetime(vals.get("start") or one.start)
        stop = fields.Datetime.to_datetime(vals.get("stop") or one.stop)
        return self._refuse_clash(resource, start, stop)

    def _places(self):
        """Return unit and blocked time of each that change where it stands now.

        :return: dict of values by reservation
        :raises Taken: when one of them has nowhere to go
        """
        blocking = self.filtered(lambda one: one.state == "confirmed")
        bookings = [
            {
                "resource": one.resource_id,
                "start": one.start,
                "stop": one.stop,
                "unit": one.unit,
            }
            for one in blocking
        ]
        if bookings:
            blocking._choose_units(bookings)
        units = {o: b["unit"] for o, b in zip(blocking, bookings, strict=True)}
        places = {}
        for one in self:
            resource = one.resource_id
            if not units.get(one, True):
                raise Taken(resource, one.start, one.stop)
            first, last = resource._blocked(one.start, one.stop)
            place = {
                "blocked_start": first,
                "blocked_stop": last,
                "forbid": resource.overlap == "forbid",
                "unit": units.get(one, one.unit),
            }
            if any(one[name] != value for name, value in place.items()):
                places[one] = place
        return places
