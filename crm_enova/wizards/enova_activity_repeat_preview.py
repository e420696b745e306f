from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ..models.activity.enova_activity_stage import OPEN_STATES

SHOWN = 60


class EnovaActivityRepeat(models.TransientModel):
    """What a series will look like, before it is there."""

    _inherit = "enova.activity.repeat"

    def _preview(self):
        """Return the days as markup, or what keeps them from being planned."""
        if self.mode == "stop" and self.recurrence_id:
            return Markup("<p>{}</p>").format(
                self.env._("%s open ones are cancelled.", len(self._concerned()))
            )
        try:
            self._check_rule()
            planned = self._planned()
        except UserError as error:
            return Markup('<p class="o_enova_alarm">{}</p>').format(str(error))
        series = self.env["enova.activity.recurrence"].new(self._series_values(planned))
        shown = planned[:SHOWN]
        times = [series._day_vals(*pair) for pair in shown]
        clashes = self._clashes(times)
        rows = [
            self._preview_row(pair, values, clashes.get(place))
            for place, (pair, values) in enumerate(zip(shown, times, strict=True))
        ]
        title = self.env._(
            "%(count)s in all, the last on %(day)s",
            count=len(planned),
            day=format_date(self.env, planned[-1][1]),
        )
        if self.end_type == "open":
            title = self.env._("Without end; planned for a year ahead:")
        more = len(planned) - len(shown)
        return Markup("<p>{title}</p><ol>{rows}</ol>{more}").format(
            title=title,
            rows=Markup().join(rows),
            more=self.env._("and %s more", more) if more > 0 else "",
        )

    def _preview_row(self, pair, values, clash):
        original, day = pair
        start, deadline = values.get("date_start"), values.get("date_deadline")
        weekday = format_date(self.env, day, date_format="EEEE")
        zone = self.activity_id._series_zone().zone
        if start and not self.activity_id.all_day:
            shown = format_datetime(self.env, start, tz=zone, dt_format="short")
        else:
            shown = format_date(self.env, start.date() if start else deadline)
        notes = []
        if original != day:
            free = format_date(self.env, original)
            notes.append(self.env._("instead of %s, which is free", free))
        note = Markup(' <span class="o_enova_muted">({})</span>').format(
            ", ".join(notes)
        )
        warning = Markup(
            ' <span class="o_enova_alarm"><i class="fa fa-warning"></i> {}</span>'
        )
        return Markup("<li>{weekday}, {shown}{note}{clash}</li>").format(
            weekday=weekday,
            shown=shown,
            note=note if notes else "",
            clash=warning.format(clash) if clash else "",
        )

    def _clashes(self, times):
        """Return what the assignee has at these hours already, as the user may see it.

        :param list times: values of the days, as ``_day_vals`` gives them
        :return: dict of names by place in the list
        """
        user = self.activity_id.user_id
        hours = [
            (place, values["date_start"], values["date_stop"])
            for place, values in enumerate(times)
            if values.get("date_start") and not self.activity_id.all_day
        ]
        if not user or not hours:
            return {}
        busy = self.env["enova.activity"].search_fetch(
            [
                ("user_id", "=", user.id),
                ("state", "in", OPEN_STATES),
                ("date_start", "<", max(stop for _place, _start, stop in hours)),
                ("date_stop", ">", min(start for _place, start, _stop in hours)),
                ("id", "not in", self._concerned()._origin.ids),
            ],
            ["date_start", "date_stop", "name"],
        )
        found = {}
        for place, start, stop in hours:
            names = [
                a.name for a in busy if a.date_start < stop and a.date_stop > start
            ]
            if names:
                found[place] = ", ".join(names[:3])
        return found
