from lxml import etree

from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestActivityDue(CrmEnovaCase):
    """Days are the days of the person who looks, across every change of the clock."""

    def _due(self, user, task):
        task.invalidate_recordset(["due_state"])
        return task.with_user(user).with_context(tz=user.tz).due_state

    def test_date_is_start_else_deadline_else_entry(self):
        start = self._activity(
            date_start="2026-05-01 10:00:00", date_deadline="2026-05-09"
        )
        deadline = self._activity(date_deadline="2026-05-09")
        entry = self._activity()
        self.assertEqual(str(start.date), "2026-05-01 10:00:00")
        self.assertEqual(str(deadline.date), "2026-05-09 12:00:00")
        # the moment of entry is that of the transaction
        self.assertLess(abs(entry.date - entry.create_date).total_seconds(), 1)

    def test_due_is_the_deadline_else_the_local_day_of_the_start(self):
        # half past eleven at night in UTC is the next day in Warsaw
        values = {"date_start": "2026-05-01 23:30:00", "user_id": self.user_own.id}
        task = self._activity(**values)
        self.assertEqual(str(task.date_due), "2026-05-02")
        self.user_own.tz = "America/New_York"
        self.assertEqual(str(self._activity(**values).date_due), "2026-05-01")
        task.date_deadline = "2026-05-20"
        self.assertEqual(str(task.date_due), "2026-05-20")

    def test_start_in_the_gap_and_in_the_overlap_of_the_clock(self):
        # Poland: clocks go forward on 29 March 2026, back on 25 October 2026
        for start, day in (
            ("2026-03-28 22:59:00", "2026-03-28"),
            ("2026-03-28 23:00:00", "2026-03-29"),
            ("2026-03-29 21:59:00", "2026-03-29"),
            ("2026-03-29 22:00:00", "2026-03-30"),
            ("2026-10-24 21:59:00", "2026-10-24"),
            ("2026-10-24 22:00:00", "2026-10-25"),
            ("2026-10-25 22:59:00", "2026-10-25"),
            ("2026-10-25 23:00:00", "2026-10-26"),
        ):
            with self.subTest(start=start):
                task = self._activity(date_start=start, user_id=self.user_own.id)
                self.assertEqual(str(task.date_due), day)

    def test_overdue_depends_on_where_one_looks_from(self):
        task = self._activity(date_deadline="2026-05-04", user_id=self.user_own.id)
        self.user_all.tz = "Pacific/Auckland"
        # Monday noon in Warsaw, Tuesday in Auckland from 12:00 UTC on
        with freeze_time("2026-05-04 13:00:00"):
            self.assertEqual(self._due(self.user_own, task), "today")
            self.assertEqual(self._due(self.user_all, task), "overdue")
        with freeze_time("2026-05-03 21:59:00"):
            self.assertEqual(self._due(self.user_own, task), "upcoming")
        with freeze_time("2026-05-03 22:00:00"):
            self.assertEqual(self._due(self.user_own, task), "today")

    def test_closed_is_not_due(self):
        task = self._activity(date_deadline="2026-05-04")
        task.action_done()
        with freeze_time("2026-06-01"):
            self.assertFalse(task.due_state)

    @freeze_time("2026-05-06 10:00:00")  # a Wednesday
    def test_filters_of_the_list(self):
        days = {
            "last_week": "2026-05-01",
            "monday": "2026-05-04",
            "today": "2026-05-06",
            "sunday": "2026-05-10",
            "next_monday": "2026-05-11",
            "undated": False,
        }
        user = self.user_own
        # the week begins as the reader's language has it: in Polish on Monday
        self.env["res.lang"]._activate_lang("pl_PL")
        user.lang = "pl_PL"
        for name, day in days.items():
            self._activity(name=name, date_deadline=day, user_id=user.id)
        closed = self._activity(
            name="closed", date_deadline="2026-05-01", user_id=user.id
        )
        closed.action_done()
        self.env.flush_all()
        expected = {
            "activities_overdue": {"last_week", "monday"},
            "activities_today": {"today"},
            "this_week": {"monday", "today", "sunday"},
            "activities_upcoming_all": {"sunday", "next_monday", "undated"},
            "open": set(days),
            "done": {"closed"},
            "filter_activities_my": {*days, "closed"},
        }
        activities = self.env["enova.activity"].with_user(user)
        activities = activities.with_context(tz=user.tz, lang="en_US")
        for name, names in expected.items():
            with self.subTest(filter=name):
                found = activities.search(self._filter_domain(name))
                self.assertEqual(set(found.mapped("name")), names)

    @freeze_time("2026-05-06 10:00:00")
    def test_urgency_groups_and_searches_as_it_shows(self):
        for day in ("2026-05-01", "2026-05-06", "2026-05-06", "2026-05-07", False):
            self._activity(date_deadline=day, partner_id=self.contractor.id)
        self._activity(partner_id=self.contractor.id).action_done()
        domain = [("partner_id", "=", self.contractor.id)]
        activities = self.env["enova.activity"]
        groups = dict(activities._read_group(domain, ["due_state"], ["__count"]))
        expected = {"overdue": 1, "today": 2, "upcoming": 2, False: 1}
        self.assertEqual(groups, expected)
        self.assertEqual(list(groups), ["overdue", "today", "upcoming", False])
        for urgency, count in expected.items():
            found = activities.search([("due_state", "=", urgency), *domain])
            self.assertEqual(set(found.mapped("due_state")), {urgency})
            self.assertEqual(len(found), count)
        board = activities.read_progress_bar(
            domain,
            "stage_id",
            {"field": "due_state", "colors": {"overdue": "danger", "today": "warning"}},
        )
        planned = board[str(self.stage_planned.id)]
        self.assertEqual(planned, {"overdue": 1, "today": 2})

    def _filter_domain(self, name):
        """Return a filter's domain as the search view has it."""
        view = self.env.ref("crm_enova.enova_activity_view_search")
        arch = self.env["enova.activity"].get_view(view.id, "search")["arch"]
        node = etree.fromstring(arch).find(f".//filter[@name='{name}']")
        return safe_eval(node.get("domain"), {"uid": self.user_own.id})

    @freeze_time("2026-05-06 10:00:00")
    def test_top_bar(self):
        user = self.user_own
        for day in ("2026-05-01", "2026-05-06", "2026-05-06", "2026-05-07", False):
            self._activity(date_deadline=day, user_id=user.id)
        self._activity(date_deadline="2026-05-01", user_id=self.user_all.id)
        users = self.env["res.users"].with_user(user).with_context(tz=user.tz)
        group = users._get_activity_groups()[0]
        self.assertEqual(group["model"], "enova.activity")
        counts = [group[f"{name}_count"] for name in ("overdue", "today", "planned")]
        self.assertEqual(counts, [1, 2, 2])
        self.assertEqual(group["total_count"], 3)

    def test_top_bar_of_someone_without_the_crm(self):
        groups = self.env["res.users"].with_user(self.user_outsider)
        models = [group["model"] for group in groups._get_activity_groups()]
        self.assertNotIn("enova.activity", models)

    def test_reminders_of_core_stay_where_they_are(self):
        """No row of ours appears among core's reminders, and none of theirs here."""
        before = self.env["mail.activity"].search_count([])
        self._activity(user_id=self.user_own.id, date_deadline=self._today())
        self.assertEqual(self.env["mail.activity"].search_count([]), before)

    def test_dragged_in_the_calendar(self):
        """The calendar writes the one date that it shows."""
        meeting = self._activity(date_start="2026-05-04 08:00:00")
        meeting.date = "2026-05-05 09:00:00"
        self.assertEqual(str(meeting.date_start), "2026-05-05 09:00:00")
        self.assertFalse(meeting.all_day)
        task = self._activity(date_deadline="2026-05-04")
        self.assertTrue(task.all_day)
        task.date = "2026-05-07 12:00:00"
        self.assertEqual(str(task.date_deadline), "2026-05-07")
        self.assertFalse(task.date_start)
        self.assertEqual(str(task.date), "2026-05-07 12:00:00")
