from ast import literal_eval
from datetime import date, datetime

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-25 08:00:00")
class TestReschedule(CrmEnovaCase):
    """Wednesday before the night in which Poland goes over to summer time."""

    def _mine(self, **values):
        return self._activity(user_id=self.user_own.id, **values).with_user(
            self.user_own
        )

    def test_deadlines(self):
        late = self._mine(date_deadline="2026-03-01")
        undated = self._mine()
        both = late + undated
        both.action_reschedule_tomorrow()
        self.assertEqual(set(both.mapped("date_deadline")), {date(2026, 3, 26)})
        both.action_reschedule_today()
        self.assertEqual(set(both.mapped("date_deadline")), {date(2026, 3, 25)})
        both.action_reschedule_next_week()
        self.assertEqual(set(both.mapped("date_deadline")), {date(2026, 3, 30)})

    def test_next_week_begins_on_a_working_day(self):
        task = self._mine()
        with freeze_time("2026-04-03 08:00:00"):
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Poniedziałek Wielkanocny",
                    "calendar_id": self.company.resource_calendar_id.id,
                    "date_from": "2026-04-05 22:00:00",
                    "date_to": "2026-04-06 21:59:59",
                }
            )
            self.company.resource_calendar_id.tz = "Europe/Warsaw"
            task.action_reschedule_next_week()
        self.assertEqual(task.date_deadline, date(2026, 4, 7))

    def test_hours_stay_on_the_clock(self):
        """Ten in Warsaw before and after the change of the clocks."""
        visit = self._mine(
            date_start="2026-03-20 09:00:00",
            date_stop="2026-03-20 10:30:00",
            date_deadline="2026-03-22",
        )
        visit.action_reschedule("2026-03-30")
        self.assertEqual(visit.date_start, datetime(2026, 3, 30, 8))
        self.assertEqual(visit.date_stop, datetime(2026, 3, 30, 9, 30))
        self.assertEqual(visit.date_deadline, date(2026, 3, 22), "a promise stays")

    def test_entry_in_the_calendar_follows(self):
        visit = self._mine(date_start="2026-03-26 09:00:00", calendar_entry=True)
        visit.action_reschedule("2026-03-27")
        [entry] = visit.calendar_event_ids
        self.assertEqual(entry.start, datetime(2026, 3, 27, 9))

    def test_window_for_many(self):
        tasks = self._mine() + self._mine(date_start="2026-03-20 09:00:00")
        closed = self._mine(date_deadline="2026-03-01")
        closed.action_done("ok")
        wizards = self.env["enova.activity.reschedule"].with_user(self.user_own)
        form = Form(
            wizards.with_context(
                active_model="enova.activity", active_ids=(tasks + closed).ids
            )
        )
        self.assertEqual(form.day, date(2026, 3, 26))
        form.day = date(2026, 4, 10)
        form.save().action_confirm()
        self.assertEqual(set(tasks.mapped("date_due")), {date(2026, 4, 10)})
        self.assertEqual(closed.date_deadline, date(2026, 3, 1))
        with self.assertRaises(UserError):
            closed.action_reschedule_today()

    def test_constant_queries(self):
        few, many = self._queries(4), self._queries(150)
        self.assertLessEqual(many, few + 4)

    def _queries(self, count):
        tasks = self.env["enova.activity"].create(
            [
                {
                    "name": str(i),
                    "user_id": self.user_own.id,
                    "date_start": "2026-03-20 09:00:00" if i % 2 else False,
                }
                for i in range(count)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        tasks = tasks.with_user(self.user_own)
        before = self.env.cr.sql_log_count
        tasks.action_reschedule_tomorrow()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_refusal_changes_nothing(self):
        foreign = self._activity(
            partner_id=self.other_contractor.id, date_deadline="2026-03-01"
        )
        for user in (self.user_own, self.user_outsider, self.user_portal):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    foreign.with_user(user).action_reschedule("2026-05-01")
        self.assertEqual(foreign.date_deadline, date(2026, 3, 1))


@tagged("post_install", "-at_install")
@freeze_time("2026-03-25 22:30:00")
class TestMyCounts(CrmEnovaCase):
    """In Warsaw it is half past eleven in the evening."""

    def test_tabs_count_what_they_show(self):
        own, everyone = self.user_own.id, self.user_all.id
        mine, other = self.contractor.id, self.other_contractor.id
        self._activity(user_id=own)
        self._activity(user_id=own, private=True)
        self._activity(user_id=everyone, assigned_by_id=own, partner_id=other)
        self._activity(partner_id=mine)
        self._activity(partner_id=other)
        self._activity(user_id=own).action_done("dziś")
        self.env.flush_all()
        with freeze_time("2026-03-24 22:30:00"):
            self._activity(user_id=own).action_done("wczoraj")
            self.env.flush_all()
        self.env.flush_all()
        activities = self.env["enova.activity"].with_user(self.user_own)
        activities = activities.with_context(tz="Europe/Warsaw")
        counts = activities.enova_my_counts()
        self.assertEqual(
            counts,
            {
                "all": 3,
                "mine": 2,
                "given": 1,
                "standing_in": 0,
                "unassigned": 1,
                "done": 1,
            },
        )

    def test_query_budget(self):
        """Five counts for six tabs, and a page of rows whose columns are all there."""
        for days in range(20):
            self._activity(
                user_id=self.user_own.id,
                assigned_by_id=self.user_all.id,
                partner_id=self.contractor.id,
                date_deadline=f"2026-03-{1 + days:02}",
            )
        activities = self.env["enova.activity"].with_user(self.user_own)
        columns = ("name", "date_due", "due_state", "partner_phone", "state")
        links = ("partner_id", "assigned_by_id", "user_id", "substituted_id")
        shown = {
            **{name: {} for name in columns},
            **{name: {"fields": {"display_name": {}}} for name in links},
        }
        mine = [("user_id", "=", self.user_own.id)]

        def cost(call):
            call()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call()
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(cost(activities.enova_my_counts), 17)
        page = cost(lambda: activities.web_search_read(mine, shown, limit=5))
        full = cost(lambda: activities.web_search_read(mine, shown, limit=20))
        self.assertEqual(page, full)
        self.assertLessEqual(full, 14)

    def test_tabs_agree_with_the_search_view(self):
        view = self.env.ref("crm_enova.enova_activity_view_search").arch
        names = (
            "all_mine",
            "given_by_me",
            "unassigned_mine",
            "done_today",
            "standing_in",
        )
        for name in names:
            self.assertIn(f'name="{name}"', view)

    def test_all_of_them_are_one_filter_away(self):
        """Tasks and events opens on what is open, or of this month."""
        action = self.env.ref("crm_enova.enova_activity_action")
        self.assertIn("search_default_open_or_month", action.context)
        arch = etree.fromstring(
            self.env.ref("crm_enova.enova_activity_view_search").arch
        )
        [filter_] = arch.xpath("//filter[@name='open_or_month']")
        made = {
            day: self._activity(name=day, date_start=f"{day} 09:00:00")
            for day in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")
        }
        for day in ("2026-02-28", "2026-03-01"):
            made[day].action_done("ok")
        made["2026-04-01"].action_cancel()
        self.env.flush_all()
        found = self.env["enova.activity"].search(
            Domain(literal_eval(filter_.get("domain")))
            & Domain("id", "in", [a.id for a in made.values()])
        )
        self.assertEqual(sorted(found.mapped("name")), ["2026-03-01", "2026-03-31"])
        made["2026-02-28"].action_reopen()
        self.env.flush_all()
        self.assertIn(
            made["2026-02-28"],
            self.env["enova.activity"].search(
                Domain(literal_eval(filter_.get("domain")))
            ),
        )

    def test_outsiders(self):
        with self.assertRaises(AccessError):
            self.env["enova.activity"].with_user(self.user_portal).enova_my_counts()
