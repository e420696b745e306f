from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestReservationApproval(ResourceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.van.write({"approval_required": True, "responsible_id": cls.user_all.id})

    def test_people_are_told(self):
        """Who approves, once; who has asked, what became of it."""
        notices = [("partner_ids", "!=", False)]
        messages = self.env["mail.message"]
        before = messages.search(notices)
        first = self._book(0, 1, user=self.user_own, user_id=self.user_own.id)
        told = messages.search(notices) - before
        self.assertEqual(told.partner_ids, self.user_all.partner_id)
        self.assertIn("Requested: Van 1", told.subject)
        before |= told
        first.with_user(self.user_all).action_refuse()
        told = messages.search(notices) - before
        self.assertEqual(told.partner_ids, self.user_own.partner_id)
        self.assertIn("Refused: Van 1", told.subject)

    def test_asked_for_and_approved(self):
        first = self._book(user=self.user_own)
        second = self._book(user=self.user_own)
        self.assertEqual((first | second).mapped("state"), ["requested", "requested"])
        first.with_user(self.user_all).action_confirm()
        self.assertEqual(first.state, "confirmed")
        with self.assertRaisesRegex(UserError, "not free"), self.env.cr.savepoint():
            second.with_user(self.user_all).action_confirm()
        second.with_user(self.user_all).action_refuse()
        self.assertEqual(second.state, "refused")

    def test_nobody_approves_for_themselves(self):
        one = self._book(user=self.user_own, state="confirmed")
        self.assertEqual(one.state, "requested")
        for attempt in (
            lambda: one.action_confirm(),
            lambda: one.write({"state": "confirmed"}),
            lambda: one.write({"state": "confirmed", "start": at(-1)}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attempt()
        self.assertEqual(one.state, "requested")

    def test_what_is_moved_is_asked_for_again(self):
        one = self._book(user=self.user_own)
        one.with_user(self.user_all).action_confirm()
        one.with_user(self.user_own).write({"start": at(3), "stop": at(4)})
        self.assertEqual(one.state, "requested")

    def test_the_responsible_and_managers_need_none(self):
        self.assertEqual(self._book(0, 1).state, "confirmed")
        self.assertEqual(self._book(1, 2, user=self.user_manager).state, "confirmed")
