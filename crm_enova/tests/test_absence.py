from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common import CrmEnovaCase, new_user


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestAbsence(CrmEnovaCase):
    """Who is away is entered where one looks for a substitute."""

    def _window(self, user=None, **context):
        absences = self.env["enova.absence"].with_user(user or self.user_own)
        return Form(absences.with_context(**context))

    def _dates(self, user):
        return user.out_of_office_from, user.out_of_office_to

    def test_days_in_the_zone_of_whoever_is_away(self):
        form = self._window()
        form.date_from, form.date_to = date(2026, 6, 11), date(2026, 6, 12)
        form.save().action_save()
        self.assertEqual(
            self._dates(self.user_own),
            (datetime(2026, 6, 10, 22), datetime(2026, 6, 12, 21, 59, 59)),
        )
        with freeze_time("2026-06-12 21:00:00"):
            self.assertFalse(self.user_all._enova_on_duty(self.user_own))
        with freeze_time("2026-06-12 22:30:00"):
            self.assertTrue(self.user_all._enova_on_duty(self.user_own))

    def test_today_is_proposed_and_the_deputy_acts(self):
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.contractor.id,
                "user_id": self.user_all.id,
                "role": "deputy",
            }
        )
        self.assertEqual(self.contractor.acting_user_id, self.user_own)
        self._window().save().action_save()
        self.env.invalidate_all()
        self.assertEqual(self.contractor.acting_user_id, self.user_all)

    def test_managers_are_not_asked_for_while_a_caretaker_is_there(self):
        # alone: those who have no caretaker would be computed along
        contractor = self.env["res.partner"].browse(self.contractor.id)
        self.env.invalidate_all()
        with patch.object(type(contractor), "_crm_managers") as asked:
            self.assertEqual(contractor.acting_user_id, self.user_own)
        asked.assert_not_called()

    def test_until_further_notice_and_back(self):
        form = self._window()
        form.date_to = False
        form.save().action_save()
        self.assertFalse(self.user_own.out_of_office_to)
        again = self._window()
        self.assertTrue(again.is_set)
        self.assertFalse(again.date_to)
        again.save().action_end()
        self.assertEqual(self._dates(self.user_own), (False, False))
        self.assertFalse(self._window().is_set)

    def test_what_is_set_shows_until_it_is_over(self):
        form = self._window()
        form.date_from, form.date_to = date(2026, 6, 9), date(2026, 6, 12)
        form.save().action_save()
        again = self._window()
        self.assertEqual(
            (again.date_from, again.date_to), (date(2026, 6, 9), date(2026, 6, 12))
        )
        with freeze_time("2026-06-15 10:00:00"):
            later = self._window()
            self.assertFalse(later.is_set)
            self.assertEqual(later.date_from, date(2026, 6, 15))

    def test_the_wrong_order(self):
        form = self._window()
        form.date_from, form.date_to = date(2026, 6, 12), date(2026, 6, 11)
        with self.assertRaisesRegex(UserError, "before the first"):
            form.save().action_save()

    def test_a_manager_enters_that_of_a_colleague(self):
        """From the contractor's page the window is about their caretaker."""
        form = self._window(self.user_manager, default_user_id=self.user_own.id)
        self.assertEqual(form.user_id, self.user_own)
        form.save().action_save()
        self.assertTrue(self.user_own.out_of_office_from)

    def test_nobody_else_does(self):
        self.user_manager.out_of_office_from = "2026-06-01 00:00:00"
        for user in (self.user_own, self.user_all):
            absences = self.env["enova.absence"].with_user(user)
            window = absences.create({"user_id": self.user_manager.id})
            self.assertFalse(window.is_set, "whether they are away is not told")
            for press in (window.action_save, window.action_end):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    press()
        self.assertTrue(self.user_manager.out_of_office_from)

    def test_nor_that_of_a_customer_or_of_another_company(self):
        stranger = new_user(
            self.env,
            login="stranger",
            groups="base.group_user",
            company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)],
        )
        absences = self.env["enova.absence"].with_user(self.user_manager)
        for user in (self.user_portal, stranger):
            window = absences.sudo().create({"user_id": user.id})
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                window.sudo(False).action_save()
