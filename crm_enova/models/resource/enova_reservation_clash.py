from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from ..base.context import ON_BEHALF
from .enova_reservation import COMING, COUNTED, SHOWN
from .enova_resource import LOOKED_AT

# So many like resources that are free are named.
ALIKE = 5


class EnovaReservation(models.Model):
    """Say who is in the way, as far as one may know, and what is free instead."""

    _inherit = "enova.reservation"

    def _masked_names(self, env):
        """Return what stands in the way, line by line; "Busy" where one may not know.

        :param env: the reader's environment
        """
        if not self:
            return ""
        ids = list(self[: SHOWN + 1].ids)
        return self._clash_lines(SQL("SELECT unnest(%s::int[])", ids), env)

    @api.model
    def _clash_lines(self, wanted, env):
        """Return the lines of the first reservations that a query finds.

        :param SQL wanted: ids in their order; one more than are shown tells of others
        :param env: the reader's environment
        """
        if ON_BEHALF.is_on(env):
            # sudo moves it, but whoever is told may know no more than otherwise
            env = env(su=False)
        rows = self._clash_rows(wanted)
        shown = rows[:SHOWN]
        readable = self.with_env(env)._readable_rows(shown)
        when = {m: _short(env, m) for m in {m for row in shown for m in row[2:4]}}
        lines = [
            env._(
                "%(resource)s, %(start)s – %(stop)s: %(label)s",
                resource=resource,
                start=when[start],
                stop=when[stop],
                label=", ".join(filter(None, texts))
                if reservation_id in readable
                else env._("Busy"),
            )
            for reservation_id, resource, start, stop, _whose, *texts in shown
        ]
        if len(rows) > SHOWN:
            lines.append("…")
        return "\n".join(lines)

    @api.model
    def _readable_rows(self, rows):
        """Return the ids of those rows of ``_clash_rows`` that the user may read."""
        own = {
            row[0] for row in rows if self.env.su or self.env.uid in row[4]["people"]
        }
        if len(own) == len(rows) or not self.has_access("read"):
            return own
        own |= {row[0] for row in rows if self._is_nobodys_secret(**row[4])}
        others = [row[0] for row in rows if row[0] not in own]
        if not others:
            return own
        # a search asks the rules in one query; records would be read whole before
        return own.union(self._search([("id", "in", others)]).get_result_ids())

    @api.model
    def _clash_rows(self, wanted):
        """Return what words need: id, resource, from, to, whose, what for, for whom.

        Whose it is, is a dict of what decides who may read it.

        One query, without the rules: the caller hides what the reader may not know.
        Whoever comes second gets these words, and a hundred may come at once.

        :param SQL wanted: a query for ids; the words come in its order
        """
        for name in (self._name, "enova.resource", "res.users", "res.partner"):
            self.env[name].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT one.id, resource.name, one.start, one.stop,
                       jsonb_build_object(
                           'people', ARRAY[one.user_id, one.create_uid],
                           'private', one.private,
                           'company_id', one.company_id,
                           'about', COALESCE(one.activity_id, one.partner_id)),
                       one.name, person.name
                  FROM (SELECT id, row_number() OVER () AS place
                          FROM (%s) AS found (id)) AS wanted
                  JOIN enova_reservation AS one ON one.id = wanted.id
                  JOIN enova_resource AS resource ON resource.id = one.resource_id
                  LEFT JOIN res_users AS account ON account.id = one.user_id
                  LEFT JOIN res_partner AS person ON person.id = account.partner_id
                 ORDER BY wanted.place
                """,
                wanted,
            )
        )

    @api.model
    def _refuse_clash(self, resource, start, stop, is_done=False):
        """Refuse a booking: who has it, when it is free next, what else is free.

        What somebody has booked a moment ago is not visible to this transaction, so it
        is looked up by another one.

        :raises UserError: always
        """
        message = self._clash_message(resource, start, stop, is_done)
        if not message:
            with self.env.registry.cursor() as cr:
                fresh = resource.with_env(self.env(cr=cr))
                reservations = fresh.env["enova.reservation"]
                message = reservations._clash_message(fresh, start, stop, is_done)
        if not message:
            message = self.env._(
                "%s is not free then. Look at its calendar.", resource.name
            )
        raise UserError(message)

    @api.model
    def _clash_message(self, resource, start, stop, is_done=False):
        """Return who is in the way and what is free; nothing where nobody is seen."""
        resource.fetch(LOOKED_AT)
        first, last = resource._blocked(start, stop)
        reason = resource._out_of_service(start, stop)
        if not reason:
            states = COUNTED if is_done else ("confirmed",)
            found = _in_the_way(resource, first, last, states)
            reason = self._clash_lines(found, self.env)
        if not reason:
            return ""
        lines = [
            self.env._("%s is not free then:", resource.name),
            reason,
            *self._offers(resource, start, stop),
        ]
        return "\n".join(line for line in lines if line)

    @api.model
    def _offers(self, resource, start, stop):
        """Return lines with the next free slot, and like resources that are free."""
        if ON_BEHALF.is_on(self.env):
            resource = resource.sudo(False)
        if not resource.has_access("read"):
            return []
        lines = []
        slot = resource._next_free(start, stop - start).get(resource)
        if slot:
            lines.append(self.env._("Free next: %s", _short(self.env, slot)))
        alike = resource._free_alike(start, stop, ALIKE)
        if alike:
            names = ", ".join(alike.mapped("name"))
            lines.append(self.env._("Free at that time: %s", names))
        return lines

    @api.model
    def _next_of_category(self, category, vals, company):
        """Return when something of a category is free next, to end a sentence."""
        resources = self.env["enova.resource"]
        bookable = resources.search(resources._bookable_domain(category, company))
        found = bookable._next_free(vals["start"], vals["stop"] - vals["start"])
        if not found:
            return ""
        resource, slot = min(found.items(), key=lambda pair: pair[1])
        return " " + self.env._(
            "Free next: %(resource)s, %(start)s.",
            resource=resource.name,
            start=_short(self.env, slot),
        )

    @api.model
    def _find_alternatives(self, bookings, without=()):
        """Return a free resource of the same category for each booking, or none.

        What one of them takes, the next finds taken. The number of queries depends on
        neither bookings nor resources.

        :param list bookings: tuples (resource, start, stop) of one company
        :param without: ids of reservations that move away
        :return: list of resources, an empty recordset where nothing is free
        """
        if not bookings:
            return []
        meant = self.env["enova.resource"].union(*(b[0] for b in bookings))
        alike = {
            (category, company): meant.search(
                meant._bookable_domain(category, company)
            ).sorted(lambda r: (r.sequence, r.id))
            for category, company in {(r.category_id, r.company_id) for r in meant}
        }
        candidates = meant.union(*alike.values())
        first = min(start for _resource, start, _stop in bookings)
        last = max(stop for _resource, _start, stop in bookings)
        taken = candidates._taken(*candidates._widest(first, last), without)
        found = []
        for resource, start, stop in bookings:
            others = alike[resource.category_id, resource.company_id] - resource
            chosen = meant.browse()
            for other in others:
                free = other._free_units(start, stop, taken[other.id])
                if free:
                    taken[other.id].append((free[0], *other._blocked(start, stop)))
                    chosen = other
                    break
            found.append(chosen)
        return found

    def _offered_start(self):
        """Return the next free slot where the wanted time is taken, else ``False``."""
        resource, start, stop = self.resource_id._origin, self.start, self.stop
        wanted = self.state in COMING and resource.overlap == "forbid"
        if not (wanted and start and stop and start < stop):
            return False
        first, last = resource._blocked(start, stop)
        taken = resource._taken(first, last, self._origin.ids)[resource.id]
        if resource._free_units(start, stop, taken):
            return False
        found = resource._next_free(start, stop - start, self._origin.ids)
        return found.get(resource, False)

    def _free_then(self):
        """Return what else one may book at the wanted time, the best first.

        Of the category that is wanted, or of all where none is.
        """
        if not (self.start and self.stop and self.start < self.stop):
            return self.resource_id.browse()
        resource = self.resource_id._origin
        category = resource.category_id or self.category_id
        company = resource.company_id or self.activity_id.company_id or self.env.company
        free = resource._free_of_category(category, self.start, self.stop, company)
        return (free - resource)[:SHOWN]

    def _warnings(self):
        """Return what is unusual about one reservation, in words."""
        resource, lines = self.resource_id, []
        first, last = resource._blocked(self.start, self.stop)
        # sudo: times alone
        others = self.sudo().search_count(
            [
                ("id", "!=", self._origin.id),
                ("resource_id", "=", resource.id),
                ("state", "=", "confirmed"),
                ("blocked_start", "<", last),
                ("blocked_stop", ">", first),
            ]
        )
        if others >= resource.capacity:
            lines.append(self.env._("It is booked by others at that time."))
        hours = resource._working_hours(
            resource.resource_calendar_id, self.start, self.stop
        )[resource._origin.id or resource.id]
        inside = sum((end - begin for begin, end in hours), timedelta())
        if inside < min(self.stop - self.start, timedelta(hours=1)):
            lines.append(self.env._("It lies beyond the working hours."))
        return lines


def _short(env, moment):
    """Return a moment in few words, where the reader is."""
    return format_datetime(env, moment, tz=str(env.tz), dt_format="short")


def _in_the_way(resource, first, last, states):
    """Return the query for the first of what takes a resource between two moments."""
    return SQL(
        """
        SELECT id FROM enova_reservation
         WHERE resource_id = %s AND state IN %s
           AND blocked_start < %s AND blocked_stop > %s
         ORDER BY start, id LIMIT %s
        """,
        resource.id,
        states,
        last,
        first,
        SHOWN + 1,
    )
