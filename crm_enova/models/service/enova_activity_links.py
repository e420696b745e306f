from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..contractor.names import NAMES_SHOWN

# What decides whether a document may be linked, on the activity's side.
DECIDING_FIELDS = {"partner_id", "other_contractors"}


class EnovaActivity(models.Model):
    """Which documents may be tied to which task or event.

    Checked is what is new: the pairs that a write adds, from either side, and all pairs
    when the activity's own contractor changes. A salesperson who changes the
    customer of a quotation is not stopped by a task that they perhaps may not even
    see; the task then shows a warning.

    The pairs are read from the relation itself. A read of the field as superuser would
    leave other people's private activities in the cache of the user's own transaction.
    """

    _inherit = "enova.activity"

    @api.constrains(lambda self: ("company_id", *self._document_fields()))
    def _check_document_companies(self):
        """Say which are of two companies before core's own check does.

        Core names the records as superuser, private ones too.
        """
        for name in self._document_fields():
            self._check_link_companies(name, self._links(name))

    @api.model
    def _watched_fields(self):
        """Remember the documents, so that only new ones are checked."""
        names = self._document_fields()
        return {**super()._watched_fields(), **{name: {name} for name in names}}

    def _check_after(self, change):
        """Refuse documents of another contractor."""
        for name in self._document_fields():
            self._check_link_contractors(name, self._links_to_check(name, change))
        return super()._check_after(change)

    def _links_to_check(self, name, change):
        """Return the pairs of ids of activity and document that may be wrong now.

        :param str name: the document field
        :param change: what has been created or written
        """
        given = change.touches(name)
        if change.is_new:
            given = given or f"default_{name}" in self.env.context
            return self._links(name) if given else []
        decided = self
        if not change.touches(*DECIDING_FIELDS):
            # a floor above may have filled it in
            decided = change.altered(self, "partner_id")
        links = decided._links(name)
        for activity in self - decided if given else ():
            added = activity[name] - change.was(activity, name)
            links += [(activity.id, document_id) for document_id in added.ids]
        return links

    def _links(self, name, documents=None):
        """Return the pairs of ids of activity and document.

        :param str name: the document field
        :param documents: take the links of these documents instead of those of ``self``
        """
        field = self._fields[name]
        side = field.column1 if documents is None else field.column2
        ids = self.ids if documents is None else documents.ids
        if not ids:
            return []
        return self.env.execute_query(
            SQL(
                "SELECT %s, %s FROM %s WHERE %s IN %s ORDER BY 1, 2",
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
                SQL.identifier(side),
                tuple(ids),
            )
        )

    @api.model
    def _browse_links(self, name, links):
        """Return the pairs as records, of the superuser.

        :param str name: the document field
        :param links: pairs of ids of activity and document
        """
        # sudo: only companies and contractors are compared; the messages name what the
        # user may read, see _names_seen
        activities = self.sudo().browse(dict.fromkeys(link[0] for link in links))
        comodel = self.env[self._fields[name].comodel_name].sudo()
        documents = comodel.browse(dict.fromkeys(link[1] for link in links))
        activity_of = {activity.id: activity for activity in activities}
        document_of = {document.id: document for document in documents}
        return [(activity_of[key], document_of[other_key]) for key, other_key in links]

    @api.model
    def _check_link_companies(self, name, links):
        """Raise where a pair is of two companies.

        :param str name: the document field
        :param links: pairs of ids of activity and document
        """
        for activity, document in self._browse_links(name, links):
            if "company_id" not in document._fields:
                return
            company = document.company_id
            if company and company != activity.company_id:
                raise ValidationError(
                    self.env._(
                        "%(activity)s belongs to %(company)s and %(document)s to"
                        " %(other)s. Documents and tasks of different companies cannot"
                        " be linked.",
                        activity=activity._names_seen(self.env),
                        company=activity.company_id.name,
                        document=self._names_seen(self.env, document),
                        other=company.name,
                    )
                )

    @api.model
    def _check_link_contractors(self, name, links):
        """Raise where a pair is of two contractors, and that is not allowed.

        :param str name: the document field
        :param links: pairs of ids of activity and document
        """
        wrong = {}
        for activity, document in self._browse_links(name, links):
            if self._differs(activity, document) and not activity.other_contractors:
                wrong.setdefault(activity, []).append(document.id)
        for activity, ids in wrong.items():
            documents = document.browse(ids)
            raise ValidationError(self._other_contractors_message(activity, documents))

    @api.model
    def _other_contractors_message(self, activity, documents):
        """Say whose the documents are, whose the activity, and what can be done."""
        contractors = self.env["res.partner"].union(
            *(self._document_contractor(document) for document in documents)
        )
        return self.env._(
            "%(documents)s: of %(contractors)s, but %(activity)s is about"
            " %(contractor)s. To link them all the same, tick “Documents of other"
            " contractors allowed” on the task or event.",
            documents=self._names_seen(self.env, documents),
            contractors=", ".join(contractors[:NAMES_SHOWN].mapped("name")),
            activity=activity._names_seen(self.env),
            contractor=activity.commercial_partner_id.name,
        )

    @api.model
    def _differs(self, activity, document):
        """Whether both have a contractor, and not the same."""
        contractor = activity.commercial_partner_id
        other = self._document_contractor(document)
        return bool(contractor and other and contractor._origin != other._origin)

    @api.model
    def _document_contractor(self, document):
        """Return the commercial partner of a document, empty where it has none."""
        if "enova_contractor_id" in document._fields:
            return document.enova_contractor_id
        return self._document_partner(document).commercial_partner_id

    def _other_contractor_lines(self, documents):
        """Return a line for each document of a contractor other than the activity's."""
        self.ensure_one()
        # sudo: contractors alone are compared, and named, of documents that are given;
        # the documents' own forms show their partner by name whoever may read it
        activity = self.sudo()
        different = documents.filtered(
            lambda document: self._differs(activity, document.sudo())
        )
        lines = []
        for document in different:
            # sudo: as above, the name alone
            contractor = self._document_contractor(document.sudo())
            lines.append(f"{document.display_name}: {contractor.name}")
        return lines

    def _names_seen(self, env, records=None):
        """Return the names of those records that the user may read.

        :param env: the user's environment
        :param records: of any model; ``self`` if none are given
        """
        records = self if records is None else records
        records = records.with_env(env)
        seen = records if env.su else records._filtered_access("read")
        names = seen[:NAMES_SHOWN].mapped("display_name")
        hidden = len(records) - len(names)
        if names and hidden:
            return self.env._(
                "%(names)s and %(count)s more", names=", ".join(names), count=hidden
            )
        if hidden:
            return self.env._("%s record(s) that you may not see", hidden)
        return ", ".join(names)
