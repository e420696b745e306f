from odoo import models
from odoo.tools import format_datetime


class EnovaCreator(models.TransientModel):
    """How much of what is to be reserved is free, and until when it takes."""

    _inherit = "enova.creator"

    def _preview_reservations(self, chosen):
        """Return a text for each line that reserves.

        :param chosen: contractors or projects that it is for
        """
        counts, texts = self._tasks_to_make(chosen), []
        for line, places in self._places(counts).items():
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
            missing = counts[line] - len(places)
            if missing:
                texts.append(self.env._("without one, nothing is free: %s", missing))
        return texts

    def _tasks_to_make(self, chosen):
        """Return how many tasks there will be, by line; those that are there aside."""
        lines = self.playbook_id.line_ids
        counts = dict.fromkeys(lines, len(chosen))
        if self.audience == "projects":
            # sudo: whether they are there, whoever may see them
            activities = self.env["enova.activity"].sudo()
            there = activities._read_group(
                [
                    ("project_id", "in", chosen.ids),
                    ("playbook_line_id", "in", lines.ids),
                ],
                ["playbook_line_id"],
                ["__count"],
            )
            for line, count in there:
                counts[line] -= count
        return counts
