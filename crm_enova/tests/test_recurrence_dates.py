from datetime import date, datetime, time, timedelta

import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.activity.polish_holidays import polish_holidays
from ..models.activity.recurrence_dates import LONGEST, Rule, occurrences, to_utc

ZONES = (
    "Europe/Warsaw",
    "Europe/Dublin",
    "America/New_York",
    "Australia/Lord_Howe",
    "UTC",
)


def never(_day):
    return False


def free(day):
    return day.weekday() >= 5 or day in polish_holidays(day.year)


def days_of(rule, first, is_free=never, **options):
    return [str(day) for _original, day in occurrences(rule, first, is_free, **options)]


rules = st.builds(
    Rule,
    frequency=st.sampled_from(["daily", "weekly", "monthly", "yearly"]),
    interval=st.integers(1, 12),
    weekdays=st.frozensets(st.integers(0, 6)),
    position=st.sampled_from([0, 1, 2, 3, 4, -1]),
    weekday=st.integers(0, 6),
    count=st.one_of(st.none(), st.integers(1, 60)),
    until=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2040, 1, 1))),
    on_free_day=st.sampled_from(["keep", "skip", "next", "previous"]),
)
firsts = st.dates(date(2024, 1, 1), date(2036, 12, 31))


@tagged("post_install", "-at_install")
class TestSeriesProperties(BaseCase):
    """What holds of every series that anybody can ask for."""

    @settings(max_examples=300, deadline=None)
    @given(rule=rules, first=firsts)
    def test_never_two_on_one_day_nor_one_on_a_free_day(self, rule, first):
        found = occurrences(rule, first, free, limit=80)
        days = [day for _original, day in found]
        originals = [original for original, _day in found]
        self.assertEqual(len(days), len(set(days)))
        self.assertEqual(originals, sorted(set(originals)))
        if rule.on_free_day != "keep":
            self.assertFalse([day for day in days if free(day)])
        if rule.on_free_day in ("keep", "skip"):
            self.assertEqual(days, originals)
        for original, day in found:
            self.assertGreaterEqual(original, first)
            self.assertLess(abs((day - original).days), 12)
            if rule.until:
                self.assertLessEqual(original, rule.until)
            if rule.frequency == "weekly" and rule.weekdays:
                self.assertIn(original.weekday(), rule.weekdays)
        if rule.count:
            self.assertLessEqual(len(found), rule.count)

    @settings(max_examples=150, deadline=None)
    @given(rule=rules, first=firsts, taken=st.integers(0, 20))
    def test_an_exception_takes_out_that_day_alone(self, rule, first, taken):
        every = occurrences(rule, first, never, limit=40)
        if taken >= len(every):
            return
        original = every[taken][0]
        left = occurrences(rule, first, never, exceptions={original}, limit=40)
        self.assertEqual(left, [pair for pair in every if pair[0] != original])

    @settings(max_examples=400, deadline=None)
    @given(
        day=st.dates(date(2020, 1, 1), date(2036, 12, 31)),
        hour=st.times(),
        name=st.sampled_from(ZONES),
    )
    def test_always_the_hour_of_the_clock(self, day, hour, name):
        zone = pytz.timezone(name)
        hour = hour.replace(second=0, microsecond=0)
        moment = to_utc(day, hour, zone)
        shown = pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)
        wanted = datetime.combine(day, hour)
        if shown != wanted:
            # the one hour (or half an hour) that does not exist on that day
            gap = shown - wanted
            self.assertTrue(timedelta(0) < gap <= timedelta(hours=1))
            with self.assertRaises(pytz.NonExistentTimeError):
                zone.localize(wanted, is_dst=None)


