from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .test_series import SeriesCase

BEGUN = "2026-03-20 08:00:00"


@tagged("post_install", "-at_install")
class TestSeriesHistory(SeriesCase):
    """What has been, and what somebody has done by hand, is left alone."""

    def _every(self):
        self.env.invalidate_all()
        return self.env["enova.activity"].search(
            [("name", "=", "Przegląd")], order="date_start, id"
        )

    @freeze_time(BEGUN)
    def test_what_was_done_or_cancelled_is_not_planned_again(self):
        for close in ("action_done", "action_cancel"):
            self.first.recurrence_id.activity_ids.recurrence_id = False
            tasks = self._repeat(count=5)
            getattr(tasks[3], close)()
            form = self._form(tasks[1])
            with self.subTest(close=close):
                self.assertEqual(form.count, 3)
                form.save().action_confirm()
                days = self._every().mapped("recurrence_date")
                self.assertEqual(len(days), len(set(days)))
                self.assertEqual(len(days), 5)
            (self._every() - self.first).unlink()

    def test_all_open_ones_begin_with_the_first_open_one(self):
        with freeze_time(BEGUN):
            tasks = self._repeat(count=8)
        with freeze_time("2026-04-25 08:00:00"):
            tasks[:5].action_done("ok")
            form = self._form(tasks[5])
            form.scope = "all"
            self.assertEqual(form.count, 3)
            form.mon, form.thu = False, True
            form.save().action_confirm()
        every = self._every()
        self.assertEqual(len(every), 8)
        pending = every.filtered(lambda task: task.state == "planned")
        self.assertEqual(
            [str(task.date_start.date()) for task in pending],
            ["2026-04-30", "2026-05-07", "2026-05-14"],
        )

    @freeze_time(BEGUN)
    def test_moved_by_hand_stays_there(self):
        tasks = self._repeat(count=5)
        tasks[3].date_start = "2026-04-17 12:00:00"
        tasks[1].name = "Inna nazwa"
        self._form(tasks[1]).save().action_confirm()
        self.assertEqual(tasks[3].date_start, datetime(2026, 4, 17, 12))
        self.assertEqual(tasks[3].recurrence_date, date(2026, 4, 13))
        self.assertEqual(tasks[3].name, "Inna nazwa")

    @freeze_time(BEGUN)
    def test_earlier_deadline_keeps_its_distance(self):
        self.first.date_deadline = "2026-03-22"
        tasks = self._repeat(count=2)
        self.assertEqual(
            [str(task.date_deadline) for task in tasks], ["2026-03-22", "2026-03-29"]
        )

    @freeze_time(BEGUN)
    def test_days_taken_out(self):
        tasks = self._repeat(count=4, exceptions="2026-03-30; 2026-04-07")
        self.assertEqual(
            [str(task.date_start.date()) for task in tasks],
            ["2026-03-23", "2026-04-13"],
        )

    @freeze_time(BEGUN)
    def test_no_such_day(self):
        form = self._form(self.first)
        form.exceptions = "2026-02-30"
        self.assertIn("2026-02-30", form.preview)
        with self.assertRaisesRegex(UserError, "2026-02-30"):
            form.save()

    @freeze_time(BEGUN)
    def test_days_as_they_are_written(self):
        """As the picker stores them, in Poland, and in the reader's language."""
        self.env["res.lang"]._activate_lang("en_GB")
        for lang, text in (
            ("en_US", "2026-03-30, 2026-04-06"),
            ("en_US", "30.03.2026 06.04.2026"),
            ("en_US", "03/30/2026; 04/06/2026"),
            ("en_GB", "30/03/2026,06/04/2026"),
        ):
            with self.subTest(text=text):
                rule = self.env["enova.activity.repeat"].with_context(lang=lang)
                rule = rule.new({"exceptions": text})
                self.assertEqual(
                    rule._taken_out(), {date(2026, 3, 30), date(2026, 4, 6)}
                )

    @freeze_time(BEGUN)
    def test_days_off_in_the_zone_of_the_company(self):
        calendar = self.company.resource_calendar_id
        calendar.tz = "Europe/Warsaw"
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "The whole Tuesday in Warsaw",
                    "company_id": self.company.id,
                    "calendar_id": False,
                    "date_from": "2026-03-30 22:00:00",
                    "date_to": "2026-03-31 21:59:59",
                },
                {
                    "name": "Two hours",
                    "calendar_id": calendar.id,
                    "date_from": "2026-04-13 12:00:00",
                    "date_to": "2026-04-13 14:00:00",
                },
            ]
        )
        tasks = self._repeat(count=4)
        self.assertEqual(
            [str(task.date_start.date()) for task in tasks],
            ["2026-03-23", "2026-03-30", "2026-04-07", "2026-04-13"],
        )

    @freeze_time(BEGUN)
    def test_the_rule_of_what_is_private_is_private(self):
        self.first.write({"private": True, "partner_id": False})
        series = self._repeat(count=3).recurrence_id
        for user, seen in (
            (self.user_own, True),
            (self.user_all, False),
            (self.user_manager, False),
        ):
            found = series.with_user(user).search([("id", "in", series.ids)])
            asked = series.with_user(user).search(
                [("activity_ids", "in", self.first.ids)]
            )
            with self.subTest(user=user.login):
                self.assertEqual((bool(found), bool(asked)), (seen, seen))


@tagged("post_install", "-at_install")
class TestOpenSeriesTrouble(SeriesCase):
    def _extend(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("crm_enova.enova_activity_recurrence_cron_extend")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_one_that_cannot_go_on_stops_no_other(self):
        definition = self.type_call_task.copy({"contractor_required": False})
        with freeze_time(BEGUN):
            bad = self._activity(
                name="Zła",
                type_id=definition.id,
                user_id=self.user_own.id,
                date_start="2026-03-23 09:00:00",
            )
            self._repeat(bad, end_type="open", frequency="monthly")
            self._repeat(end_type="open", frequency="monthly")
        definition.contractor_required = True
        logger = "odoo.addons.crm_enova.models.activity.enova_activity_recurrence"
        with freeze_time("2026-11-20 08:00:00"), mute_logger(logger):
            self._extend()
        self.assertEqual(len(self._series(bad)), 13)
        self.assertEqual(len(self._series()), 20)

    def test_nobody_is_told_of_what_plans_itself(self):
        with freeze_time(BEGUN):
            self._repeat(end_type="open", frequency="monthly")
        notices = [("message_type", "=", "user_notification")]
        before = self.env["mail.message"].search_count(notices)
        with freeze_time("2026-11-20 08:00:00"):
            self._extend()
        self.assertEqual(self.env["mail.message"].search_count(notices), before)

    def test_planned_too_late_is_no_history(self):
        with freeze_time(BEGUN):
            event = self._activity(
                name="Spotkanie",
                type_id=self.type_call.id,
                partner_id=self.contractor.id,
                user_id=self.user_own.id,
                date_start="2026-03-23 09:00:00",
            )
            self._repeat(event, end_type="open", frequency="monthly")
        with freeze_time("2027-06-20 08:00:00"):
            self._extend()
        self.assertEqual(set(self._series(event).mapped("state")), {"planned"})
