from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase

TODAY = "2026-06-10"


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 10:00:00")
class TestCaretaker(CrmEnovaCase):
    """Somebody is in charge, and one can see who was and who will be."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.periods = cls.env["enova.caretaker"]
        cls.contractor.caretaker_ids.date_from = "2026-01-05"

    def _period(self, user, role="main", partner=None, **values):
        return self.periods.create(
            {
                "partner_id": (partner or self.other_contractor).id,
                "user_id": user.id,
                "role": role,
                "date_from": TODAY,
                **values,
            }
        )

    def test_salesperson_of_a_new_partner_is_the_main_caretaker(self):
        period = self.contractor.caretaker_ids
        self.assertEqual(period.user_id, self.user_own)
        self.assertEqual(period.role, "main")
        self.assertEqual(str(period.date_from), "2026-01-05")
        self.assertEqual(self.contractor.caretaker_user_ids, self.user_own)

    def test_contact_person_has_no_period(self):
        self.assertEqual(self.contact.user_id, self.user_own)  # core copies it
        self.assertFalse(self.contact.caretaker_ids)
        with self.assertRaisesRegex(ValidationError, "belongs to"):
            self._period(self.user_all, partner=self.contact)

    def test_period_writes_the_salesperson(self):
        self._period(self.user_all)
        self.assertEqual(self.other_contractor.user_id, self.user_all)
        self.assertEqual(self.other_contractor.caretaker_user_ids, self.user_all)

    def test_salesperson_follows_a_period_that_is_changed_twice(self):
        """What the first change has left to be written is not overlooked."""
        period = self.contractor.caretaker_ids
        self.env.flush_all()
        period.user_id = self.user_all
        period.user_id = self.user_own
        self.assertEqual(self.contractor.user_id, self.user_own)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.contractor.user_id, self.user_own)

    def test_salesperson_closes_one_period_and_opens_the_next(self):
        self.contractor.user_id = self.user_all
        first, second = self.contractor.caretaker_ids.sorted("date_from")
        self.assertEqual(str(first.date_to), "2026-06-09")
        self.assertEqual(second.user_id, self.user_all)
        self.assertEqual(str(second.date_from), TODAY)
        self.assertEqual(self.contractor.caretaker_user_ids, self.user_all)

    def test_second_change_of_a_day_leaves_a_line_that_binds_nobody(self):
        self.contractor.user_id = self.user_all
        self.contractor.user_id = self.user_manager
        users = self.contractor.caretaker_ids.sorted("date_from").user_id
        self.assertEqual(users, self.user_own + self.user_manager)
        history = self._history()
        self.assertEqual(len(history), 3)
        superseded = history.filtered(lambda period: not period.active)
        self.assertEqual(superseded.user_id, self.user_all)
        self.assertEqual(str(superseded.date_to), TODAY)
        self.assertFalse(superseded.is_current)
        self.assertEqual(self.contractor.caretaker_user_ids, self.user_manager)
        self.env.flush_all()
        self.assertNotIn(self.contractor.id, self.periods._stale_partner_ids())

    def test_line_that_binds_nobody_names_who_took_over(self):
        contractor = self.contractor.with_user(self.user_manager)
        contractor.user_id = self.user_all
        self.assertEqual(contractor.acting_user_id, self.user_all)
        before = self._history().filtered("is_current")
        contractor.user_id = self.user_own
        self.assertFalse(before.active)
        self.assertFalse(before.is_current)
        self.assertEqual(before.write_uid, self.user_manager)
        self.assertEqual(contractor.acting_user_id, self.user_own)

    def _history(self):
        return self.contractor.with_context(active_test=False).caretaker_ids

    def test_back_and_forth_within_a_day(self):
        for user in (self.user_all, self.user_own, self.user_all, self.user_manager):
            self.contractor.user_id = user
        self.contractor.user_id = False
        self.assertEqual(len(self._history()), 5)
        self.assertFalse(self.contractor.caretaker_user_ids)

    def test_successor_of_a_day(self):
        """Who leaves on the day on which they began stands there all the same."""
        self.contractor.user_id = self.user_all
        self.contractor._replace_main_caretaker(self.user_all, self.user_manager)
        self.assertEqual(self.contractor.user_id, self.user_manager)
        self.assertEqual(len(self._history()), 3)

    def test_superseded_lines_follow_a_merge(self):
        self.other_contractor.user_id = self.user_all
        self.other_contractor.user_id = self.user_manager
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        both = self.contractor | self.other_contractor
        wizard._merge(both.ids, self.contractor, extra_checks=False)
        superseded = self._history().filtered(lambda period: not period.active)
        self.assertEqual(superseded.user_id, self.user_all)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_a_line_is_not_superseded_by_hand(self):
        period = self.contractor.caretaker_ids.with_user(self.user_manager)
        with self.assertRaises(AccessError):
            period.write({"active": False})

    def test_salesperson_removed(self):
        self.contractor.user_id = False
        self.assertEqual(str(self.contractor.caretaker_ids.date_to), "2026-06-09")
        self.assertFalse(self.contractor.caretaker_user_ids)

    def test_change_stops_before_a_period_that_is_planned(self):
        self._period(self.user_all, date_from="2026-07-01")
        self.other_contractor.user_id = self.user_own
        now = self.other_contractor.caretaker_ids.filtered("is_current")
        self.assertEqual(str(now.date_to), "2026-06-30")

    def test_deputy_who_becomes_main_is_deputy_no_more(self):
        deputy = self._period(self.user_all, "deputy", self.contractor)
        self.contractor.user_id = self.user_all
        self.assertFalse(deputy.exists())
        self.assertEqual(self.contractor.caretaker_user_ids, self.user_all)

    def test_one_main_caretaker_at_a_time(self):
        with (
            self.assertRaises(ExclusionViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self._period(self.user_all, partner=self.contractor)
        self.assertEqual(self.contractor.user_id, self.user_own)

    def test_deputy_equal_to_main_is_refused(self):
        with self.assertRaises(ExclusionViolation), mute_logger("odoo.sql_db"):
            self._period(self.user_own, "deputy", self.contractor)

    def test_period_that_ends_before_it_begins(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self._period(self.user_all, date_to="2026-06-01")

    def test_set_of_caretakers_is_not_written_directly(self):
        with self.assertRaises(UserError):
            self.contractor.caretaker_user_ids = [(4, self.user_outsider.id)]
        self.assertEqual(self.contractor.caretaker_user_ids, self.user_own)

    def test_nightly_job(self):
        self._period(self.user_all, date_to="2026-06-11")
        self._period(self.user_manager, date_from="2026-06-12")
        self._period(self.user_own, "deputy", date_from="2026-06-12")
        self.assertEqual(self.other_contractor.user_id, self.user_all)
        cron = self.env.ref("crm_enova.enova_caretaker_cron_switch")
        with freeze_time("2026-06-12 00:15:00"), self.enter_registry_test_mode():
            self.env.flush_all()
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.other_contractor.user_id, self.user_manager)
        self.assertEqual(
            self.other_contractor.caretaker_user_ids, self.user_manager + self.user_own
        )

    def test_change_of_caretaker_sends_nothing_and_logs_nothing(self):
        messages = self.env["mail.message"].search_count([])
        self._period(self.user_all)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)

    def test_bulk(self):
        rows = [
            {"name": f"Firma {i}", "user_id": (self.user_own, self.user_all)[i % 2].id}
            for i in range(400)
        ]
        partners = self.env["res.partner"].create(rows)
        self.assertEqual(len(partners.caretaker_ids), 400)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        # core's own log and mail per partner are not what is measured
        quiet = partners.with_context(tracking_disable=True)
        quiet.write({"user_id": self.user_manager.id})
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 60)
        self.assertEqual(partners.caretaker_user_ids, self.user_manager)


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 10:00:00")
class TestCaretakerRights(CrmEnovaCase):
    def test_deputy_sees_what_the_main_caretaker_sees(self):
        activity = self._activity(partner_id=self.other_contractor.id)
        mine = self.env["enova.activity"].with_user(self.user_own)
        self.assertNotIn(activity, mine.search([]))
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.other_contractor.id,
                "user_id": self.user_own.id,
                "role": "deputy",
            }
        )
        self.assertIn(activity, mine.search([]))
        self.assertEqual(mine.browse(activity.id).name, activity.name)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_managers_change_periods(self):
        period = self.contractor.caretaker_ids
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            period.with_user(self.user_all).write({"user_id": self.user_all.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            period.with_user(self.user_all).unlink()
        self.assertEqual(period.user_id, self.user_own)
        period.with_user(self.user_manager).write({"reason": "urlop"})
        self.assertEqual(period.reason, "urlop")

    def test_history_of_another_company_is_out_of_sight(self):
        self.other_contractor.company_id = self.other_company
        self.other_contractor.user_id = self.user_manager
        seen = self.env["enova.caretaker"].with_user(self.user_manager)
        self.assertFalse(seen.search([("partner_id", "=", self.other_contractor.id)]))

    def test_dates_are_days(self):
        self.assertEqual(
            self.contractor.caretaker_ids.date_from, fields.Date.to_date(TODAY)
        )
