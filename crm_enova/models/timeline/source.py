from functools import cached_property

from odoo.fields import Domain
from odoo.tools import SQL, format_amount

from .position import NOON, Position, to_iso, to_moment

DRAFT = "secondary"
OPEN = "info"
WAITING = "warning"
GOOD = "success"
BAD = "danger"


class Request:
    """Whose history is asked for, and which part of it.

    :param partner: the contractor or a person of theirs
    :param int conversation_id: the first of a chain of follow-ups, to see it alone
    """

    def __init__(self, partner, conversation_id=None):
        # sudo: ids of the company and of its people; each source checks what may be
        # read of them
        self.partners = partner.sudo()
        self.partner_id = self.partners.commercial_partner_id.id
        self.conversation_id = conversation_id

    @cached_property
    def people_ids(self):
        """Ids of the company, its people and addresses, archived ones too."""
        everybody = self.partners.with_context(active_test=False)
        return everybody.search([("commercial_partner_id", "=", self.partner_id)]).ids


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
    entry is a person's and not the company's, ``of_people`` says so. A source that
    raises does not take the others with it: the screen says that it could not be read.
    """

    name = None
    model = None
    partner_field = "enova_contractor_id"
    date_field = None
    icon = None
    shown_fields = ()
    of_people = False

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
        whose = request.people_ids if self.of_people else [request.partner_id]
        owned = Domain(self.partner_field, "in", whose)
        return owned & Domain(self.date_field, "!=", False)

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
