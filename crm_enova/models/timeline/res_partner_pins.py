import logging

import psycopg2

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..base.arguments import read_arguments, record_id, text
from .request import Request

_logger = logging.getLogger(__name__)

MOST_PINS = 20


class ResPartner(models.Model):
    """What somebody has pinned over the history of a contractor, for all its readers.

    A pin shows as long as its record is part of that history, and to those who may read
    the record there: to everybody else it is absent.
    """

    _inherit = "res.partner"

    @read_arguments(model=text, entry_id=record_id)
    def enova_pin(self, model, entry_id):
        """Pin an entry over the history of this contractor.

        :param str model: of the entry
        :param int entry_id: of the entry
        :return: ``True``, also where it is pinned already
        :raises AccessError: when one may not change the contractor, or the entry is not
            in the history that one may read
        :raises UserError: when there are too many
        """
        contractor, pinned = self._pins_to_change(model, entry_id)
        if (model, entry_id) in pinned:
            return True
        if len(pinned) >= MOST_PINS:
            raise UserError(
                self.env._(
                    "No more than %s entries can be pinned. Unpin another one first.",
                    MOST_PINS,
                )
            )
        contractor._pins().create(
            {"partner_id": contractor.id, "res_model": model, "res_id": entry_id}
        )
        return True

    @read_arguments(model=text, entry_id=record_id)
    def enova_unpin(self, model, entry_id):
        """Take a pin away.

        :param str model: of the entry
        :param int entry_id: of the entry
        :return: ``True``, also where it is not pinned any more
        :raises AccessError: as for :meth:`enova_pin`
        """
        _contractor, pinned = self._pins_to_change(model, entry_id)
        if (model, entry_id) in pinned:
            pinned[model, entry_id].unlink()
        return True

    def _pins_to_change(self, model, entry_id):
        """Return the contractor and the pins that one sees, once one may change them.

        What one does not see takes no place of what one may pin, and so is not told of.

        :return: pair of a partner and of a dict of pins, which are the superuser's, by
            place
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the id of the company alone
        contractor = self.browse(self.sudo().commercial_partner_id.id)
        contractor.check_access("write")
        pinned = contractor._pins().grouped(lambda pin: (pin.res_model, pin.res_id))
        seen = contractor._history_entries([*pinned, (model, entry_id)])
        if (model, entry_id) not in seen:
            raise AccessError(
                self.env._(
                    "This is not in the history of the contractor, or not yours to see."
                )
            )
        return contractor, {place: pinned[place] for place in pinned if place in seen}

    def _pins(self):
        """Return the pins of a contractor, the newest first, as the superuser's.

        Of its people too: they may have been companies of their own.
        """
        # sudo: nobody has access; what of it is shown is what the caller may read
        return (
            self.env["enova.pin"]
            .sudo()
            .search_fetch(
                [("partner_id.commercial_partner_id", "=", self.id)],
                ["res_model", "res_id"],
            )
        )

    def _shown_pins(self):
        """Return the pinned entries that the caller may read, the newest pin first.

        :return: dict of ``pins``, entries as in the history, and of ``may_pin``:
            whether the caller may pin and unpin
        """
        # sudo: the id of the company alone
        contractor = self.browse(self.sudo().commercial_partner_id.id)
        places = dict.fromkeys((p.res_model, p.res_id) for p in contractor._pins())
        entries = contractor._history_entries(list(places)) if places else {}
        return {
            "pins": [entries[place] for place in places if place in entries],
            "may_pin": contractor.has_access("write"),
        }

    def _history_entries(self, places):
        """Return entries of the history of a contractor, as far as one may read them.

        A few queries for each source, however many they are.

        :param list places: pairs of a model and an id
        :return: dict of entries by place
        """
        ids, found = {}, {}
        for model, id_ in places:
            ids.setdefault(model, []).append(id_)
        if not self.env["enova.activity"].has_access("read"):
            return found
        request = Request(self)
        for kind in self._enova_timeline_sources():
            source = kind(self.env)
            if source.model not in ids or not source.is_readable():
                continue
            entries = self._entries_among(source, request, ids[source.model])
            # what two sources know is an entry of the first, as in the history
            found = {(source.model, id_): e for id_, e in entries.items()} | found
        return found

    @api.model
    def _entries_among(self, source, request, ids):
        """Return entries of one source by id; none of a source that raises."""
        try:
            return source.entries(source.among(request, ids))
        except psycopg2.Error:
            raise  # the transaction has ended with it
        except Exception:
            _logger.exception("pins: source %s cannot be read", source.name)
            return {}
