import logging

import psycopg2

from odoo import api, models

from ..contractor.res_partner_own import AskedOnce
from .day_blocks import BLOCKS
from .news_block import News
from .paper_blocks import PAPER_BLOCKS
from .target_block import Progress

_logger = logging.getLogger(__name__)


class ResUsers(models.Model):
    """The page with which the day of whoever works with the CRM begins."""

    _inherit = "res.users"

    @api.model
    def _enova_day_blocks(self):
        """Return the classes of the blocks in their order; an addon appends its."""
        return [*BLOCKS, News, *PAPER_BLOCKS, Progress]

    @api.model
    @api.readonly
    def enova_my_day(self):
        """Return all of the page *My day*, under the rights of the caller.

        What may not be read, or has nothing to say, is absent, and so is a block that
        raises.

        :return: list of dicts of ``name``, ``label``, ``column``, and what
            :meth:`Block.content` returns
        """
        if not self.env["enova.activity"].has_access("read"):
            return []
        env = AskedOnce.around(self).env
        day = []
        for kind in self._enova_day_blocks():
            block = kind(env)
            try:
                content = block.content() if block.is_readable() else None
            except psycopg2.Error:
                raise  # the transaction has ended with it
            except Exception:
                _logger.exception("the block %s cannot be read", block.name)
                content = None
            if content:
                day.append(
                    {
                        "name": block.name,
                        "label": block.label,
                        "column": block.column,
                        **content,
                    }
                )
        return day
