"""Between which places of a history a source looks, in the words of the database."""

from odoo.fields import Domain
from odoo.tools import SQL

from .position import NOON

# What a row is called in statements about all sources.
ENTRY = "entry"


def is_column(field):
    """Tell whether a field is a column that holds its value as it is.

    :param field: of a model, or ``None``
    :return: bool
    """
    return bool(
        field and field.store and field.column_type and not field.company_dependent
    )


class Bounded:
    """The conditions of a source, made so that its index is read from place to place.

    Written by hand, because a domain compares datetimes by whole seconds, and because
    the comparison of rows lets the index begin at the very place.
    """

    def _presence(self, request, before):
        """Return the condition that there is a row between two places, or ``None``."""
        # sudo: whether there is anything; what may be read of it is asked afterwards
        model = self.env[self.model].sudo()
        owned, date = self._owned(model, request), model._fields.get(self.date_field)
        if not (owned and is_column(date)):
            return None
        column = model._field_to_sql(ENTRY, self.date_field)
        row_id = SQL.identifier(ENTRY, "id")
        return SQL(
            "EXISTS (SELECT FROM %s AS %s WHERE %s AND %s IS NOT NULL%s)",
            SQL.identifier(model._table),
            SQL.identifier(ENTRY),
            owned,
            column,
            self._between(request, before, column, row_id),
        )

    def _owned(self, model, request):
        """Return the condition that a row is the contractor's, or ``None``."""
        owner, whose = model._fields.get(self.partner_field), self._whose(request)
        if is_column(owner):
            column = model._field_to_sql(ENTRY, self.partner_field)
            return SQL("%s IN %s", column, tuple(whose))
        if owner and owner.store and owner.type == "many2many":
            return SQL(
                "%s IN (SELECT %s FROM %s WHERE %s IN %s)",
                SQL.identifier(ENTRY, "id"),
                SQL.identifier(owner.column1),
                SQL.identifier(owner.relation),
                SQL.identifier(owner.column2),
                tuple(whose),
            )
        return None

    def _beside(self, place, sign):
        """Return the condition "older", or "newer", than a place.

        :param Position place: of an entry of any source
        :param str sign: ``"<"`` for older, ``">"`` for newer
        """

        def to_sql(model, alias, query):
            column = model._field_to_sql(alias, self.date_field, query)
            return self._compared(place, sign, column, SQL.identifier(alias, "id"))

        return Domain.custom(to_sql=to_sql)

    def _between(self, request, before, column, row_id):
        """Return further conditions: that dates and ids stand where a page may be.

        :param Request request: which has the horizon, if there is one
        :param before: the :class:`Position` where the page begins, or ``None``
        :param SQL column: of the dates
        :param SQL row_id: of the ids
        :return: SQL, each condition with an ``AND`` before it
        """
        return SQL("").join(
            SQL(" AND %s", self._compared(place, sign, column, row_id))
            for place, sign in ((before, "<"), (request.horizon, ">"))
            if place
        )

    def _compared(self, place, sign, column, row_id):
        """Return the condition that dates and ids stand on one side of a place.

        :param Position place: of an entry of any source
        :param str sign: ``"<"`` for older, ``">"`` for newer
        :param SQL column: of the dates
        :param SQL row_id: of the ids
        :return: SQL
        """
        bound, side = self._bound(place)
        if side is None:
            return SQL(
                "(%s, %s) %s (%s, %s)", column, row_id, SQL(sign), bound, place.id
            )
        operator = SQL(sign if side != sign else f"{sign}=")
        return SQL("%s %s %s", column, operator, bound)

    def _bound(self, place):
        """Return how this source's entries of the date of a place stand beside it.

        :return: the date, and ``"<"`` where they are older, ``">"`` where they are
            newer, ``None`` where they are told apart by their ids
        """
        bound = place.moment
        if self.env[self.model]._fields[self.date_field].type == "date":
            bound, hour = place.moment.date(), place.moment.time()
            if hour != NOON:
                return bound, "<" if hour > NOON else ">"
        if self.name == place.source:
            return bound, None
        return bound, "<" if self.name < place.source else ">"
