from odoo.fields import Domain
from odoo.tools import format_amount
from odoo.tools.sql import escape_psql

from .bounds import Bounded
from .linked import Linked
from .position import Position, to_iso, to_moment

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


class TimelineSource(Bounded, Linked):
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
    shows as well. ``is_busy`` ones, which have most of what happens, are asked first;
    of the others what is newer than a full page alone, and none of whom :meth:`trace`
    knows nothing. A source that raises does not take the
    others with it: the screen says that it could not be read.
    """

    name = None
    model = None
    partner_field = "enova_contractor_id"
    date_field = None
    icon = None
    shown_fields = ()
    of_people = False
    is_busy = False
    group = OTHER
    text_fields = ()
    person_field = None

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

    def trace(self, request, before=None):
        """Return the condition without which nothing of it can be on a page.

        One statement asks all sources for it, above the rights of the reader, so that
        those are not searched of which there is nothing.

        :param Request request: whose history, and from where on
        :param before: a :class:`Position` or ``None``
        :return: SQL; ``None`` where it cannot be told, for a source to be searched
        """
        if not request.of_contractor:
            return None
        ours = type(self)
        is_told = (ours.newest, ours.places) == (
            TimelineSource.newest,
            TimelineSource.places,
        )
        return self._presence(request, before) if is_told else None

    def places(self, request, count, before=None):
        """Return where the newest entries of a contractor stand, newest first.

        :param Request request: whose history, and from where on
        :param int count: how many at most
        :param before: a :class:`Position` or ``None``
        :return: list of Position
        """
        return [self.position(r) for r in self.newest(request, count, before)]

    def newest(self, request, count, before=None):
        """Return the newest records of a contractor, older than a position.

        :param Request request: whose history, and from where on
        :param int count: how many at most
        :param before: a :class:`Position` or ``None``
        :return: recordset, newest first
        """
        domain = self._domain(request)
        if before:
            domain &= self._beside(before, "<")
        return self._first(domain, f"{self.date_field} desc, id desc", count)

    def _first(self, domain, order, count):
        """Return the first records of a condition, with what is shown of them."""
        names = [self.date_field, *self.shown_fields]
        return self.env[self.model].search_fetch(
            domain, names, order=order, limit=count
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
        self._fetch_users(records)
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
        """Return which records belong to the history.

        Of those that ``partner_field`` says are theirs, a source may leave out some.
        """
        if request.of_contractor:
            belonging = Domain(self.partner_field, "in", self._whose(request))
        else:
            belonging = self._linked(request)
        dated = Domain(self.date_field, "!=", False)
        return belonging & dated & self._filters(request)

    def _whose(self, request):
        """Return the ids of those whose entries belong to the history."""
        return request.people_ids if self.of_people else [request.partner_id]

    def _filters(self, request):
        """Return what somebody looks for: words, a person, a period, a horizon."""
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
        if request.horizon:
            filters &= self._beside(request.horizon, ">")
        return filters

    def _details(self, record):
        """Return the part of an entry that is this source's own."""
        raise NotImplementedError

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

    def _fetch_users(self, records):
        """Read the names of the users on records, and no more: their rows are wide."""
        known = map(self.env[self.model]._fields.get, self.shown_fields)
        names = [f.name for f in known if f and f.comodel_name == "res.users"]
        # sudo: as in _user_name
        users = self.env["res.users"].sudo().union(*(records[n].sudo() for n in names))
        users.fetch(["partner_id"])
        users.partner_id.fetch(["name"])

    def _amount(self, amount, currency):
        """Return an amount as the user writes it, with its currency."""
        return format_amount(self.env, amount, currency)
