"""Where in the ERP messages about a contractor, or about another record, stand."""

from odoo.tools import SQL

from .app_sources import APP_SOURCES
from .document_sources import DOCUMENT_SOURCES

# What belongs to one of these shows with it.
SHOWN_ELSEWHERE = ("enova.activity", "enova.reservation", "calendar.event")
# Beside the documents that are entries themselves: model, field, whether of people.
FURTHER_PLACES = (
    ("enova.project", "commercial_partner_id", False),
    ("enova.device", "commercial_partner_id", False),
)


class MessagePlaces:
    """Makes the statements, one for each place, in which its newest come by an index.

    Each returns a function of the conditions, the order and the limit of them all.
    """

    def _of_subject(self, request):
        """Return the statements of messages on a record and on its documents."""
        subject = request.subject
        own = self._of_records(subject._name, SQL("unnest(%s)", subject.ids))
        return [own, *self._of_its_documents(request)]

    def _on_records(self, request, people_ids):
        """Return the statements of messages on partners, documents and the like."""
        places = [self._of_records("res.partner", SQL("unnest(%s)", people_ids))]
        return places if request.person_id else places + self._of_all_documents(request)

    def _of_people(self, people_ids):
        """Return the statements of messages from people and to them."""
        return [self._of_authors(people_ids), self._of_recipients(people_ids)]

    def _of_records(self, model, ids):
        """Return what makes the statement of the messages of a model's records."""
        return lambda newest: SQL(
            "SELECT found.id, found.date FROM %s AS record(id), LATERAL ("
            " SELECT message.id, message.date FROM mail_message AS message"
            " WHERE message.model = %s AND message.res_id = record.id %s) AS found",
            ids,
            model,
            newest,
        )

    def _of_all_documents(self, request):
        """Return the statements of the messages on documents, projects and devices.

        Of most there are none: to ask for that is less than to plan so many statements.
        """
        places = [
            (source.model, source.partner_field, source.of_people)
            for source in (*DOCUMENT_SOURCES, *APP_SOURCES)
        ]
        known = [place for place in (*places, *FURTHER_PLACES) if place[0] in self.env]
        documents = [self._documents(*place, request) for place in known]
        asked = SQL(", ").join(SQL("EXISTS %s", found) for found in documents)
        [row] = self.env.execute_query(SQL("SELECT %s", asked))
        return [
            self._of_records(model, found)
            for (model, *_), found, there in zip(known, documents, row, strict=True)
            if there
        ]

    def _of_its_documents(self, request):
        """Return the statements of the messages on the documents of a record."""
        places = []
        for kind in DOCUMENT_SOURCES:
            # sudo: ids alone; which of the messages they may read is asked later
            source = kind(self.env(su=True))
            documents = source.env[source.model].with_context(active_test=False)
            if source.is_about(request.subject._name):
                found = documents._search(source._linked(request)).subselect()
                places.append(self._of_records(source.model, SQL("(%s)", found)))
        return places

    def _documents(self, model, partner_field, of_people, request):
        """Return the query of the ids of a contractor's documents of a model."""
        whose = request.people_ids if of_people else [request.partner_id]
        return SQL(
            "(SELECT document.id FROM %s AS document WHERE %s IN %s)",
            SQL.identifier(self.env[model]._table),
            SQL.identifier("document", partner_field),
            tuple(whose),
        )

    def _of_authors(self, people_ids):
        return lambda newest: SQL(
            "SELECT found.id, found.date FROM unnest(%s) AS author(id), LATERAL ("
            " SELECT message.id, message.date FROM mail_message AS message"
            " WHERE message.author_id = author.id AND %s %s) AS found",
            people_ids,
            self._told_here(),
            newest,
        )

    def _of_recipients(self, people_ids):
        return lambda newest: SQL(
            "SELECT message.id, message.date FROM mail_message AS message"
            " WHERE message.id IN (SELECT mail_message_id FROM mail_notification"
            " WHERE res_partner_id IN %s) AND %s %s",
            tuple(people_ids),
            self._told_here(),
            newest,
        )

    def _told_here(self):
        return SQL(
            "(message.model IS NULL OR message.model NOT IN %s)", SHOWN_ELSEWHERE
        )
