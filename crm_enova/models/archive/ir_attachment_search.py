from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.arguments import ids_among
from .page_search import PageSearch

# How many files are looked at first, and at most at once, to find those that the
# reader may read.
FIRST_LOOK, LARGEST_LOOK = 120, 2000
PLACE = ("res_model", "res_id")
OF_ALL = "id desc"
NEWEST = "create_date desc, id desc"


class ArchiveLook(PageSearch):
    """How far the files that fulfil a condition have been looked through.

    A page and the count beside it go on where the other has stopped.
    """

    def __init__(self, env, domain):
        super().__init__(env, domain)
        self.order, self.next_size = None, 0
        self._begin()

    def _begin(self):
        self.found, self.position, self.ended = [], 0, False

    def sort(self, order):
        """Begin anew where the files are wanted in another order.

        :param str order: of a search
        """
        if order != self.order:
            self.order = order
            self._begin()


class IrAttachment(models.Model):
    """How the archive is searched: under the rights of who reads, the newest first.

    A search that names ``enova_partner_id`` is a search of the archive. Core would find
    such files a thousand at a time; here the newest are looked at first, as many as a
    page needs, and models of which the reader may read nothing are left out beforehand.
    """

    _inherit = "ir.attachment"

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
        """Search the archive where a contractor is asked for; core's way elsewhere."""
        if not (self.env.su or bypass_access):
            domain = Domain(domain)
            if self._enova_asks_archive(domain):
                return self._enova_search(domain, offset, limit, order)
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

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
        """Look through the files once, for the page and for how many there are."""
        files = self
        if limit and count_limit and self._enova_asks_archive(domain):
            look = ArchiveLook(self.env, domain)
            # some more, so that a few that are hidden cost no further look
            look.next_size = max(offset + limit, count_limit) + FIRST_LOOK
            files = self.with_context(enova_look=look)
        return super(IrAttachment, files).web_search_read(
            domain, specification, offset, limit, order, count_limit
        )

    @api.model
    def _enova_asks_archive(self, domain):
        """Tell whether a condition asks for contractors."""
        fields_ = (c.field_expr for c in Domain(domain).iter_conditions())
        return "enova_partner_id" in fields_

    @api.model
    def _enova_search(self, domain, offset, limit, order):
        """Return the files of contractors that the reader may read.

        The newest are looked at first, more at a time the fewer of them are readable;
        which are is asked of each model once a look.
        """
        self._check_field_access(self._fields["enova_partner_id"], "read")
        if limit is None and not any(map(_names, domain.iter_conditions())):
            return self._enova_search_all(domain, offset, order)
        look = ArchiveLook.of(self.env, "enova_look", domain)
        look.sort(self._enova_best_order(domain, order or look.order))
        wanted = None if limit is None else offset + limit
        if not look.next_size:
            look.next_size = LARGEST_LOOK if limit is None else max(FIRST_LOOK, wanted)
        domain = self._enova_bounded(domain)
        domain &= Domain("res_model", "in", self._enova_readable_models())
        domain &= Domain("res_field", "=", False)
        while not look.ended and (wanted is None or len(look.found) < wanted):
            self._enova_look(look, domain)
        return self.browse(look.found[offset:wanted])._as_query(ordered=True)

    @api.model
    def _enova_search_all(self, domain, offset, order):
        """Return all files of all contractors that the reader may read, to group them.

        A million of them are looked through by the database, in one join: conditions
        with an ``OR`` between it might ask anew for each file.
        """
        terms = []
        for model in self._enova_readable_models():
            records = self.env[model].with_context(active_test=False)
            readable = records._search(Domain.TRUE)
            key = SQL.identifier(readable.table, "id")
            terms.append(readable.subselect(SQL("%s::varchar", model), key))
        if not terms:
            return self.browse()._as_query()
        places = SQL("(%s)", SQL(" UNION ALL ").join(terms))

        def to_sql(files, alias, query):
            place = (files._field_to_sql(alias, name, query) for name in PLACE)
            return SQL("(%s) IN %s", SQL(", ").join(place), places)

        domain &= Domain.custom(to_sql=to_sql) & Domain("res_field", "=", False)
        # past our own search, which asks this
        # pylint: disable-next=super-method-mismatch
        return super()._search(domain, offset, None, order, bypass_access=True)

    @api.model
    def _enova_best_order(self, domain, order):
        """Return the order in which files are looked through.

        The newest are found at once where a contractor is named, with whom the index
        begins. For those of all, ids are as good: they grow with the dates.

        :param str order: that is asked for, or a false value
        """
        if order and order != NEWEST:
            return order
        return NEWEST if any(map(_names, domain.iter_conditions())) else OF_ALL

    @api.model
    def _enova_bounded(self, domain):
        """Return a condition by which contents are searched of its contractors alone.

        What a tenth of all files say would be found in all of them first.
        """
        ids = self._enova_named(domain)
        if not ids:
            return domain
        texts = self.env["enova.attachment.text"]

        def bounded(condition):
            if condition.field_expr != "enova_content":
                return condition
            found = texts._search_files(
                "id", condition.operator, condition.value, partners=ids
            )
            return condition if found is NotImplemented else found

        return domain.map_conditions(bounded)

    @api.model
    def _enova_named(self, domain):
        """Return the ids of the contractors by whom a condition is bounded, if any."""
        named = domain.optimize(self).map_conditions(
            lambda condition: condition if _names(condition) else Domain.TRUE
        )
        conditions = list(named.optimize(self).iter_conditions())
        if len(conditions) != 1:
            return []
        [condition] = conditions
        if condition.operator != "child_of":
            ids = list(condition.value)
            return ids if ids_among(ids) == ids else []
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners.search(Domain("id", "child_of", condition.value)).ids

    @api.model
    def _enova_readable_models(self):
        """Return the models whose files may be a contractor's and the reader's."""
        owners = self._enova_owners()
        return [model for model in owners if self.env[model].has_access("read")]

    @api.model
    def _enova_look(self, look, domain):
        """Look at the next files that fulfil a condition, and keep what is readable.

        The condition is asked under the caller's rights, so that a file that they read
        tells nothing of a contractor whom they do not see.

        :param ArchiveLook look: how far it has come
        :return: the same
        """
        size = min(look.next_size, LARGEST_LOOK)
        # past our own search, which asks this
        # pylint: disable-next=super-method-mismatch
        query = super()._search(
            domain, look.position, size, look.order, bypass_access=True
        )
        place = (self._field_to_sql(self._table, name, query) for name in PLACE)
        # sudo: where the files are attached, to ask whether that may be read
        rows = self.sudo().env.execute_query(query.select(SQL.identifier("id"), *place))
        look.found += self._enova_readable_ids(rows)
        look.position += size
        look.next_size = 2 * size
        look.ended = len(rows) < size
        return look

    @api.model
    def _enova_readable_ids(self, rows):
        """Return the ids of files whose records may be read, in the same order.

        By one query a model: core would read the records, with all their columns, and
        try the rules on them one by one.

        :param rows: tuples of the id of a file, a model and the id of a record
        """
        places = {}
        for _file_id, model, record_id in rows:
            places.setdefault(model, set()).add(record_id)
        readable = set()
        for model, ids in places.items():
            records = self.env[model].with_context(active_test=False)
            query = records._search(Domain("id", "in", list(ids)))
            found = self.env.execute_query(query.select("id"))
            readable.update((model, record_id) for (record_id,) in found)
        return [file_id for file_id, *place in rows if tuple(place) in readable]


def _names(condition):
    """Tell whether a condition names contractors, instead of asking for any."""
    return (
        condition.field_expr == "enova_partner_id"
        and condition.operator in ("=", "in", "child_of")
        and bool(condition.value)
    )
