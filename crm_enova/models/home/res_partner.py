import logging

import psycopg2

from odoo import api, models

from ..contractor.res_partner_own import AskedOnce
from .tiles_of_documents import TILES

_logger = logging.getLogger(__name__)


class ResPartner(models.Model):
    """What to know of a contractor at a glance."""

    _inherit = "res.partner"

    @api.model
    def _enova_tiles(self):
        """Return the classes of the tiles, in their order; an addon appends its own."""
        return list(TILES)

    @api.readonly
    def enova_summary(self):
        """Return the tiles over a contractor, under the rights of the caller.

        A contact person has those of the company. What may not be read, or has nothing
        to say, is absent, and so is a tile that raises.

        :return: dict by name of dicts of ``label``, ``value``, maybe ``hint``, ``tone``
            (``good`` or ``alarm``), ``bars`` (heights from 0 to 1, oldest first) and
            ``action``, which opens the list behind the figure
        :raises AccessError: when one may not read the partner
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the id of the company alone
        contractor_id = self.sudo().commercial_partner_id.id
        if not self.env["enova.activity"].has_access("read"):
            return {}
        env = AskedOnce.around(self).env
        summary = {}
        for kind in self._enova_tiles():
            tile = kind(env, contractor_id)
            try:
                content = tile.content() if tile.is_readable() else None
            except psycopg2.Error:
                raise  # the transaction has ended with it
            except Exception:
                _logger.exception("the tile %s cannot be read", tile.name)
                content = None
            if content:
                summary[tile.name] = content
        return summary
