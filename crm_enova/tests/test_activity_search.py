from datetime import timedelta

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.activity.enova_activity_search import (
    MOST_NAMED,
    named_contractors,
)
from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestActivitySearch(CrmEnovaCase):
    """Tasks and events of contractors whose name somebody types."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.mine, cls.theirs = partners.create(
            [
                {"name": "Młyn Zielony", "is_company": True, "user_id": user.id}
                for user in (cls.user_own, cls.user_all)
            ]
        )
        cls.more = partners.create({"name": "Inna", "user_id": cls.user_own.id})
        cls.place = partners.create({"name": "Skup", "parent_id": cls.mine.id})
        cls.activities = cls.env["enova.activity"].concat(
            *(
                cls._activity(partner_id=partner.id, name=f"{partner.name} {i}")
                for partner in (cls.mine, cls.theirs, cls.place)
                for i in range(3)
            )
        )

    def _page(self, user, domain, limit=2):
        """Return the page of a list and how many there are, as the client asks."""
        activities = self.env["enova.activity"].with_user(user)
        return activities.web_search_read(
            domain, {"name": {}}, limit=limit, order="id", count_limit=10_001
        )

    def test_page_and_count_agree_with_the_rows(self):
        domain = [("partner_id", "child_of", "Młyn Zielony")]
        for user, expected in ((self.user_own, 6), (self.user_all, 9)):
            with self.subTest(user=user.login):
                page = self._page(user, domain)
                self.assertEqual(page["length"], expected)
                self.assertEqual(len(page["records"]), 2)
                found = self.env["enova.activity"].with_user(user).search(domain)
                self.assertEqual(len(found & self.activities), expected)

    def test_name_is_looked_up_once(self):
        """It is the dearest part: all contractors may be read for it."""
        partners = type(self.env["res.partner"])
        original, asked = partners._search_display_name, []

        def noted(records, operator, value):
            asked.append(value)
            return original(records, operator, value)

        self.patch(partners, "_search_display_name", noted)
        page = self._page(self.user_own, [("partner_id", "child_of", "Młyn Zielony")])
        self.assertEqual(page["length"], 6)
        self.assertEqual(asked, ["Młyn Zielony"])

    def test_bars_above_the_board_are_those_of_all(self):
        """Closed tasks add nothing to them, however many there are."""
        today = self._today()
        self._activity(name="late", date_deadline=today - timedelta(days=9))
        self._activity(name="soon", date_deadline=today + timedelta(days=9))
        closed = self._activity(name="closed", date_deadline=today)
        closed.action_done()
        colors = {"overdue": "danger", "today": "warning"}
        bar = {"field": "due_state", "colors": colors}
        mine = [("name", "in", ["late", "soon", "closed"])]
        activities = self.env["enova.activity"].with_user(self.user_all)
        for group_by in ("stage_id", "type_id", "partner_id"):
            with self.subTest(group_by=group_by):
                bars = activities.read_progress_bar(mine, group_by, bar)
                [counts] = bars.values()
                self.assertEqual(counts, {"overdue": 1, "today": 0})
        # by another field as core has it
        bar = {"field": "state", "colors": {"done": "success", "planned": "warning"}}
        bars = activities.read_progress_bar(mine, "kind", bar)
        self.assertEqual(bars["task"], {"done": 1, "planned": 2})

    def test_nobody_of_the_name(self):
        page = self._page(self.user_own, [("partner_id", "child_of", "Nikt Taki")])
        self.assertEqual(page, {"length": 0, "records": []})

    def test_a_rule_is_asked_whoever_has_looked_before(self):
        """What was found out for one reader is nobody else's."""
        domain = Domain("partner_id", "in", self.theirs.ids)
        self.assertEqual(self._page(self.user_all, domain)["length"], 3)
        self.assertEqual(self._page(self.user_own, domain)["length"], 0)

    def test_place_that_is_named_without_its_company(self):
        """What is of the company is not of one place of theirs."""
        for name, expected in (("Skup", 3), ("Młyn Zielony, Skup", 3)):
            with self.subTest(name=name):
                domain = [("partner_id", "child_of", name)]
                page = self._page(self.user_own, domain)
                self.assertEqual(page["length"], expected)

    def test_what_is_read_of_a_page_is_not_narrowed(self):
        """A follow-up with another contractor shows on a page about this one."""
        follower = self._activity(
            partner_id=self.more.id, parent_id=self.activities[0].id
        )
        activities = self.env["enova.activity"].with_user(self.user_own)
        page = activities.web_search_read(
            [("partner_id", "in", self.mine.ids)],
            {"child_ids": {"fields": {"name": {}}}},
            limit=1,
            order="id",
        )
        [row] = page["records"]
        self.assertEqual([child["id"] for child in row["child_ids"]], follower.ids)

    def test_what_is_asked_of_other_records_is_not_narrowed(self):
        """A follow-up with another contractor is found, and counted, by its name."""
        self._activity(
            name="Further", partner_id=self.more.id, parent_id=self.activities[0].id
        )
        activities = self.env["enova.activity"].with_user(self.user_own)
        named = [("partner_id", "in", self.mine.ids)]
        for condition, expected in (
            (("child_ids.name", "=", "Further"), 1),
            (("child_ids", "not any", [("name", "=", "Further")]), 2),
        ):
            domain = [*named, condition]
            with self.subTest(condition=condition):
                self.assertEqual(len(activities.search(domain)), expected)
                self.assertEqual(activities.search_count(domain), expected)
                page = activities.web_search_read(domain, {"name": {}}, limit=9)
                self.assertEqual(len(page["records"]), expected)

    def test_which_conditions_name_contractors(self):
        ids = self.mine.ids
        named = Domain("partner_id", "in", ids)
        other = Domain("name", "ilike", "x")
        cases = [
            (named, True),
            (named & other, True),
            (named & Domain("child_ids.name", "=", "x"), False),
            (Domain("commercial_partner_id", "in", ids), True),
            (Domain("partner_id", "child_of", "Młyn Zielony"), True),
            (other, False),
            (named | other, False),
            (~named, False),
            (~named & other, False),
            (Domain("partner_id", "in", [*ids, False]), False),
            (Domain("partner_id", "any", SQL("SELECT 1")), False),
            (Domain("partner_id", "in", list(range(1, MOST_NAMED + 2))), False),
            (Domain.TRUE, False),
            (Domain.FALSE, False),
        ]
        activities = self.env["enova.activity"]
        for domain, expected in cases:
            with self.subTest(domain=str(domain)):
                resolved = domain.optimize_full(activities)
                self.assertIs(bool(named_contractors(resolved)), expected)