@tagged("post_install", "-at_install")
class TestSeriesDates(BaseCase):
    def test_working_days_only(self):
        rule = Rule("daily", count=3, on_free_day="skip")
        # Friday; the third of May is a Sunday, Monday the fourth is free of nothing
        found = days_of(rule, date(2026, 4, 30), free)
        self.assertEqual(found, ["2026-04-30", "2026-05-04", "2026-05-05"])

    def test_moved_to_the_next_and_to_the_day_before(self):
        weekly = {"frequency": "weekly", "count": 3}
        first = date(2026, 5, 24)  # Sundays
        self.assertEqual(
            days_of(Rule(**weekly, on_free_day="next"), first, free),
            ["2026-05-25", "2026-06-01", "2026-06-08"],
        )
        self.assertEqual(
            days_of(Rule(**weekly, on_free_day="previous"), first, free),
            ["2026-05-22", "2026-05-29", "2026-06-05"],
        )

    def test_nothing_twice_where_the_moved_meets_the_planned(self):
        rule = Rule("daily", count=4, on_free_day="next")
        found = days_of(rule, date(2026, 5, 8), free)
        self.assertEqual(
            found, ["2026-05-08", "2026-05-11", "2026-05-12", "2026-05-13"]
        )

    def test_moved_beyond_the_last_day(self):
        rule = Rule("weekly", until=date(2026, 5, 31), on_free_day="next")
        self.assertEqual(days_of(rule, date(2026, 5, 24), free), ["2026-05-25"])

    def test_ends_of_months(self):
        rule = Rule("monthly", count=4)
        self.assertEqual(
            days_of(rule, date(2027, 12, 31)),
            ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"],
        )

    def test_twenty_ninth_of_february(self):
        rule = Rule("yearly", count=5)
        self.assertEqual(
            days_of(rule, date(2028, 2, 29)),
            ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
        )

    def test_last_friday(self):
        rule = Rule("monthly", position=-1, weekday=4, count=3)
        self.assertEqual(
            days_of(rule, date(2026, 1, 1)), ["2026-01-30", "2026-02-27", "2026-03-27"]
        )

    def test_second_tuesday_every_quarter(self):
        rule = Rule("monthly", interval=3, position=2, weekday=1, count=3)
        self.assertEqual(
            days_of(rule, date(2026, 1, 1)), ["2026-01-13", "2026-04-14", "2026-07-14"]
        )

    def test_two_days_a_week_every_other_week(self):
        rule = Rule("weekly", interval=2, weekdays=frozenset({0, 3}), count=4)
        self.assertEqual(
            days_of(rule, date(2026, 6, 1)),
            ["2026-06-01", "2026-06-04", "2026-06-15", "2026-06-18"],
        )

    def test_no_end_and_no_day(self):
        endless = occurrences(Rule("daily"), date(2026, 1, 1), never)
        self.assertEqual(len(endless), LONGEST)
        sundays = Rule("weekly", weekdays=frozenset({6}), on_free_day="skip")
        self.assertEqual(occurrences(sundays, date(2026, 1, 1), free), [])
        everything = Rule("daily", count=3, on_free_day="next")
        self.assertEqual(occurrences(everything, date(2026, 1, 1), lambda _d: True), [])

    def test_hours_that_do_not_exist_or_come_twice(self):
        warsaw = pytz.timezone("Europe/Warsaw")
        gap = to_utc(date(2026, 3, 29), time(2, 30), warsaw)
        self.assertEqual(gap, datetime(2026, 3, 29, 1, 30))  # 3:30 in Warsaw
        twice = to_utc(date(2026, 10, 25), time(2, 30), warsaw)
        self.assertEqual(twice, datetime(2026, 10, 25, 0, 30))
        # where winter time is the one that the law calls summer's opposite
        dublin = pytz.timezone("Europe/Dublin")
        twice = to_utc(date(2026, 10, 25), time(1, 30), dublin)
        self.assertEqual(twice, datetime(2026, 10, 25, 0, 30))

    def test_polish_holidays(self):
        self.assertEqual(
            sorted(str(day) for day in polish_holidays(2026)),
            [
                "2026-01-01",
                "2026-01-06",
                "2026-04-05",
                "2026-04-06",
                "2026-05-01",
                "2026-05-03",
                "2026-05-24",
                "2026-06-04",
                "2026-08-15",
                "2026-11-01",
                "2026-11-11",
                "2026-12-24",
                "2026-12-25",
                "2026-12-26",
            ],
        )
        self.assertNotIn(date(2024, 12, 24), polish_holidays(2024))
        self.assertNotIn(date(2010, 1, 6), polish_holidays(2010))
