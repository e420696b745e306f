from odoo import api, models
from odoo.exceptions import UserError

from ..activity.enova_activity_stage import OPEN_STATES
from ..base.arguments import optional, read_arguments, record_id, texts, whole
from .activity_source import ActivitySource
from .document_sources import DOCUMENT_SOURCES
from .position import Position, to_iso
from .reservation_source import ReservationSource

LARGEST_PAGE = 200


class ResPartner(models.Model):
    """All that has happened with a contractor, from every part of the ERP."""

    _inherit = "res.partner"

    @api.model
    def _enova_timeline_sources(self):
        """Return the classes of the sources; another addon appends its own."""
        return [ActivitySource, ReservationSource, *DOCUMENT_SOURCES]

    @api.readonly
    @read_arguments(
        limit=whole(1, LARGEST_PAGE),
        sources=optional(texts),
        conversation=optional(record_id),
    )
    def enova_timeline(self, limit=40, cursor=None, sources=None, conversation=None):
        """Return a page of the history of this contractor, newest first.

        A contact person has the history of the company. Everything is read under the
        rights of the caller: what they may not open does not show. The cost depends on
        the page, not on the length of the history.

        :param int limit: entries on the page, 200 at most
        :param cursor: what the page before returned; ``None`` for the newest
        :param list sources: names of the sources wanted; ``None`` for all
        :param int conversation: id of the first of a chain of follow-ups, to see that
            chain alone
        :return: dict of ``entries``; ``cursor`` of the next page, ``None`` after the
            last; ``sources`` that the caller may read, each with ``name`` and ``label``
        :raises UserError: when the cursor is not one of ours
        """
        self.ensure_one()
        self.check_access("read")
        known = {kind.name: kind(self.env) for kind in self._enova_timeline_sources()}
        before = self._timeline_position(cursor, known)
        readable = [source for source in known.values() if source.is_readable()]
        if conversation:
            sources = [ActivitySource.name]
        wanted = [s for s in readable if sources is None or s.name in sources]
        for source in wanted:
            source.conversation_id = conversation
        page, more = self._timeline_page(wanted, limit, before)
        return {
            "entries": self._timeline_entries(wanted, page),
            "cursor": page[-1].to_cursor() if more else None,
            "sources": [{"name": s.name, "label": s.label} for s in readable],
        }

    @api.model
    def _timeline_position(self, cursor, known):
        if cursor is None:
            return None
        try:
            return Position.from_cursor(cursor, known)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise UserError(
                self.env._("This page of the history does not exist. Reload the page.")
            ) from error

    def _timeline_page(self, sources, limit, before):
        """Merge the newest of each source.

        :return: positions of the page, newest first, and whether there are older ones
        """
        # sudo: the id of the company alone; each source checks what may be read of it
        partner_id = self.sudo().commercial_partner_id.id
        found = [
            source.position(record)
            for source in sources
            for record in source.newest(partner_id, limit + 1, before)
        ]
        found.sort(reverse=True)
        return found[:limit], len(found) > limit

    def _timeline_entries(self, sources, page):
        """Return the entries at the positions, each source asked once for its own."""
        entries = {}
        for source in sources:
            ids = [place.id for place in page if place.source == source.name]
            records = self.env[source.model].browse(ids)
            entries[source.name] = source.entries(records)
        return [entries[place.source][place.id] for place in page]

    @api.readonly
    @read_arguments(limit=whole(1, LARGEST_PAGE))
    def enova_open_tasks(self, limit=5):
        """Return what is open with this contractor, the most urgent first.

        :param int limit: how many at most
        :return: dict of ``tasks`` (``id``, ``title``, ``number``, ``icon``, ``kind``,
            ``user``, ``due`` as an ISO date, ``due_state``) and of their whole
            ``count``, both under the rights of the caller
        """
        self.ensure_one()
        self.check_access("read")
        activities = self.env["enova.activity"]
        if not activities.has_access("read"):
            return {"tasks": [], "count": 0}
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
