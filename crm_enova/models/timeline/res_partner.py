from odoo import api, models
from odoo.exceptions import UserError

from ..activity.enova_activity_stage import OPEN_STATES
from ..base.arguments import day, optional, read_arguments, record_id, texts, whole
from ..base.arguments import text as text_read
from .activity_source import ActivitySource
from .app_sources import APP_SOURCES
from .configured_source import configured
from .document_sources import DOCUMENT_SOURCES, IssueSource
from .message_source import MessageSource
from .page import TimelinePage
from .paper_sources import PAPER_SOURCES
from .people_sources import PEOPLE_SOURCES
from .position import Position, to_iso
from .request import RULED, Request
from .reservation_source import ReservationSource
from .source import GROUPS

LARGEST_PAGE = 200
# What managers have added without code.
MANAGED = "enova.history.source"
# Of whom the history can be narrowed down to one.
PEOPLE = 30


class ResPartner(models.Model):
    """All that has happened with a contractor, from every part of the ERP."""

    _inherit = "res.partner"

    @api.model
    def _enova_timeline_sources(self):
        """Return the classes of the sources; another addon appends its own."""
        return [
            ActivitySource,
            MessageSource,
            ReservationSource,
            *DOCUMENT_SOURCES,
            IssueSource,
            *PEOPLE_SOURCES,
            *PAPER_SOURCES,
            *APP_SOURCES,
            *(configured(*line) for line in self.env[MANAGED]._definitions()),
        ]

    @api.model
    def _enova_timeline_groups(self):
        """Return the filters above the history, in their order, by name."""
        labels = (
            self.env._("Contacts"),
            self.env._("E-mails"),
            self.env._("Sales"),
            self.env._("Invoices"),
            self.env._("Service"),
            self.env._("Files"),
            self.env._("Other"),
        )
        return dict(zip(GROUPS, labels, strict=True))

    @api.readonly
    @read_arguments(
        limit=whole(1, LARGEST_PAGE),
        sources=optional(texts),
        conversation=optional(record_id),
        text=optional(text_read),
        person=optional(record_id),
        since=optional(day),
        groups=optional(texts),
    )
    def enova_timeline(
        self,
        limit=40,
        cursor=None,
        sources=None,
        conversation=None,
        text=None,
        person=None,
        since=None,
        groups=None,
    ):
        """Return a page of the history of this contractor, newest first.

        A contact person has the history of the company. Everything is read under the
        rights of the caller: what they may not open does not show. The cost depends on
        the page, not on the length of the history.

        :param int limit: entries on the page, 200 at most
        :param cursor: what the page before returned; ``None`` for the newest
        :param list sources: names of the sources wanted; ``None`` for all
        :param int conversation: id of the first of a chain of follow-ups, to see that
            chain alone
        :param str text: what is looked for in what entries say
        :param int person: id of whom entries have to be about
        :param date since: the first day, in the time zone of the caller
        :param list groups: names of the groups of sources wanted; ``None`` for all
        :return: dict of ``entries``; ``cursor`` of the next page, ``None`` after the
            last; ``sources`` that the caller may read, each with ``name``, ``label``
            and ``group``; ``groups`` of them, each with ``name`` and ``label``;
            ``failed``, the labels of those that could not be read
        :raises UserError: when the cursor is not one of ours
        """
        self.ensure_one()
        # sudo: what the rules ask is all that is read of the row, which is wide
        self.sudo().fetch(["commercial_partner_id", *RULED])
        self._check_history(self)
        request = Request(self, conversation, (text or "").strip(), person, since)
        return self._timeline(request, limit, cursor, sources, groups)

    @api.model
    def _check_history(self, subject):
        """Refuse the history of what one may not read, and of what is not stored.

        :param subject: one record
        """
        if not subject.ids:
            raise UserError(self._no_history())
        subject.check_access("read")

    @api.model
    def _no_history(self):
        return self.env._("This page of the history does not exist. Reload the page.")

    @api.model
    def _timeline(self, request, limit, cursor, sources, groups):
        """Return a page of any history, as ``enova_timeline`` does."""
        if request.conversation_id:
            sources = [ActivitySource.name]
        kinds = self._enova_timeline_sources()
        known = {kind.name: kind(self.env) for kind in kinds}
        before = self._timeline_position(cursor, known)
        readable = [
            source
            for source in known.values()
            if source.is_readable() and source.is_about(request.subject._name)
        ]
        wanted = [
            source
            for source in readable
            if (sources is None or source.name in sources)
            and (groups is None or source.group in groups)
        ]
        page = TimelinePage(self.env, request, limit, before)
        return {
            "entries": page.entries(wanted),
            "cursor": page.cursor,
            **self._timeline_filters(readable),
            "failed": [source.label for source in page.failed],
        }

    @api.model
    def _timeline_filters(self, readable):
        """Return what the history can be narrowed down to by this reader."""
        present = {source.group for source in readable}
        return {
            "sources": [
                {"name": s.name, "label": s.label, "group": s.group} for s in readable
            ],
            "groups": [
                {"name": name, "label": label}
                for name, label in self._enova_timeline_groups().items()
                if name in present
            ],
        }

    @api.model
    def _timeline_position(self, cursor, known):
        if cursor is None:
            return None
        try:
            return Position.from_cursor(cursor, known)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise UserError(self._no_history()) from error

    @api.readonly
    @read_arguments(limit=whole(1, LARGEST_PAGE))
    def enova_open_tasks(self, limit=5):
        """Return what is open with this contractor, the most urgent first.

        :param int limit: how many at most
        :return: dict of ``tasks`` (``id``, ``title``, ``number``, ``icon``, ``kind``,
            ``user``, ``due`` as an ISO date, ``due_state``), of their whole ``count``,
            of the first ``people`` there (``id``, ``name``, ``function``, ``phone``,
            ``email``), of open ``projects`` and of ``devices`` (``model``, ``rows``,
            ``count``), of ``pins``, entries as in the history, and of ``may_pin``; all
            under the rights of the caller
        """
        self.ensure_one()
        self.check_access("read")
        activities = self.env["enova.activity"]
        if not activities.has_access("read"):
            return {
                "tasks": [],
                "count": 0,
                "people": [],
                "projects": False,
                "devices": False,
                "pins": [],
                "may_pin": False,
            }
        # sudo: the id of the company alone
        partner_id = self.sudo().commercial_partner_id.id
        domain = [
            ("commercial_partner_id", "=", partner_id),
            ("state", "in", OPEN_STATES),
        ]
        tasks = activities.search(domain, order="date_due, id", limit=limit)
        full = len(tasks) == limit
        return {
            "tasks": [self._timeline_task(task) for task in tasks],
            "count": activities.search_count(domain) if full else len(tasks),
            "people": [
                self._head_address(person)
                for person in self._head_people(self.browse(partner_id), PEOPLE)
            ],
            **self._aside_of(partner_id),
            **self._shown_pins(),
        }

    @api.model
    def _timeline_task(self, task):
        return {
            "id": task.id,
            "title": task.name,
            "number": task.reference,
            "icon": task.type_id.icon,
            "kind": task.type_id.name,
            # sudo: the name on a task that the caller reads
            "user": task.user_id.sudo().name or False,
            "due": to_iso(task.date_due),
            "due_state": task.due_state,
        }
