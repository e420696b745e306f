from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.timeline.position import LARGEST_ID, Position, to_iso, to_moment

SOURCES = ("activity", "invoice", "message")
positions = st.builds(
    Position,
    st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31)),
    st.sampled_from(SOURCES),
    st.integers(1, LARGEST_ID),
)
# What a client may send instead of a list, and of each of its three parts.
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@tagged("post_install", "-at_install")
class TestTimelinePosition(BaseCase):
    """The cursor of a history comes back from the client, as it was or not."""

    @settings(deadline=None)
    @given(positions)
    def test_it_survives_the_journey(self, position):
        self.assertEqual(Position.from_cursor(position.to_cursor(), SOURCES), position)

    @settings(deadline=None)
    @given(st.lists(positions, unique=True, max_size=20))
    def test_a_page_begins_where_the_last_one_ended(self, entries):
        """Nothing is shown twice or left out, wherever a page ends."""
        history = sorted(entries, reverse=True)
        shown, cursor = [], None
        while True:
            left = [e for e in history if cursor is None or e < cursor]
            if not left:
                break
            shown += left[:3]
            cursor = Position.from_cursor(shown[-1].to_cursor(), SOURCES)
        self.assertEqual(shown, history)

    @settings(deadline=None)
    @given(anything)
    def test_nonsense_is_refused_and_nothing_worse(self, cursor):
        with self.assertRaises(ValueError):
            Position.from_cursor(cursor, SOURCES)

    @settings(deadline=None)
    @given(positions, st.integers(0, 2), anything)
    def test_one_wrong_part_is_enough(self, position, place, part):
        cursor = position.to_cursor()
        if part == cursor[place] and type(part) is type(cursor[place]):
            return
        cursor[place] = part
        try:
            read = Position.from_cursor(cursor, SOURCES)
        except ValueError:
            return
        self.assertEqual(read.to_cursor(), cursor)

    def test_what_looks_like_a_moment(self):
        for text in (
            "2026-03-31",
            "20260331T081500",
            "2026-W14-2",
            "2026-03-31 08:15:00",
            "2026-03-31T08:15:00Z",
            "2026-03-31T08:15:00+00:00",
            "2026-03-31T08:15:00.000000",
            "2026-02-30T08:15:00",
            "2026-03-31T24:00:00",
            " 2026-03-31T08:15:00",
            "2026-03-31T08:15:00\n",
            "now()",
            "",
        ):
            with self.subTest(text), self.assertRaises(ValueError):
                Position.from_cursor([text, "activity", 7], SOURCES)

    def test_what_looks_like_an_id(self):
        moment = "2026-03-31T08:15:00"
        for number in (0, -1, LARGEST_ID + 1, True, 7.0, "7", [7], None):
            with self.subTest(number), self.assertRaises(ValueError):
                Position.from_cursor([moment, "activity", number], SOURCES)
        for source in ("", "activity ", "res.users", 1, None, ["activity"]):
            with self.subTest(source), self.assertRaises(ValueError):
                Position.from_cursor([moment, source, 7], SOURCES)
        for cursor in ((), (moment,), (moment, "activity", 7, 8), "abc", {1, 2, 3}):
            with self.subTest(cursor), self.assertRaises(ValueError):
                Position.from_cursor(cursor, SOURCES)

    def test_a_day_stands_within_itself_on_every_clock(self):
        """Noon in UTC is the same day from eleven hours behind to eleven before."""
        day = date(2026, 3, 31)
        moment = to_moment(day).replace(tzinfo=UTC)
        for hours in range(-11, 12):
            zone = timezone(timedelta(hours=hours))
            self.assertEqual(moment.astimezone(zone).date(), day, hours)
        exact = datetime(2026, 3, 31, 23, 59)
        self.assertEqual(to_moment(exact), exact)

    def test_what_the_page_is_told(self):
        self.assertEqual(to_iso(date(2026, 3, 31)), "2026-03-31")
        self.assertEqual(
            to_iso(datetime(2026, 3, 31, 8, 15, 7, 999)), "2026-03-31T08:15:07Z"
        )
        for nothing in (False, None, ""):
            self.assertIs(to_iso(nothing), False)
