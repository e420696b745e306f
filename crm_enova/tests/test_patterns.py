from datetime import date, datetime, timedelta

import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.activity.activity_times import (
    due_day,
    end_of,
    history_date,
    noon_of,
    shown_span,
    start_day,
    whole_days,
)
from ..models.base.cells import clean, defuse
from ..models.base.number_pattern import KNOWN, unknown_pieces
from ..models.contractor.import_encoding import POLISH_LETTERS, polish_encoding
from ..models.project.name_pattern import PLACEHOLDERS, fill, placeholders

zones = st.sampled_from(pytz.all_timezones).map(pytz.timezone)
moments = st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1))
days = st.dates(date(1980, 1, 1), date(2090, 1, 1))


@tagged("post_install", "-at_install")
class TestNamePattern(BaseCase):
    """Names that a creator fills in; nothing of them is evaluated."""

    def test_what_is_no_name_is_refused(self):
        for pattern in (
            "{contractor.user_id.password}",
            "{contractor[0]}",
            "{contractor!r}",
            "{year:>999999999}",
            "{}",
            "{0}",
            "{ year }",
            "{a b}",
            "{year",
            "year}",
            "{{year}",
        ):
            with self.subTest(pattern), self.assertRaises(ValueError):
                placeholders(pattern)

    def test_names_in_their_order(self):
        self.assertEqual(
            placeholders("{year}: {contractor}, {year}"), ["year", "contractor", "year"]
        )
        for nothing in (False, None, "", "no braces", "{{literally}}"):
            self.assertEqual(placeholders(nothing), [])

    @settings(deadline=None)
    @given(st.dictionaries(st.sampled_from(PLACEHOLDERS), st.text(max_size=20)))
    def test_what_a_value_holds_is_never_read_again(self, values):
        pattern = "|".join(f"{{{name}}}" for name in values)
        filled = fill(pattern, values)
        self.assertEqual(filled, "|".join(values.values()).strip())

    def test_missing_and_empty_values(self):
        self.assertEqual(fill("  {city} {year} ", {"year": "2026"}), "2026")
        self.assertEqual(fill("{city}", {"city": False}), "")
        self.assertEqual(fill(False, {}), "")
        self.assertEqual(fill("{{city}}", {"city": "x"}), "{city}")
        self.assertEqual(fill("{city}", {"city": "{year}", "year": "1"}), "{year}")


@tagged("post_install", "-at_install")
class TestNumberPattern(BaseCase):
    """What numbers begin with is refused before the ERP stumbles over it."""

    def test_pieces_of_the_erp_are_known(self):
        for piece in KNOWN:
            self.assertEqual(unknown_pieces(f"A{piece}/"), [])
        self.assertEqual(unknown_pieces("100%%/%(year)s"), [])
        for nothing in (False, None, "", "ZAD/"):
            self.assertEqual(unknown_pieces(nothing), [])

    def test_what_would_fail_when_a_number_is_drawn(self):
        for pattern, pieces in {
            "%(yaer)s/": ["%(yaer)s"],
            "%(year)d": ["%(year)d"],
            "%(year)": ["%(year)"],
            "%(year": ["%(year"],
            "100%": ["%"],
            "%s%(day)s": ["%s"],
            "%%%(no)s": ["%(no)s"],
            "%(__class__)s": ["%(__class__)s"],
        }.items():
            with self.subTest(pattern):
                self.assertEqual(unknown_pieces(pattern), pieces)

    @settings(deadline=None)
    @given(st.lists(st.sampled_from([*sorted(KNOWN), "%%", "A", "/", "ż", " "])))
    def test_what_is_accepted_can_be_filled_in(self, pieces):
        pattern = "".join(pieces)
        self.assertEqual(unknown_pieces(pattern), [])
        names = {piece[2:-2]: "1" for piece in KNOWN}
        self.assertNotIn("%(", pattern % names)


