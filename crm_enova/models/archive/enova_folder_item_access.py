"""Who sees an item: whoever sees its folder, and what the item leads to.

A rule cannot follow a ``Many2oneReference``, so the two methods of the framework do
that everything else goes through: lists, counters, groups, searches by name, exports,
sub-queries of other models and the check of single records.
"""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.arguments import ids_among
from .enova_folder_item import FILES
from .page_search import PageSearch

# Of how many items the page and the count beside it share one look at all of them.
MOST_SHARED = 20_000


class VisibleItems(PageSearch):
    """What is seen of the items that fulfil a condition."""

    def __init__(self, env, domain):
        super().__init__(env, domain)
        self.visible, self.count, self.shared = None, 0, False
        self.order = self.ids = None


class EnovaFolderItem(models.Model):
    _inherit = "enova.folder.item"

    @api.model
    @api.readonly
    def web_search_read(
        self,
        domain,
        specification,
        offset=0,
        limit=None,
        order=None,
        count_limit=None,
    ):
        """Ask once for what is seen: the page and its count have the same domain."""
        page = VisibleItems(self.env, domain)
        page.shared = True
        shared = self.with_context(enova_visible=page)
        return super(EnovaFolderItem, shared).web_search_read(
            domain, specification, offset, limit, order, count_limit
        )

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        """Leave out what leads to something that the user may not see.

        One sub-query for each model among what would be found, bounded by its ids:
        the rules of a model of a million rows are asked about those in the folder.
        """
        if not (self.env.su or bypass_access):
            domain = Domain(domain)
            page = VisibleItems.of(self.env, "enova_visible", domain)
            if page.visible is None:
                candidates = super()._search(domain, active_test=active_test)
                page.visible, page.count = self._visible_domain(candidates)
            domain &= page.visible
            if page.shared and page.count <= MOST_SHARED:
                if page.ids is None or order not in (None, page.order):
                    page.ids = list(super()._search(domain, order=order))
                    page.order = order
                stop = None if limit is None else offset + limit
                return self.browse(page.ids[offset:stop])._as_query(ordered=True)
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    def _check_access(self, operation):
        """Forbid, whatever the operation, what the user does not see."""
        result = super()._check_access(operation)
        allowed = self - result[0] if result else self
        ids = [id_ for id_ in allowed._ids if id_]
        if self.env.su or not ids:
            return result
        candidates = self.sudo()._search([("id", "in", ids)])  # sudo: ids alone
        domain, _count = self._visible_domain(candidates)
        domain &= Domain("id", "in", ids)
        visible = set(self.sudo()._search(domain))  # sudo: the rules are asked above
        hidden = self.browse(id_ for id_ in ids if id_ not in visible)
        if not hidden:
            return result
        forbidden = result[0] | hidden if result else hidden
        rules = self.env["ir.rule"]
        return forbidden, lambda: rules._make_access_error(operation, forbidden)

    @api.model
    def _visible_domain(self, candidates):
        """Return the condition that the target of an item is the user's to see.

        :param candidates: query of the items that it is asked about
        :return: pair of it and the number of the candidates
        """
        if candidates.is_empty():
            return Domain.FALSE, 0
        model, id_ = (
            self._field_to_sql(self._table, name) for name in ("res_model", "res_id")
        )
        candidates.groupby = model
        # as text: nobody here reads thousands of ids, the database does
        ids = SQL("array_agg(DISTINCT %s)::text", id_)
        query = candidates.select(model, ids, SQL("count(*)"))
        rows = self.env.execute_query(query)
        visible = [
            (name, ids, *self._targets(name, ids)) for name, ids, _count in rows if name
        ]

        def to_sql(item, alias, _query):
            model = item._field_to_sql(alias, "res_model")
            terms = [SQL("%s IS NULL", model)]
            for name, *targets in visible:
                term = item._target_sql(alias, *targets)
                terms.append(SQL("(%s = %s AND %s)", model, name, term))
            return SQL("(%s)", SQL(" OR ").join(terms))

        total = sum(count for _name, _ids, count in rows)
        return Domain.custom(to_sql=to_sql), total

    @api.model
    def _targets(self, model, ids):
        """Return where records of a model are, and which of some are readable.

        :param str ids: an array of the database
        :return: pair of the name of a table and a query; ``None`` for both where the
            model is not installed, for the query where the user may read none
        """
        records = self.env.get(model)
        if records is None or records._abstract or not records._auto:
            return None, None
        if not records.has_access("read"):
            return records._table, None
        records = records.with_context(active_test=False)
        return records._table, records._search(_among(ids))

    @api.model
    def _target_sql(self, alias, ids, table, readable):
        """Return which items of one model are seen: what they lead to is readable.

        What leads to nothing any more was hidden from some before: nobody can tell
        from whom. It is shown to those who work with such records, unless somebody has
        written on it what it is about; and to whoever put it in.
        """
        id_ = self._field_to_sql(alias, "res_id")
        kept = SQL("%s = %s", self._field_to_sql(alias, "create_uid"), self.env.uid)
        if table is None:
            return kept
        if readable is not None:
            text = self._field_to_sql(alias, "description")
            kept = SQL("(%s OR COALESCE(%s, '') = '')", kept, text)
        # looked up once for all, and only where one is not readable: a look for each
        # row seems so dear to the database that it compiles the query first
        absent = SQL(
            "(%s AND %s NOT IN (SELECT target.id FROM %s AS target"
            " WHERE target.id = ANY(%s::int[])))",
            kept,
            id_,
            SQL.identifier(table),
            ids,
        )
        if readable is None:
            return absent
        return SQL("(%s IN %s OR %s)", id_, readable.subselect(), absent)

    @api.model
    def _readable_ids(self, model, ids):
        """Return which of some records of a model exist and are the user's to read.

        :param str model: name of a model, of the registry or not
        :param ids: of its records
        :return: set of int
        """
        records = self.env.get(model)
        if records is None or not records.has_access("read"):
            return set()
        records = records.with_context(active_test=False)
        return set(records._search([("id", "in", ids_among(list(ids)))]))

    def _readable_targets_of(self, model):
        """Return the ids of one model that these items lead to and the user reads."""
        ids = [id_ for id_ in self.mapped("res_id") if id_]
        return self._readable_ids(model, ids) if model and ids else set()

    @api.model
    def _search_display_name(self, operator, value):
        """Search titles of one's own, remarks, and the names of what they lead to.

        The names are asked of each model under its rules, of what is in folders alone.
        """
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented  # the framework asks the opposite, and inverts it
        if not value and operator.endswith("like"):
            return Domain.TRUE
        found = Domain("name", operator, value) | Domain("description", operator, value)
        # sudo: which models there are, no more
        groups = self.sudo()._read_group([("res_model", "!=", False)], ["res_model"])
        for (model,) in groups:
            records = self.env.get(model)
            if records is None or not records.has_access("read"):
                continue
            records = records.with_context(active_test=False)
            name = Domain("name" if model == FILES else "display_name", operator, value)
            named = records._search(name & _held(model))
            found |= Domain("res_model", "=", model) & Domain("res_id", "in", named)
        return found


def _among(ids):
    """Return the condition that a record has one of some ids.

    :param str ids: an array of the database
    """
    return Domain.custom(
        to_sql=lambda _records, alias, _query: SQL(
            "%s = ANY(%s::int[])", SQL.identifier(alias, "id"), ids
        )
    )


def _held(model):
    """Return the condition that a record lies in some folder."""
    return Domain.custom(
        to_sql=lambda _records, alias, _query: SQL(
            "%s IN (SELECT res_id FROM enova_folder_item WHERE res_model = %s)",
            SQL.identifier(alias, "id"),
            model,
        )
    )
