from typing import ClassVar

from odoo.tools import SQL

from ..activity.enova_activity_stage import OPEN_STATES
from .position import to_iso
from .source import BAD, CONTACT, DRAFT, GOOD, OPEN, WAITING, TimelineSource

# What a page carries of a text or a list that may be long; all of it is on the record.
RESULT_LENGTH = 2000
DOCUMENTS_SHOWN = 10


class ActivitySource(TimelineSource):
    """Tasks and events, with what came of them and the documents they are about."""

    name = "activity"
    model = "enova.activity"
    partner_field = "commercial_partner_id"
    date_field = "date"
    is_busy = True
    group = CONTACT
    text_fields = ("name", "reference", "result")
    person_field = "contact_id"
    paths: ClassVar[dict] = {
        "enova.project": ("project_id",),
        "enova.campaign": ("campaign_id",),
        "enova.device": ("device_id", "service_order_ids.device_id"),
        "repair.order": ("service_order_ids",),
    }
    shown_fields = (
        "name",
        "reference",
        "type_id",
        "stage_id",
        "state",
        "contact_id",
        "user_id",
        "date_start",
        "all_day",
        "date_deadline",
        "date_due",
        "result",
        "root_id",
        "mailing_state",
        "mailing_left_out",
    )

    @property
    def label(self):
        return self.env._("Tasks and events")

    def _first(self, domain, order, count):
        """Find them by the index, which knows what the rules ask, and then read them.

        In one statement each row would be visited, until a page of one's own is found
        among the hundred thousand of somebody else's contractor.
        """
        found = self.env[self.model].search(domain, order=order, limit=count)
        found.fetch([self.date_field, *self.shown_fields])
        return found

    def entries(self, records):
        """Add the linked documents, and the conversation, to what the screen shows.

        :param records: recordset of activities
        :return: dict of entries by record id
        """
        # no more of them than is shown: their rows are wide
        records.type_id.fetch(["icon", "name"])
        records.stage_id.fetch(["name"])
        # sudo: names on records that the caller reads, as core shows them
        records.contact_id.sudo().fetch(["name"])
        entries = super().entries(records)
        for record_id, documents in self._documents(records).items():
            entries[record_id]["documents"] = documents
        for record_id, conversation in self._conversations(records).items():
            entries[record_id]["conversation"] = conversation
        return entries

    def _domain(self, request):
        domain = super()._domain(request)
        if request.conversation_id:
            activities = self.env[self.model]
            domain &= activities._conversation_domain([request.conversation_id])
        return domain

    def _conversations(self, records):
        """Return the chains of follow-ups that have more than one that one may see."""
        roots = {record.id: record.root_id.id or record.id for record in records}
        sizes = self.env[self.model]._conversation_sizes(list(set(roots.values())))
        return {
            record_id: {"id": root_id, "count": sizes[root_id]}
            for record_id, root_id in roots.items()
            if sizes.get(root_id, 0) > 1
        }

    def _details(self, record):
        details = {
            "icon": record.type_id.icon or "fa-sticky-note-o",
            "title": record.name,
            "number": record.reference,
            "kind": record.type_id.name,
            "state": record.state,
            "state_label": self._state_label(record),
            "tone": self._tone(record),
            "user": self._user_name(record.user_id),
            # sudo: the name on a record that the caller reads, as core shows it
            "contact": record.contact_id.sudo().name or False,
            "result": self._result(record),
        }
        if record.all_day and record.date_start:
            details["date"] = to_iso(record.day_from)
        elif not record.date_start and record.date_deadline:
            details["date"] = to_iso(record.date_deadline)
        return details

    def _state_label(self, record):
        """Return the stage; of a letter or an e-mail, how far it is."""
        if not record.mailing_state:
            return record.stage_id.name
        labels = [
            dict(record._fields[name]._description_selection(self.env))[record[name]]
            for name in ("mailing_state", "mailing_left_out")
            if record[name]
        ]
        return ": ".join(labels)

    def _tone(self, record):
        if record.mailing_state in ("bounced", "uncertain"):
            return BAD
        if record.state in OPEN_STATES and record.due_state == "overdue":
            return BAD
        tones = {"planned": OPEN, "in_progress": WAITING, "done": GOOD}
        return tones.get(record.state, DRAFT)

    def _result(self, record):
        text = record.result or False
        if text and len(text) > RESULT_LENGTH:
            return text[:RESULT_LENGTH].rstrip() + "…"
        return text

    def _documents(self, records):
        """Return the linked documents that the user may read, by activity."""
        documents = {record.id: [] for record in records}
        for name, holders in self._holders(records).items():
            targets = self.env[records._fields[name].comodel_name]
            targets = targets.with_context(active_test=False)
            shown = {}
            for target in targets.search([("id", "in", list(holders))]):
                for record_id in holders[target.id]:
                    shown.setdefault(record_id, []).append(target)
            for record_id, linked in shown.items():
                documents[record_id] += map(self._document, linked[:DOCUMENTS_SHOWN])
        return documents

    def _holders(self, records):
        """Return which activities hold which documents, above the rights to these.

        From the relations themselves, in one statement: most activities have none,
        and the ERP would ask each field, with the rights to its documents.

        :return: dict by the name of a field of dicts of lists of ids by document
        """
        fields_ = [records._fields[name] for name in self._document_fields()]
        if not (records and fields_):
            return {}
        rows = self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT %s, %s, %s FROM %s WHERE %s IN %s",
                    field.name,
                    SQL.identifier(field.column2),
                    SQL.identifier(field.column1),
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    records._ids,
                )
                for field in fields_
            )
        )
        found = {}
        for name, document_id, record_id in rows:
            holders = found.setdefault(name, {})
            holders.setdefault(document_id, []).append(record_id)
        return found

    def _document(self, target):
        return {"model": target._name, "id": target.id, "name": target.display_name}

    def _document_fields(self):
        """Return the fields that link documents of models the user may read."""
        names = []
        for field in self.env[self.model]._fields.values():
            if field.type == "many2many":
                target = self.env[field.comodel_name]
                linked = getattr(target, "_enova_activity_field", None) == field.name
                if linked and target.has_access("read"):
                    names.append(field.name)
        return names
