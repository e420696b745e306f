from datetime import date, datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


class SeriesCase(CrmEnovaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._activity(
            name="Przegląd",
            partner_id=cls.contractor.id,
            user_id=cls.user_own.id,
            date_start="2026-03-23 09:00:00",  # Monday, ten in Warsaw
            date_stop="2026-03-23 10:30:00",
            location="Hala 2",
        )

    def _form(self, activity=None, user=None):
        wizards = self.env["enova.activity.repeat"].with_user(user or self.user_own)
        activity = activity or self.first
        return Form(wizards.with_context(active_id=activity.id))

    def _repeat(self, activity=None, **values):
        form = self._form(activity)
        for name, value in values.items():
            setattr(form, name, value)
        form.save().action_confirm()
        return self._series(activity)

    def _series(self, activity=None):
        series = (activity or self.first).recurrence_id
        self.env.invalidate_all()
        return series.activity_ids.sorted("recurrence_date")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 08:00:00")
class TestSeries(SeriesCase):
    def test_weekly_across_summer_time(self):
        """Ten in Warsaw is nine in UTC before the change, and eight after it."""
        tasks = self._repeat(count=4)
        starts = [str(task.date_start) for task in tasks]
        self.assertEqual(
            starts,
            [
                "2026-03-23 09:00:00",
                "2026-03-30 08:00:00",
                # Easter Monday is free
                "2026-04-07 08:00:00",
                "2026-04-13 08:00:00",
            ],
        )
        self.assertEqual(tasks[0], self.first)
        for task in tasks:
            self.assertEqual(task.date_stop - task.date_start, timedelta(hours=1.5))
            self.assertEqual((task.name, task.location), ("Przegląd", "Hala 2"))
            self.assertEqual(task.user_id, self.user_own)
            self.assertEqual(task.partner_id, self.contractor)
            self.assertEqual(task.state, "planned")
        self.assertEqual(len(set(tasks.mapped("reference"))), 4)
        self.assertEqual(tasks[2].recurrence_date, date(2026, 4, 6))

    def test_preview_before_anything_is_written(self):
        self._activity(
            name="Zajęte",
            user_id=self.user_own.id,
            date_start="2026-03-30 09:00:00",
            date_stop="2026-03-30 11:00:00",
        )
        self._activity(
            name="Tajne",
            user_id=self.user_own.id,
            private=True,
            date_start="2026-04-13 08:00:00",
            date_stop="2026-04-13 11:00:00",
        )
        count = self.env["enova.activity"].search_count([])
        form = self._form()
        form.count = 4
        self.assertIn("Zajęte", form.preview)
        self.assertIn("Tajne", form.preview)
        self.assertIn("which is free", form.preview)
        self.assertIn("4 in all", form.preview)
        self.assertEqual(self.env["enova.activity"].search_count([]), count)
        other = self._form(user=self.user_all)
        self.assertIn("Zajęte", other.preview)
        self.assertNotIn("Tajne", other.preview)

    def test_preview_shows_text_as_text(self):
        self._activity(
            name="<img src=x>",
            user_id=self.user_own.id,
            date_start="2026-03-30 08:00:00",
        )
        self.assertIn("&lt;img", self._form().preview)

    def test_by_deadline_alone(self):
        task = self._activity(
            name="Raport", user_id=self.user_own.id, date_deadline="2026-03-31"
        )
        tasks = self._repeat(task, frequency="monthly", count=3)
        self.assertEqual(
            [str(t.date_deadline) for t in tasks],
            ["2026-03-31", "2026-04-30", "2026-06-01"],  # the 31st is a Sunday
        )
        self.assertFalse(any(tasks.mapped("date_start")))

    def test_deadline_beside_a_start_keeps_its_distance(self):
        self.first.date_deadline = "2026-03-25"
        tasks = self._repeat(count=2)
        self.assertEqual(
            [str(t.date_deadline) for t in tasks], ["2026-03-25", "2026-04-01"]
        )

    def test_days_off_of_the_company(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Inwentaryzacja",
                "company_id": self.company.id,
                "calendar_id": False,
                "date_from": "2026-03-30 00:00:00",
                "date_to": "2026-03-30 20:00:00",
            }
        )
        tasks = self._repeat(count=2)
        self.assertEqual(tasks[1].date_start.date(), date(2026, 3, 31))

    def test_bad_rules(self):
        for values in (
            {"interval": 0},
            {"interval": -3},
            {"count": 0},
            {"count": 100_000},
            {"end_type": "until", "until": "2020-01-01"},
        ):
            form = self._form()
            for name, value in values.items():
                setattr(form, name, value)
            with self.subTest(values=values), self.env.cr.savepoint():
                self.assertIn("o_enova_alarm", form.preview)
                with self.assertRaises(UserError):
                    form.save().action_confirm()
        self.assertFalse(self.first.recurrence_id)

    def test_closed_one_is_not_repeated(self):
        form = self._form()
        self.first.action_done("ok")
        with self.assertRaisesRegex(UserError, "closed"):
            form.save().action_confirm()

    def test_one_a_day_whatever_happens(self):
        tasks = self._repeat(count=2)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                tasks[0].copy().write(
                    {
                        "recurrence_id": tasks[1].recurrence_id.id,
                        "recurrence_date": tasks[1].recurrence_date,
                    }
                )
                self.env.flush_all()

    def test_private_stays_private(self):
        self.first.private = True
        tasks = self._repeat(count=3)
        self.assertTrue(all(tasks.mapped("private")))
        seen = self.env["enova.activity"].with_user(self.user_manager)
        self.assertFalse(seen.search([("recurrence_id", "=", tasks.recurrence_id.id)]))

    def test_queries_do_not_grow_with_the_length(self):
        few, many = self._queries(5), self._queries(200)
        self.assertLessEqual(many, few + 12)  # the database takes rows by hundreds

    def _queries(self, count):
        task = self.first.copy({"date_start": "2026-03-23 09:00:00"})
        task.user_id = self.user_own
        form = self._form(task)
        form.count = count
        wizard = form.save()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        wizard.action_confirm()
        self.env.flush_all()
        self.assertEqual(len(task.recurrence_id.activity_ids), count)
        return self.env.cr.sql_log_count - before

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_refusal_changes_nothing(self):
        foreign = self._activity(
            partner_id=self.other_contractor.id,
            user_id=self.user_all.id,
            date_start="2026-03-23 09:00:00",
        )
        wizards = self.env["enova.activity.repeat"]
        for user in (self.user_own, self.user_outsider, self.user_portal):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    wizard = wizards.with_user(user).create({"activity_id": foreign.id})
                    wizard.action_confirm()
        self.env.invalidate_all()
        self.assertFalse(foreign.recurrence_id)
        tasks = self._repeat(count=2)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            tasks.recurrence_id.with_user(self.user_manager).count = 5
        self.assertEqual(tasks.recurrence_id.count, 2)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 08:00:00")
