from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.context import Narrowing
from .enova_activity_stage import OPEN_STATES

# So many tasks and people are shown to whoever is on the telephone.
TASKS = 5
PEOPLE = 20
NOTHING_OPEN = (0, False)


class ResPartner(models.Model):
    """What to know of a contractor before one speaks with them."""

    _inherit = "res.partner"

    def _contact_figures(self):
        """Return the last contact, what is open and what is overdue, under one's rights

        The number of queries depends neither on the partners nor on their histories. A
        contact person has the figures of the company.

        :return: dict by id of dicts of

            ``last``
                dict of ``model``, ``id``, ``date`` (UTC), ``title``, ``kind``,
                ``icon`` and ``user`` of the newest contact that took place, or
                ``False``
            ``open_count``
                how many tasks and events are open
            ``overdue``
                dict of ``count`` and ``amount`` of invoices past their due day in the
                current company, and ``currency_id``; ``False`` where there are none,
                or they are not one's to see
        """
        # sudo: the ids of the companies alone
        contractors = {p.id: p.commercial_partner_id.id for p in self.sudo()}
        ids = sorted(set(contractors.values()))
        last, pending, overdue = (
            self._last_contacts(ids),
            self._open_figures(ids),
            self._overdue_invoices(ids),
        )
        return {
            id_: {
                "last": last.get(contractor, False),
                "open_count": pending.get(contractor, NOTHING_OPEN)[0],
                "overdue": overdue.get(contractor, False),
            }
            for id_, contractor in contractors.items()
        }

    @api.model
    def _last_contacts(self, ids):
        """Return the newest contact with each contractor, by its id.

        One step into the index of histories for each, however long they are.
        """
        statements = self._last_statements(list(ids)) if ids else ()
        if not statements:
            return {}
        parts = (SQL("(%s)", statement) for statement in statements)
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        return self._newest_contacts(rows)

    @api.model
    def _last_statements(self, ids):
        """Return statements of the newest contact of a sort with each contractor.

        A floor above adds its own, and says in :meth:`_newest_contacts` which counts.

        :param list ids: of contractors
        :return: list of SQL, each of contractor, model, record, moment in UTC, title,
            name and icon of the sort, and name of the person
        """
        activities = self.env["enova.activity"].with_context(**Narrowing(ids).on)
        if not activities.has_access("read"):
            return []
        query = activities._search(
            activities._contact_domain(), order="date DESC, id DESC", limit=1
        )
        contractor = activities._field_to_sql(
            query.table, "commercial_partner_id", query
        )
        query.add_where(SQL("%s = wanted.id", contractor))
        return [self._with_names(query, ids)]

    @api.model
    def _newest_contacts(self, rows):
        """Return contacts by contractor, of rows that are of one each."""
        return {
            contractor_id: {
                "model": model,
                "id": id_,
                "date": fields.Datetime.to_string(date),
                "title": title,
                "kind": kind,
                "icon": icon or "",
                "user": user or "",
            }
            for contractor_id, model, id_, date, title, kind, icon, user in rows
        }

    @api.model
    def _with_names(self, query, ids):
        """Return the statement of contacts with what is shown of them, by one look.

        :param query: of one contact of the contractor ``wanted.id``
        :param list ids: of contractors
        """
        activities = self.env["enova.activity"]
        # sudo: names on an event that the caller reads
        types = self.env["enova.activity.type"].sudo()
        self.sudo().flush_model(["name"])
        self.env["res.users"].flush_model(["partner_id"])
        shown = (
            SQL(
                "%s AS %s",
                activities._field_to_sql(query.table, name, query),
                SQL.identifier(name),
            )
            for name in ("id", "name", "date", "type_id", "user_id")
        )
        return SQL(
            """
            SELECT wanted.id, %s, found.id, found.date, found.name, %s, %s, person.name
              FROM unnest(%s::int[]) AS wanted (id)
             CROSS JOIN LATERAL (%s) AS found
              LEFT JOIN enova_activity_type AS kind ON kind.id = found.type_id
              LEFT JOIN res_users AS account ON account.id = found.user_id
              LEFT JOIN res_partner AS person ON person.id = account.partner_id
            """,
            activities._name,
            types._field_to_sql("kind", "name"),
            types._field_to_sql("kind", "icon"),
            ids,
            query.select(*shown),
        )

    @api.model
    def _contact_queries(self, since):
        """Return queries of who was in contact when, from a moment on.

        Under the rights of the reader; what counts is the same as in
        :meth:`_last_contacts`. A floor above adds its own.

        :param datetime since: in UTC
        :return: list of SQL, each of a contractor's id and a moment
        """
        activities = self.env["enova.activity"]
        if not activities.has_access("read"):
            return []
        query = activities._search(
            activities._contact_domain()
            & Domain("commercial_partner_id", "!=", False)
            & Domain("date", ">=", since)
        )
        names = ("commercial_partner_id", "date")
        columns = (activities._field_to_sql(query.table, n, query) for n in names)
        return [query.select(*columns)]

    @api.model
    def _open_figures(self, ids):
        """Return how much is open with contractors, and its earliest day, by id.

        :param list ids: of contractors
        :return: dict of pairs of a number and a date, or ``False``, by id
        """
        activities = self.env["enova.activity"].with_context(**Narrowing(ids).on)
        if not activities.has_access("read"):
            return {}
        groups = activities._read_group(
            [("commercial_partner_id", "in", ids), ("state", "in", OPEN_STATES)],
            ["commercial_partner_id"],
            ["__count", "date_due:min"],
        )
        return {partner.id: (count, day) for partner, count, day in groups}

    @api.model
    def _overdue_invoices(self, ids):
        """Return number and sum of what contractors should have paid by now, by id."""
        moves, company = self.env["account.move"], self.env.company
        if not moves.has_access("read"):
            return {}
        groups = moves._read_group(
            Domain("commercial_partner_id", "in", ids) & self._overdue_domain(),
            ["commercial_partner_id"],
            ["__count", "amount_residual_signed:sum"],
        )
        return {
            partner.id: {
                "count": count,
                "amount": amount,
                "currency_id": company.currency_id.id,
            }
            for partner, count, amount in groups
        }

    @api.model
    def _overdue_domain(self):
        """Return the condition of invoices that should have been paid by now."""
        return (
            Domain("company_id", "=", self.env.company.id)
            & Domain("move_type", "in", ("out_invoice", "out_receipt"))
            & Domain("state", "=", "posted")
            & Domain("payment_state", "in", ("not_paid", "partial"))
            & Domain("invoice_date_due", "<", fields.Date.context_today(self))
        )

    @api.readonly
    def enova_call_sheet(self):
        """Return what whoever is on the telephone with a contractor wants to see.

        :return: the figures of :meth:`_contact_figures`; ``tasks`` that are open, the
            most urgent first (``id``, ``title``, ``channel``, ``icon``, ``user``,
            ``due`` as an ISO date, ``due_state``); ``people`` of the contractor
            (``id``, ``name``, ``function``, ``phone``)
        :raises AccessError: when one may not read the partner
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the id of the company alone
        contractor_id = self.sudo().commercial_partner_id.id
        return {
            **self._contact_figures()[self.id],
            "tasks": self._call_tasks(contractor_id),
            "people": self._call_people(contractor_id),
        }

    @api.model
    def _call_tasks(self, contractor_id):
        """Return the most urgent of what is open with a contractor."""
        activities = self.env["enova.activity"]
        if not activities.has_access("read"):
            return []
        domain = [
            ("commercial_partner_id", "=", contractor_id),
            ("state", "in", OPEN_STATES),
        ]
        return [
            {
                "id": task.id,
                "title": task.name,
                "channel": task.channel,
                "icon": task.type_id.icon or "",
                # sudo: the name on a task that the caller reads
                "user": task.user_id.sudo().name or "",
                "due": fields.Date.to_string(task.date_due),
                "due_state": task.due_state,
            }
            for task in activities.search(domain, order="date_due, id", limit=TASKS)
        ]

    @api.model
    def _call_people(self, contractor_id):
        """Return the people of a contractor; addresses are none."""
        people = self.search_fetch(
            [
                ("commercial_partner_id", "=", contractor_id),
                ("id", "!=", contractor_id),
                ("is_company", "=", False),
                ("type", "=", "contact"),
            ],
            ["name", "function", "phone"],
            order="name, id",
            limit=PEOPLE,
        )
        return [
            {
                "id": person.id,
                "name": person.name or "",
                "function": person.function or "",
                "phone": person.phone or "",
            }
            for person in people
        ]
