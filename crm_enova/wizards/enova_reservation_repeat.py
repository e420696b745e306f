import pytz
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ..models.activity.enova_recurrence_rule import DAYS
from ..models.activity.recurrence_dates import to_utc
from ..models.base.arguments import active_id
from ..models.resource.enova_reservation import COMING

SHOWN = 60


class EnovaReservationRepeat(models.TransientModel):
    """Book the same again and again, and see beforehand where it is taken."""

    _name = "enova.reservation.repeat"
    _inherit = ["enova.recurrence.rule", "enova.guard.mixin"]
    _description = "Repeat a reservation"

    reservation_id = fields.Many2one(
        "enova.reservation",
        required=True,
        default=lambda self: active_id(self.env),
        ondelete="cascade",
    )
    on_clash = fields.Selection(
        [
            ("skip", "Leave it out"),
            ("other", "Take another one of the category"),
        ],
        string="Where it is taken",
        required=True,
        default="skip",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.model
    def default_get(self, fields):
        """Begin with the weekday of the reservation."""
        values = super().default_get(fields)
        reservations = self.env["enova.reservation"]
        reservation = reservations.browse(values.get("reservation_id"))
        if reservation:
            day = reservation._local_day(reservation.start)
            values.update({"mon": False, DAYS[day.weekday()]: True})
            values["weekday"] = str(day.weekday())
        return values

    @api.depends(
        *(
            "reservation_id frequency interval mon tue wed thu fri sat sun position"
            " weekday end_type count until on_free_day free_weekends free_holidays"
            " free_leaves exceptions on_clash"
        ).split()
    )
    def _compute_preview(self):
        """Show each day before anything is booked, and what stands in the way."""
        for wizard in self:
            try:
                wizard._check_rule()
                wizard.preview = wizard._preview(wizard._plan())
            except UserError as error:
                text = Markup('<p class="o_enova_alarm">{}</p>')
                wizard.preview = text.format(str(error))

    def _times(self):
        """Return from when to when each further one would be, in UTC.

        An hour stays that hour on the clock of whoever books, whole days whole days.

        :raises UserError: when no day is left
        """
        reservation = self.reservation_id
        if not reservation:
            raise UserError(self.env._("Choose the reservation to repeat."))
        zone = self.env.tz
        local = pytz.utc.localize(reservation.start).astimezone(zone)
        first = local.date()
        days = self._occurrences(first, reservation.company_id)
        times = []
        for _original, day in days:
            if day == first:
                continue
            if reservation.all_day:
                last = day + (reservation.day_to - reservation.day_from)
                times.append(reservation._whole_days(day, last))
            else:
                start = to_utc(day, local.time(), zone)
                times.append((start, start + (reservation.stop - reservation.start)))
        if not times:
            raise UserError(
                self.env._("No day is left by this rule. Choose other days.")
            )
        return times

    def _plan(self):
        """Return what would be booked: tuples (start, stop, resource or none)."""
        reservation = self.reservation_id
        resource = reservation.resource_id
        wanted = [
            {"resource_id": resource.id, "start": start, "stop": stop}
            for start, stop in self._times()
        ]
        _free, lost = reservation._split_bookable(wanted)
        missing = {(vals["start"], vals["stop"]) for vals in lost}
        alternatives = {}
        if self.on_clash == "other":
            bookings = [(resource, *span) for span in sorted(missing)]
            found = reservation._find_alternatives(bookings)
            alternatives = dict(zip(sorted(missing), found, strict=True))
        plan = []
        for vals in wanted:
            span = vals["start"], vals["stop"]
            chosen = resource
            if span in missing:
                chosen = alternatives.get(span, resource.browse())
            plan.append((*span, chosen))
        return plan

    def _preview(self, plan):
        """Return the plan as markup."""
        booked = sum(bool(resource) for _start, _stop, resource in plan)
        title = self.env._(
            "%(count)s more, the last on %(day)s",
            count=booked,
            day=format_date(self.env, plan[-1][0]),
        )
        if booked < len(plan):
            left = self.env._("taken, left out: %s", len(plan) - booked)
            title = f"{title}; {left}"
        rows = Markup().join(self._preview_row(*row) for row in plan[:SHOWN])
        more = len(plan) - SHOWN
        return Markup("<p>{title}</p><ol>{rows}</ol>{more}").format(
            title=title,
            rows=rows,
            more=self.env._("and %s more", more) if more > 0 else "",
        )

    def _preview_row(self, start, _stop, resource):
        shown = format_datetime(self.env, start, dt_format="EEEE, d MMM y, HH:mm")
        if self.reservation_id.all_day:
            day = self.reservation_id._local_day(start)
            shown = format_date(self.env, day, date_format="EEEE, d MMM y")
        if not resource:
            note = Markup(
                '<span class="o_enova_alarm"><i class="fa fa-warning"></i> {}</span>'
            ).format(self.env._("taken"))
        elif resource != self.reservation_id.resource_id:
            note = Markup('<span class="o_enova_muted">{}</span>').format(resource.name)
        else:
            note = ""
        return Markup("<li>{} {}</li>").format(shown, note)

    def action_confirm(self):
        """Book what the preview shows.

        :return: dict, the action that closes the window
        :raises UserError: when the reservation is over or cancelled, or nothing is
            left to book
        """
        self.ensure_one()
        reservation = self.reservation_id
        reservation.check_access("write")
        if reservation.state not in COMING:
            raise UserError(
                self.env._(
                    "%s is not valid any more. Book it anew.", reservation.display_name
                )
            )
        plan = [row for row in self._plan() if row[2]]
        if not plan:
            raise UserError(self.env._("It is taken on all of these days."))
        pattern = reservation._series_values()
        series = reservation._as_system()
        series.series_id = pattern["series_id"]
        series.create(
            [
                {**pattern, "resource_id": resource.id, "start": start, "stop": stop}
                for start, stop, resource in plan
            ]
        )
        return {"type": "ir.actions.act_window_close"}
