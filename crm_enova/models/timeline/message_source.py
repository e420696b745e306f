"""E-mails and notes about a contractor, wherever in the ERP they were written."""

from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from .beginning import beginning
from .linked import Served
from .message_places import MessagePlaces
from .position import Position
from .source import MESSAGE, TimelineSource

# What people write. What the system notes of fields is left to the chatter.
WRITTEN = ("comment", "email", "email_outgoing", "auto_comment")
# How many more are asked for, each time rights have left a page short.
FURTHER = 4
LARGEST_STEP = 5000


class MessageSource(Served, MessagePlaces, TimelineSource):
    """Messages on the contractor, its people and documents, from them and to them.

    Where to look are two statements, in which every place gives its newest by an index:
    so the cost depends on the page and on the number of documents, not on that of
    messages. They run above the reader's rights and find ids alone; the ERP's own check
    of messages decides which of them they may read, and more are fetched until the page
    is full.
    """

    name = "message"
    model = "mail.message"
    date_field = "date"
    is_busy = True
    # all that has a history has messages
    everywhere = True
    group = MESSAGE
    icon = "fa-envelope-o"
    shown_fields = (
        "subject",
        "body",
        "message_type",
        "author_id",
        "email_from",
        "is_internal",
        "subtype_id",
        "model",
        "res_id",
    )

    @property
    def label(self):
        return self.env._("E-mails and notes")

    def places(self, request, count, before=None):
        """Return where the newest messages stand that the user may read.

        :param Request request: whose history, and from where on
        :param int count: how many at most
        :param before: a :class:`Position` or ``None``
        :return: list of Position, newest first
        """
        messages = self._flushed()
        found, step = [], count
        while True:
            rows = self._rows(request, step, before)
            candidates = messages.browse(id_ for id_, _date in rows)
            readable = set(candidates._filtered_access("read")._ids)
            found += [
                Position(moment, self.name, id_)
                for id_, moment in rows
                if id_ in readable
            ]
            if len(rows) < step or len(found) >= count:
                return found[:count]
            last_id, last_date = rows[-1]
            before = Position(last_date, self.name, last_id)
            step = min(step * FURTHER, LARGEST_STEP)

    def newest(self, request, count, before=None):
        """Return the newest messages that the user may read, older than a position.

        :param Request request: whose history, and from where on
        :param int count: how many at most
        :param before: a :class:`Position` or ``None``
        :return: recordset, newest first
        """
        places = self.places(request, count, before)
        return self.env[self.model].browse(place.id for place in places)

    def among(self, request, ids):
        """Return those of some messages that are in the history of a contractor.

        :param Request request: whose history
        :param list ids: of messages
        :return: recordset of those that the reader may read
        """
        messages = self._flushed()
        rows = self._rows(request, len(ids), ids=ids)
        return messages.browse(id_ for id_, _date in rows)._filtered_access("read")

    def _flushed(self):
        """Return the model of messages, once all is written that is asked for."""
        messages = self.env[self.model]
        messages.flush_model(["model", "res_id", "author_id", "date", "message_type"])
        self.env["mail.notification"].flush_model(["mail_message_id", "res_partner_id"])
        self.env["mail.mail"].flush_model(["mail_message_id", "enova_event_id"])
        return messages

    # -- where to look -------------------------------------------------------------

    def _rows(self, request, count, before=None, ids=None):
        """Return ids and dates of the newest, above the reader's rights.

        Records first, where most of them are: of what people wrote or got elsewhere
        only what is newer can then be among the newest.

        :param list ids: of messages, to look for no others
        """
        if not request.of_contractor:
            places = self._of_subject(request)
            return self.env.execute_query(
                self._query(places, request, count, before, ids)
            )
        people_ids = request.people_ids
        if request.person_id:
            people_ids = [id_ for id_ in people_ids if id_ == request.person_id]
            if not people_ids:
                return []
        places = self._on_records(request, people_ids)
        rows = self.env.execute_query(self._query(places, request, count, before, ids))
        if len(rows) == count:
            last_id, last_date = rows[-1]
            request = request.newer_than(Position(last_date, self.name, last_id))
        places = self._of_people(people_ids)
        further = self.env.execute_query(
            self._query(places, request, count, before, ids)
        )
        found = sorted({*rows, *further}, key=lambda row: row[::-1], reverse=True)
        return found[:count]

    def _query(self, places, request, count, before=None, ids=None):
        """Return the statement that finds ids and dates in some places, newest first.

        :param list places: what makes the statement of each
        :param list ids: of messages, to look for no others
        """
        date, row_id = SQL("message.date"), SQL("message.id")
        newest = SQL(
            "AND message.date IS NOT NULL AND message.message_type IN %s AND %s %s%s %s"
            " ORDER BY message.date DESC, message.id DESC LIMIT %s",
            WRITTEN,
            self._not_of_event(),
            SQL("AND message.id = ANY(%s)", ids) if ids else SQL(),
            self._between(request, before, date, row_id),
            self._looked_for(request),
            count,
        )
        union = SQL(" UNION ").join(SQL("(%s)", place(newest)) for place in places)
        return SQL(
            "SELECT id, date FROM (%s) AS found ORDER BY date DESC, id DESC LIMIT %s",
            union,
            count,
        )

    def _looked_for(self, request):
        """Return the condition of words and of the first day."""
        conditions = SQL()
        if request.text:
            words = f"%{escape_psql(request.text)}%"
            conditions = SQL(
                "AND (message.subject ILIKE %s OR message.body ILIKE %s)", words, words
            )
        if request.since:
            first = request.since_moment
            conditions = SQL("%s AND message.date >= %s", conditions, first)
        return conditions

    def _not_of_event(self):
        """Leave out e-mails of a mail merge that wait: those show as their events."""
        return SQL(
            "(message.message_type != 'email_outgoing' OR NOT EXISTS ("
            "SELECT FROM mail_mail AS mail WHERE mail.mail_message_id = message.id"
            " AND mail.enova_event_id IS NOT NULL))"
        )

    # -- what is shown -------------------------------------------------------------

    def entries(self, records):
        """Add the document that each message is about, where it may be read.

        :param records: recordset of messages
        :return: dict of entries by message id
        """
        # sudo: of messages that have just been found readable; core would ask again
        records.sudo().fetch([self.date_field, *self.shown_fields])
        # sudo: as below, and no more of them than is shown: their rows are wide
        records.author_id.sudo().fetch(["name", "partner_share"])
        records.subtype_id.sudo().fetch(["internal"])
        return self._link_documents(super().entries(records), records)

    def _details(self, record):
        # sudo: the name of whoever has written what the caller reads
        author = record.author_id.sudo()
        is_note = record.is_internal or record.subtype_id.sudo().internal
        kind = self.env._("Note") if is_note else self.env._("E-mail")
        came_in = record.message_type == "email" or author.partner_share
        return {
            "icon": "fa-sticky-note-o" if is_note else self.icon,
            "title": record.subject or kind,
            "kind": kind,
            "direction": False if is_note else "in" if came_in else "out",
            "user": author.name or record.email_from or False,
            "result": beginning(record.body),
            "target": {"model": record.model, "id": record.res_id}
            if record.model and record.res_id
            else False,
        }
