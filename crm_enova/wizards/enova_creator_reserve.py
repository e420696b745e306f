from odoo import models
from odoo.tools import format_datetime


class EnovaCreator(models.TransientModel):
    """How much of what is to be reserved is free, and until when it takes."""

    _inherit = "enova.creator"

    def _preview_reservations(self, count):
        """Return a text for each line that reserves.

        :param int count: for how many it is
        """
        lines = self.playbook_id.line_ids
        texts = []
        for line, places in self._places(dict.fromkeys(lines, count)).items():
            name = line.resource_id.name or line.resource_category_id.name
            texts.append(
                self.env._(
                    "%(task)s: %(count)s reservations of %(resource)s",
                    task=line.name,
                    count=len(places),
                    resource=name,
                )
            )
            if places and places[-1][1] > places[0][1]:
                last = format_datetime(self.env, places[-1][1], dt_format="short")
                texts[-1] += " " + self.env._("(one after the other, until %s)", last)
            if len(places) < count:
                missing = count - len(places)
                texts.append(self.env._("without one, nothing is free: %s", missing))
        return texts
