from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..base.arguments import (
    LARGEST_ID,
    moment,
    optional,
    read_arguments,
    record_id,
    text,
    whole,
)
from ..base.arguments import domain as a_domain

# Rows of a page, and how many days a board may show.
ROWS = 100
LONGEST = timedelta(days=62)
REASON = ("name", "state", "user_id", "partner_id")


class EnovaResource(models.Model):
    """Rows and bars of the board of resources by time, in one call."""

    _inherit = "enova.resource"

    @api.model
    @read_arguments(
        domain=a_domain,
        start=moment,
        stop=moment,
        groupby=optional(text),
        offset=whole(0, LARGEST_ID),
        limit=whole(1, LARGEST_ID),
    )
    def board(self, domain, start, stop, groupby=None, offset=0, limit=ROWS):
        """Return what the board of resources shows between two moments.

        All moments are texts in UTC, as the ERP writes datetimes. The number of queries
        depends neither on the resources nor on the reservations.

        :param list domain: which resources
        :param str start: from when
        :param str stop: until when, two months later at the most
        :param str groupby: a field of the resources to group the rows by
        :param int offset: how many resources to leave out, in their order
        :param int limit: how many resources to return at most
        :return: a dict of

            ``length``
                how many resources there are in all
            ``groups``
                list of dicts of ``id``, ``name``, ``ids`` (of resources); one without
                ``name`` where nothing is grouped
            ``resources``
                dicts by id: ``id``, ``name``, ``place``, ``color``, ``capacity``,
                ``hours`` (a place in that list), ``out`` (from, to or ``False``),
                ``bookable``
            ``hours``
                list of lists of (from, to): working hours that resources share
            ``bars``
                list of dicts: ``resource``, ``unit``, ``start``, ``stop``, ``blocked``
                (from, to, where time before or after is taken, too), and, of those that
                one may know, ``id``, ``name``, ``state``, ``user``, ``partner``,
                ``editable``
            ``create``
                whether one may book
        :raises UserError: when the end is not after the beginning, or too far from it
        :raises AccessError: when one may not read resources
        """
        first, last = start, stop
        if not first < last <= first + LONGEST:
            raise UserError(
                self.env._("The board shows from a moment up to two months.")
            )
        order = self._board_order(groupby)
        resources = self.search_fetch(domain, offset=offset, limit=limit, order=order)
        shown = len(resources)
        full = shown == limit or offset
        return {
            "length": self.search_count(domain) if full else shown,
            "groups": resources._board_groups(groupby),
            **resources._board_rows(first, last),
            "bars": resources._board_bars(first, last),
            "create": self.env["enova.reservation"].has_access("create"),
        }

    @api.model
    def _board_order(self, groupby):
        """Return the order of the rows: by the group where it can be sorted by."""
        field = self._fields.get(groupby or "")
        sortable = field and field.store and field.type not in ("many2many", "one2many")
        return f"{groupby}, {self._order}" if sortable else self._order

    def _board_groups(self, groupby):
        """Return resources by the value of a field, in the order of that field."""
        if not groupby:
            return [{"id": 0, "name": "", "ids": self.ids}]
        everything = self.with_context(active_test=False)
        field = self._board_field(groupby)
        groups = everything._read_group(
            [("id", "in", self.ids)], [groupby], ["id:recordset"]
        )
        place = {resource: number for number, resource in enumerate(self)}
        # in the order of the rows, which knows that of categories
        ordered = sorted(groups, key=lambda pair: min(map(place.get, pair[1])))
        return [
            {
                "id": value.id if field.relational else str(value or ""),
                "name": self._board_label(field, value),
                "ids": found.sorted(place.get).ids,
            }
            for value, found in ordered
        ]

    @api.model
    def _board_field(self, groupby):
        """Return the field that rows are grouped by.

        :raises UserError: when they cannot be
        """
        name, _dot, rest = groupby.partition(".")
        name, _colon, step = name.partition(":")
        field = self._fields.get(name)
        told = self.fields_get([name], ["groupable"]) if field else {}
        known = bool(told) and told[name]["groupable"]
        # a step within a field is that of a day, or a property
        stepped = bool(step) == (known and field.type in ("date", "datetime"))
        inner = bool(rest) == (known and field.type == "properties")
        if not known or not stepped or not inner:
            raise UserError(self.env._("Resources cannot be grouped by this."))
        return field

    @api.model
    def _board_label(self, field, value):
        """Return the words above a group of rows."""
        if not value:
            return self.env._("None")
        if field.relational:
            # sudo: the name of what the resource, which one may read, points to
            return value.sudo().display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env))[value]
        return str(value)

    def _board_rows(self, first, last):
        """Return what each row says, and the working hours, those shared once."""
        text, hours, rows = fields.Datetime.to_string, {}, {}
        for calendar, resources in self.grouped("resource_calendar_id").items():
            spans = resources._working_hours(calendar, first, last)
            for resource in resources:
                out_to = resource.out_to and text(resource.out_to)
                rows[resource.id] = {
                    "id": resource.id,
                    "name": resource.name,
                    "place": resource.place or "",
                    "color": resource.color,
                    "capacity": resource.capacity,
                    "hours": hours.setdefault(tuple(spans[resource.id]), len(hours)),
                    "out": resource.out_from and (text(resource.out_from), out_to),
                    "bookable": resource.active and resource.is_bookable,
                }
        shared = [[(text(a), text(b)) for a, b in spans] for spans in hours]
        return {"resources": rows, "hours": shared}

    def _board_bars(self, first, last):
        """Return the reservations that are asked for, confirmed or over."""
        spans = self._board_spans(first, last)
        known = self.env["enova.reservation"]._board_reasons([row[0] for row in spans])
        bars = []
        for (
            reservation_id,
            resource_id,
            unit,
            taken,
            start,
            stop,
            before,
            after,
        ) in spans:
            bar = {"resource": resource_id, "unit": unit, "start": start, "stop": stop}
            if (before, after) != (start, stop):
                bar["blocked"] = (before, after)
            # of what one may not know, only what is taken for sure shows
            if taken or reservation_id in known:
                bar.update(known.get(reservation_id, ()))
                bars.append(bar)
        return bars

    def _board_spans(self, first, last):
        """Return resource, unit and times of reservations between two moments.

        Read without the rules, for that a unit is taken everybody may know: nothing
        but that is in it, and an id for whoever may know more.
        """
        self.env["enova.reservation"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT id, resource_id, unit, state <> 'requested',
                       start::timestamp(0)::text, stop::timestamp(0)::text,
                       blocked_start::timestamp(0)::text,
                       blocked_stop::timestamp(0)::text
                  FROM enova_reservation
                 WHERE state IN ('requested', 'confirmed', 'done')
                   AND resource_id = ANY(%(ids)s)
                   AND tsrange(blocked_start, blocked_stop)
                       && tsrange(%(first)s::timestamp, %(last)s::timestamp)
                 ORDER BY start, id
                """,
                ids=list(self.ids),
                first=first,
                last=last,
            )
        )

    def action_open_board(self):
        """Open the board with this resource alone.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_resource_board_action"
        )
        return {
            **action,
            "display_name": self.display_name,
            "path": False,
            "domain": [("id", "=", self.id)],
            # of one resource there is room for more days
            "context": {"enova_board_scale": "fortnight"},
        }


