from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestOutOfService(ResourceCase):
    def _window(self, user=None, **values):
        windows = self.env["enova.resource.out"].with_user(user or self.user_manager)
        form = Form(windows.with_context(active_id=self.van.id))
        form.out_from, form.out_to = at(0), at(8)
        for name, value in values.items():
            form[name] = value
        return form

    def test_what_is_booked_moves_to_another_one(self):
        second = self._resource(name="Van 2")
        self._book(4, 6, resource=second)
        moved, lost = self._book(1, 2), self._book(5, 6)
        later = self._book(9, 10)
        form = self._window(reason="Hamulce")
        self.assertIn("Booked then: 2", form.preview)
        self.assertIn("is cancelled", form.preview)
        before = self.env["mail.message"].search([])
        form.save().action_confirm()
        self.assertEqual((moved.resource_id, moved.state), (second, "confirmed"))
        self.assertEqual((lost.resource_id, lost.state), (self.van, "cancelled"))
        self.assertEqual((later.resource_id, later.state), (self.van, "confirmed"))
        told = self.env["mail.message"].search([]) - before
        told = told.filtered(lambda m: m.partner_ids == self.user_all.partner_id)
        self.assertEqual(
            sorted(told.mapped("subject")), ["Cancelled: Van 1", "Confirmed: Van 2"]
        )
        self.assertIn("Hamulce", told[0].body)
        with self.assertRaisesRegex(UserError, "out of service"):
            self._book(1, 2)

    def test_what_is_kept_is_shown(self):
        self._book(1, 2, user=self.user_all, private=True, name="Tajne")
        self._window(handling="keep").save().action_confirm()
        self.assertIn("Tajne", self.van.with_user(self.user_all).out_warning)
        self.env.invalidate_all()
        shown = self.van.with_user(self.user_own).out_warning
        self.assertIn("Busy", shown)
        self.assertNotIn("Tajne", shown)

    def test_what_is_private_is_masked(self):
        self._book(1, 2, user=self.user_all, private=True, name="Tajne")
        preview = self._window().preview
        self.assertIn("Busy", preview)
        self.assertNotIn("Tajne", preview)

    def test_nothing_is_shown_of_what_is_in_service(self):
        self._book(1, 2)
        self.assertFalse(self.van.out_warning)

    def test_back_in_service(self):
        self._window().save().action_confirm()
        self.van.with_user(self.user_manager).action_back_in_service()
        self.assertFalse(self.van.out_from)
        self._book(1, 2)

    def test_refusals_change_nothing(self):
        one = self._book(1, 2)
        with self.assertRaisesRegex(UserError, "after the beginning"):
            self._window(out_to=at(-1)).save().action_confirm()
        with self.assertRaises(AccessError):
            self._window(user=self.user_all)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.van.with_user(self.user_all).action_back_in_service()
        self.assertEqual((one.state, self.van.out_from), ("confirmed", False))
