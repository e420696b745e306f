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
        parts = order.split(",") if order else list(groupby_terms)
        ordered = [
            self._group_orderby(part.strip(), bool(order), groupby_terms, query)
            for part in parts
        ]
        return SQL(", ").join(sql for sql in ordered if sql)

    @api.model
    def _group_orderby(self, part, is_wanted, groupby_terms, query):
        """Return how the groups of one field are ordered.

        :param str part: of an order, as ``read_group`` knows it
        :param bool is_wanted: whether somebody has asked for this order
        :param dict groupby_terms: SQL by field; core may add to it what it orders by
        """
        name, *direction = part.split()
        field = self._fields.get(name)
        if name in groupby_terms and field and field.type == "selection":
            keys = [key for key, _label in field._description_selection(self.env)]
            descending = "DESC" in (word.upper() for word in direction)
            return SQL(
                "array_position(%s::varchar[], %s::varchar) %s",
                keys,
                groupby_terms[name],
                SQL("DESC NULLS FIRST" if descending else "ASC NULLS LAST"),
            )
        if is_wanted or (field and field.type == "many2one" and self._has_rank(field)):
            return super()._read_group_orderby(part, groupby_terms, query)
        terms = {name: groupby_terms[name]}
        return super()._read_group_orderby("", terms, query)

    @api.model
    def _has_rank(self, field):
        """Whether somebody has put the records that a field leads to into an order."""
        return self.env[field.comodel_name]._order.startswith("sequence")
