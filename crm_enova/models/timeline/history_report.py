from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_time

from ..base.arguments import ids_among
from .res_partner import LARGEST_PAGE

MOST_ENTRIES = 500
# What the history on the screen can be narrowed down by, and its paper with it.
FILTERS = ("groups", "conversation", "text", "person", "since")


class HistoryReport(models.AbstractModel):
    """The history of a contractor on paper, as whoever prints it may read it."""

    _name = "report.crm_enova.res_partner_history"
    _description = "History of a contractor"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return what the template shows; core asks for it, under the reader's rights.

        :param list docids: the contractor, where no filters are given
        :param dict data: ``partner_id`` and what :meth:`enova_timeline` is narrowed
            down by
        :return: dict of ``partner``, ``filters`` in words, ``days`` (pairs of a day in
            words and its entries), and of ``is_whole``
        :raises UserError: for no contractor, or for filters that cannot be read
        :raises AccessError: when one may not read the contractor
        """
        data = data or {}
        chosen = ids_among(list(docids or [data.get("partner_id")]))
        partner = self.env["res.partner"].browse(chosen[:1]).exists()
        if not partner:
            raise UserError(self.env._("There is no such contractor any more."))
        filters = {name: data[name] for name in FILTERS if data.get(name)}
        entries, cursor, page = [], None, {}
        while len(entries) < MOST_ENTRIES:
            page = partner.enova_timeline(LARGEST_PAGE, cursor, **filters)
            entries += page["entries"]
            cursor = page["cursor"]
            if not cursor:
                break
        shown = entries[:MOST_ENTRIES]
        return {
            "partner": partner,
            "filters": self._filters_in_words(filters, page),
            "days": self._days(shown),
            "is_whole": not cursor and len(shown) == len(entries),
        }

    @api.model
    def _filters_in_words(self, filters, page):
        """Return what the history was narrowed down by, as the screen says it."""
        words = [
            group["label"]
            for group in page["groups"]
            if group["name"] in filters.get("groups", ())
        ]
        if filters.get("person"):
            person = self.env["res.partner"].browse(filters["person"])
            words += person._filtered_access("read").mapped("display_name")
        if filters.get("since"):
            day = format_date(self.env, filters["since"])
            words.append(self.env._("since %s", day))
        if filters.get("text"):
            words.append(f"„{filters['text']}”")
        return words

    @api.model
    def _days(self, entries):
        """Return the entries of each day of the reader, with their hours."""
        days = {}
        for entry in entries:
            moment, hour = entry["date"], ""
            if len(moment) > len("2026-03-31"):
                local = fields.Datetime.context_timestamp(
                    self.env.user, datetime.fromisoformat(moment).replace(tzinfo=None)
                )
                moment = local.date()
                hour = format_time(self.env, local.time(), time_format="short")
            day = format_date(self.env, moment)
            days.setdefault(day, []).append({**entry, "hour": hour})
        return list(days.items())
