from datetime import datetime, timedelta
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged, users
from odoo.tools import SQL

from odoo.addons.crm_enova.models.timeline.activity_source import ActivitySource
from odoo.addons.crm_enova.models.timeline.message_source import MessageSource
from odoo.addons.crm_enova.models.timeline.people_sources import ConsentSource
from odoo.addons.crm_enova.models.timeline.position import Position
from odoo.addons.crm_enova.models.timeline.request import Request
from odoo.addons.crm_enova.models.timeline.source import TimelineSource

from .test_timeline import NINE
from .test_timeline_everything import GROUPS, EverythingCase

NOON = datetime(2026, 3, 2, 12)
TICK = timedelta(microseconds=1)
# All that can be beside the noon at which a day without an hour stands.
MOMENTS = (
    NOON - timedelta(hours=12),
    NOON - TICK,
    NOON,
    NOON + TICK,
    NOON + timedelta(hours=11),
    NOON + timedelta(days=1),
)
# What the reader may not read, and what has more dates than the one.
LEFT_OUT = ("transfer", "issue", "service", "reservation")


@tagged("post_install", "-at_install")
class TestTimelineHorizon(EverythingCase):
    """Once a page is full, the sources left are asked for what is newer alone."""

    def _read(self, limit):
        entries, _names = self._whole(limit)
        return [(entry["source"], entry["id"]) for entry in entries]

    def _records(self):
        """Return records of many sources, a part of them hidden, with their dates."""
        self._may_read(*(name for name in GROUPS if name not in LEFT_OUT))
        kinds = {
            kind.model: kind
            for kind in reversed(self.system["res.partner"]._enova_timeline_sources())
        }
        hidden = {
            "private": True,
            "user_id": self.user_all.id,
            "assigned_by_id": self.user_all.id,
        }
        records = [record for n, record in self.made.items() if n not in LEFT_OUT]
        records += [*self._events(3), *self._events(2, **hidden)]
        records += [self._message(self.contact) for _number in range(2)]
        records += [
            self._message(self.made["service"], author_id=False) for _number in range(2)
        ]
        return [(record, kinds[record._name].date_field) for record in records]

    def _move(self, records, places):
        """Put records at moments, as finely as no screen writes them."""
        self.env.flush_all()
        for (record, field), place in zip(records, places, strict=True):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL.identifier(field),
                    MOMENTS[place],
                    record.id,
                )
            )
        self.env.invalidate_all()

    @users("crm_manager")
    def test_pages_of_any_size_are_the_same_as_all_at_once(self):
        records = self._records()
        size = len(records)

        @settings(deadline=None, max_examples=25)
        @given(
            st.lists(st.integers(0, len(MOMENTS) - 1), min_size=size, max_size=size),
            st.integers(2, 9),
        )
        def check(places, limit):
            self._move(records, places)
            whole = self._read(200)
            self.assertEqual(len(whole), len(set(whole)))
            self.assertGreater(len(whole), 12)
            self.assertEqual(self._read(limit), whole)

        check()

    @users("crm_manager")
    def test_what_is_older_than_a_full_page_is_not_looked_for(self):
        asked = self.system["enova.consent"].create(
            [
                {"partner_id": self.contact.id, "date": NINE + timedelta(days=days)}
                for days in (-2, -1, 3)
            ]
        )
        self._events(4)
        found = []
        places = ConsentSource.places

        def told(source, *arguments):
            found.append(places(source, *arguments))
            return found[-1]

        with patch.object(ConsentSource, "places", told):
            page = self.contractor.with_env(self.env).enova_timeline(
                3, sources=["activity", "consent"]
            )
        ids = [place.id for place in found[0]]
        self.assertEqual([id_ for id_ in ids if id_ in asked.ids], asked[2].ids)
        self.assertIn(asked[2].id, [entry["id"] for entry in page["entries"]])

    @users("crm_manager")
    def test_where_there_is_nothing_nothing_is_searched(self):
        """Not even with its rights: one statement has asked for all of them."""
        self._may_read(*GROUPS)
        self.made["meeting"].unlink()
        searched = []
        newest = TimelineSource.newest

        def told(source, *arguments):
            searched.append(source.name)
            return newest(source, *arguments)

        # each class is asked whether this is its own way
        with patch.object(TimelineSource, "newest", told):
            self._read(200)
            self.assertNotIn("meeting", searched)
            self.assertLessEqual({"consent", "caretaker", "invoice"}, set(searched))
            self._events(4, date_start="2099-01-01 09:00:00")
            searched.clear()
            self.contractor.with_env(self.env).enova_timeline(3)
            self.assertEqual(set(searched), {"activity"})

    @users("crm_manager")
    def test_a_source_that_knows_of_no_horizon(self):
        """Another addon's own way to its records need not look at it."""

        class OldSource(ConsentSource):
            def newest(self, request, count, before=None):
                found = self.env[self.model].search(
                    [("partner_id", "in", request.people_ids)],
                    order="date desc, id desc",
                )
                places = [(self.position(record), record.id) for record in found]
                ids = [id_ for place, id_ in places if not before or place < before]
                return found.browse(ids[:count])

        self.system["enova.consent"].create(
            [
                {"partner_id": self.contact.id, "date": NINE + timedelta(hours=hours)}
                for hours in range(-3, 4)
            ]
        )
        self._events(4)
        whole = self._read(200)
        partners = type(self.env["res.partner"])
        kinds = [
            OldSource if kind is ConsentSource else kind
            for kind in self.env["res.partner"]._enova_timeline_sources()
        ]
        with patch.object(partners, "_enova_timeline_sources", lambda _self: kinds):
            for limit in (2, 3, 200):
                self.assertEqual(self._read(limit), whole)

    def test_who_has_got_what_is_new_is_found_by_day(self):
        """Whoever has got a million e-mails is not asked for all of them."""
        self.env.cr.execute(
            "INSERT INTO mail_message (model, res_id, message_type, date)"
            " SELECT 'x', n, 'email', timestamp '2020-01-01' + n * interval '1 hour'"
            " FROM generate_series(1, 20000) AS n; ANALYZE mail_message"
        )
        source = MessageSource(self.env)
        horizon = Position(datetime(2030, 1, 1), "activity", 1)
        request = Request(self.contractor).newer_than(horizon)
        places = [source._of_recipients(request.people_ids)]
        query = source._query(places, request, 41)
        [plan] = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query))
        self.assertIn("mail_message_enova_written_idx", str(plan))
        self.assertNotIn("mail_message_enova_author_idx", str(plan))

    def test_tasks_of_others_contractor_are_passed_over_without_a_row(self):
        """Of a hundred thousand that one may not read no row is visited."""
        source = ActivitySource(self.env(user=self.user_own))
        statements = []
        cursor = type(self.env.cr)
        original = cursor.execute

        def noted(cr, query, *arguments, **options):
            statements.append(query)
            return original(cr, query, *arguments, **options)

        events = self._events(3, user_id=self.user_own.id)
        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(cursor, "execute", noted):
            found = source.newest(Request(self.contractor), 2)
        newest = events.sorted(lambda event: (event.date, event.id), reverse=True)
        self.assertEqual(found.ids, newest[:2].ids)
        self._fill_with_those_of_others(events[0])
        [query] = [q for q in statements if "LIMIT" in str(q) and "ORDER BY" in str(q)]
        for name in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            self.env.cr.execute(SQL("SET LOCAL %s = off", SQL.identifier(name)))
        [plan] = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query))
        self.assertIn("enova_activity_history_idx", str(plan))
        self.assertIn("Index Only Scan", str(plan))

    def _fill_with_those_of_others(self, event):
        """Make so many that the database has a reason to prefer an index."""
        alike = [
            name
            for name, field in event._fields.items()
            if field.store
            and field.column_type
            and name not in ("id", "number", "commercial_partner_id", "date")
        ]
        columns = SQL(", ").join(map(SQL.identifier, alike))
        self.env.cr.execute(
            SQL(
                "INSERT INTO enova_activity (commercial_partner_id, date, %s)"
                " SELECT %s, date - n * interval '1 minute', %s"
                " FROM enova_activity, generate_series(1, 3000) AS n WHERE id = %s;"
                " ANALYZE enova_activity",
                columns,
                self.other_contractor.id,
                columns,
                event.id,
            )
        )
