"""How one page of a history comes together from all its sources."""

import logging

import psycopg2

from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class TimelinePage:
    """The newest of each source, merged; a source that raises is left out, and named.

    Those that have most of what happens are asked first. Once there is one more than
    the page holds, the others are asked only for what is newer than that one, and only
    where there is anything: most of them then have nothing, and are not searched.

    :param env: of the reader
    :param Request request: whose history
    :param int limit: how many entries at most
    :param before: the :class:`Position` of the last entry of the page before
    """

    def __init__(self, env, request, limit, before=None):
        self.env, self.request = env, request
        self.limit, self.before = limit, before
        self.cursor, self.failed = None, []
        self._places = []

    def entries(self, sources):
        """Return the entries, newest first; ``cursor`` and ``failed`` are known then.

        :param list sources: of those who read
        :return: list of dicts
        """
        self._find([source for source in sources if source.is_busy])
        others = [source for source in sources if not source.is_busy]
        self._find(self._present(others))
        page = self._places[: self.limit]
        if len(self._places) > self.limit:
            self.cursor = page[-1].to_cursor()
        shown = {source.name: self._entries_of(source, page) for source in sources}
        found = ((shown[place.source], place.id) for place in page)
        return [known[id_] for known, id_ in found if id_ in known]

    def _find(self, sources):
        """Add the places of some sources, as far as the page reaches."""
        for source in sources:
            found = self._ask(
                source, source.places, self.request, self.limit + 1, self.before
            )
            places = sorted([*self._places, *(found or ())], reverse=True)
            self._places = places[: self.limit + 1]
            if len(places) > self.limit:
                self.request = self.request.newer_than(places[self.limit])

    def _present(self, sources):
        """Return those of some sources that can have anything on the page."""
        if len(sources) < 2:
            return sources
        traces = [
            self._ask(source, source.trace, self.request, self.before)
            for source in sources
        ]
        columns = [SQL("TRUE") if trace is None else trace for trace in traces]
        [row] = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(columns)))
        return [source for source, there in zip(sources, row, strict=True) if there]

    def _entries_of(self, source, page):
        """Return what is shown of the entries of one source, by id."""
        ids = [place.id for place in page if place.source == source.name]
        if not ids:
            return {}
        return (
            self._ask(source, source.entries, self.env[source.model].browse(ids)) or {}
        )

    def _ask(self, source, question, *arguments):
        """Return an answer of a source, ``None`` from one that cannot be read."""
        try:
            return question(*arguments)
        except psycopg2.Error:
            raise  # the transaction has ended with it
        except Exception:
            _logger.exception("history: source %s cannot be read", source.name)
            if source not in self.failed:
                self.failed.append(source)
            return None