class EnovaReservation(models.Model):
    _inherit = "enova.reservation"

    @api.readonly
    @read_arguments(start=moment, stop=moment, resource_id=record_id)
    def board_offer(self, start, stop, resource_id):
        """Tell where a reservation can go that could not be moved as it was wanted.

        :param str start: from when it was wanted, in UTC
        :param str stop: until when
        :param int resource_id: of which resource
        :return: the start of the next free slot of that length, as a text in UTC;
            ``False`` where there is none, or the resource is not one's to see
        :raises AccessError: when one may not read the reservation
        """
        self.ensure_one()
        self.check_access("read")
        resource = self.env["enova.resource"].search([("id", "=", resource_id)])
        if not resource or not start < stop <= start + LONGEST:
            return False
        slot = resource._next_free(start, stop - start, self.ids).get(resource)
        return fields.Datetime.to_string(slot)

    @api.model
    def _board_reasons(self, ids):
        """Return what the user may know of reservations, under their own rights.

        :return: dicts of ``id``, ``name``, ``state``, ``user``, ``partner`` and
            ``editable``, by id
        """
        wanted = ("id", *REASON)
        query = self._search([("id", "in", ids)])
        columns = [self._field_to_sql(query.table, name, query) for name in wanted]
        rows = self.env.execute_query(query.select(*columns))
        users, partners = self.env["res.users"], self.env["res.partner"]
        # sudo: names of people, of reservations that one may read
        users = users.sudo().browse({row[3] for row in rows if row[3]})
        partners = partners.sudo().browse({row[4] for row in rows if row[4]})
        user_names = {user.id: user.name for user in users}
        partner_names = {p.id: p.complete_name for p in partners}
        may_write = self._board_writable([row[0] for row in rows])
        return {
            reservation_id: {
                "id": reservation_id,
                "name": name or "",
                "state": state,
                "user": user_names.get(user_id, ""),
                "partner": partner_names.get(partner_id, ""),
                "editable": reservation_id in may_write and state != "done",
            }
            for reservation_id, name, state, user_id, partner_id in rows
        }

    @api.model
    def _board_writable(self, ids):
        """Return which of those that one may read one may write."""
        if not self.has_access("write"):
            return set()
        rules = self.env["ir.rule"]
        reading, writing = (
            rules._compute_domain(self._name, operation)
            for operation in ("read", "write")
        )
        # the same rules, as long as no other addon adds one: nothing to look up
        if reading == writing:
            return set(ids)
        return set(self.browse(ids)._filtered_access("write").ids)
