from datetime import date

from odoo import models
from odoo.fields import Date


class EnovaCaretaker(models.Model):
    """Arithmetic of periods: whole days, both ends included, open ends allowed."""

    _inherit = "enova.caretaker"

    def _make_room(self, first, last):
        """Shorten, split or remove these periods so that the given days are free.

        :param date first: first day that is needed
        :param last: last day, or a false value for all that follow
        """
        remains = []
        covered = self.browse()
        for period in self:
            end = period.date_to
            if last and (not end or end > last):
                remains.append(period.copy_data({"date_from": _next(last)})[0])
            if period.date_from >= first:
                covered |= period
        (self - covered).write({"date_to": _previous(first)})
        covered.unlink()
        self.flush_model()
        self.create(remains)

    def _free_days(self, first, last):
        """Return the stretches between these periods, within the given days.

        :param date first: first day
        :param last: last day, or a false value for an open end
        :return: list of pairs of first and last day; the last may be ``False``
        """
        free, start = [], first
        for period in self.sorted("date_from"):
            if start < period.date_from:
                free.append((start, _previous(period.date_from)))
            if not period.date_to:
                return free
            start = max(start, _next(period.date_to))
        if start <= (last or date.max):
            free.append((start, last))
        return free


def _next(day):
    return Date.add(day, days=1)


def _previous(day):
    return Date.subtract(day, days=1)
