from collections import defaultdict, namedtuple
from datetime import date

from odoo import models
from odoo.fields import Date
from odoo.tools import SQL

from ..base.context import CARETAKER_LATER

DAY = {"days": 1}
Stretch = namedtuple("Stretch", "first after role")


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Join the caretakers' periods of partners that become one."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge_caretakers(self, sources, target):
        """Move the periods of ``sources`` to ``target``; nobody loses a day.

        A contractor has one main caretaker a day: that of ``target`` where it has one.
        On those days the others' main caretakers become deputies, in the past too, so
        that nobody loses access and the history tells who was there. A person who
        stands on both sides keeps one period a day: as main where they are, else that
        of ``target``; what is covered so is left out.

        :param sources: partners that go, or hand over their periods
        :param target: the commercial partner that the periods belong to from now on
        """
        # sudo: who may merge contractors thereby joins who is in charge of them
        periods = self.env["enova.caretaker"].sudo()
        periods = periods.with_context(**CARETAKER_LATER.on)
        both = sources | target
        found = periods.search([("partner_id", "in", both.ids)])
        if found.partner_id - target:
            ranks = {p.id: place for place, p in enumerate([*target, *sources])}
            self._defer_caretakers(True)
            for period, stretches in _joined(found, ranks).items():
                self._place_period(period, stretches, target)
            self._defer_caretakers(False)
        # those that bind nobody any more tell their story there
        history = periods.with_context(active_test=False).search(
            [("partner_id", "in", sources.ids), ("active", "=", False)]
        )
        history.write({"partner_id": target.id})
        periods._apply(both.ids)
        return len(found.exists())

    def _defer_caretakers(self, deferred):
        """Let the two exclusion constraints wait until all periods have moved."""
        self.env.flush_all()
        when = SQL("DEFERRED") if deferred else SQL("IMMEDIATE")
        self.env.cr.execute(
            SQL(
                "SET CONSTRAINTS enova_caretaker_one_main,"
                " enova_caretaker_one_period %s",
                when,
            )
        )

    def _place_period(self, period, stretches, target):
        """Cut one period to its stretches, on the kept contractor."""
        if not stretches:
            period.unlink()
            return
        name = period.partner_id.display_name
        wanted = []
        for stretch in stretches:
            values = {
                "partner_id": target.id,
                "role": stretch.role,
                "date_from": stretch.first,
                "date_to": stretch.after != date.max
                and Date.subtract(stretch.after, **DAY),
            }
            if stretch.role != period.role and not period.reason:
                values["reason"] = self.env._("Merged with %s", name)
            wanted.append(values)
        later = [period.copy_data(values)[0] for values in wanted[1:]]
        now = period._convert_to_write({key: period[key] for key in wanted[0]})
        if now != wanted[0]:
            period.write(wanted[0])
        period.create(later)


def _joined(periods, ranks):
    """Return for each period the stretches of days that are left to it.

    :param dict ranks: id of a partner to its place; the first one's periods win
    :return: dict of period to list of :class:`Stretch`, in the order of days
    """
    result = {period: [] for period in periods}
    ends = {period: _after(period) for period in periods}
    days = sorted({p.date_from for p in periods} | set(ends.values()))
    for first, after in zip(days, days[1:], strict=False):
        present = [p for p in periods if p.date_from <= first < ends[p]]
        for period, role in _team(present, ranks):
            stretches = result[period]
            last = stretches[-1] if stretches else None
            if last and last.after == first and last.role == role:
                stretches[-1] = last._replace(after=after)
            else:
                stretches.append(Stretch(first, after, role))
    return result


def _after(period):
    """Return the first day that a period does not reach."""
    return Date.add(period.date_to, **DAY) if period.date_to else date.max


def _team(periods, ranks):
    """Return who is what on a day: one period for each person, one main."""

    def place(period):
        return ranks[period.partner_id.id], period.role != "main", period.id

    main = min((p for p in periods if p.role == "main"), key=place, default=None)
    people = defaultdict(list)
    for period in periods:
        people[period.user_id].append(period)
    for user, held in people.items():
        if main and main.user_id == user:
            yield main, "main"
        else:
            yield min(held, key=place), "deputy"
