from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.activity import enova_activity_search as searching
from ..models.activity.enova_activity_search import is_of_person
from ..models.contractor import res_partner_own
from .common import CrmEnovaCase

COUNT_LIMIT = 10_001
SPECIFICATION = {"name": {}, "partner_id": {"fields": {"display_name": {}}}}


@tagged("post_install", "-at_install")
class TestActivityFew(CrmEnovaCase):
    """The list of somebody who sees few among millions, and what is of one person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.mine, cls.theirs = partners.create(
            [
                {"name": name, "is_company": True, "user_id": user.id}
                for name, user in (("Mine", cls.user_own), ("Theirs", cls.user_all))
            ]
        )
        start = fields.Datetime.now().replace(microsecond=0)
        cls.shown = cls.env["enova.activity"].create(
            [
                {
                    "name": f"{partner.name} {i}",
                    "type_id": cls.env.ref(
                        "crm_enova.enova_activity_type_event_call"
                    ).id,
                    "partner_id": partner.id,
                    "user_id": cls.user_all.id,
                    # two of the same moment, which the ids tell apart
                    "date_start": start - timedelta(days=i // 2),
                }
                for partner in (cls.mine, cls.theirs)
                for i in range(7)
            ]
        )

    def setUp(self):
        super().setUp()
        self.activities = self.env["enova.activity"].with_user(self.user_own)

    def _statements(self, work):
        """Return what a piece of work returns, and the statements that it ran."""
        cursor, statements = type(self.env.cr), []
        original = cursor.execute

        def noted(cr, query, *arguments, **options):
            statements.append(getattr(query, "code", str(query)))
            return original(cr, query, *arguments, **options)

        with patch.object(cursor, "execute", noted):
            answer = work()
        return answer, statements

    def _page(self, activities=None, domain=(), **options):
        activities = self.activities if activities is None else activities
        options = {"limit": 4, "count_limit": COUNT_LIMIT, **options}
        domain = [("id", "in", self.shown.ids), *domain]
        return activities.web_search_read(domain, SPECIFICATION, **options)

    def test_page_is_what_the_search_finds(self):
        expected = self.activities.search([("id", "in", self.shown.ids)])
        self.assertEqual(len(expected), 7)
        for offset in (0, 4, 6):
            with self.subTest(offset=offset):
                page = self._page(offset=offset)
                ids = [row["id"] for row in page["records"]]
                self.assertEqual(ids, expected[offset : offset + 4].ids)
                self.assertEqual(page["length"], 7)
                self.assertEqual(
                    page["records"][0]["partner_id"]["display_name"], "Mine"
                )

    def test_every_order_is_kept(self):
        for order in ("date desc, id desc", "date, id", "name desc", "date_due, date"):
            with self.subTest(order=order):
                page = self._page(order=order, limit=80)
                found = self.activities.search(
                    [("id", "in", self.shown.ids)], order=order
                )
                self.assertEqual([row["id"] for row in page["records"]], found.ids)

    def test_page_behind_the_last_and_a_limit_of_the_count(self):
        self.assertEqual(self._page(offset=80), {"length": 0, "records": []})
        self.assertEqual(self._page(count_limit=3)["length"], 3)
        self.assertEqual(self._page(domain=[("name", "=", "none")])["length"], 0)

    def test_few_are_gathered_and_many_walked_through(self):
        """A sum of dates is in no index, so nothing can be walked through."""
        gathered = "interval '0'"
        for few, expected in ((7, True), (6, False)):
            with self.subTest(few=few), patch.object(searching, "FEW", few):
                page, statements = self._statements(self._page)
                self.assertEqual(page["length"], 7)
                is_gathered = any(gathered in code for code in statements)
                self.assertEqual(is_gathered, expected)

    def test_who_sees_all_or_is_caretaker_of_many_is_served_as_before(self):
        everybody = self.env["enova.activity"].with_user(self.user_all)
        page, statements = self._statements(lambda: self._page(everybody))
        self.assertEqual(page["length"], 14)
        self.assertNotIn("interval '0'", str(statements))
        with patch.object(res_partner_own, "FEW", 0):
            page, statements = self._statements(self._page)
        self.assertEqual(page["length"], 7)
        self.assertNotIn("interval '0'", str(statements))

    def test_another_rule_of_the_own_group_is_heeded(self):
        """Whoever sees by a further rule sees more than their contractors."""
        group = self.env["res.groups"].create({"name": "Further"})
        self.env["ir.rule"].create(
            {
                "name": "Further",
                "model_id": self.env["ir.model"]._get_id("enova.activity"),
                "domain_force": f"[('id', 'in', {self.shown[-1:].ids})]",
                "groups": [Command.link(group.id)],
            }
        )
        self.user_own.group_ids += group
        page = self._page(limit=80)
        self.assertEqual(page["length"], 8)
        self.assertIn(self.shown[-1].id, [row["id"] for row in page["records"]])

    def test_a_client_gathers_nothing(self):
        activities = self.activities.with_context(enova_gathered=True)
        query = activities._search([], order="date desc, id desc", limit=4)
        self.assertNotIn("interval '0'", query.select().code)

    # -- what is of one person -------------------------------------------------------

    def test_which_conditions_are_of_one_person(self):
        me, other = self.user_own.id, self.user_all.id
        mine, day = Domain("user_id", "=", me), Domain("date_done", "!=", False)
        cases = (
            (mine, True),
            (mine & day, True),
            (Domain("assigned_by_id", "=", me) & day, True),
            (Domain("user_id", "=", other) & day, False),
            (Domain("user_id", "in", [me, other]), False),
            (Domain("user_id", "in", [me, False]), False),
            (mine | day, False),
            (~mine & day, False),
            (day, False),
            (Domain.TRUE, False),
        )
        for domain, expected in cases:
            with self.subTest(domain=str(domain)):
                resolved = domain.optimize_full(self.activities)
                self.assertIs(is_of_person(resolved, me), expected)

    def test_own_ones_are_counted_by_the_person_alone(self):
        """The contractors of a caretaker of many are not gathered for one's own."""
        own = self.shown[:3] + self.shown[-2:]
        own.user_id = self.user_own
        domain = [("user_id", "=", self.user_own.id), ("id", "in", self.shown.ids)]
        with patch.object(res_partner_own, "FEW", 0):
            count, statements = self._statements(
                lambda: self.activities.search_count(domain)
            )
        self.assertEqual(count, 5)
        self.assertNotIn("ANY (ARRAY", str(statements))
        with patch.object(res_partner_own, "FEW", 0):
            count, statements = self._statements(
                lambda: self.activities.search_count(domain[1:])
            )
        self.assertEqual(count, 9)
        self.assertIn("ANY (ARRAY", str(statements))

    # -- indexes ---------------------------------------------------------------------

    def _plan(self, query):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_bitmapscan = off")
        return str(self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query)))

    def _assert_without_rows(self, query, index):
        """Check that a statement visits an index alone, if it takes that one.

        Of a small table the planner takes any: the others are gone for the moment.
        """
        others = SQL(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisunique"
            " AND indrelid = (SELECT indrelid FROM pg_index"
            " WHERE indexrelid = %s::regclass) AND indexrelid != %s::regclass",
            index,
            index,
        )
        for (name,) in self.env.execute_query(others):
            self.env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
        plan = self._plan(query)
        self.assertIn(index, plan)
        self.assertIn("Index Only Scan", plan)
        self.assertNotIn("'Index Scan'", plan)

    def test_contacts_of_a_period_visit_no_row(self):
        everybody = self.env["enova.activity"].with_user(self.user_all)
        since = fields.Datetime.now() - timedelta(days=60)
        [query] = (
            self.env["res.partner"].with_user(self.user_all)._contact_queries(since)[:1]
        )
        self._assert_without_rows(query, "enova_activity_newest_idx")
        period = everybody._contact_domain() & Domain("date", ">=", since)
        query = everybody._search(period & Domain("user_id", "=", self.user_own.id))
        table = query.table
        names = ("user_id", "channel")
        columns = (everybody._field_to_sql(table, name, query) for name in names)
        self._assert_without_rows(query.select(*columns), "enova_activity_newest_idx")

    def test_what_is_late_visits_no_row(self):
        today = self._today()
        everybody = self.env["enova.activity"].with_user(self.user_all)
        for name, index in (
            ("user_id", "enova_activity_to_do_idx"),
            ("assigned_by_id", "enova_activity_given_to_do_idx"),
        ):
            domain = Domain(name, "=", self.user_own.id)
            domain &= Domain("state", "in", ("planned", "in_progress"))
            query = everybody._search(domain & Domain("date_due", "<", today))
            with self.subTest(name=name), self.env.cr.savepoint() as savepoint:
                self._assert_without_rows(query.select(SQL("1")), index)
                savepoint.rollback()

    def test_contractors_of_a_caretaker_visit_no_row(self):
        partners = self.env["res.partner"].with_user(self.user_all)
        domain = Domain("contractor_status", "=", "contractor")
        query = partners._search(domain & Domain("user_id", "=", self.user_own.id))
        self._assert_without_rows(
            query.select(SQL.identifier(query.table, "user_id")),
            "res_partner_contractor_user_idx",
        )

    def test_deputies_are_found_by_their_role(self):
        periods = self.env["enova.caretaker"]
        domain = Domain("user_id", "=", self.user_own.id)
        query = periods._search(domain & Domain("role", "=", "deputy"))
        self.assertIn("enova_caretaker_user_role_idx", self._plan(query.select()))