class TestSeriesChanged(SeriesCase):
    """This one, this and what follows, or all."""

    def setUp(self):
        super().setUp()
        self.tasks = self._repeat(count=5)

    def test_one_moved_stays_one_of_the_series(self):
        self.tasks[1].date_start = "2026-04-01 12:00:00"
        tasks = self._series()
        self.assertEqual(len(tasks), 5)
        self.assertEqual(tasks[1].recurrence_date, date(2026, 3, 30))
        self.assertEqual(tasks[2].date_start, datetime(2026, 4, 7, 8))

    def test_following(self):
        third = self.tasks[2]
        third.write({"name": "Przegląd nowy", "date_start": "2026-04-08 12:00:00"})
        form = self._form(third)
        self.assertEqual(form.count, 3)
        form.mon, form.wed = False, True
        form.save().action_confirm()
        following = self._series(third)
        self.assertEqual(following, self.tasks[2:])
        self.assertEqual(
            [str(t.date_start) for t in following],
            ["2026-04-08 12:00:00", "2026-04-15 12:00:00", "2026-04-22 12:00:00"],
        )
        self.assertEqual(set(following.mapped("name")), {"Przegląd nowy"})
        self.assertEqual(self._series(), self.tasks[:2])
        self.assertEqual(self.tasks[0].name, "Przegląd")

    def test_all_but_what_is_done(self):
        self.tasks[0].action_done("ok")
        second = self.tasks[1]
        second.user_id = self.user_all
        form = self._form(second)
        form.scope = "all"
        form.count = 3
        form.save().action_confirm()
        self.assertEqual(self.tasks[0].user_id, self.user_own)
        self.assertEqual(self.tasks[0].state, "done")
        self.assertEqual(self.tasks[1:4].user_id, self.user_all)
        self.assertEqual(self.tasks[4].state, "cancelled")
        self.assertEqual(len(self._series(second)), 4)

    def test_more_and_less_often(self):
        form = self._form(self.tasks[0])
        form.scope = "all"
        form.interval = 2
        form.count = 7
        form.save().action_confirm()
        tasks = self._series()
        self.assertEqual(len(tasks), 7)
        self.assertEqual(tasks[:5], self.tasks)
        # every other Monday; Easter Monday gives way to Tuesday
        self.assertEqual(
            [str(t.recurrence_date) for t in tasks[:3]],
            ["2026-03-23", "2026-04-06", "2026-04-20"],
        )

    def test_end_of_the_series(self):
        form = self._form(self.tasks[3])
        form.mode = "stop"
        self.assertIn("2 open ones", form.preview)
        form.save().action_confirm()
        states = self.tasks.mapped("state")
        self.assertEqual(states, ["planned"] * 3 + ["cancelled"] * 2)
        self.assertEqual(self.tasks.recurrence_id.until, date(2026, 4, 12))
