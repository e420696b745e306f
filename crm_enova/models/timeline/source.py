from datetime import datetime, time
from functools import cached_property
from typing import ClassVar

import pytz

from odoo.fields import Domain
from odoo.tools import SQL, format_amount
from odoo.tools.sql import escape_psql

from ..base.moment import to_utc
from .position import NOON, Position, to_iso, to_moment

DRAFT = "secondary"
OPEN = "info"
WAITING = "warning"
GOOD = "success"
BAD = "danger"

# Under which of the filters above the history an entry stands.
CONTACT, MESSAGE, SALE, INVOICE, SERVICE, FILE, OTHER = GROUPS = (
    "contact",
    "message",
    "sale",
    "invoice",
    "service",
    "file",
    "other",
)


class Request:
    """Whose history is asked for, and which part of it.

    :param subject: the contractor or a person of theirs, or a record that has a
        history of its own: a project, campaign, device or service order
    :param int conversation_id: the first of a chain of follow-ups, to see it alone
    :param str text: what is looked for in what entries say
    :param int person_id: whom entries have to be about
    :param date since: the first day
    """

    def __init__(
        self, subject, conversation_id=None, text=None, person_id=None, since=None
    ):
        self.subject = subject
        self.of_contractor = subject._name == "res.partner"
        # sudo: ids of the company and of its people; each source checks what may be
        # read of them
        self.partners = (
            subject if self.of_contractor else subject.env["res.partner"]
        ).sudo()
        self.partner_id = self.partners.commercial_partner_id.id
        self.conversation_id = conversation_id
        self.text = text
        self.person_id = person_id
        self.since = since

    @cached_property
    def people_ids(self):
        """Ids of the company, its people and addresses, archived ones too."""
        everybody = self.partners.with_context(active_test=False)
        return everybody.search([("commercial_partner_id", "=", self.partner_id)]).ids

    @cached_property
    def since_moment(self):
        """The moment in UTC at which the first day begins for the reader."""
        zone = pytz.timezone(self.partners.env.user.tz or "UTC")
        return to_utc(datetime.combine(self.since, time.min), zone)


