from odoo import api, models

from ..base.arguments import day, optional, read_arguments, record_id, texts, whole
from ..base.arguments import text as text_read
from .request import Request
from .res_partner import LARGEST_PAGE


class EnovaTimelineMixin(models.AbstractModel):
    """A record with a history of its own, made of the same sources as a contractor's.

    What belongs to it each source says by its ``paths``.
    """

    _name = "enova.timeline.mixin"
    _description = "Record with a history"

    @api.readonly
    @read_arguments(
        limit=whole(1, LARGEST_PAGE),
        sources=optional(texts),
        conversation=optional(record_id),
        text=optional(text_read),
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
        since=None,
        groups=None,
    ):
        """Return a page of the history of this record, newest first.

        Everything is read under the rights of the caller: what they may not open does
        not show.

        :param int limit: entries on the page, 200 at most
        :param cursor: what the page before returned; ``None`` for the newest
        :param list sources: names of the sources wanted; ``None`` for all
        :param int conversation: id of the first of a chain of follow-ups, to see that
            chain alone
        :param str text: what is looked for in what entries say
        :param date since: the first day, in the time zone of the caller
        :param list groups: names of the groups of sources wanted; ``None`` for all
        :return: dict as ``enova_timeline`` of ``res.partner`` returns it
        :raises UserError: when the cursor is not one of ours
        """
        self.ensure_one()
        self.env["res.partner"]._check_history(self)
        request = Request(self, conversation, (text or "").strip(), since=since)
        page = self.env["res.partner"]._timeline(
            request, limit, cursor, sources, groups
        )
        return {**page, "entries": self._finish_entries(page["entries"])}

    def _finish_entries(self, entries):
        """Link no entry to the record whose history it stands in.

        :param list entries: of the page
        :return: list of dicts, as the screen shows them
        """
        here = self._name, self.id
        for entry in entries:
            if "documents" in entry:
                entry["documents"] = [
                    document
                    for document in entry["documents"]
                    if (document["model"], document["id"]) != here
                ]
        return entries
