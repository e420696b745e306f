from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .test_reminder import ReminderCase


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 09:50:00")
class TestLeftStaff(ReminderCase):
    """What somebody would have done who has left is done by the caretaker on duty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leaver = cls.user_all
        # not the leaver's contractor: own is in charge of it
        cls.leaver.active = False

    def _left(self, **values):
        return self._task(**{"user_id": self.leaver.id, **values})

    def test_the_system_has_not_left(self):
        """What a script enters without an assignee is nobody's, and nobody is told."""
        told = self.env["mail.notification"].search_count([])
        root = self.env.ref("base.user_root")
        values = {"name": "Import", "partner_id": self.contractor.id}
        tasks = self.env["enova.activity"].create([{**values, "user_id": root.id}] * 3)
        self.assertEqual(tasks.user_id, root)
        self.assertEqual(tasks[0].copy().user_id, root)
        self.assertEqual(self.env["mail.notification"].search_count([]), told)

    def test_copy(self):
        task = self._left()
        copy = task.with_user(self.user_manager).copy()
        self.assertEqual(copy.user_id, self.user_own)
        self.assertEqual(copy.assigned_by_id, self.user_manager)

    def test_copy_while_the_caretaker_is_away(self):
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.contractor.id,
                "user_id": self.user_manager.id,
                "role": "deputy",
            }
        )
        self.user_own.out_of_office_from = fields.Datetime.now()
        copy = self._left().with_user(self.user_manager).copy()
        self.assertEqual(copy.user_id, self.user_manager)

    def test_copy_of_private_ones_and_without_contractor(self):
        for values in ({"private": True}, {"partner_id": False}):
            with self.subTest(values=values):
                task = self._left(**values)
                task.assigned_by_id = self.user_manager
                copy = task.with_user(self.user_manager).copy()
                self.assertEqual(copy.user_id, self.user_manager)

    def test_copy_of_others_stays_theirs(self):
        copy = self._task().with_user(self.user_manager).copy()
        self.assertEqual(copy.user_id, self.user_own)
        chosen = self._left().copy({"user_id": self.user_manager.id})
        self.assertEqual(chosen.user_id, self.user_manager)

    def test_copy_in_another_company(self):
        """Nobody is given what is of a company in which they do not work."""
        self.user_manager.company_ids = [Command.link(self.other_company.id)]
        task = self._left(
            company_id=self.other_company.id, user_id=False, date_start=False
        )
        self.leaver.company_ids = [Command.link(self.other_company.id)]
        task.user_id = self.leaver
        companies = (self.other_company + self.company).ids
        copier = task.with_user(self.user_manager)
        copy = copier.with_context(allowed_company_ids=companies).copy()
        self.assertEqual(copy.user_id, self.user_manager)

    def test_copies_in_a_constant_number_of_queries(self):
        def cost(count):
            tasks = self.env["enova.activity"].union(
                *(self._left() for _number in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            tasks.with_user(self.user_manager).copy_data()
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertLessEqual(cost(30), cost(3) + 1)

    def test_follow_up(self):
        task = self._left()
        followup = task.with_user(self.user_manager)._create_followup()
        self.assertEqual(followup.user_id, self.user_own)
        private = self._left(private=True)
        private.assigned_by_id = self.user_manager
        followup = private.with_user(self.user_manager)._create_followup()
        self.assertEqual(followup.user_id, self.user_manager)

    def test_reminder(self):
        task = self._left(name="Zadzwoń")
        sent = self._run()
        self.assertEqual(list(sent), ["crm_own"])
        self.assertEqual(sent["crm_own"]["rows"][0]["absent"], self.leaver.name)
        self.assertEqual(task.reminded_user_id, self.user_own)

    def test_reminder_of_what_is_private(self):
        """Whoever gave it may know of it; the caretaker may not."""
        task = self._left(private=True)
        task.assigned_by_id = self.user_manager
        self.assertEqual(list(self._run()), ["crm_manager"])
        self.assertEqual(task.reminded_user_id, self.user_manager)

    def test_nobody_is_marked_who_was_not_told(self):
        alone = self._left(partner_id=False)
        private = self._left(private=True)
        self.assertEqual(self._run(), {})
        self.assertFalse((alone + private).reminded_user_id)

    def test_nobody_is_marked_who_may_not_read_it(self):
        """On duty for an absent caretaker, without any right in the CRM."""
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.contractor.id,
                "user_id": self.user_outsider.id,
                "role": "deputy",
            }
        )
        self.user_own.out_of_office_from = "2026-05-03 09:50:00"
        task = self._left()
        self.assertEqual(self._run(), {})
        self.assertFalse(task.reminded_user_id)

    def test_given_to_who_has_left(self):
        """The caretaker hears of it, and nobody writes to who has left."""
        task = self._left(is_told=True).with_user(self.user_manager)
        self.env.flush_all()
        messages = self.env["mail.message"].search(
            [("model", "=", "enova.activity"), ("res_id", "=", task.id)]
        )
        people = messages.notified_partner_ids
        self.assertNotIn(self.leaver.partner_id, people)
        self.assertIn(self.user_own.partner_id, people)