class TimelineSource:
    """One kind of entry in the history of a contractor: where to look, what to show.

    It works under the rights of its environment's user, never above them. To add a
    source, subclass this, and append the class in an override of
    ``res.partner._enova_timeline_sources``::

        class TicketSource(TimelineSource):
            name = "ticket"
            model = "helpdesk.ticket"
            date_field = "create_date"
            icon = "fa-life-ring"
            shown_fields = ("name", "user_id")
            label = property(lambda self: self.env._("Tickets"))

            def _details(self, record):
                return {"title": record.name, "user": self._user_name(record.user_id)}

    The model needs an index on ``(partner_field, date_field DESC, id DESC)``. Where an
    entry is a person's and not the company's, ``of_people`` says so. ``group`` tells
    under which filter it stands, ``text_fields`` where words are looked for, and
    ``person_field`` with whom it was, for the filter of persons; without them an entry
    shows as long as nothing is looked for. ``paths`` names, by model, the links from an
    entry to the projects, campaigns, devices and service orders in whose own history it
    shows as well. A source that raises does not take the
    others with it: the screen says that it could not be read.
    """

    name = None
    model = None
    partner_field = "enova_contractor_id"
    date_field = None
    icon = None
    shown_fields = ()
    of_people = False
    group = OTHER
    text_fields = ()
    person_field = None
    paths: ClassVar[dict] = {}

    def __init__(self, env):
        self.env = env

    @property
    def label(self):
        """Return the name of the filter, in the user's language."""
        return self.env[self.model]._description

    def is_readable(self):
        """Tell whether the user may read anything of this source at all.

        :return: bool
        """
        return self.model in self.env and self.env[self.model].has_access("read")

    def is_about(self, model):
        """Tell whether there can be entries in the history of a model's records.

        :param str model: ``"res.partner"`` or another that has histories
        :return: bool
        """
        return model == "res.partner" or bool(self._open_paths(model))

    def newest(self, request, count, before=None):
        """Return the newest records of a contractor, older than a position.

        :param Request request: whose history
        :param int count: how many at most
        :param before: a :class:`Position` or ``None``
        :return: recordset, newest first
        """
        domain = self._domain(request)
        if before:
            domain &= Domain.custom(to_sql=self._older_than(before))
        return self.env[self.model].search_fetch(
            domain,
            [self.date_field, *self.shown_fields],
            order=f"{self.date_field} desc, id desc",
            limit=count,
        )

    def among(self, request, ids):
        """Return those of some records that are in the history of a contractor.

        :param Request request: whose history
        :param list ids: of records of the source's model
        :return: recordset of those that the reader may read
        """
        return self.env[self.model].search_fetch(
            self._domain(request) & Domain("id", "in", ids),
            [self.date_field, *self.shown_fields],
        )

    def position(self, record):
        """Return where a record stands in the history.

        :param record: one record of the source's model
        :return: Position
        """
        return Position(to_moment(record[self.date_field]), self.name, record.id)

    def entries(self, records):
        """Return what the screen shows of each record.

        :param records: recordset of the source's model
        :return: dict of entries by record id
        """
        return {
            record.id: {
                "source": self.name,
                "model": self.model,
                "id": record.id,
                "icon": self.icon,
                "date": to_iso(record[self.date_field]),
                **self._details(record),
            }
            for record in records
        }

    def _domain(self, request):
        """Return which records of the contractor belong to the history."""
        dated = Domain(self.date_field, "!=", False)
        return self._owned(request) & dated & self._filters(request)

    def _owned(self, request):
        """Return which records are of the contractor, or of the record asked about."""
        if request.of_contractor:
            whose = request.people_ids if self.of_people else [request.partner_id]
            return Domain(self.partner_field, "in", whose)
        return Domain.OR(
            Domain(path, "in", request.subject.ids)
            for path in self._open_paths(request.subject._name)
        )

    def _open_paths(self, model):
        """Return the links to a model that the user may follow.

        :param str model: such as ``"enova.project"``
        :return: list of dotted names of fields
        """
        return [path for path in self.paths.get(model, ()) if self._may_follow(path)]

    def _may_follow(self, path):
        """Tell whether the user may read every field of a path, and every model on it.

        :param str path: dotted names of fields that are links
        :return: bool
        """
        model = self.env[self.model]
        for name in path.split("."):
            field = model._fields.get(name)
            if not field or not model._has_field_access(field, "read"):
                return False
            model = self.env[field.comodel_name]
            if not model.has_access("read"):
                return False
        return True

    def _filters(self, request):
        """Return what somebody looks for: words, a person, a period."""
        filters = Domain.TRUE
        if request.text:
            # as typed: no sign of it stands for others
            text = escape_psql(request.text)
            words = [Domain(f, "ilike", text) for f in self.text_fields]
            filters &= Domain.OR(words) if words else Domain.FALSE
        if request.person_id:
            field = self.person_field or (self.of_people and self.partner_field)
            filters &= (
                Domain(field, "in", [request.person_id]) if field else Domain.FALSE
            )
        if request.since:
            is_day = self.env[self.model]._fields[self.date_field].type == "date"
            first = request.since if is_day else request.since_moment
            filters &= Domain(self.date_field, ">=", first)
        return filters

    def _details(self, record):
        """Return the part of an entry that is this source's own."""
        raise NotImplementedError

    def _older_than(self, before):
        """Return the condition "older than the position", made for the index.

        Written by hand, because a domain compares datetimes by whole seconds, and
        because the comparison of rows lets the index begin at the very place.
        """
        operator, bound = self._bound(before)

        def to_sql(model, alias, query):
            column = model._field_to_sql(alias, self.date_field, query)
            if operator:
                return SQL("%s %s %s", column, SQL(operator), bound)
            row_id = SQL.identifier(alias, "id")
            return SQL("(%s, %s) < (%s, %s)", column, row_id, bound, before.id)

        return to_sql

    def _bound(self, before):
        """Return how this source's dates compare with a position.

        :return: ``("<", date)`` or ``("<=", date)``; ``(None, date)`` where entries of
            that very date are told apart by their ids
        """
        bound = before.moment
        if self.env[self.model]._fields[self.date_field].type == "date":
            bound = before.moment.date()
            if before.moment.time() != NOON:
                return ("<=" if before.moment.time() > NOON else "<"), bound
        if self.name == before.source:
            return None, bound
        return ("<=" if self.name < before.source else "<"), bound

    def _link_documents(self, entries, records, model_field="model", id_field="res_id"):
        """Name the record that each one is about, where it may be read."""
        for model, about in records.grouped(model_field).items():
            if not model or model == "res.partner" or model not in self.env:
                continue
            targets = self.env[model].browse(about.mapped(id_field)).exists()
            names = {t.id: t.display_name for t in targets._filtered_access("read")}
            for record in about:
                target_id = record[id_field]
                if target_id in names:
                    entries[record.id]["documents"] = [
                        {"model": model, "id": target_id, "name": names[target_id]}
                    ]
        return entries

    def _selection_label(self, record, field):
        """Return the user's word for the value of a selection field."""
        labels = record._fields[field]._description_selection(self.env)
        return dict(labels).get(record[field]) or False

    def _user_name(self, user):
        # sudo: the name of a colleague who stands on a record that the caller reads,
        # as core's own reading of a many2one shows it
        return user.sudo().name or False

    def _amount(self, amount, currency):
        """Return an amount as the user writes it, with its currency."""
        return format_amount(self.env, amount, currency)
