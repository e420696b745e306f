import re
from datetime import date, datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from .polish_holidays import polish_holidays
from .recurrence_dates import LONGEST, MOST_TRIED, Rule, occurrences

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKEND = (5, 6)
# How days are stored, and how they are written in Poland whatever one's language is.
ISO, POLISH = "%Y-%m-%d", "%d.%m.%Y"
# How far an open series is planned ahead.
HORIZON = timedelta(days=366)


class EnovaRecurrenceRule(models.AbstractModel):
    """The rule of a series, for the series and for the window that makes it."""

    _name = "enova.recurrence.rule"
    _description = "Rule of a series"

    frequency = fields.Selection(
        [
            ("daily", "Days"),
            ("weekly", "Weeks"),
            ("monthly", "Months"),
            ("yearly", "Years"),
        ],
        string="Repeat in",
        required=True,
        default="weekly",
    )
    interval = fields.Integer(string="Every", required=True, default=1)
    mon = fields.Boolean()
    tue = fields.Boolean()
    wed = fields.Boolean()
    thu = fields.Boolean()
    fri = fields.Boolean()
    sat = fields.Boolean()
    sun = fields.Boolean()
    position = fields.Selection(
        [
            ("0", "The same day of the month"),
            ("1", "The first"),
            ("2", "The second"),
            ("3", "The third"),
            ("4", "The fourth"),
            ("-1", "The last"),
        ],
        string="Day of the month",
        required=True,
        default="0",
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        required=True,
        default="0",
    )
    end_type = fields.Selection(
        [("count", "After a number"), ("until", "On a day")],
        string="Ends",
        required=True,
        default="count",
    )
    count = fields.Integer(string="How many", default=10)
    until = fields.Date(string="Last day")
    on_free_day = fields.Selection(
        [
            ("next", "Move to the next working day"),
            ("previous", "Move to the working day before"),
            ("skip", "Leave it out"),
            ("keep", "Keep it"),
        ],
        string="On a free day",
        required=True,
        default="next",
    )
    free_weekends = fields.Boolean(string="Weekends are free", default=True)
    free_holidays = fields.Boolean(
        string="Polish holidays are free",
        default=lambda self: self.env.company._enova_is_polish(),
        help="Those of the law, in companies of Poland.",
    )
    free_leaves = fields.Boolean(
        string="The company's days off are free",
        default=True,
        help="Those of the whole company in its working calendar.",
    )

    exceptions = fields.Char(
        string="Without",
        help="Days on which there is to be none.",
    )

    @api.constrains("interval", "count", "end_type", "until", "exceptions")
    def _check_rule(self):
        """Refuse what has no steps, no end where one was promised, or too many."""
        for rule in self:
            if not 1 <= rule.interval <= LONGEST:
                raise ValidationError(
                    self.env._(
                        "A series repeats every day at most: every 1 to %s.", LONGEST
                    )
                )
            if rule.end_type == "count" and not 1 <= rule.count <= LONGEST:
                raise ValidationError(
                    self.env._("A series has from 1 to %s repetitions.", LONGEST)
                )
            if rule.end_type == "until" and not rule.until:
                raise ValidationError(self.env._("Write the last day of the series."))
            rule._taken_out()

    def _taken_out(self):
        """Return the days on which there is to be none.

        :raises ValidationError: naming what is no date
        """
        words = re.split(r"[\s,;]+", self.exceptions or "")
        return {self._day_of(word) for word in words if word}

    @api.model
    def _day_of(self, word):
        """Return the day that a window stores, or that somebody writes as they do.

        :raises ValidationError: when it is no date
        """
        for form in (ISO, get_lang(self.env).date_format, POLISH):
            try:
                return datetime.strptime(word, form).date()
            except ValueError:
                continue
        example = format_date(self.env, date(2026, 12, 24))
        raise ValidationError(
            self.env._(
                "%(text)s is no date. Pick a day, or write it like %(example)s.",
                text=word,
                example=example,
            )
        )

    def _rule(self):
        """Return the rule as the pure functions take it."""
        self.ensure_one()
        days = frozenset(place for place, name in enumerate(DAYS) if self[name])
        return Rule(
            frequency=self.frequency,
            interval=max(self.interval, 1),
            weekdays=days,
            position=int(self.position or 0),
            weekday=int(self.weekday or 0),
            count=self.count if self.end_type == "count" else None,
            until=self.until if self.end_type == "until" else None,
            on_free_day=self.on_free_day,
        )

    def _occurrences(self, first, company, taken=(), last=None):
        """Return the days of the series; of an open one, as far as it is planned.

        :param date first: where it begins
        :param company: whose days off count
        :param taken: dates of the rule that have one already
        :param last: where to stop looking
        :return: list of (date by the rule, day planned)
        """
        self.ensure_one()
        if self.end_type == "open" and not last:
            last = max(first, fields.Date.context_today(self)) + HORIZON
        days_off = company._enova_days_off(first) if self.free_leaves else ()
        holidays = self.free_holidays and company._enova_is_polish()

        def is_free(day):
            if self.free_weekends and day.weekday() in WEEKEND:
                return True
            if holidays and day in polish_holidays(day.year):
                return True
            return day in days_off

        # an open one ends at the horizon alone, however long it has been going
        limit = MOST_TRIED if self.end_type == "open" else LONGEST
        return occurrences(
            self._rule(), first, is_free, self._taken_out(), taken, last, limit
        )