@tagged("post_install", "-at_install")
class TestCells(BaseCase):
    """No cell of an export is a formula, and all come back as they were."""

    texts = st.one_of(
        st.text(max_size=20),
        st.builds(
            lambda start, rest: start + rest,
            st.sampled_from(["=", "+", "-", "@", "\t", "\r", "{=", "'", "'=", "''="]),
            st.text(max_size=10),
        ),
    )

    @settings(deadline=None)
    @given(texts)
    def test_nothing_is_a_formula(self, text):
        self.assertFalse(defuse(text).startswith(("=", "@", "\t", "\r", "{=")))

    @settings(deadline=None)
    @given(texts)
    def test_there_and_back(self, text):
        text = text.replace("\0", "")
        if text.startswith("'"):
            return  # typed by hand; the next test says what becomes of it
        self.assertEqual(clean(defuse(text)), text)

    def test_apostrophes_of_people_stay(self):
        for text in ("'s-Hertogenbosch", "'", "O'Neill", "''=1"):
            self.assertEqual(clean(text), text)
        self.assertEqual(clean("'+48 600 100 200"), "+48 600 100 200")
        self.assertEqual(clean("a\0b"), "ab")

    def test_what_is_no_text(self):
        for value in (False, None, 0, 1.5, date(2026, 3, 31), b"=1"):
            self.assertEqual(clean(value), value)
            self.assertEqual(defuse(value), value)


@tagged("post_install", "-at_install")
class TestEncoding(BaseCase):
    @settings(deadline=None)
    @given(st.text(st.sampled_from([*sorted(POLISH_LETTERS), "a", ";", "\n", "„"])))
    def test_polish_is_read_in_either_way(self, text):
        for encoding in ("utf-8", "windows-1250"):
            content = text.encode(encoding)
            found = polish_encoding(content)
            self.assertIn(found, ("utf-8", "windows-1250"))
            if encoding == "windows-1250" and found != encoding:
                # so short a text that it is good UTF-8 as well
                content.decode("utf-8")
            else:
                self.assertEqual(content.decode(found), text)

    def test_what_has_to_be_guessed(self):
        for content in (
            "Łódź".encode("utf-16"),
            b"\xef\xbb\xbfabc",
            "Привет, мир".encode("windows-1251"),
            "Łódź, Gdańsk, Świnoujście".encode("iso-8859-2"),
            b"\x81\x83\x88",
        ):
            with self.subTest(content):
                self.assertIsNone(polish_encoding(content))
        self.assertEqual(polish_encoding(b""), "utf-8")


@tagged("post_install", "-at_install")
class TestActivityTimes(BaseCase):
    """One formula for the day of a task, on every clock."""

    @settings(deadline=None)
    @given(moments, zones)
    def test_a_whole_day_is_the_day_that_was_entered(self, moment, zone):
        stored = noon_of(moment.date())
        self.assertEqual(start_day(stored, zone, all_day=True), moment.date())
        first, last = shown_span(stored, stored, False, True)
        self.assertEqual((first.date(), last.date()), (moment.date(), moment.date()))
        self.assertLess(first, last)

    @settings(deadline=None)
    @given(moments, zones)
    def test_an_hour_is_on_the_day_of_its_reader(self, moment, zone):
        day = start_day(moment, zone)
        self.assertLessEqual(abs((day - moment.date()).days), 1)
        self.assertEqual(due_day(moment, False, zone), day)
        self.assertEqual(start_day(moment, False), moment.date())

    @settings(deadline=None)
    @given(moments, st.none() | moments, st.floats(0, 1000))
    def test_it_never_ends_before_it_begins(self, start, stop, hours):
        end = end_of(start, stop, hours)
        self.assertGreaterEqual(end, start)
        if stop and stop >= start:
            self.assertEqual(end, stop)
        first, last = whole_days(start, stop)
        self.assertLessEqual(first, last)

    @settings(deadline=None)
    @given(st.none() | moments, st.none() | days, moments)
    def test_every_record_has_its_place_in_history(self, start, deadline, entered):
        place = history_date(start, deadline, entered)
        expected = start or (noon_of(deadline) if deadline else entered)
        self.assertEqual(place, expected)

    def test_without_a_day(self):
        self.assertIs(end_of(False, datetime(2026, 1, 1), 2), False)
        self.assertIs(start_day(False, pytz.utc), False)
        self.assertIs(due_day(False, False, pytz.utc), False)
        self.assertEqual(shown_span(False, False, False, False), (False, False))
        deadline = date(2026, 3, 31)
        first, last = shown_span(False, False, deadline, False)
        self.assertEqual((first.date(), last.date()), (deadline, deadline))
        start = datetime(2026, 3, 31, 9)
        self.assertEqual(shown_span(start, False, deadline, False), (start, start))
        self.assertEqual(end_of(start, None, 1.5), start + timedelta(minutes=90))
