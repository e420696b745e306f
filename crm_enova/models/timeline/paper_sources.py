"""Files, folders and mass mailings in the history of a contractor."""

from typing import ClassVar

from odoo.fields import Domain

from .activity_source import ActivitySource
from .linked import Served
from .source import BAD, DRAFT, FILE, GOOD, MESSAGE, OPEN, TimelineSource


class FileSource(Served, TimelineSource):
    """Files about the contractor, on whatever record; the archive knows whose."""

    name = "file"
    model = "ir.attachment"
    partner_field = "enova_partner_id"
    date_field = "create_date"
    icon = "fa-paperclip"
    # any record may have some
    everywhere = True
    group = FILE
    text_fields = ("name",)
    shown_fields = ("name", "res_model", "res_id", "create_uid")

    @property
    def label(self):
        return self.env._("Attachments")

    def _linked(self, request):
        """Find the files on a record and on its tasks and events."""
        own = self._on(request.subject._name, request.subject.ids)
        if not self._has_crm():
            return own
        tasks = self.env[ActivitySource.model]
        about = ActivitySource(self.env)._linked(request)
        return own | self._on(tasks._name, tasks._search(about))

    @staticmethod
    def _on(model, ids):
        return Domain("res_model", "=", model) & Domain("res_id", "in", ids)

    def entries(self, records):
        """Add the record that each file is attached to, where it may be read.

        :param records: recordset of attachments
        :return: dict of entries by attachment id
        """
        entries = super().entries(records)
        return self._link_documents(entries, records, "res_model")

    def _details(self, record):
        return {
            "title": record.name,
            "user": self._user_name(record.create_uid),
            "url": f"/web/content/{record.id}?download=true",
        }


class FolderSource(TimelineSource):
    """Folders of the contractor, by the day on which they were begun."""

    name = "folder"
    paths: ClassVar[dict] = {"enova.project": ("project_id",)}
    model = "enova.folder"
    partner_field = "partner_id"
    of_people = True
    date_field = "create_date"
    icon = "fa-folder-open-o"
    group = FILE
    text_fields = ("name",)
    shown_fields = ("name", "state", "user_id")
    tones = {"open": OPEN}

    @property
    def label(self):
        return self.env._("Folders")

    def _details(self, record):
        return {
            "title": record.display_name,
            "kind": self.env._("Folder"),
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, DRAFT),
            "user": self._user_name(record.user_id),
        }


class MailingSource(TimelineSource):
    """Mass mailings that went to their people; a mail merge shows as its event."""

    name = "mailing"
    model = "mailing.trace"
    partner_field = "res_id"
    of_people = True
    date_field = "sent_datetime"
    icon = "fa-bullhorn"
    group = MESSAGE
    text_fields = ("mass_mailing_id.subject",)
    shown_fields = ("mass_mailing_id", "trace_status", "email", "res_id")
    tones = {"open": GOOD, "reply": GOOD, "sent": OPEN, "error": BAD, "bounce": BAD}

    @property
    def label(self):
        return self.env._("Mass mailings")

    def is_readable(self):
        """Tell whether the user may read mailings, and knows which are an event's.

        :return: bool
        """
        return super().is_readable() and self.env["enova.activity"].has_access("read")

    def _domain(self, request):
        of_people = Domain("model", "=", "res.partner")
        without_event = Domain("enova_activity_id", "=", False)
        return super()._domain(request) & of_people & without_event

    def _details(self, record):
        # sudo: the subject of a mailing whose trace they read
        mailing = record.mass_mailing_id.sudo()
        return {
            "title": mailing.subject or self.env._("Mass mailing"),
            "kind": self.env._("Mass mailing"),
            "direction": "out",
            "state": record.trace_status,
            "state_label": self._selection_label(record, "trace_status"),
            "tone": self.tones.get(record.trace_status, DRAFT),
            "contact": record.email or False,
            "target": {"model": "mailing.mailing", "id": mailing.id}
            if mailing
            else False,
        }


PAPER_SOURCES = (FileSource, FolderSource, MailingSource)
