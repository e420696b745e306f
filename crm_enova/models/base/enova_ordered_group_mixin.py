from odoo import api, models
from odoo.tools import SQL


class EnovaOrderedGroupMixin(models.AbstractModel):
    """Groups of a pivot and a graph stand in the order that their field has.

    Without it stages stand in the order in which they were created, and the options of
    a selection by the alphabet of their keys: *Bought* before *Selected*.
    """

    _name = "enova.ordered.group.mixin"
    _description = "Order of groups in reports"

    @api.model
    def _read_group_orderby(self, order, groupby_terms, query):
        """Order what has an order of its own, and leave the rest to core."""
        ordered = []
        for part in order.split(",") if order else list(groupby_terms):
            name, *direction = part.split()
            sql = self._selection_orderby(name, direction, groupby_terms)
            if not sql and (order or self._has_rank(name)):
                # core may add what it orders by to the terms
                sql = super()._read_group_orderby(part.strip(), groupby_terms, query)
            elif not sql:
                term = {name: groupby_terms[name]}
                sql = super()._read_group_orderby("", term, query)
            ordered.append(sql)
        return SQL(", ").join(sql for sql in ordered if sql)

    @api.model
    def _selection_orderby(self, name, direction, groupby_terms):
        """Return how options are ordered; nothing where a field has none.

        :param str name: of a field by which is grouped
        :param list direction: the words that follow it in an order
        :param dict groupby_terms: SQL by field
        """
        field = self._fields.get(name)
        if name not in groupby_terms or not field or field.type != "selection":
            return None
        descending = "DESC" in (word.upper() for word in direction)
        return SQL(
            "array_position(%s::varchar[], %s::varchar) %s",
            [key for key, _label in field._description_selection(self.env)],
            groupby_terms[name],
            SQL("DESC NULLS FIRST" if descending else "ASC NULLS LAST"),
        )

    @api.model
    def _has_rank(self, name):
        """Whether somebody has put the records that a field leads to into an order."""
        field = self._fields.get(name)
        if not field or field.type != "many2one":
            return False
        return self.env[field.comodel_name]._order.startswith("sequence")
